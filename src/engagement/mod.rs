//! Engagement: the work after a match.

mod withdraw;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use withdraw::{Side, WithdrawForm};

/// The states of an engagement. Matching counts them; `Running` is where each begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EngagementState {
    Running,
    /// Done, reported and confirmed by the company.
    Closed,
    /// The specialist gave it up.
    BrokenOff,
    /// The company did not turn up, or called it off: nothing that the specialist could have done.
    NoShow,
}

impl EngagementState {
    pub const ALL: [EngagementState; 4] = [Self::Running, Self::Closed, Self::BrokenOff, Self::NoShow];

    pub fn code(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Closed => "closed",
            Self::BrokenOff => "broken_off",
            Self::NoShow => "no_show",
        }
    }

    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Whether the match stands: it goes on, or has been brought to its end.
    pub fn holds(self) -> bool {
        matches!(self, Self::Running | Self::Closed)
    }

    /// Whether the specialist has, or had, work from it: a company that did not turn up must cost nobody the next match (features MA9).
    pub fn counts_as_work(self) -> bool {
        self != Self::NoShow
    }
}
