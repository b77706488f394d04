//! Reading a snapshot: bytes become rows, each row what is needed of it. Every mistake is told by line and column, as for the other files.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use chrono::NaiveDate;

use crate::active_list::cells::{day, plain, shown};
use crate::active_list::mapped::{Header, HeaderError, Mistakes};
use crate::active_list::records::{Record, each_record, text_of};
use crate::active_list::{CellError, RegistrationNumber, RegistrationStatus, SheetError};
use crate::catalogue::{RegisterField, RegisterMapping};
use crate::ids::fingerprint;
use crate::registry::compare::same_name;
use crate::report::Mistake;
use crate::values::Line;

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
    #[error(transparent)]
    Header(#[from] HeaderError),
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
    let header = Header::read(&records.next().ok_or(SheetError::Empty)??, &mapping.columns)?;
    let mut rows: HashMap<RegistrationNumber, RegisterRow> = HashMap::new();
    let mut mistakes = Mistakes::default();
    for record in records {
        let record = record?;
        let Some((number, row)) = read_row(&header, &record, mapping, &mut mistakes) else { continue };
        match rows.entry(number) {
            Entry::Vacant(free) => drop(free.insert(row)),
            Entry::Occupied(first) => {
                let told = Mistake::new("duplicate-in-file").with("line", first.get().line);
                mistakes.note(record.line, mapping.columns.name(RegisterField::Number), first.key().as_str(), told);
            }
        }
    }
    match (mistakes.count, rows.is_empty()) {
        (0, true) => Err(SnapshotError::NoRows),
        (0, false) => Ok(Snapshot { rows, digest: fingerprint(bytes), passed_over: header.passed_over, absent: header.absent }),
        (count, _) => Err(SnapshotError::Rows { mistakes: mistakes.first, count }),
    }
}

fn read_row(
    header: &Header<RegisterField>,
    record: &Record,
    mapping: &RegisterMapping,
    mistakes: &mut Mistakes,
) -> Option<(RegistrationNumber, RegisterRow)> {
    let line = record.line;
    if let Err(told) = header.fits(record) {
        mistakes.note(line, "", "", told);
        return None;
    }
    let cell = |field| header.cell(record, field);
    let mut take =
        |field, read: Result<_, Mistake>| read.map_err(|told| mistakes.note(line, mapping.columns.name(field), cell(field), told)).ok();
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
