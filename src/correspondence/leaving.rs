//! What becomes of letters on their way: the steps of an attempt, mailboxes that refuse, and who does not get what.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ids::LetterId;
use crate::values::MailAddress;

/// How an attempt at a letter ended, or what happened to it afterwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LetterStep {
    /// Taken by the mail server, or written into the folder.
    Sent,
    /// It did not work, and is tried again.
    Postponed,
    /// Refused for good.
    Refused,
    /// It had nothing to say any more, nobody to say it to, or was given up.
    Dropped,
    /// It came back: no such mailbox.
    Bounced,
    /// It came back for a reason that may pass.
    BouncedForNow,
    /// An operator had it sent again.
    QueuedAgain,
}

impl LetterStep {
    /// In the order in which they can follow each other at one moment.
    pub const ALL: [LetterStep; 7] =
        [Self::Sent, Self::Postponed, Self::Refused, Self::Dropped, Self::Bounced, Self::BouncedForNow, Self::QueuedAgain];

    pub fn code(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Postponed => "postponed",
            Self::Refused => "refused",
            Self::Dropped => "dropped",
            Self::QueuedAgain => "queued_again",
            Self::Bounced => "bounced",
            Self::BouncedForNow => "bounced_for_now",
        }
    }

    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.code() == code)
    }
}

/// Why somebody does not get letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Silence {
    /// The mailbox does not exist.
    Bounced,
    /// An operator said so.
    Operator,
    /// The reader said so.
    Wish,
    /// Not by itself: the reader gets it gathered with others. Keeps no letter from leaving.
    Gathered,
}

impl Silence {
    pub const ALL: [Silence; 4] = [Self::Bounced, Self::Operator, Self::Wish, Self::Gathered];

    pub fn code(self) -> &'static str {
        match self {
            Self::Bounced => "bounced",
            Self::Operator => "operator",
            Self::Wish => "wish",
            Self::Gathered => "gathered",
        }
    }

    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|why| why.code() == code)
    }
}

/// A mailbox that did not take a letter which others of the same party may have taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedMailbox {
    pub address: MailAddress,
    /// The answer as codes.
    pub answer: String,
    /// Whether it says that there is no such mailbox, so that trying again is of no use.
    pub is_gone: bool,
}

/// Whether an answer of a mail server speaks of the mailbox itself. A 5xx also says "your letter looks like spam" (5.7.x), "you may not send
/// here" (5.1.7, 5.1.8) or "the mailbox is full" (5.2.2): none of these means that there is nobody. Codes of RFC 3463; servers that give none are
/// taken at their basic code (RFC 5321, 4.2.3).
pub fn is_mailbox_gone(basic: Option<u16>, enhanced: Option<&str>) -> bool {
    match enhanced.filter(|code| code.split('.').count() == 3) {
        Some("5.1.7" | "5.1.8") => false,
        Some("5.2.1" | "5.4.4") => true,
        Some(code) => code.starts_with("5.1."),
        None => matches!(basic, Some(550 | 551 | 553)),
    }
}

/// A letter that came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bounce {
    pub letter: LetterId,
    /// The mailbox, if the report names one.
    pub address: Option<MailAddress>,
    /// Whether the mailbox does not exist, so that trying again is of no use.
    pub is_gone: bool,
    /// The answer as codes.
    pub answer: String,
}

/// The letter that a Message-ID of ours names: `<id>@host`, or `<id>.<edition>@host`, with or without angle brackets.
pub fn letter_of_message_id(text: &str) -> Option<LetterId> {
    let (left, _) = text.trim().trim_matches(['<', '>']).rsplit_once('@')?;
    left.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_answer_about_the_mailbox_means_that_nobody_is_there() {
        for (basic, enhanced) in [(550, Some("5.1.1")), (550, None), (553, None), (554, Some("5.1.10")), (550, Some("5.2.1"))] {
            assert!(is_mailbox_gone(Some(basic), enhanced), "{basic} {enhanced:?}");
        }
        for (basic, enhanced) in
            [(550, Some("5.7.1")), (552, Some("5.2.2")), (552, None), (554, None), (450, Some("4.2.1")), (550, Some("5.1.8")), (451, None)]
        {
            assert!(!is_mailbox_gone(Some(basic), enhanced), "{basic} {enhanced:?}");
        }
    }

    #[test]
    fn a_message_id_of_ours_names_its_letter() {
        let id = "019aa1b2-0000-7000-8000-000000000001";
        for text in [format!("<{id}@nakodo.example>"), format!("{id}@n"), format!("<{id}.2@nakodo.example>")] {
            assert_eq!(letter_of_message_id(&text).map(|id| id.to_string()).as_deref(), Some(id), "{text}");
        }
        assert_eq!(letter_of_message_id("<CAF@mail.example>"), None);
    }
}
