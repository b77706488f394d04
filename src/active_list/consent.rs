//! Consent to be listed and asked. Records are only ever added: the latest record of a scope is the one in force, and a withdrawal is a
//! record too (seed S003: only those who agreed to outside disclosure may be found).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The scope that lets nakodo show a person in the list and send offers.
pub const LISTING: &str = "listing";
/// The scope that lets anybody find a person in the public search.
pub const PUBLIC_LISTING: &str = "public-listing";

/// The first edition whose words of [`PUBLIC_LISTING`] name the figures of work that was brought to an end.
const NAMES_TRACK: &str = "2026-12";

/// Whether anybody may see how much work somebody has brought to an end, by the last word that they gave.
pub fn shows_track(words: &[ConsentRecord]) -> bool {
    words.iter().rev().find(|word| word.scope == PUBLIC_LISTING).is_some_and(|word| word.given && word.version.as_str() >= NAMES_TRACK)
}

/// One word of consent, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ConsentForm {
    /// Code of the scope; `listing` is the one that lets a person be asked.
    #[schema(example = "listing")]
    pub scope: String,
    /// Edition of the wording that the person read.
    #[schema(example = "2026-04")]
    pub version: String,
    /// `true` gives, `false` withdraws.
    pub given: bool,
}

/// One word of consent, as kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ConsentRecord {
    pub scope: String,
    pub version: String,
    pub given: bool,
    pub at: DateTime<Utc>,
}

/// What the last of these words says of `scope`; none if they say nothing of it.
pub fn latest_word(words: &[ConsentForm], scope: &str) -> Option<bool> {
    words.iter().rev().find(|word| word.scope.trim() == scope).map(|word| word.given)
}

/// Whether the latest record of `scope` gives consent. `records` are in the order in which they were made.
pub fn has_consented(records: &[ConsentRecord], scope: &str) -> bool {
    records.iter().rev().find(|record| record.scope == scope).is_some_and(|record| record.given)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_latest_word_counts() {
        let word = |scope: &str, given| ConsentRecord { scope: scope.into(), version: "2026-04".into(), given, at: DateTime::UNIX_EPOCH };
        assert!(!has_consented(&[], LISTING));
        assert!(has_consented(&[word(LISTING, true), word("other", false)], LISTING));
        assert!(!has_consented(&[word(LISTING, true), word(LISTING, false)], LISTING));
        assert!(has_consented(&[word(LISTING, true), word(LISTING, false), word(LISTING, true)], LISTING));
    }
}
