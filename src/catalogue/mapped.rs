//! Columns of files that others keep: what each tells and by which names it may go is data, so a new layout is a new edition and no new code.

use std::collections::HashSet;
use std::fmt::Debug;
use std::hash::Hash;

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MappedColumn<F> {
    pub field: F,
    /// What the column may be called; the first is the name in reports.
    pub names: Vec<String>,
    /// Whether a file without it is refused.
    pub required: bool,
}

/// All columns of a file that somebody needs. `F` names what a column tells.
#[derive(Clone, Debug, Deserialize)]
#[serde(transparent)]
pub struct Mapped<F>(Vec<MappedColumn<F>>);

/// Spellings that mean the same column or word.
pub(super) fn plain(text: &str) -> String {
    text.nfkc().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase()
}

impl<F: Copy + Debug + Eq + Hash> Mapped<F> {
    pub fn iter(&self) -> impl Iterator<Item = &MappedColumn<F>> {
        self.0.iter()
    }

    /// What the column of this name tells; none for one that nobody needs.
    pub fn field(&self, name: &str) -> Option<F> {
        let name = plain(name);
        self.iter().find(|column| column.names.iter().any(|known| plain(known) == name)).map(|column| column.field)
    }

    /// The name of a column in reports.
    pub fn name(&self, field: F) -> &str {
        let column = self.iter().find(|column| column.field == field);
        column.and_then(|column| column.names.first()).map_or("", String::as_str)
    }

    /// Each field and each name stands once, and no file without the `needed` ones is taken.
    pub(super) fn check(&self, needed: &[F]) -> Result<(), String> {
        let (mut names, mut fields) = (HashSet::new(), HashSet::new());
        for column in self.iter() {
            if column.names.is_empty() || !fields.insert(column.field) {
                return Err(format!("{:?} has no name, or stands twice", column.field));
            }
            if let Some(twice) = column.names.iter().find(|name| !names.insert(plain(name))) {
                return Err(format!("the column {twice} stands twice"));
            }
        }
        let lacks = |field: &&F| !self.iter().any(|column| column.field == **field && column.required);
        needed.iter().find(lacks).map_or(Ok(()), |field| Err(format!("{field:?} has no column, or it is not required")))
    }
}
