//! How far the help requests of a time came, and how long it took.

use chrono::{Datelike, Months, NaiveDate};

use crate::clock::japanese;
use crate::desk::{Desk, Refusal};
use crate::insights::{Funnel, Story, funnel};
use crate::intake::HelpRequestState;
use crate::report::{Checker, FieldError, Mistake};
use crate::store::{Tx, Way};

/// How many help requests are read at a time.
const PAGE: i64 = 500;
/// Months that are looked at unless asked otherwise, and at most.
const USUAL: u32 = 12;
const MOST: u32 = 36;

/// First and last day as typed; empty for the usual ones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FunnelForm {
    pub from: String,
    pub to: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct FunnelView {
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub funnel: Funnel,
}

impl FunnelForm {
    /// The days from and to which is looked, both included.
    pub fn check(&self, today: NaiveDate) -> Result<(NaiveDate, NaiveDate), Vec<FieldError>> {
        let mut checker = Checker::new();
        let usual = today.with_day(1).and_then(|first| first.checked_sub_months(Months::new(USUAL - 1))).unwrap_or(today);
        let to = checker.take("/to", day(&self.to, today));
        let from = checker.take("/from", day(&self.from, to.map_or(usual, |to| usual.min(to))));
        if let Some((from, to)) = from.zip(to) {
            if to < from {
                checker.refuse("/to", Mistake::new("before-start"));
            } else if from.checked_add_months(Months::new(MOST)).is_some_and(|end| end < to) {
                checker.refuse("/from", Mistake::new("months-at-most").with("count", MOST));
            }
        }
        checker.finish(from.zip(to))
    }
}

fn day(typed: &str, usual: NaiveDate) -> Result<NaiveDate, Mistake> {
    match typed.trim() {
        "" => Ok(usual),
        text => text.parse().map_err(|_| Mistake::new("not-a-date")),
    }
}

/// The figures of those that were submitted from one day to another.
pub async fn look_at_funnel(desk: &Desk, form: &FunnelForm) -> Result<FunnelView, Refusal> {
    let (from, to) = form.check(desk.clock.today())?;
    let stories = desk.store.read(move |tx| stories(tx, from, to)).await?;
    Ok(FunnelView { from, to, funnel: funnel(&stories) })
}

fn stories(tx: &mut Tx<'_>, from: NaiveDate, to: NaiveDate) -> Result<Vec<Story>, Refusal> {
    let time = (japanese(from, 0), japanese(to, 24));
    let (mut stories, mut after) = (Vec::new(), None);
    loop {
        let page = tx.list_ways(time, after, PAGE)?;
        let Some(last) = page.last() else { return Ok(stories) };
        after = Some(last.id);
        stories.extend(page.into_iter().map(story));
    }
}

fn story(way: Way) -> Story {
    use HelpRequestState::{AwaitingConfirmation, Cancelled, Matched, Open, Unmatched};
    Story {
        submitted_at: way.submitted_at,
        is_confirmed: way.was_open || matches!(way.state, Open | Matched | Unmatched),
        asked_at: way.asked_at,
        answered_at: way.answered_at,
        matched_at: way.matched_at,
        is_over: match way.state {
            Matched | Unmatched | Cancelled => true,
            Open | AwaitingConfirmation => false,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(from: &str, to: &str) -> Result<(String, String), Vec<(String, &'static str)>> {
        let form = FunnelForm { from: from.to_owned(), to: to.to_owned() };
        let checked = form.check("2026-11-22".parse().unwrap());
        let told = |errors: Vec<FieldError>| errors.into_iter().map(|error| (error.pointer, error.code)).collect();
        checked.map(|(from, to)| (from.to_string(), to.to_string())).map_err(told)
    }

    #[test]
    fn days_are_those_of_a_year_unless_typed_and_what_is_wrong_is_named() {
        let days = |from: &str, to: &str| Ok((from.to_owned(), to.to_owned()));
        let wrong = |at: &str, code| Err(vec![(at.to_owned(), code)]);
        assert_eq!(checked("", ""), days("2025-12-01", "2026-11-22"));
        assert_eq!(checked("", "2025-03-01"), days("2025-03-01", "2025-03-01"));
        assert_eq!(checked("2026-01-01", "2026-01-31"), days("2026-01-01", "2026-01-31"));
        assert_eq!(checked("2026-02-01", "2026-01-31"), wrong("/to", "before-start"));
        assert_eq!(checked("2020-01-01", ""), wrong("/from", "months-at-most"));
        assert_eq!(checked("yesterday", ""), wrong("/from", "not-a-date"));
    }
}
