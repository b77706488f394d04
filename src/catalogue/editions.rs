//! Every edition of every data set, with what each changed of the one before it: for whoever asks which rules hold from which day on.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::catalogue::load::read;
use crate::catalogue::{CatalogueError, Edition};

/// What says of a file which edition it is, and not what holds.
const ABOUT_THE_FILE: [&str; 3] = ["edition", "valid_from", "review_by"];

/// A data set with all its editions, the oldest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatedSet {
    pub name: String,
    pub editions: Vec<DatedEdition>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatedEdition {
    pub edition: Edition,
    /// The file's own name, without its folder.
    pub file: String,
    /// Parts that are otherwise than in the edition before: names of the file's keys and tables. Empty for the first.
    pub changed: Vec<String>,
}

impl DatedSet {
    /// The edition that is in force on a day, by its place.
    pub fn in_force(&self, today: NaiveDate) -> Option<usize> {
        self.editions.iter().rposition(|one| one.edition.valid_from <= today)
    }
}

pub(super) fn dated_sets(texts: &[(&str, &str)]) -> Result<Vec<DatedSet>, CatalogueError> {
    let mut sets: BTreeMap<&str, Vec<(Edition, &str, toml::Table)>> = BTreeMap::new();
    for (path, text) in texts {
        let (set, file) = path.split_once('/').unwrap_or((path, ""));
        sets.entry(set).or_default().push((read(path, text)?, file, read(path, text)?));
    }
    let dated = sets.into_iter().map(|(name, mut files)| {
        files.sort_by_key(|(edition, ..)| edition.valid_from);
        let mut before: Option<toml::Table> = None;
        let edition = |(edition, file, table): (Edition, &str, toml::Table)| {
            let changed = before.as_ref().map(|before| changed(before, &table)).unwrap_or_default();
            before = Some(table);
            DatedEdition { edition, file: file.to_owned(), changed }
        };
        DatedSet { name: name.to_owned(), editions: files.into_iter().map(edition).collect() }
    });
    Ok(dated.collect())
}

fn changed(before: &toml::Table, after: &toml::Table) -> Vec<String> {
    let keys: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let told = keys.into_iter().filter(|key| !ABOUT_THE_FILE.contains(&key.as_str()));
    told.filter(|key| before.get(*key) != after.get(*key)).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn an_edition_says_which_parts_it_changes_and_from_when_it_holds() {
        let old = "edition = \"a\"\nvalid_from = \"2026-04-01\"\nlimit = 1\nother = 2\n";
        let new = "edition = \"b\"\nvalid_from = \"2027-04-01\"\nlimit = 3\nother = 2\nthird = 1\n";
        let sets = dated_sets(&[("rules/b.toml", new), ("rules/a.toml", old)]).unwrap();
        let [DatedSet { name, editions }] = &sets[..] else { panic!("{sets:?}") };
        let told: Vec<_> = editions.iter().map(|one| (one.file.as_str(), one.changed.join(" "))).collect();
        assert_eq!((name.as_str(), told), ("rules", vec![("a.toml", String::new()), ("b.toml", "limit third".to_owned())]));
        let in_force = |text| sets[0].in_force(day(text));
        assert_eq!((in_force("2026-03-31"), in_force("2026-04-01"), in_force("2027-04-01")), (None, Some(0), Some(1)));
    }
}
