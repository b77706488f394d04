//! The page and the examples that people are given.

use super::*;

const PAGE: &str = include_str!("../../../../docs/csv-specialists.md");
const EXAMPLE: &str = include_str!("../../../../docs/examples/specialists.csv");
const EXAMPLE_WITH_MISTAKES: &str = include_str!("../../../../docs/examples/specialists-with-mistakes.csv");

#[test]
fn the_page_describes_every_column() {
    for column in COLUMNS {
        let required = if column.required { "yes" } else { "no" };
        let cells = format!("| `{}` | {} | {required} |", column.name, column.japanese);
        assert!(PAGE.lines().any(|line| line.starts_with(&cells)), "no row {cells} …");
    }
}

#[test]
fn the_example_is_without_mistakes() {
    let rows = read(EXAMPLE).unwrap();
    assert_eq!(rows.len(), 6);
    for row in rows {
        assert!(row.outcome.is_ok(), "{row:?}");
    }
}

#[test]
fn the_example_with_mistakes_has_those_that_people_make() {
    let rows = read(EXAMPLE_WITH_MISTAKES).unwrap();
    let errors = rows.iter().filter_map(|row| row.outcome.as_ref().err()).flatten();
    let found: Vec<_> = errors.map(|error| (error.line, error.column.as_str(), error.code)).collect();
    let expected = [
        (3, "registration_number", "not-six-digits"),
        (3, "valid_until", "not-a-date"),
        (3, "served_prefectures", "unknown-code"),
        (5, "menus", "not-a-number"),
        (5, "availability", "unknown-slot"),
        (5, "hours_per_week", "required"),
        (6, "registration_number", "duplicate-in-file"),
        (6, "contacts", "not-a-mail-address"),
        (6, "remote", "not-yes-or-no"),
        (6, "menus", "wrong-shape"),
    ];
    assert_eq!((rows.len(), found), (5, expected.to_vec()));
}
