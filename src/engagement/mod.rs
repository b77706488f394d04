//! Engagement: the work after a match.
//!
//! A match opens an engagement, which runs until it is ended. While it runs, its *course* says how far the work has come: terms on which both sides
//! agree, sessions, a report, and the company's confirmation of the hours ([`Course`]). Every stage has a side whose turn it is and a deadline that ends
//! it without a word from anybody, so no course needs a hand in the database.

mod course;
mod decide;
mod follow_up;
mod promise;
mod report;
mod review;
mod sector;
mod sessions;
mod sheet;
mod team;
#[cfg(test)]
mod tests;
mod withdraw;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use course::{Course, NotNow, Stage, Version, Woken};
pub use follow_up::{Acted, ActedShare, Asking, Due, FollowUp, Outcome, OutcomeCount, OutcomeForm};
pub use report::{AnswerForm, DecisionForm, Dispute, DisputeForm, Ending, Judging, Report, ReportForm};
pub use review::{
    AnswerCounts, Objection, Reply, ReplyForm, Review, ReviewForm, Reviews, Said, WordsVerdict, WordsVerdictForm, asked_of, told_together,
};
pub use sector::{Sector, TrackCount};
pub use sessions::{MOST_SESSIONS, Session, SessionForm, SessionState, SessionWord};
pub use sheet::{Sheet, SheetForm};
pub use team::{Guest, GuestForm, OwnHoursForm, PartingForm, Seat, SeatForm, TeamLine, TeamState, TeamStep, fee_shares, seat_ends_at};
pub use withdraw::{Side, WithdrawForm};

/// The states of an engagement. Matching counts them; `Running` is where each begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EngagementState {
    Running,
    /// Brought to its end: the hours are confirmed, or nobody said anything any more. Its course says which.
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
