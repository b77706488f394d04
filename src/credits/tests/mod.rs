//! Golden figures of the schemes, and what holds of any activities.

mod career;
mod chain;
mod cissp;
mod claims;
mod cycles;
mod properties;
mod riss;
mod rules;
mod table;

use chrono::NaiveDate;

use crate::credits::{Activity, AuthorRole, Counted, Cycle, Projection, RuleSet, project};

pub const CISSP: &str = include_str!("../../../config/credit_rules/cissp-2024-08.toml");
pub const CAREER: &str = include_str!("../../../config/credit_rules/career-2024-08.toml");
pub const RISS: &str = include_str!("../../../config/credit_rules/riss-2026-04.toml");

pub fn rules(text: &str) -> RuleSet {
    RuleSet::parse(text).unwrap_or_else(|errors| panic!("{errors:?}"))
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The cycle from April 2025 on.
pub fn cycle(rules: &RuleSet) -> Cycle {
    Cycle::on(day("2025-04-01"), rules.cycle_years, rules.days_before_expiry, day("2025-04-01")).unwrap()
}

pub fn hours(kind: &str, hours: u32) -> Activity {
    Activity { minutes: hours * 60, is_related: true, ..Activity::on(kind, day("2025-06-02")) }
}

pub fn written(kind: &str, author: AuthorRole) -> Activity {
    Activity { author: Some(author), is_related: true, ..Activity::on(kind, day("2025-06-02")) }
}

/// What a scheme makes of activities alone.
pub fn projected(text: &str, activities: &[Activity]) -> Projection {
    let rules = rules(text);
    project(&rules, cycle(&rules), activities, &[])
}

pub fn counted(projection: &Projection, index: usize) -> &Counted {
    projection.entries.iter().find(|entry| entry.index == index).unwrap()
}

/// The counted figure of one activity by itself, in whole units, and its pot.
pub fn worth(text: &str, activity: Activity) -> (String, u64) {
    let projection = projected(text, &[activity]);
    let entry = counted(&projection, 0);
    (entry.pot.clone().unwrap_or_default(), entry.counted.in_hundredths() / 100)
}
