//! `config/registry`: how a snapshot of the official register is read.

use std::collections::HashSet;

use serde::Deserialize;

use crate::catalogue::mapped::{Mapped, plain};

/// What a column of the register tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RegisterField {
    Number,
    Name,
    ValidUntil,
    Status,
}

/// A word of the register for a state of a registration.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegisterState {
    /// `registered`, `lapsed` or `revoked`.
    pub code: String,
    pub words: Vec<String>,
}

/// How the register is read.
#[derive(Clone, Debug, Deserialize)]
pub struct RegisterMapping {
    #[serde(rename = "edition")]
    pub name: String,
    /// A snapshot with fewer rows than this share of the last one is refused.
    pub least_percent: u32,
    /// After how many days somebody should fetch a new one.
    pub old_after_days: u32,
    /// What stands in place of a name that is not shown.
    pub not_shown: Vec<String>,
    #[serde(rename = "column")]
    pub columns: Mapped<RegisterField>,
    #[serde(rename = "state")]
    pub states: Vec<RegisterState>,
}

const STATES: [&str; 3] = ["registered", "lapsed", "revoked"];

impl RegisterMapping {
    /// Code of the state that the register means by a word.
    pub fn state(&self, word: &str) -> Option<&str> {
        let word = plain(word);
        let means = |state: &&RegisterState| state.words.iter().any(|known| plain(known) == word);
        self.states.iter().find(means).map(|state| state.code.as_str())
    }

    /// Whether the owner of a name does not show it.
    pub fn hides(&self, name: &str) -> bool {
        let name = plain(name);
        name.is_empty() || self.not_shown.iter().any(|mark| plain(mark) == name)
    }

    pub(super) fn check(&self) -> Result<(), String> {
        self.columns.check(&[RegisterField::Number])?;
        let mut words = HashSet::new();
        for state in &self.states {
            if !STATES.contains(&state.code.as_str()) {
                return Err(format!("{} is no state of a registration", state.code));
            }
            if let Some(twice) = state.words.iter().find(|word| !words.insert(plain(word))) {
                return Err(format!("the word {twice} stands twice"));
            }
        }
        if !(1..=100).contains(&self.least_percent) || !(1..=400).contains(&self.old_after_days) {
            return Err("least_percent is not 1 to 100, or old_after_days not 1 to 400".to_owned());
        }
        Ok(())
    }
}
