//! The active list as a CSV file (`docs/csv-specialists.md`), as support organisations keep it in a spreadsheet.
//!
//! Bytes become rows of cells ([`records`]), each row becomes a [`SpecialistForm`] ([`row`]), and the form's own check says the rest: a
//! rule of the list is written once, for the API and for the file. Every mistake of every row is reported at once, by line and column.

pub(crate) mod cells;
mod columns;
pub(crate) mod mapped;
pub(crate) mod records;
mod row;
mod write;

#[cfg(test)]
mod tests;

pub use columns::{COLUMNS, Column};
pub use write::write_specialists;

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use chrono::NaiveDate;

use crate::active_list::{RegistrationNumber, Specialist, SpecialistForm};
use crate::catalogue::Catalogue;
use records::Record;
use row::RowReader;

/// What one row says.
#[derive(Clone, Debug, PartialEq)]
pub struct SheetRow {
    /// The line of the file on which the row starts, from 1.
    pub line: u64,
    pub outcome: Result<(SpecialistForm, Specialist), Vec<CellError>>,
}

/// One mistake in one cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellError {
    /// The line on which the cell's row starts.
    pub line: u64,
    /// The column's name in [`COLUMNS`]; empty for the row as a whole.
    pub column: String,
    /// What was typed: shortened, on one line, mail addresses masked.
    pub found: String,
    /// The sentence is `field-<code>` in `locales/*/field.ftl`, as for [`FieldError`](crate::report::FieldError).
    pub code: &'static str,
    pub args: Vec<(&'static str, String)>,
}

/// Why the file as a whole cannot be read.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum SheetError {
    #[error("the file is empty; its first line must hold the names of the columns")]
    Empty,
    #[error("the file is larger than {max} {unit}; cut it into several")]
    TooLarge { max: usize, unit: &'static str },
    #[error("line {line} is neither UTF-8 nor Shift_JIS; save the file as \"CSV UTF-8\"")]
    UnknownEncoding { line: u64 },
    #[error("line {line}: a cell begins with a quotation mark here and does not end with one; a quotation mark inside it must be doubled")]
    BrokenQuotes { line: u64 },
    #[error("there is no column \"{name}\"; known columns are {known}")]
    UnknownColumn { name: String, known: String },
    #[error("the column {0} is there twice")]
    DuplicateColumn(&'static str),
    #[error("columns are missing: {}", .0.join(", "))]
    MissingColumns(Vec<&'static str>),
}

/// Reads a whole file. `today` is the date in Japan.
pub fn read_specialists(bytes: &[u8], catalogue: &Catalogue, today: NaiveDate) -> Result<Vec<SheetRow>, SheetError> {
    let mut records = records::records(bytes)?.into_iter();
    let header = read_header(&records.next().ok_or(SheetError::Empty)?)?;
    let mut first_lines = HashMap::new();
    let read = |record: Record| {
        let line = record.line;
        let outcome = read_row(&header, &record, &mut first_lines, catalogue, today);
        SheetRow { line, outcome }
    };
    Ok(records.map(read).collect())
}

/// The columns of the file in their order.
fn read_header(record: &Record) -> Result<Vec<&'static Column>, SheetError> {
    let mut header: Vec<&'static Column> = Vec::new();
    for name in without_empty_end(&record.cells) {
        let known = || COLUMNS.iter().map(|column| column.name).collect::<Vec<_>>().join(", ");
        let column = Column::find(name).ok_or_else(|| SheetError::UnknownColumn { name: cells::shown(name), known: known() })?;
        if header.contains(&column) {
            return Err(SheetError::DuplicateColumn(column.name));
        }
        header.push(column);
    }
    let missing: Vec<_> = COLUMNS.iter().filter(|column| column.required && !header.contains(column)).map(|column| column.name).collect();
    if missing.is_empty() { Ok(header) } else { Err(SheetError::MissingColumns(missing)) }
}

fn read_row(
    header: &[&'static Column],
    record: &Record,
    first_lines: &mut HashMap<RegistrationNumber, u64>,
    catalogue: &Catalogue,
    today: NaiveDate,
) -> Result<(SpecialistForm, Specialist), Vec<CellError>> {
    let found = without_empty_end(&record.cells).len().max(record.cells.len().min(header.len()));
    if found != header.len() {
        // A comma too many or too few moves every cell after it, so the cells themselves say nothing.
        let args = vec![("expected", header.len().to_string()), ("found", found.to_string())];
        return Err(vec![CellError { line: record.line, column: String::new(), found: String::new(), code: "cell-count", args }]);
    }
    let mut reader = RowReader::new(record.line, header.iter().map(|column| column.name).zip(&record.cells));
    let form = reader.form(catalogue);
    if let Ok(number) = RegistrationNumber::parse(&form.registration.number) {
        match first_lines.entry(number) {
            Entry::Vacant(free) => {
                free.insert(record.line);
            }
            Entry::Occupied(first) => reader.refuse_duplicate(*first.get()),
        }
    }
    reader.finish(form, catalogue, today)
}

/// A spreadsheet may write empty cells after the last column.
fn without_empty_end(cells: &[String]) -> &[String] {
    let end = cells.iter().rposition(|cell| !cell.trim().is_empty()).map_or(0, |last| last + 1);
    cells.get(..end).unwrap_or(cells)
}
