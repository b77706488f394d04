//! A ledger as tables: what stands in it with what each scheme counts of it, and how each scheme stands.

use crate::catalogue::Catalogue;
use crate::credits::{Amount, ClaimState, Row, RowKind, Statement};
use crate::desk::{ClaimView, CreditsPage, Desk, SchemeView, sign_table};
use crate::web::pages::credits::schemes::counted;
use crate::web::pages::credits::telling::{approved, pot_name};
use crate::web::pages::words::Words;
use crate::wording::activity_name;
use crate::workbook::{Cell, Drawn, Table};

fn number(amount: Amount) -> Cell {
    Cell::Number(amount.in_hundredths() as f64 / 100.0)
}

fn text(text: impl Into<String>) -> Cell {
    Cell::Text(text.into())
}

fn name_of(t: &Words, scheme: &SchemeView) -> String {
    if t.0.is_japanese() { scheme.rules.ja.clone() } else { scheme.rules.en.clone() }
}

/// Entries that count, in the order of the ledger.
pub fn entries(page: &CreditsPage) -> Vec<&ClaimView> {
    let mut entries: Vec<&ClaimView> = page.claims.iter().filter(|claim| claim.state == ClaimState::Entered).collect();
    entries.sort_by_key(|claim| claim.seq);
    entries
}

/// The ledger with its seals, then a table for each scheme in which a cycle runs.
pub fn tables(t: &Words, desk: &Desk, page: &CreditsPage, statement: &Statement) -> Vec<Table> {
    let running: Vec<&SchemeView> = page.schemes.iter().filter(|scheme| scheme.projection.is_some()).collect();
    let rows = statement.rows.iter().map(|row| cells(t, &desk.catalogue, page, &running, row)).collect();
    let ledger = Table { title: t.say("credits-ledger"), head: columns(t, &running), rows, drawn: Drawn::Nothing };
    let mut tables = vec![sealed(desk, statement, ledger)];
    tables.extend(running.into_iter().filter_map(|scheme| standing(t, scheme)));
    tables
}

fn columns(t: &Words, running: &[&SchemeView]) -> Vec<String> {
    let keys = ["credit-row", "credit-kind", "credit-from", "credit-until", "credit-hours", "credit-count", "credit-approved"];
    let mut columns: Vec<String> = keys.iter().map(|key| t.say(key)).collect();
    for scheme in running {
        columns.push(name_of(t, scheme));
        columns.push(t.say1("credit-why", "scheme", name_of(t, scheme)));
        columns.push(t.say1("credit-edition", "scheme", name_of(t, scheme)));
    }
    columns.extend(["credit-seal", "credit-check"].map(|key| t.say(key)));
    columns
}

/// A row of the ledger, one that was taken back and one that takes it back too: only then is none of them missed.
fn cells(t: &Words, catalogue: &Catalogue, page: &CreditsPage, running: &[&SchemeView], row: &Row) -> (String, Vec<Cell>) {
    let mut cells = match &row.what {
        RowKind::Entered { activity, approved_as, .. } => vec![
            text(activity_name(t.0, catalogue, &activity.kind)),
            text(activity.from.to_string()),
            text(activity.until.to_string()),
            Cell::Number(f64::from(activity.minutes) / 60.0),
            Cell::Number(f64::from(activity.count)),
            text(approved(t, approved_as)),
        ],
        RowKind::TakenBack { row, .. } => {
            let nothing = std::iter::repeat_n(text(""), 5);
            std::iter::once(text(t.say1("credit-row-taken-back", "row", *row))).chain(nothing).collect()
        }
    };
    let claim = page.claims.iter().find(|claim| claim.seq == Some(row.seq)).map(|claim| claim.id);
    for scheme in running {
        let found = scheme.projection.iter().flat_map(|projection| &projection.entries);
        let entry = found.into_iter().find(|entry| claim.is_some() && scheme.claims.get(entry.index) == claim.as_ref());
        cells.push(number(entry.map(|entry| entry.counted).unwrap_or_default()));
        cells.push(text(entry.map(|entry| counted(t, scheme.rules, entry)).unwrap_or_default()));
        cells.push(text(&scheme.rules.edition));
    }
    (row.seq.to_string(), cells)
}

/// A cell as a file of comma-separated values has it.
pub fn written(cell: &Cell) -> String {
    match cell {
        Cell::Number(number) => number.to_string(),
        Cell::Text(text) => text.clone(),
    }
}

/// Adds to each row its seals, and the signed head as the last line.
fn sealed(desk: &Desk, statement: &Statement, mut table: Table) -> Table {
    let line = |(first, cells): &(String, Vec<Cell>)| [first.clone()].into_iter().chain(cells.iter().map(written)).collect();
    let lines: Vec<Vec<String>> = table.rows.iter().map(line).collect();
    let seals = sign_table(desk, statement, &table.head, &lines);
    for ((_, cells), marks) in table.rows.iter_mut().zip(seals.rows) {
        cells.extend(marks.map(text));
    }
    let mut end = seals.end.into_iter();
    let first = end.next().unwrap_or_default();
    let mut cells: Vec<Cell> = end.map(text).collect();
    // As wide as the rows, since many programs read no other table.
    cells.resize(table.head.len() - 1, text(""));
    table.rows.push((first, cells));
    table
}

fn standing(t: &Words, scheme: &SchemeView) -> Option<Table> {
    let projection = scheme.projection.as_ref()?;
    let head = ["credit-pot", "credit-counted", "credit-missing"].map(|key| t.say(key)).to_vec();
    let rows = projection.pots.iter().map(|pot| (pot_name(t.0, scheme.rules, &pot.code), vec![number(pot.counted), number(pot.missing)]));
    Some(Table { title: name_of(t, scheme), head, rows: rows.collect(), drawn: Drawn::Nothing })
}
