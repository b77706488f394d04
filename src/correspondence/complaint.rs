//! What letters about complaints tell. None holds a word of a complaint, nor who the other side is: what an operator has written for the reader stands on
//! the page alone.

use chrono::NaiveDate;

use crate::clock::Moment;
use crate::complaints::{Effect, Outcome};
use crate::ids::{ComplaintId, Token};

/// Who reads of a complaint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ComplaintReader {
    /// Whoever complains.
    Complainant,
    /// Whoever it is about.
    Other,
    Operator,
}

/// What is told of a complaint. Its code stands in the cause of the letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ComplaintWord {
    Received,
    /// The answer is due soon.
    Remind,
    Overdue,
    /// The other side is asked.
    Hearing,
    /// The other side has answered, or had its time.
    Heard,
    Decided,
    Appealed,
    Withdrawn,
    Lapsed,
    /// A pause is over.
    Lifted,
}

impl ComplaintWord {
    pub const ALL: [Self; 10] = [
        Self::Received,
        Self::Remind,
        Self::Overdue,
        Self::Hearing,
        Self::Heard,
        Self::Decided,
        Self::Appealed,
        Self::Withdrawn,
        Self::Lapsed,
        Self::Lifted,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Remind => "remind",
            Self::Overdue => "overdue",
            Self::Hearing => "hearing",
            Self::Heard => "heard",
            Self::Decided => "decided",
            Self::Appealed => "appealed",
            Self::Withdrawn => "withdrawn",
            Self::Lapsed => "lapsed",
            Self::Lifted => "lifted",
        }
    }

    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|word| word.code() == code)
    }
}

#[derive(Clone, Debug)]
pub struct ComplaintFacts {
    pub id: ComplaintId,
    pub reader: ComplaintReader,
    pub word: ComplaintWord,
    /// Code of what it is about.
    pub category: String,
    /// The day by which an answer is due.
    pub due_on: NaiveDate,
    /// Until when the other side can answer, or a side appeal, or until when an entry is paused.
    pub until: Option<Moment>,
    pub outcome: Option<Outcome>,
    /// What follows; for whoever it follows for.
    pub effect: Option<Effect>,
    /// Whether the reader is no person: the operator, or a support organisation that complains for its member.
    pub to_organisation: bool,
    /// None for the operator, who signs in.
    pub page: Option<Token>,
}
