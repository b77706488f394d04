//! The rule sets that come with nakodo.

use std::sync::LazyLock;

use chrono::NaiveDate;

use crate::credits::rule_set::RuleSet;

/// Every edition that is compiled in, by its file. A new edition is a new file and a line here.
pub(super) const EMBEDDED: [(&str, &str); 3] = [
    ("riss-2026-04.toml", include_str!("../../config/credit_rules/riss-2026-04.toml")),
    ("cissp-2024-08.toml", include_str!("../../config/credit_rules/cissp-2024-08.toml")),
    ("career-2024-08.toml", include_str!("../../config/credit_rules/career-2024-08.toml")),
];

static RULE_SETS: LazyLock<Vec<RuleSet>> = LazyLock::new(|| EMBEDDED.iter().filter_map(|(_, text)| RuleSet::parse(text).ok()).collect());

/// The rules of a scheme for a cycle that begins on a day: who began under one edition ends under it. None for a scheme that nobody knows, and before its first
/// edition.
pub fn rules_in_force(scheme: &str, begins_on: NaiveDate) -> Option<&'static RuleSet> {
    let editions = RULE_SETS.iter().filter(|rules| rules.scheme == scheme && rules.valid_from <= begins_on);
    editions.max_by_key(|rules| rules.valid_from)
}

/// Whether any edition knows a title.
pub fn is_title(code: &str) -> bool {
    RULE_SETS.iter().any(|rules| rules.title(code).is_some())
}

/// Codes of the schemes, in the order in which people read them.
pub fn schemes() -> Vec<&'static str> {
    let mut schemes: Vec<&str> = Vec::new();
    for rules in RULE_SETS.iter() {
        if !schemes.contains(&rules.scheme.as_str()) {
            schemes.push(&rules.scheme);
        }
    }
    schemes
}
