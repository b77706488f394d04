//! When a person wants not to be asked: about anything, or about some menus.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::report::{Checker, FieldError, Mistake};
use crate::values::parse_date;

/// How far ahead the day may lie on which somebody wants to be asked again.
const FARTHEST: u64 = 366;

/// A person's pauses. Each names the first day on which the person may be asked again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Pauses {
    /// Of all offers.
    pub all: Option<NaiveDate>,
    /// Of offers with these menus.
    pub menus: BTreeMap<String, NaiveDate>,
}

impl Pauses {
    /// Those that hold today.
    pub fn on(&self, today: NaiveDate) -> Self {
        let menus = self.menus.iter().filter(|(_, again_on)| today < **again_on);
        Self {
            all: self.all.filter(|again_on| today < *again_on),
            menus: menus.map(|(menu, again_on)| (menu.clone(), *again_on)).collect(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.all.is_none() && self.menus.is_empty()
    }

    /// No offers at all until `again_on`, in place of what was said before.
    pub fn stop_all(&mut self, again_on: NaiveDate) {
        self.all = Some(again_on);
    }

    /// No offers with these menus until `again_on`, or until later where that was said before.
    pub fn stop_menus(&mut self, menus: &[String], again_on: NaiveDate) {
        for menu in menus {
            let until = self.menus.entry(menu.clone()).or_insert(again_on);
            *until = again_on.max(*until);
        }
    }
}

/// A pause as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PauseForm {
    /// The first day on which the person may be asked again; at most a year ahead.
    #[schema(example = "2027-01-12")]
    pub again_on: String,
}

impl PauseForm {
    pub fn check(&self, today: NaiveDate) -> Result<NaiveDate, Vec<FieldError>> {
        let mut checker = Checker::new();
        let day = parse_date(&self.again_on).and_then(|day| match day {
            day if day <= today => Err(Mistake::new("not-after-today")),
            day if day > today + Days::new(FARTHEST) => Err(Mistake::new("too-far-ahead").with("max", FARTHEST)),
            day => Ok(day),
        });
        let day = checker.take("/again_on", day);
        checker.finish(day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_pause_ends_on_the_day_that_was_named() {
        let mut pauses = Pauses::default();
        pauses.stop_all(day("2026-12-01"));
        pauses.stop_menus(&["basic-check".into()], day("2026-12-05"));
        assert_eq!(pauses.on(day("2026-11-30")), pauses);
        assert_eq!((pauses.on(day("2026-12-01")).all, pauses.on(day("2026-12-04")).menus.len()), (None, 1));
        assert!(pauses.on(day("2026-12-05")).is_empty());
    }

    #[test]
    fn a_shorter_rest_of_menus_does_not_cut_a_longer_one_and_a_new_word_on_all_does() {
        let mut pauses = Pauses::default();
        pauses.stop_menus(&["a".into()], day("2026-12-05"));
        pauses.stop_menus(&["a".into(), "b".into()], day("2026-12-01"));
        assert_eq!(pauses.menus["a"], day("2026-12-05"));
        assert_eq!(pauses.menus["b"], day("2026-12-01"));
        pauses.stop_all(day("2027-03-01"));
        pauses.stop_all(day("2026-12-24"));
        assert_eq!(pauses.all, Some(day("2026-12-24")));
    }

    #[test]
    fn only_a_day_within_a_year_can_be_named() {
        let check = |text: &str| PauseForm { again_on: text.into() }.check(day("2026-11-24"));
        let code = |text: &str| check(text).unwrap_err()[0].code;
        assert_eq!(check("2026-11-25"), Ok(day("2026-11-25")));
        assert_eq!(check("2027-11-25"), Ok(day("2027-11-25")));
        assert_eq!((code("2027-11-26"), code("2026-11-24"), code("tomorrow")), ("too-far-ahead", "not-after-today", "not-a-date"));
    }
}
