//! When offers that are gathered leave: in one letter on the morning of each working day.

use crate::active_list::Conditions;
use crate::catalogue::{Counted, Holidays};
use crate::clock::{Moment, in_japan, japanese};
use crate::offers::BusinessHours;

/// The next morning after `now` on which offices open, or the end of the reader's quiet hours on it. From then on the hours of these offers count.
pub fn gathered_at(now: Moment, holidays: &Holidays, reader: &Conditions) -> Moment {
    let today = japanese(in_japan(now).date_naive(), holidays.opens);
    let from = if now < today { today } else { today + chrono::Duration::days(1) };
    let morning = BusinessHours::new(holidays, Counted::OpenHours).opening(from);
    reader.quiet_hours.over_at(morning)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Catalogue;
    use crate::values::QuietHours;

    fn morning(now: &str, reader: &Conditions) -> String {
        let catalogue = Catalogue::embedded(chrono::NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()).unwrap();
        let now: Moment = chrono::DateTime::parse_from_rfc3339(&format!("{now}:00+09:00")).unwrap().to_utc();
        in_japan(gathered_at(now, catalogue.holidays(), reader)).format("%Y-%m-%dT%H:%M").to_string()
    }

    #[test]
    fn the_letter_leaves_on_the_next_working_morning() {
        let reader = Conditions::default();
        assert_eq!(morning("2026-11-24T08:59", &reader), "2026-11-24T09:00");
        assert_eq!(morning("2026-11-24T09:00", &reader), "2026-11-25T09:00");
        assert_eq!(morning("2026-11-20T10:00", &reader), "2026-11-24T09:00", "over a weekend and a holiday on Monday");
    }

    #[test]
    fn it_waits_for_the_end_of_quiet_hours() {
        let reader = Conditions { quiet_hours: QuietHours::parse("22-11").unwrap(), ..Conditions::default() };
        assert_eq!(morning("2026-11-24T07:00", &reader), "2026-11-24T11:00");
    }
}
