//! `config/retention`: what is forgotten when.

use std::collections::HashSet;

use serde::Deserialize;

/// What may be forgotten, in the state in which it may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Forgettable {
    Cancelled,
    Unmatched,
    Matched,
    /// A specialist who has withdrawn every word of consent.
    Withdrawn,
    /// A member of a support organisation that has said no.
    Declined,
    /// The name of somebody behind an account that several people share.
    Unused,
    /// A help request as typed and not sent.
    Draft,
    /// Answers on the Yes/No path.
    Answers,
    /// Counts of a day: of searches, and of who was shown.
    Counted,
    /// Companies that shared a specialist, after the last day.
    Over,
    /// What was written in a complaint that has ended.
    Complained,
    /// What an organisation said of a specialist whom it does not recommend any more.
    Recommended,
}

impl Forgettable {
    pub const ALL: [Self; 12] = [
        Self::Cancelled,
        Self::Unmatched,
        Self::Matched,
        Self::Withdrawn,
        Self::Declined,
        Self::Unused,
        Self::Draft,
        Self::Answers,
        Self::Counted,
        Self::Over,
        Self::Complained,
        Self::Recommended,
    ];

    /// Kind and state, as the file has them.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Cancelled => ("help-request", "cancelled"),
            Self::Unmatched => ("help-request", "unmatched"),
            Self::Matched => ("help-request", "matched"),
            Self::Withdrawn => ("specialist", "withdrawn"),
            Self::Declined => ("member", "declined"),
            Self::Unused => ("person", "unused"),
            Self::Draft => ("unfinished", "draft"),
            Self::Answers => ("unfinished", "answers"),
            Self::Counted => ("figures", "counted"),
            Self::Over => ("pool", "over"),
            Self::Complained => ("complaint", "ended"),
            Self::Recommended => ("endorsement", "ended"),
        }
    }
}

/// After how many months without a change something is forgotten.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "AsWritten")]
pub struct RetentionRule {
    pub what: Forgettable,
    pub months: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AsWritten {
    kind: String,
    state: String,
    months: u32,
}

impl TryFrom<AsWritten> for RetentionRule {
    type Error = String;

    fn try_from(AsWritten { kind, state, months }: AsWritten) -> Result<Self, String> {
        let what = Forgettable::ALL.into_iter().find(|what| what.words() == (kind.as_str(), state.as_str()));
        let what = what.ok_or_else(|| format!("there is nothing to forget of a {kind} in state {state}"))?;
        Ok(Self { what, months })
    }
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct RetentionFile {
    #[serde(rename = "rule")]
    pub rules: Vec<RetentionRule>,
}

pub(super) fn check(rules: &[RetentionRule]) -> Result<(), String> {
    let mut seen = HashSet::new();
    for RetentionRule { what, months } in rules {
        let (kind, state) = what.words();
        if !seen.insert(what) {
            return Err(format!("{kind} in state {state} stands twice"));
        }
        if !(1..=240).contains(months) {
            return Err(format!("{kind} in state {state} is kept for {months} months, not for 1 to 240"));
        }
    }
    Ok(())
}
