//! Deadlines in hours that count. A pure calendar on the clock of Japan, which has no summer time.

use chrono::{Days, Duration, NaiveDate};

use crate::catalogue::{Counted, Holidays};
use crate::clock::{Moment, in_japan, japanese};

/// Which hours count.
#[derive(Clone, Copy, Debug)]
pub struct BusinessHours<'a> {
    /// None where every day counts.
    holidays: Option<&'a Holidays>,
    opens: u8,
    closes: u8,
}

impl<'a> BusinessHours<'a> {
    pub fn new(holidays: &'a Holidays, counted: Counted) -> Self {
        match counted {
            Counted::AllHours => Self { holidays: None, opens: 0, closes: 24 },
            Counted::OpenDays => Self { holidays: Some(holidays), opens: 0, closes: 24 },
            Counted::OpenHours => Self { holidays: Some(holidays), opens: holidays.opens, closes: holidays.closes },
        }
    }

    fn is_open_day(&self, day: NaiveDate) -> bool {
        self.holidays.is_none_or(|holidays| holidays.is_open(day))
    }

    /// The first moment from `moment` on that counts.
    pub fn opening(&self, moment: Moment) -> Moment {
        let day = in_japan(moment).date_naive();
        let is_past = moment >= japanese(day, self.closes);
        let from = if is_past { day + Days::new(1) } else { day };
        // Five days of every week are open but for a few, so this ends; should an edition close them all, every moment counts.
        let open = from.iter_days().take(1000).find(|day| self.is_open_day(*day));
        open.map_or(moment, |day| moment.max(japanese(day, self.opens)))
    }

    /// When `hours` hours that count have passed since `moment`. It is a moment that counts, or the end of the last hour of a day.
    pub fn add(&self, moment: Moment, hours: u16) -> Moment {
        let mut left = Duration::hours(i64::from(hours));
        let mut at = self.opening(moment);
        loop {
            let closing = japanese(in_japan(at).date_naive(), self.closes);
            if left <= closing - at {
                return at + left;
            }
            left -= closing - at;
            at = self.opening(closing);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Catalogue;
    use proptest::prelude::*;

    fn moment(text: &str) -> Moment {
        chrono::DateTime::parse_from_rfc3339(&format!("{text}:00+09:00")).unwrap().to_utc()
    }

    fn catalogue() -> Catalogue {
        Catalogue::embedded(NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()).unwrap()
    }

    #[test]
    fn seventy_two_hours_on_open_days_are_three_working_days() {
        let catalogue = catalogue();
        let days = BusinessHours::new(catalogue.holidays(), Counted::OpenDays);
        assert_eq!(days.add(moment("2026-11-24T10:00"), 72), moment("2026-11-27T10:00"), "Tuesday to Friday");
        assert_eq!(days.add(moment("2026-11-20T17:00"), 72), moment("2026-11-26T17:00"), "over a weekend and a holiday on Monday");
        assert_eq!(days.add(moment("2026-12-28T10:00"), 72), moment("2027-01-06T10:00"), "over the turn of the year");
        assert_eq!(days.add(moment("2026-11-22T15:00"), 24), moment("2026-11-25T00:00"), "from a Sunday: all of Tuesday");
    }

    #[test]
    fn office_hours_count_from_the_next_morning_on() {
        let catalogue = catalogue();
        let hours = BusinessHours::new(catalogue.holidays(), Counted::OpenHours);
        assert_eq!(hours.opening(moment("2026-11-20T18:00")), moment("2026-11-24T09:00"));
        assert_eq!(hours.add(moment("2026-11-24T20:00"), 9), moment("2026-11-25T18:00"));
        assert_eq!(hours.add(moment("2026-11-24T17:00"), 2), moment("2026-11-25T10:00"));
    }

    #[test]
    fn without_a_calendar_every_hour_counts() {
        let catalogue = catalogue();
        let all = BusinessHours::new(catalogue.holidays(), Counted::AllHours);
        assert_eq!(all.add(moment("2026-12-31T23:30"), 4), moment("2027-01-01T03:30"));
    }

    /// The hours that count between two moments, counted one minute after the other.
    fn minutes_between(hours: &BusinessHours<'_>, from: Moment, to: Moment) -> i64 {
        let minutes = (0..(to - from).num_minutes()).filter(|minute| {
            let at = from + Duration::minutes(*minute);
            hours.opening(at) == at
        });
        minutes.count() as i64
    }

    fn any_counted() -> impl Strategy<Value = Counted> {
        prop_oneof![Just(Counted::AllHours), Just(Counted::OpenDays), Just(Counted::OpenHours)]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn a_deadline_is_never_in_closed_hours_and_keeps_order(counted in any_counted(), at in 0_i64..400_000, later in 0_i64..10_000, hours in 1_u16..100, more in 0_u16..50) {
            let catalogue = catalogue();
            let calendar = BusinessHours::new(catalogue.holidays(), counted);
            let at = moment("2026-10-01T00:00") + Duration::minutes(at);
            let due = calendar.add(at, hours);
            let just_before = due - Duration::microseconds(1);
            prop_assert_eq!(calendar.opening(just_before), just_before);
            prop_assert!(due <= calendar.add(at, hours + more));
            prop_assert!(due <= calendar.add(at + Duration::minutes(later), hours));
            prop_assert_eq!(calendar.add(due, more.max(1)), calendar.add(at, hours + more.max(1)));
        }

        #[test]
        fn the_hours_up_to_a_deadline_are_those_that_were_added(counted in any_counted(), at in 0_i64..200_000, hours in 0_u16..30) {
            let catalogue = catalogue();
            let calendar = BusinessHours::new(catalogue.holidays(), counted);
            let at = moment("2026-10-01T00:00") + Duration::minutes(at);
            prop_assert_eq!(minutes_between(&calendar, at, calendar.add(at, hours)), i64::from(hours) * 60);
        }
    }
}
