//! Hours of the night in which somebody does not want to be reached.

use chrono::{Days, Duration};
use serde::{Deserialize, Serialize};

use crate::clock::{Moment, in_japan, japanese};
use crate::report::Mistake;

/// From one full hour until another, on the clock of Japan; over midnight where the first is the later one, and never where they are equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct QuietHours {
    /// 0 to 23.
    from: u8,
    /// 0 to 23.
    until: u8,
}

impl Default for QuietHours {
    /// 21:00 to 08:00.
    fn default() -> Self {
        Self { from: 21, until: 8 }
    }
}

impl QuietHours {
    pub const NEVER: Self = Self { from: 0, until: 0 };

    /// `21-8`; `none` for never.
    pub fn parse(text: &str) -> Result<Self, Mistake> {
        let text = text.trim();
        if text == "none" {
            return Ok(Self::NEVER);
        }
        let hours = text.split_once('-').and_then(|(from, until)| Some((from.trim().parse().ok()?, until.trim().parse().ok()?)));
        match hours {
            Some((from, until)) if from < 24 && until < 24 => Ok(Self { from, until }),
            _ => Err(Mistake::new("wrong-shape").with("shape", "21-8")),
        }
    }

    /// The first moment from `moment` on that is not quiet: `moment` itself, or the end of the quiet hours around it.
    pub fn over_at(self, moment: Moment) -> Moment {
        let local = in_japan(moment);
        let midnight = japanese(local.date_naive(), 0);
        let today = midnight + Duration::hours(i64::from(self.until));
        let since = midnight + Duration::hours(i64::from(self.from));
        if self.from < self.until {
            return if since <= moment && moment < today { today } else { moment };
        }
        let is_never = self.from == self.until;
        match moment {
            _ if is_never => moment,
            _ if moment < today => today,
            _ if since <= moment => japanese(local.date_naive() + Days::new(1), self.until),
            _ => moment,
        }
    }
}

impl TryFrom<String> for QuietHours {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text).map_err(|_| format!("{text} are no hours"))
    }
}

impl From<QuietHours> for String {
    fn from(hours: QuietHours) -> Self {
        hours.to_string()
    }
}

impl std::fmt::Display for QuietHours {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.from == self.until { f.write_str("none") } else { write!(f, "{}-{}", self.from, self.until) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn moment(text: &str) -> Moment {
        chrono::DateTime::parse_from_rfc3339(&format!("{text}:00+09:00")).unwrap().to_utc()
    }

    #[test]
    fn a_letter_of_the_night_waits_for_the_morning() {
        let over = |hours: &str, at: &str| QuietHours::parse(hours).unwrap().over_at(moment(at));
        assert_eq!(over("21-8", "2026-11-24T20:59"), moment("2026-11-24T20:59"));
        assert_eq!(over("21-8", "2026-11-24T21:00"), moment("2026-11-25T08:00"));
        assert_eq!(over("21-8", "2026-11-25T07:59"), moment("2026-11-25T08:00"));
        assert_eq!(over("21-8", "2026-11-25T08:00"), moment("2026-11-25T08:00"));
        assert_eq!(over("9-17", "2026-11-25T12:00"), moment("2026-11-25T17:00"));
        assert_eq!(over("none", "2026-11-25T03:00"), moment("2026-11-25T03:00"));
    }

    #[test]
    fn hours_are_read_as_they_are_written() {
        for text in ["21-8", "none", "0-7"] {
            assert_eq!(QuietHours::parse(text).unwrap().to_string(), text);
        }
        for text in ["", "24-8", "21", "21:00-8:00", "a-b"] {
            assert!(QuietHours::parse(text).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_over_is_not_quiet_and_never_more_than_a_day_away(from in 0_u8..24, until in 0_u8..24, minutes in 0_i64..200_000) {
            let quiet = QuietHours { from, until };
            let at = moment("2026-11-24T00:00") + Duration::minutes(minutes);
            let over = quiet.over_at(at);
            prop_assert!(at <= over && over - at < Duration::hours(24));
            prop_assert_eq!(quiet.over_at(over), over);
        }
    }
}
