//! The states of an offer.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// `Queued → Sent → Accepted | Declined | Lapsed | Withdrawn`, or by way of `Willing`, where the company decides, to `Accepted | NotChosen |
/// Declined | Withdrawn`; an offer may also end before its letter left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OfferState {
    /// Made; its letter has not left yet.
    Queued,
    /// Its letter has been handed over.
    Sent,
    /// Its reader would do it; the company decides.
    Willing,
    Accepted,
    Declined,
    /// Its deadline passed in silence.
    Lapsed,
    /// Somebody else accepted, or the help request was cancelled.
    Withdrawn,
    /// Its reader was willing, and somebody else has it or the company did not choose.
    NotChosen,
}

impl OfferState {
    pub const ALL: [OfferState; 8] =
        [Self::Queued, Self::Sent, Self::Willing, Self::Accepted, Self::Declined, Self::Lapsed, Self::Withdrawn, Self::NotChosen];

    pub fn code(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sent => "sent",
            Self::Willing => "willing",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Lapsed => "lapsed",
            Self::Withdrawn => "withdrawn",
            Self::NotChosen => "not_chosen",
        }
    }

    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Whether its reader's answer is still waited for.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Queued | Self::Sent)
    }

    /// Whether anybody's answer is still waited for, its reader's or the company's.
    pub fn is_live(self) -> bool {
        self.is_open() || self == Self::Willing
    }
}

/// Why an offer ended that its reader did not end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ended {
    /// Somebody else accepted.
    FilledByOther,
    /// The company chose somebody else.
    OtherChosen,
    /// The company said no.
    Refused,
    /// The company did not answer in time.
    Unanswered,
}

impl Ended {
    pub const ALL: [Ended; 4] = [Self::FilledByOther, Self::OtherChosen, Self::Refused, Self::Unanswered];
    /// Whose reader said no to nobody and was told no by nobody: they may be asked again if the winner cannot after all.
    pub const SPARED: [Ended; 2] = [Self::FilledByOther, Self::OtherChosen];

    pub fn code(self) -> &'static str {
        match self {
            Self::FilledByOther => "filled_by_other",
            Self::OtherChosen => "other_chosen",
            Self::Refused => "refused",
            Self::Unanswered => "unanswered",
        }
    }

    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ended| ended.code() == code)
    }
}
