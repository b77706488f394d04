//! Dated data: whether the holidays reach far enough, and whether somebody should look again at what grows old.

use chrono::{Datelike, NaiveDate};

use crate::catalogue::Catalogue;
use crate::doctor::{Check, Finding};

/// The holidays of a year are announced in the February before it.
const ANNOUNCED_BY: u32 = 3;

pub(super) fn look(today: NaiveDate) -> Vec<Finding> {
    let catalogue = match Catalogue::embedded(today) {
        Ok(catalogue) => catalogue,
        Err(error) => return vec![Finding::wrong(Check::Dates, "doctor-dates-wrong", &[("why", &error.to_string())])],
    };
    let mut findings = Vec::new();
    let (this, next) = (today.year(), today.year() + 1);
    let holidays = catalogue.holidays();
    if !holidays.lists(this) {
        findings.push(Finding::wrong(Check::Dates, "doctor-dates-no-holidays", &[("year", &this.to_string())]));
    } else if today.month() >= ANNOUNCED_BY && !holidays.lists(next) {
        findings.push(Finding::warn(Check::Dates, "doctor-dates-no-holidays", &[("year", &next.to_string())]));
    }
    for (set, edition) in catalogue.editions() {
        if let Some(day) = edition.review_by.filter(|day| *day <= today) {
            let facts = [("set", *set), ("edition", edition.name.as_str()), ("day", &day.to_string())];
            findings.push(Finding::warn(Check::Dates, "doctor-dates-review", &facts));
        }
    }
    if findings.is_empty() {
        findings.push(Finding::well(Check::Dates, "doctor-dates-well", &[]));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doctor::Verdict;

    fn on(day: &str) -> Vec<(Verdict, &'static str)> {
        look(day.parse().unwrap()).into_iter().map(|finding| (finding.verdict, finding.code)).collect()
    }

    #[test]
    fn holidays_that_end_are_told_before_they_do() {
        assert_eq!(on("2026-11-21"), [(Verdict::Well, "doctor-dates-well")]);
        assert_eq!(on("2027-02-28"), [(Verdict::Well, "doctor-dates-well")], "those of 2028 are not announced yet");
        assert_eq!(on("2027-03-01")[0], (Verdict::Warn, "doctor-dates-no-holidays"));
        assert_eq!(on("2028-01-01")[0], (Verdict::Wrong, "doctor-dates-no-holidays"));
    }

    #[test]
    fn data_that_grow_old_ask_to_be_looked_at() {
        let old = look("2027-12-01".parse().unwrap()).into_iter().filter(|finding| finding.code == "doctor-dates-review");
        let sets: Vec<String> =
            old.flat_map(|finding| finding.facts.into_iter().find(|(name, _)| *name == "set")).map(|(_, set)| set).collect();
        assert!(sets.contains(&"helpdesks".to_owned()) && sets.contains(&"menus".to_owned()), "{sets:?}");
        assert!(!sets.contains(&"sme_definition".to_owned()), "a law does not grow old: {sets:?}");
    }

    #[test]
    fn no_data_are_in_force_before_the_first() {
        assert_eq!(on("2001-01-01"), [(Verdict::Wrong, "doctor-dates-wrong")]);
    }
}
