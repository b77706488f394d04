//! `config/holidays`: days on which nobody is expected to answer.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, Weekday};
use serde::Deserialize;

/// Closed days and office hours. Days beyond the listed years are told by weekends and the turn of the year alone.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "HolidaysFile")]
pub struct Holidays {
    days: BTreeSet<NaiveDate>,
    /// Months and days between which the turn of the year lies, both included.
    turn: (MonthDay, MonthDay),
    /// Office hours on an open day: from this hour, 0 to 23, until that one, 1 to 24.
    pub opens: u8,
    pub closes: u8,
}

type MonthDay = (u32, u32);

#[derive(Deserialize)]
struct HolidaysFile {
    opens: u8,
    closes: u8,
    turn_of_the_year: Turn,
    holidays: Vec<Year>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Turn {
    from: String,
    to: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Year {
    year: i32,
    days: Vec<String>,
}

fn month_day(text: &str) -> Result<MonthDay, String> {
    let parsed = text.split_once('-').and_then(|(month, day)| Some((month.parse().ok()?, day.parse().ok()?)));
    // A leap year, so that every day of any year passes.
    let known = parsed.filter(|(month, day)| NaiveDate::from_ymd_opt(2024, *month, *day).is_some());
    known.ok_or_else(|| format!("{text} is no month and day"))
}

impl TryFrom<HolidaysFile> for Holidays {
    type Error = String;

    fn try_from(file: HolidaysFile) -> Result<Self, String> {
        let HolidaysFile { opens, closes, turn_of_the_year: turn, holidays } = file;
        if opens >= closes || closes > 24 {
            return Err("office hours end before they begin".to_owned());
        }
        let mut days = BTreeSet::new();
        for Year { year, days: of_year } in holidays {
            for text in of_year {
                let (month, day) = month_day(&text)?;
                let date = NaiveDate::from_ymd_opt(year, month, day).ok_or_else(|| format!("there is no {text} in {year}"))?;
                if !days.insert(date) {
                    return Err(format!("{date} stands twice"));
                }
            }
        }
        Ok(Self { days, turn: (month_day(&turn.from)?, month_day(&turn.to)?), opens, closes })
    }
}

impl Holidays {
    /// Whether people are expected to work on this day.
    pub fn is_open(&self, day: NaiveDate) -> bool {
        let at = (day.month(), day.day());
        let turn = self.turn.0 <= at || at <= self.turn.1;
        !turn && !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !self.days.contains(&day)
    }

    /// The last of so many open days after a day.
    pub fn open_day_after(&self, day: NaiveDate, count: u16) -> NaiveDate {
        let later = day.iter_days().skip(1).filter(|day| self.is_open(*day));
        later.take(usize::from(count)).last().unwrap_or(day)
    }

    /// Whether any holiday of this year is listed: every year has some.
    pub fn lists(&self, year: i32) -> bool {
        self.days.iter().any(|day| day.year() == year)
    }

    /// The national holidays that are listed, in order.
    pub fn days(&self) -> impl Iterator<Item = NaiveDate> {
        self.days.iter().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Catalogue;
    use chrono::Days;

    fn date(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    fn monday(year: i32, month: u32, which: u8) -> NaiveDate {
        NaiveDate::from_weekday_of_month_opt(year, month, Weekday::Mon, which).unwrap()
    }

    /// The days of the equinoxes between 1980 and 2099 follow from the length of the year; the rule of thumb is from almanacs, and the
    /// announcements of 2026 and 2027 agree with it.
    fn equinox(year: i32, base: f64, month: u32) -> NaiveDate {
        let past = f64::from(year - 1980);
        date(year, month, (base + 0.242_194 * past - (past / 4.0).floor()).floor() as u32)
    }

    /// The law's holidays (§2), then a weekday off for one on a Sunday (§3-2), then a day between two holidays (§3-3).
    fn by_law(year: i32) -> BTreeSet<NaiveDate> {
        let fixed = [(1, 1), (2, 11), (2, 23), (4, 29), (5, 3), (5, 4), (5, 5), (8, 11), (11, 3), (11, 23)];
        let mut named: BTreeSet<NaiveDate> = fixed.into_iter().map(|(month, day)| date(year, month, day)).collect();
        named.extend([monday(year, 1, 2), monday(year, 7, 3), monday(year, 9, 3), monday(year, 10, 2)]);
        named.extend([equinox(year, 20.8431, 3), equinox(year, 23.2488, 9)]);
        let substitutes = named.iter().filter(|day| day.weekday() == Weekday::Sun);
        let substitutes = substitutes.map(|day| day.iter_days().find(|next| !named.contains(next)).unwrap());
        let days = date(year, 1, 1).iter_days().take_while(|day| day.year() == year);
        let between =
            days.filter(|day| !named.contains(day) && [*day - Days::new(1), *day + Days::new(1)].iter().all(|next| named.contains(next)));
        let more: Vec<NaiveDate> = substitutes.chain(between).collect();
        named.into_iter().chain(more).collect()
    }

    #[test]
    fn the_listed_holidays_are_those_of_the_law() {
        let catalogue = Catalogue::embedded(date(2026, 11, 21)).unwrap();
        let listed: BTreeSet<NaiveDate> = catalogue.holidays().days().collect();
        assert_eq!(listed, by_law(2026).into_iter().chain(by_law(2027)).collect());
        assert_eq!((by_law(2026).len(), by_law(2027).len()), (18, 17));
    }

    #[test]
    fn weekends_holidays_and_the_turn_of_the_year_are_closed() {
        let catalogue = Catalogue::embedded(date(2026, 11, 21)).unwrap();
        let holidays = catalogue.holidays();
        for closed in [date(2026, 11, 22), date(2026, 11, 23), date(2026, 12, 29), date(2026, 12, 31), date(2027, 1, 3), date(2029, 1, 2)] {
            assert!(!holidays.is_open(closed), "{closed}");
        }
        for open in [date(2026, 11, 24), date(2026, 12, 28), date(2027, 1, 4), date(2030, 2, 12)] {
            assert!(holidays.is_open(open), "{open}");
        }
    }

    #[test]
    fn open_days_are_counted_over_weekends_and_holidays() {
        let catalogue = Catalogue::embedded(date(2026, 11, 21)).unwrap();
        let holidays = catalogue.holidays();
        // A Friday before a Monday that is a holiday.
        assert_eq!(holidays.open_day_after(date(2026, 11, 20), 1), date(2026, 11, 24));
        assert_eq!(holidays.open_day_after(date(2026, 11, 20), 10), date(2026, 12, 7));
        assert_eq!(holidays.open_day_after(date(2026, 12, 28), 1), date(2027, 1, 4));
        assert_eq!(holidays.open_day_after(date(2026, 11, 22), 0), date(2026, 11, 22));
    }

    #[test]
    fn a_day_that_does_not_exist_or_stands_twice_is_refused() {
        let file = |days: &str| {
            let text = format!(
                "opens = 9\ncloses = 18\nturn_of_the_year = {{ from = \"12-29\", to = \"01-03\" }}\n[[holidays]]\nyear = 2027\ndays = [{days}]"
            );
            toml::from_str::<Holidays>(&text).map_err(|error| error.message().to_owned())
        };
        assert_eq!(file("\"02-29\"").unwrap_err(), "there is no 02-29 in 2027");
        assert_eq!(file("\"13-01\"").unwrap_err(), "13-01 is no month and day");
        assert_eq!(file("\"01-01\", \"01-01\"").unwrap_err(), "2027-01-01 stands twice");
    }
}
