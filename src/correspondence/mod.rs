//! Correspondence: which letters there are, to whom they go, and what each may say. The post room turns a [`Letter`] into a mail;
//! this room only holds plain values, and by their types it keeps what one side may not yet know of the other.

mod complaint;
mod content;
mod credit;
mod endorsement;
mod facts;
mod kind;
mod leaving;
mod pool;
mod replies;
mod team;
mod wishes;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::clock::Moment;
use crate::ids::{AccountId, ClaimId, HelpRequestId, LetterId, MemberId, SeatId, SpecialistId, SupportOrgId, Token};
use crate::language::Language;
use crate::values::{Line, MailAddress};

pub use complaint::{ComplaintFacts, ComplaintReader, ComplaintWord};
pub use content::Content;
pub use credit::{CreditFacts, CreditWord};
pub use endorsement::EndorsementFacts;
pub use facts::{
    CompanyFacts, CourseFacts, DisputeFacts, EarlierRequest, GatheredOffer, OutcomeFacts, OwnWeek, ReviewFacts, ReviewWord,
    SpecialistFacts, WeekLine, WeekStanding, WillingFacts, WithdrawalFacts,
};
pub use kind::LetterKind;
pub use leaving::{Bounce, LetterStep, RefusedMailbox, Silence, is_mailbox_gone, letter_of_message_id};
pub use pool::{PoolEntry, PoolFacts, PoolVisit};
pub use replies::{ByReply, ReplyOutcome};
pub use team::{TeamFacts, TeamReader};
pub use wishes::{LetterWishes, OfferWish};

/// Somebody who receives letters. Where they live is looked up when a letter is sent, so a changed address is respected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Party {
    Specialist(SpecialistId),
    /// The contact of the company that made a help request.
    Company(HelpRequestId),
    SupportOrg(SupportOrgId),
    /// Whoever signs in with it.
    Account(AccountId),
    /// The contact of a company that a support organisation counts among its members.
    Member(MemberId),
    /// Whoever is asked to approve a claim of credits.
    Approver(ClaimId),
    /// Somebody from outside who has a place in a team.
    Guest(SeatId),
    /// Whoever runs this instance.
    Operator,
}

impl Party {
    /// As stored: `specialist:<id>`, `company:<help request id>`, `support_org:<id>`, `account:<id>`, `member:<id>`, `approver:<claim id>`, `guest:<seat id>`, `operator`.
    pub fn key(self) -> String {
        match self {
            Self::Specialist(id) => format!("specialist:{id}"),
            Self::Company(id) => format!("company:{id}"),
            Self::SupportOrg(id) => format!("support_org:{id}"),
            Self::Account(id) => format!("account:{id}"),
            Self::Member(id) => format!("member:{id}"),
            Self::Approver(id) => format!("approver:{id}"),
            Self::Guest(id) => format!("guest:{id}"),
            Self::Operator => "operator".to_owned(),
        }
    }

    pub fn find(key: &str) -> Option<Self> {
        if key == "operator" {
            return Some(Self::Operator);
        }
        let (kind, id) = key.split_once(':')?;
        match kind {
            "specialist" => id.parse().ok().map(Self::Specialist),
            "company" => id.parse().ok().map(Self::Company),
            "support_org" => id.parse().ok().map(Self::SupportOrg),
            "account" => id.parse().ok().map(Self::Account),
            "member" => id.parse().ok().map(Self::Member),
            "approver" => id.parse().ok().map(Self::Approver),
            "guest" => id.parse().ok().map(Self::Guest),
            _ => None,
        }
    }
}

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
