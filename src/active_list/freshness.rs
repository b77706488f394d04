//! Whether a profile still says what is true. Between a list and the world a gap grows (seed S002), so the person is asked now and then; who does not
//! answer is ranked lower (by the age of the confirmation), later not asked at all until the profile is confirmed.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

/// How far a profile has come since it was confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckStep {
    Confirmed,
    /// The person was asked whether it is still right.
    Asked,
    /// No answer: the person was told that this counts against it.
    Stale,
    /// No answer for long: nobody is asked who stands here.
    Hidden,
}

impl CheckStep {
    pub const ALL: [CheckStep; 4] = [Self::Confirmed, Self::Asked, Self::Stale, Self::Hidden];

    /// As stored.
    pub fn number(self) -> u8 {
        self as u8
    }

    pub fn find(number: i32) -> Option<Self> {
        Self::ALL.into_iter().find(|step| i32::from(step.number()) == number)
    }

    pub fn code(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Asked => "asked",
            Self::Stale => "stale",
            Self::Hidden => "hidden",
        }
    }
}

/// After how many days what happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Freshness {
    /// From the confirmation to the question; none: nobody is ever asked.
    pub ask_after: Option<u32>,
    /// From the question until the profile counts as stale.
    pub stale_after: u32,
    /// From then until it is hidden.
    pub hide_after: u32,
}

impl Freshness {
    /// The day on which to ask about a profile that was confirmed on `day`.
    pub fn ask_on(self, day: NaiveDate) -> Option<NaiveDate> {
        day.checked_add_days(Days::new(u64::from(self.ask_after?)))
    }

    /// The step that is due after `step`, and after how many days the one behind it is.
    pub fn next(self, step: CheckStep) -> Option<(CheckStep, Option<u32>)> {
        match step {
            CheckStep::Confirmed => Some((CheckStep::Asked, Some(self.stale_after))),
            CheckStep::Asked => Some((CheckStep::Stale, Some(self.hide_after))),
            CheckStep::Stale => Some((CheckStep::Hidden, None)),
            CheckStep::Hidden => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_steps_lead_from_the_question_to_hiding_and_end_there() {
        let freshness = Freshness { ask_after: Some(180), stale_after: 14, hide_after: 30 };
        let mut step = CheckStep::Confirmed;
        let mut seen = Vec::new();
        while let Some((next, days)) = freshness.next(step) {
            seen.push((next, days));
            step = next;
        }
        assert_eq!(seen, [(CheckStep::Asked, Some(14)), (CheckStep::Stale, Some(30)), (CheckStep::Hidden, None)]);
        assert!(CheckStep::ALL.into_iter().all(|step| CheckStep::find(step.number().into()) == Some(step)));
    }

    #[test]
    fn nobody_is_asked_where_it_is_switched_off() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 1).unwrap();
        let freshness = |ask_after| Freshness { ask_after, stale_after: 14, hide_after: 30 };
        assert_eq!(freshness(None).ask_on(day), None);
        assert_eq!(freshness(Some(30)).ask_on(day), NaiveDate::from_ymd_opt(2026, 12, 1));
    }
}
