//! `config/registry`: how a snapshot of the official register is read.

use std::collections::HashSet;

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;

/// What a column of the register tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RegisterField {
    Number,
    Name,
    ValidUntil,
    Status,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegisterColumn {
    pub field: RegisterField,
    /// What the column may be called; the first is the name in reports.
    pub names: Vec<String>,
    /// Whether a file without it is refused.
    pub required: bool,
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
    pub columns: Vec<RegisterColumn>,
    #[serde(rename = "state")]
    pub states: Vec<RegisterState>,
}

const STATES: [&str; 3] = ["registered", "lapsed", "revoked"];

/// Spellings that mean the same column or word.
pub(super) fn plain(text: &str) -> String {
    text.nfkc().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase()
}

impl RegisterMapping {
    /// What the column of this name tells; none for one that nobody needs.
    pub fn field(&self, name: &str) -> Option<RegisterField> {
        let name = plain(name);
        self.columns.iter().find(|column| column.names.iter().any(|known| plain(known) == name)).map(|column| column.field)
    }

    /// The name of a column in reports.
    pub fn column(&self, field: RegisterField) -> &str {
        let column = self.columns.iter().find(|column| column.field == field);
        column.and_then(|column| column.names.first()).map_or("", String::as_str)
    }

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
        let mut names = HashSet::new();
        let mut fields = HashSet::new();
        for column in &self.columns {
            if column.names.is_empty() || !fields.insert(column.field) {
                return Err(format!("{:?} has no name, or stands twice", column.field));
            }
            if let Some(twice) = column.names.iter().find(|name| !names.insert(plain(name))) {
                return Err(format!("the column {twice} stands twice"));
            }
        }
        if !self.columns.iter().any(|column| column.field == RegisterField::Number && column.required) {
            return Err("the number has no column, or it is not required".to_owned());
        }
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
