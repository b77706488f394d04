//! The states of an offer.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// `Queued → Sent → Accepted | Declined | Lapsed | Withdrawn`; an offer may also end before its letter left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OfferState {
    /// Made; its letter has not left yet.
    Queued,
    /// Its letter has been handed over.
    Sent,
    Accepted,
    Declined,
    /// Its deadline passed in silence.
    Lapsed,
    /// Somebody else accepted, or the help request was cancelled.
    Withdrawn,
}

impl OfferState {
    pub const ALL: [OfferState; 6] = [Self::Queued, Self::Sent, Self::Accepted, Self::Declined, Self::Lapsed, Self::Withdrawn];

    pub fn code(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sent => "sent",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Lapsed => "lapsed",
            Self::Withdrawn => "withdrawn",
        }
    }

    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Whether an answer is still waited for.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Queued | Self::Sent)
    }
}
