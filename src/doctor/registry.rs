//! The official register: whether it was read, and how long ago.

use chrono::NaiveDate;

use crate::catalogue::Catalogue;
use crate::doctor::{Check, Finding};
use crate::store::Store;

pub(super) async fn look(today: NaiveDate, store: Option<&Store>) -> Vec<Finding> {
    // What is wrong with the data, the database or its schema is told elsewhere.
    let (Some(store), Ok(catalogue)) = (store, Catalogue::embedded(today)) else { return Vec::new() };
    let Ok((last, ..)) = store.read(|tx| tx.register_figures()).await else { return Vec::new() };
    vec![said(today, last, catalogue.register().old_after_days)]
}

fn said(today: NaiveDate, last: Option<NaiveDate>, old_after_days: u32) -> Finding {
    let Some(last) = last else { return Finding::warn(Check::Registry, "doctor-registry-none", &[]) };
    let days = (today - last).num_days();
    let facts = [("day", last.to_string()), ("days", days.to_string())];
    let facts = facts.each_ref().map(|(name, fact)| (*name, fact.as_str()));
    if days > i64::from(old_after_days) {
        Finding::warn(Check::Registry, "doctor-registry-old", &facts)
    } else {
        Finding::well(Check::Registry, "doctor-registry-well", &facts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doctor::Verdict;

    #[test]
    fn a_register_that_was_never_read_or_long_ago_is_told() {
        let day = |text: &str| text.parse().unwrap();
        let on = |last: Option<&str>| {
            let found = said(day("2026-12-31"), last.map(day), 60);
            (found.verdict, found.code)
        };
        assert_eq!(on(None), (Verdict::Warn, "doctor-registry-none"));
        assert_eq!(on(Some("2026-11-01")), (Verdict::Well, "doctor-registry-well"));
        assert_eq!(on(Some("2026-10-31")), (Verdict::Warn, "doctor-registry-old"));
    }
}
