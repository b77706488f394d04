//! What is decided of a complaint.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::clock::Moment;
use crate::values::Prose;

/// What came of a complaint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ComplaintOutcome)]
pub enum Outcome {
    Upheld,
    NotUpheld,
    /// Both sides have come to terms.
    Settled,
}

impl Outcome {
    pub const ALL: [Self; 3] = [Self::Upheld, Self::NotUpheld, Self::Settled];

    pub fn code(self) -> &'static str {
        match self {
            Self::Upheld => "upheld",
            Self::NotUpheld => "not_upheld",
            Self::Settled => "settled",
        }
    }

    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.code() == code)
    }
}

/// What follows for whoever the complaint is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ComplaintEffect)]
pub enum Effect {
    Nothing,
    /// Operators keep a note; nobody else sees it, and matching knows nothing of it.
    Note,
    /// The entry on the list is paused for a while.
    Pause,
    /// The entry is taken off the list.
    Remove,
}

impl Effect {
    pub const ALL: [Self; 4] = [Self::Nothing, Self::Note, Self::Pause, Self::Remove];

    pub fn code(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Note => "note",
            Self::Pause => "pause",
            Self::Remove => "remove",
        }
    }

    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|effect| effect.code() == code)
    }

    /// Whether it takes somebody off the list, be it for a while.
    pub fn bars(self) -> bool {
        matches!(self, Self::Pause | Self::Remove)
    }
}

/// An outcome with its reasons, one for each reader.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    pub outcome: Outcome,
    pub effect: Effect,
    pub to_complainant: Prose,
    /// Empty where the other side was never told of the complaint.
    pub to_other: Prose,
    /// For operators alone.
    pub note: Prose,
}

/// What one operator proposes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// Whoever confirms names it, so that nobody confirms what was put in its place meanwhile.
    pub number: u16,
    pub verdict: Verdict,
    /// Who proposed it, as the audit log names people.
    pub by: String,
    pub at: Moment,
}

/// What two operators have decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    pub verdict: Verdict,
    pub proposed_by: String,
    pub confirmed_by: String,
    pub at: Moment,
}
