//! The queue of a support organisation: in which basket a help request lies.

use chrono::Duration;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::clock::Moment;
use crate::intake::HelpRequestState;

/// Where a help request lies in its organisation's queue, in the order in which somebody should look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Basket {
    /// Nobody was found: the organisation talks with the company.
    NobodyFound,
    /// Open, and nothing has happened for days.
    Silent,
    /// The company has not confirmed yet.
    Waiting,
    /// Open, and somebody is being asked.
    UnderWay,
    /// Matched or cancelled.
    Done,
}

/// For how long nothing may happen before somebody should look.
const SILENT_AFTER: Duration = Duration::days(3);

impl Basket {
    pub const ALL: [Basket; 5] = [Self::NobodyFound, Self::Silent, Self::Waiting, Self::UnderWay, Self::Done];

    pub fn code(self) -> &'static str {
        match self {
            Self::NobodyFound => "nobody_found",
            Self::Silent => "silent",
            Self::Waiting => "waiting",
            Self::UnderWay => "under_way",
            Self::Done => "done",
        }
    }

    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|basket| basket.code() == code)
    }

    /// The basket of a help request of which something was last heard at `last_news`.
    pub fn of(state: HelpRequestState, last_news: Moment, now: Moment) -> Self {
        match state {
            HelpRequestState::AwaitingConfirmation => Self::Waiting,
            HelpRequestState::Open if last_news + SILENT_AFTER <= now => Self::Silent,
            HelpRequestState::Open => Self::UnderWay,
            HelpRequestState::Unmatched => Self::NobodyFound,
            HelpRequestState::Matched | HelpRequestState::Cancelled => Self::Done,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_open_help_request_is_silent_after_three_days_without_news() {
        let news = Moment::default();
        let of = |state, after: i64| Basket::of(state, news, news + Duration::seconds(after));
        let three_days = 3 * 24 * 3600;
        assert_eq!(of(HelpRequestState::Open, three_days - 1), Basket::UnderWay);
        assert_eq!(of(HelpRequestState::Open, three_days), Basket::Silent);
        assert_eq!(of(HelpRequestState::AwaitingConfirmation, three_days), Basket::Waiting);
        assert_eq!(of(HelpRequestState::Unmatched, 0), Basket::NobodyFound);
        assert_eq!(of(HelpRequestState::Cancelled, 0), Basket::Done);
        assert!(Basket::ALL.is_sorted() && Basket::ALL.into_iter().all(|one| Basket::find(one.code()) == Some(one)));
    }
}
