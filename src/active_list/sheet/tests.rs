//! What the file may hold, fact by fact.

mod cell;
mod documents;
mod file;
mod round_trip;

use super::*;
use std::sync::LazyLock;

/// A menu and two fields that the catalogue has.
const MENU: &str = "first-consultation";
const FIELDS: [&str; 2] = ["security-audit", "risk-management"];

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::embedded(today()).unwrap());

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()
}

fn read(file: impl AsRef<[u8]>) -> Result<Vec<SheetRow>, SheetError> {
    read_specialists(file.as_ref(), &CATALOGUE, today())
}

/// A good row, some of its cells changed.
fn row(changes: &[(&str, &str)]) -> String {
    let cell = |column: &Column| {
        let usual = match column.name {
            "registration_number" => "012345",
            "valid_until" => "2028-03-31",
            "name" => "髙橋 一郎",
            "contacts" => "takahashi@example.jp",
            "affiliation" => "independent",
            "base_prefecture" => "21",
            "base_municipality" => "岐阜市",
            "hours_per_week" => "6",
            "max_engagements" => "2",
            _ => "",
        };
        let text = changes.iter().find(|(name, _)| *name == column.name).map_or(usual, |(_, text)| text);
        format!("\"{}\"", text.replace('"', "\"\""))
    };
    assert!(changes.iter().all(|(name, _)| Column::place(name).is_some()));
    COLUMNS.iter().map(cell).collect::<Vec<_>>().join(",") + "\n"
}

fn header() -> String {
    COLUMNS.iter().map(|column| column.name).collect::<Vec<_>>().join(",") + "\n"
}

/// The one row of a file, read.
fn read_one(changes: &[(&str, &str)]) -> Result<(SpecialistForm, Specialist), Vec<CellError>> {
    let mut rows = read(header() + &row(changes)).unwrap();
    assert_eq!(rows.len(), 1);
    rows.remove(0).outcome
}

fn good(changes: &[(&str, &str)]) -> Specialist {
    read_one(changes).unwrap().1
}

/// The mistakes of one row as (column, found, code).
fn mistakes(changes: &[(&str, &str)]) -> Vec<(String, String, &'static str)> {
    read_one(changes).unwrap_err().into_iter().map(|error| (error.column, error.found, error.code)).collect()
}

fn mistake(column: &str, found: &str, code: &'static str) -> (String, String, &'static str) {
    (column.to_owned(), found.to_owned(), code)
}
