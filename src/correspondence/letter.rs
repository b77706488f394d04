//! A letter in full, and the states of one.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::clock::Moment;
use crate::correspondence::{ByReply, Content, LetterKind, Party};
use crate::ids::{LetterId, Token};
use crate::language::Language;
use crate::values::{Line, MailAddress};

/// The states of a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LetterState {
    Queued,
    Sent,
    /// It had nothing to say any more when its turn came (the offer had been withdrawn, say).
    Dropped,
    /// The mail server refused it for good.
    Failed,
}

impl LetterState {
    pub const ALL: [LetterState; 4] = [Self::Queued, Self::Sent, Self::Dropped, Self::Failed];

    pub fn code(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sent => "sent",
            Self::Dropped => "dropped",
            Self::Failed => "failed",
        }
    }

    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// A letter with everything that it says and where it goes.
#[derive(Clone, Debug)]
pub struct Letter {
    pub id: LetterId,
    pub kind: LetterKind,
    pub party: Party,
    /// 0 at first; a letter that is to leave as a new one gets the next, and with it a new Message-ID.
    pub edition: u16,
    pub language: Language,
    /// All mailboxes of the party; at least one.
    pub to: Vec<MailAddress>,
    pub to_name: Line,
    /// When the letter was queued: its date, the same on every attempt.
    pub queued_at: Moment,
    pub content: Content,
    /// To the page on which the reader chooses which letters come.
    pub wishes: Option<Token>,
    /// What the reader can say by simply replying.
    pub by_reply: ByReply,
    /// Whether it is to, or about, somebody whose registration is not verified: it then names no title.
    pub untitled: bool,
}
