//! A ledger as a table that people read, and that anybody can check as they check a statement (docs/decisions/0123-a-table-that-can-be-checked.md).
//!
//! What a table says is in a reader's words and holds what schemes made of it that day, so the seals of the ledger cannot be worked out from it. Each row
//! therefore has, beside the seal of its row in the ledger, a *check* over its own cells and the check before it. The last line holds the head of the ledger,
//! signed with the names of the columns and the last check. Whoever changes, drops or moves a row breaks the chain; whoever makes the chain anew has no signature.

use std::collections::BTreeSet;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::SecondsFormat;
use ed25519_dalek::{Signer, SigningKey};

use crate::clock::Moment;
use crate::credits::ledger::Damage;
use crate::credits::statement::{Head, Statement, StatementError, is_signed};
use crate::ids::fingerprint;

const FORMAT: &str = "nakodo table 1";

/// What is added to a table so that it can be checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableSeals {
    /// The last two cells of each row: its seal in the ledger, and its check.
    pub rows: Vec<[String; 2]>,
    /// The line after the last row.
    pub end: Vec<String>,
}

/// A table that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifiedTable {
    pub ledger: String,
    pub head: Head,
    /// With whose key: to be compared with what the instance has published.
    pub key: String,
}

impl TableSeals {
    /// Signs a table that has a row for each row of the statement. `columns` are the names of all columns, those of the two last cells too; `rows` are without
    /// those, and the first cell of each is its number.
    pub fn sign(statement: &Statement, columns: &[String], rows: &[Vec<String>], key: &SigningKey) -> Self {
        let mut last = statement.ledger.clone();
        let mut sealed = Vec::new();
        for (cells, row) in rows.iter().zip(&statement.rows) {
            last = check(&last, cells.iter().chain([&row.seal]));
            sealed.push([row.seal.clone(), last.clone()]);
        }
        let Head { rows, seal, at } = &statement.head;
        let signature = key.sign(&signed(&statement.ledger, &statement.head, columns, &last));
        let end = [
            FORMAT.to_owned(),
            statement.ledger.clone(),
            rows.to_string(),
            seal.clone(),
            at.to_rfc3339_opts(SecondsFormat::Micros, true),
            STANDARD.encode(key.verifying_key().as_bytes()),
            STANDARD.encode(signature.to_bytes()),
        ];
        Self { rows: sealed, end: end.to_vec() }
    }
}

impl VerifiedTable {
    /// Reads and checks a table as comma-separated values; `key` is the instance's public key where it is known.
    ///
    /// # Errors
    ///
    /// The first thing that is wrong. Rows are looked at before the signature, so that a changed row is named.
    pub fn verify(text: &str, key: Option<&str>) -> Result<Self, StatementError> {
        Self::verify_lines(records(text)?, key)
    }

    /// Whether these lines say of themselves that they are such a table.
    pub fn is_meant(lines: &[Vec<String>]) -> bool {
        lines.iter().any(|line| line.first().is_some_and(|cell| cell == FORMAT))
    }

    /// Checks the lines of a table: the names of its columns, its rows and the signed head.
    ///
    /// # Errors
    ///
    /// The first thing that is wrong, as with a file of comma-separated values.
    pub fn verify_lines(mut lines: Vec<Vec<String>>, key: Option<&str>) -> Result<Self, StatementError> {
        let end = lines.pop().filter(|end| end.first().is_some_and(|cell| cell == FORMAT));
        let end = end.ok_or_else(|| StatementError::Unreadable(format!("the last line does not begin with `{FORMAT}`")))?;
        let Some((columns, rows)) = lines.split_first() else { return Err(StatementError::Unreadable("no columns".to_owned())) };
        let (ledger, head, own, signature) =
            head_of(&end).ok_or_else(|| StatementError::Unreadable("no head in the last line".to_owned()))?;
        let (seal, last) = chain(&ledger, columns.len(), rows)?;
        let found = rows.len() as u64;
        if found != head.rows {
            return Err(StatementError::HeadMissing { signed: head.rows, found });
        }
        if seal != head.seal {
            return Err(StatementError::OtherEnd);
        }
        if !is_signed(&own, &signature, &signed(&ledger, &head, columns, &last)) {
            return Err(StatementError::WrongSignature);
        }
        if key.is_some_and(|key| key.trim() != own) {
            return Err(StatementError::OtherKey(own));
        }
        Ok(Self { ledger, head, key: own })
    }
}

/// Checks that each row follows from the one before, and gives seal and check of the last.
fn chain(ledger: &str, columns: usize, rows: &[Vec<String>]) -> Result<(String, String), StatementError> {
    let number = |row: &Vec<String>| row.first().and_then(|cell| cell.trim().parse::<u64>().ok());
    let numbers: BTreeSet<u64> = rows.iter().filter_map(number).collect();
    let (mut seal, mut last) = (ledger.to_owned(), ledger.to_owned());
    for (row, expected) in rows.iter().zip(1..) {
        let seq = number(row).ok_or(StatementError::Row(expected, Damage::Edited))?;
        if seq != expected {
            let named = if numbers.contains(&expected) { (seq, Damage::OutOfPlace) } else { (expected, Damage::Removed) };
            return Err(StatementError::Row(named.0, named.1));
        }
        let Some((said, cells)) = row.split_last().filter(|_| row.len() == columns && columns > 2) else {
            return Err(StatementError::Row(seq, Damage::Edited));
        };
        let own = check(&last, cells.iter());
        if own != *said {
            return Err(StatementError::Row(seq, Damage::Edited));
        }
        (seal, last) = (cells[cells.len() - 1].clone(), own);
    }
    Ok((seal, last))
}

fn records(text: &str) -> Result<Vec<Vec<String>>, StatementError> {
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let read = |record: Result<csv::StringRecord, csv::Error>| Ok(record?.iter().map(str::to_owned).collect());
    reader.records().map(read).collect::<Result<_, csv::Error>>().map_err(|error| StatementError::Unreadable(error.to_string()))
}

/// Ledger, head, key and signature of the last line; what follows is empty, for a table is as wide as its rows.
fn head_of(end: &[String]) -> Option<(String, Head, String, String)> {
    let [_, ledger, rows, seal, at, key, signature, rest @ ..] = end else { return None };
    let head = Head { rows: rows.parse().ok()?, seal: seal.clone(), at: at.parse::<Moment>().ok()? };
    rest.iter().all(String::is_empty).then(|| (ledger.clone(), head, key.clone(), signature.clone()))
}

fn check<'a>(before: &str, cells: impl Iterator<Item = &'a String>) -> String {
    let cells: Vec<&String> = cells.collect();
    fingerprint(serde_json::json!([FORMAT, before, cells]).to_string().as_bytes())
}

fn signed(ledger: &str, head: &Head, columns: &[String], last: &str) -> Vec<u8> {
    serde_json::json!([FORMAT, ledger, head.rows, head.seal, head.at.timestamp_micros(), columns, last]).to_string().into_bytes()
}
