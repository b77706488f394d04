//! Reading a snapshot: bytes become rows, each row what is needed of it. Every mistake is told by line and column, as for the other files.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use chrono::NaiveDate;

use crate::active_list::cells::{day, plain, shown, unguarded};
use crate::active_list::records::{Record, each_record, text_of};
use crate::active_list::{CellError, RegistrationNumber, RegistrationStatus, SheetError};
use crate::catalogue::{RegisterField, RegisterMapping};
use crate::ids::fingerprint;
use crate::registry::compare::same_name;
use crate::report::Mistake;
use crate::values::Line;

/// More mistakes than this nobody reads; the rest are counted.
const MOST_MISTAKES: usize = 200;

/// What the register says of one registration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisterRow {
    pub line: u64,
    /// As names are compared; none where its owner does not show it.
    pub name: Option<String>,
    /// The last day of the registration.
    pub valid_until: Option<NaiveDate>,
    pub status: RegistrationStatus,
}

/// The register as it was on one day.
#[derive(Clone, Debug)]
pub struct Snapshot {
    rows: HashMap<RegistrationNumber, RegisterRow>,
    /// Tells two files apart.
    pub digest: String,
    /// Columns that nobody needs, as they are called in the file.
    pub passed_over: Vec<String>,
    /// Columns that the file does not have.
    pub absent: Vec<String>,
}

/// Why a file is no snapshot.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum SnapshotError {
    #[error(transparent)]
    File(#[from] SheetError),
    #[error("there is no column for {}", .0.join(", "))]
    MissingColumns(Vec<String>),
    #[error("two columns are for {0}")]
    DuplicateColumn(String),
    #[error("the file has no row below its header")]
    NoRows,
    #[error("{count} mistakes in its rows")]
    Rows { mistakes: Vec<CellError>, count: usize },
}

impl Snapshot {
    pub fn find(&self, number: &RegistrationNumber) -> Option<&RegisterRow> {
        self.rows.get(number)
    }

    pub fn count(&self) -> usize {
        self.rows.len()
    }
}

/// Reads a whole file: all of it, or every mistake in it.
pub fn read_snapshot(bytes: &[u8], mapping: &RegisterMapping) -> Result<Snapshot, SnapshotError> {
    let text = text_of(bytes)?;
    let mut records = each_record(&text);
    let header = Header::read(&records.next().ok_or(SheetError::Empty)??, mapping)?;
    let mut rows: HashMap<RegistrationNumber, RegisterRow> = HashMap::new();
    let mut mistakes = Mistakes::default();
    for record in records {
        let record = record?;
        let Some((number, row)) = read_row(&header, &record, mapping, &mut mistakes) else { continue };
        match rows.entry(number) {
            Entry::Vacant(free) => drop(free.insert(row)),
            Entry::Occupied(first) => {
                let told = Mistake::new("duplicate-in-file").with("line", first.get().line);
                mistakes.note(record.line, mapping.column(RegisterField::Number), first.key().as_str(), told);
            }
        }
    }
    match (mistakes.count, rows.is_empty()) {
        (0, true) => Err(SnapshotError::NoRows),
        (0, false) => Ok(Snapshot { rows, digest: fingerprint(bytes), passed_over: header.passed_over, absent: header.absent }),
        (count, _) => Err(SnapshotError::Rows { mistakes: mistakes.first, count }),
    }
}

struct Header {
    fields: Vec<Option<RegisterField>>,
    passed_over: Vec<String>,
    absent: Vec<String>,
}

