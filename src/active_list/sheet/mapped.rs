//! The header of a file that somebody else keeps, read by the names that data give its columns ([`Mapped`]); and the mistakes of its rows.

use std::fmt::Debug;
use std::hash::Hash;

use crate::active_list::CellError;
use crate::active_list::cells::{shown, unguarded};
use crate::active_list::records::Record;
use crate::catalogue::{Mapped, MappedColumn};
use crate::report::Mistake;

/// More mistakes than this nobody reads; the rest are counted.
const MOST_MISTAKES: usize = 200;

/// Why the first line is no header.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum HeaderError {
    #[error("there is no column for {}", .0.join(", "))]
    Missing(Vec<String>),
    #[error("two columns are for {0}")]
    Twice(String),
}

pub struct Header<F> {
    /// What each column of the file tells, if anything that is needed.
    fields: Vec<Option<F>>,
    /// Columns that nobody needs, as they are called in the file.
    pub passed_over: Vec<String>,
    /// Columns that the file does not have.
    pub absent: Vec<String>,
}

impl<F: Copy + Debug + Eq + Hash> Header<F> {
    pub fn read(record: &Record, mapped: &Mapped<F>) -> Result<Self, HeaderError> {
        let fields: Vec<Option<F>> = record.cells.iter().map(|name| mapped.field(name)).collect();
        let has = |column: &MappedColumn<F>| fields.iter().filter(|one| **one == Some(column.field)).count();
        if let Some(twice) = mapped.iter().find(|column| has(column) > 1) {
            return Err(HeaderError::Twice(mapped.name(twice.field).to_owned()));
        }
        let (missing, absent): (Vec<_>, Vec<_>) = mapped.iter().filter(|column| has(column) == 0).partition(|column| column.required);
        let names =
            |columns: Vec<&MappedColumn<F>>| columns.into_iter().map(|column| mapped.name(column.field).to_owned()).collect::<Vec<_>>();
        if !missing.is_empty() {
            return Err(HeaderError::Missing(names(missing)));
        }
        let passed_over = record.cells.iter().zip(&fields).filter(|(name, field)| field.is_none() && !name.trim().is_empty());
        Ok(Self { passed_over: passed_over.map(|(name, _)| shown(name)).collect(), absent: names(absent), fields })
    }

    /// A comma too many or too few moves every cell after it, so the cells themselves say nothing. Empty ones after the last column do no harm.
    pub fn fits(&self, record: &Record) -> Result<(), Mistake> {
        let found = record.cells.iter().rposition(|cell| !cell.trim().is_empty()).map_or(0, |last| last + 1);
        let expected = self.fields.len();
        if found > expected || record.cells.len() < expected {
            return Err(Mistake::new("cell-count").with("expected", expected).with("found", record.cells.len()));
        }
        Ok(())
    }

    /// What stands in a column of a row; nothing where the file has no such column.
    pub fn cell<'r>(&self, record: &'r Record, field: F) -> &'r str {
        let place = self.fields.iter().position(|one| *one == Some(field));
        place.and_then(|place| record.cells.get(place)).map_or("", |cell| unguarded(cell).trim())
    }
}

/// The first mistakes of a file, and how many there are.
#[derive(Default)]
pub struct Mistakes {
    pub first: Vec<CellError>,
    pub count: usize,
}

impl Mistakes {
    pub fn note(&mut self, line: u64, column: &str, found: &str, Mistake { code, args }: Mistake) {
        self.count += 1;
        if self.first.len() < MOST_MISTAKES {
            self.first.push(CellError { line, column: column.to_owned(), found: shown(found), code, args });
        }
    }
}
