//! The ledger of one specialist: approved activities, each row sealed to the one before.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::clock::Moment;
use crate::credits::activity::Activity;
use crate::ids::fingerprint;

/// What a row says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum RowKind {
    /// An approved activity.
    Entered {
        activity: Activity,
        /// Who approved it: `company`, `supervisor`, `client` or `broker`. Never the specialist.
        approved_as: String,
        /// SHA-256 of each piece of evidence, so that it can be shown later to be the one that was meant.
        evidence: Vec<String>,
    },
    /// An earlier row was wrong and counts no more.
    TakenBack { row: u64, reason: String },
}

/// A row in its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// From 1, without gaps.
    pub seq: u64,
    pub at: Moment,
    pub what: RowKind,
    /// The seal of the row before; of the first row, the ledger's name.
    pub prev: String,
    pub seal: String,
}

/// What is wrong with a ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damage {
    /// No row has this number, though later ones are there.
    Removed,
    /// The row stands at another place than its own, or does not follow from the one before.
    OutOfPlace,
    /// The row does not say what was sealed.
    Edited,
    /// The row takes back what is not there or was taken back before.
    NothingToTakeBack,
}

impl Damage {
    pub fn code(self) -> &'static str {
        match self {
            Self::Removed => "removed",
            Self::OutOfPlace => "out-of-place",
            Self::Edited => "edited",
            Self::NothingToTakeBack => "nothing-to-take-back",
        }
    }
}

/// The rows of one specialist, known to be whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ledger {
    name: String,
    rows: Vec<Row>,
    taken_back: BTreeSet<u64>,
}

impl Ledger {
    /// An empty ledger. The name begins the chain, so that rows of one ledger cannot stand in another.
    pub fn new(name: &str) -> Self {
        Self { name: name.to_owned(), rows: Vec::new(), taken_back: BTreeSet::new() }
    }

    /// Takes rows as they were kept.
    ///
    /// # Errors
    ///
    /// The number of the first row that is not as it was sealed, and what is wrong with it.
    pub fn read(name: &str, rows: Vec<Row>) -> Result<Self, (u64, Damage)> {
        let numbers: BTreeSet<u64> = rows.iter().map(|row| row.seq).collect();
        let mut ledger = Self::new(name);
        for row in rows {
            let expected = ledger.next();
            if row.seq != expected {
                return Err(if numbers.contains(&expected) { (row.seq, Damage::OutOfPlace) } else { (expected, Damage::Removed) });
            }
            if row.prev != ledger.end() {
                return Err((row.seq, Damage::OutOfPlace));
            }
            if row.seal != seal(row.seq, row.at, &row.what, &row.prev) {
                return Err((row.seq, Damage::Edited));
            }
            ledger.take(row)?;
        }
        Ok(ledger)
    }

    /// Adds a row and gives it.
    ///
    /// # Errors
    ///
    /// Where it takes back what is not there or was taken back before.
    pub fn append(&mut self, at: Moment, what: RowKind) -> Result<&Row, (u64, Damage)> {
        let (seq, prev) = (self.next(), self.end().to_owned());
        let seal = seal(seq, at, &what, &prev);
        self.take(Row { seq, at, what, prev, seal })?;
        Ok(&self.rows[self.rows.len() - 1])
    }

    fn take(&mut self, row: Row) -> Result<(), (u64, Damage)> {
        if let RowKind::TakenBack { row: of, .. } = &row.what {
            let is_entry = self.entries().any(|(seq, _)| seq == *of);
            if !is_entry {
                return Err((row.seq, Damage::NothingToTakeBack));
            }
            self.taken_back.insert(*of);
        }
        self.rows.push(row);
        Ok(())
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The seal of the last row; of an empty ledger, its name.
    pub fn end(&self) -> &str {
        self.rows.last().map_or(&self.name, |row| &row.seal)
    }

    fn next(&self) -> u64 {
        self.rows.len() as u64 + 1
    }

    /// What stands: number and activity of each row that was not taken back, in the order of rows.
    pub fn entries(&self) -> impl Iterator<Item = (u64, &Activity)> {
        self.rows.iter().filter_map(|row| match &row.what {
            RowKind::Entered { activity, .. } if !self.taken_back.contains(&row.seq) => Some((row.seq, activity)),
            _ => None,
        })
    }
}

/// SHA-256 over all that a row says, as a JSON list, which no two rows share.
fn seal(seq: u64, at: Moment, what: &RowKind, prev: &str) -> String {
    let text = serde_json::json!(["nakodo ledger 1", seq, at.timestamp_micros(), what, prev]).to_string();
    fingerprint(text.as_bytes())
}