impl Header {
    fn read(record: &Record, mapping: &RegisterMapping) -> Result<Self, SnapshotError> {
        let fields: Vec<Option<RegisterField>> = record.cells.iter().map(|name| mapping.field(name)).collect();
        let has = |field| fields.iter().filter(|one| **one == Some(field)).count();
        if let Some(twice) = mapping.columns.iter().find(|column| has(column.field) > 1) {
            return Err(SnapshotError::DuplicateColumn(mapping.column(twice.field).to_owned()));
        }
        let absent = mapping.columns.iter().filter(|column| has(column.field) == 0);
        let (missing, absent): (Vec<_>, Vec<_>) = absent.partition(|column| column.required);
        let names = |columns: Vec<&crate::catalogue::RegisterColumn>| -> Vec<String> {
            columns.into_iter().map(|column| mapping.column(column.field).to_owned()).collect()
        };
        if !missing.is_empty() {
            return Err(SnapshotError::MissingColumns(names(missing)));
        }
        let passed_over = record.cells.iter().zip(&fields).filter(|(name, field)| field.is_none() && !name.trim().is_empty());
        Ok(Self { passed_over: passed_over.map(|(name, _)| shown(name)).collect(), absent: names(absent), fields })
    }
}

#[derive(Default)]
struct Mistakes {
    first: Vec<CellError>,
    count: usize,
}

impl Mistakes {
    fn note(&mut self, line: u64, column: &str, found: &str, Mistake { code, args }: Mistake) {
        self.count += 1;
        if self.first.len() < MOST_MISTAKES {
            self.first.push(CellError { line, column: column.to_owned(), found: shown(found), code, args });
        }
    }
}

fn read_row(
    header: &Header,
    record: &Record,
    mapping: &RegisterMapping,
    mistakes: &mut Mistakes,
) -> Option<(RegistrationNumber, RegisterRow)> {
    let line = record.line;
    // A comma too many or too few moves every cell after it, so the cells themselves say nothing. Empty ones after the last column do no harm.
    let (found, expected) = (record.cells.iter().rposition(|cell| !cell.trim().is_empty()).map_or(0, |last| last + 1), header.fields.len());
    if found > expected || record.cells.len() < expected {
        let told = Mistake::new("cell-count").with("expected", expected).with("found", record.cells.len());
        mistakes.note(line, "", "", told);
        return None;
    }
    let cell = |field| {
        let place = header.fields.iter().position(|one| *one == Some(field));
        place.and_then(|place| record.cells.get(place)).map_or("", |cell| unguarded(cell).trim())
    };
    let mut take =
        |field, read: Result<_, Mistake>| read.map_err(|told| mistakes.note(line, mapping.column(field), cell(field), told)).ok();
    let number = take(RegisterField::Number, number(cell(RegisterField::Number)).map(Told::Number));
    let name = take(RegisterField::Name, name(cell(RegisterField::Name), mapping).map(Told::Name));
    let until = take(RegisterField::ValidUntil, day(cell(RegisterField::ValidUntil)).map(Told::Day));
    let status = take(RegisterField::Status, status(cell(RegisterField::Status), mapping).map(Told::Status));
    match (number?, name?, until?, status?) {
        (Told::Number(number), Told::Name(name), Told::Day(valid_until), Told::Status(status)) => {
            Some((number, RegisterRow { line, name, valid_until, status }))
        }
        _ => None,
    }
}

/// What a cell tells.
enum Told {
    Number(RegistrationNumber),
    Name(Option<String>),
    Day(Option<NaiveDate>),
    Status(RegistrationStatus),
}

/// `第012345号` is the same number.
fn number(text: &str) -> Result<RegistrationNumber, Mistake> {
    let text = plain(text);
    let text = text.strip_prefix('第').unwrap_or(&text);
    RegistrationNumber::parse(text.strip_suffix('号').unwrap_or(text))
}

fn name(text: &str, mapping: &RegisterMapping) -> Result<Option<String>, Mistake> {
    if mapping.hides(text) { Ok(None) } else { Line::parse(text, 80).map(|name| Some(same_name(name.as_str()))) }
}

/// Nothing said means registered: that is what the register is of.
fn status(text: &str, mapping: &RegisterMapping) -> Result<RegistrationStatus, Mistake> {
    if text.is_empty() {
        return Ok(RegistrationStatus::Registered);
    }
    let unknown = || Mistake::new("unknown-code").with("value", shown(text)).with("kind", "status");
    mapping.state(text).ok_or_else(unknown).and_then(RegistrationStatus::parse)
}
