//! The days on which a specialist comes: one in each month, by a rule that people can keep in mind.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

/// Such as the second Tuesday.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DayRule {
    pub weekday: Weekday,
    /// From 1 to 4: a fifth is not in every month.
    pub week: u8,
}

/// The days from `first` to `last` by a rule, one in each whole or begun month. Where that day is a holiday, the next working day of the same month takes its
/// place, and where there is none the one before; a month without any has none.
pub fn days_of(rule: DayRule, first: NaiveDate, last: NaiveDate, is_working: &impl Fn(NaiveDate) -> bool) -> Vec<NaiveDate> {
    let mut days = Vec::new();
    let mut month = first.with_day(1);
    while let Some(begins) = month.filter(|begins| *begins <= last) {
        let day = by_rule(rule, begins).and_then(|day| working_near(day, is_working));
        days.extend(day.filter(|day| (first..=last).contains(day)));
        month = begins.checked_add_months(Months::new(1));
    }
    days
}

fn by_rule(rule: DayRule, month: NaiveDate) -> Option<NaiveDate> {
    NaiveDate::from_weekday_of_month_opt(month.year(), month.month(), rule.weekday, rule.week)
}

fn working_near(day: NaiveDate, is_working: &impl Fn(NaiveDate) -> bool) -> Option<NaiveDate> {
    let same_month = |other: &NaiveDate| other.month() == day.month();
    let later = (0..31).filter_map(|ahead| day.checked_add_days(Days::new(ahead))).take_while(same_month);
    let earlier = (1..31).filter_map(|back| day.checked_sub_days(Days::new(back))).take_while(same_month);
    later.chain(earlier).find(|other| is_working(*other))
}
