//! Mending rows of a file in the page that says what is wrong with them (docs/decisions/0113-mended-in-the-page.md). The page itself carries the rest of
//! the file back: nothing is kept on the way.

use std::collections::BTreeMap;

use crate::brokering::{MemberRow, MemberTable};
use crate::language::Language;
use crate::web::api::ImportMistake;
use crate::web::pages::pressed::Pressed;

/// How many rows are mended on one page. More of them have one mistake many times, which is mended in the file in one go.
const ROWS: usize = 20;
/// How much of the other rows the page carries: some 1,700 members.
const CARRIED: usize = 256 * 1024;

/// One cell to type into.
pub struct Cell {
    pub name: String,
    pub label: &'static str,
    pub value: String,
    pub mistakes: Vec<String>,
}

impl Cell {
    /// What has lines keeps them.
    pub fn has_lines(&self) -> bool {
        self.value.contains(['\r', '\n'])
    }
}

/// A row that waits to be mended.
pub struct Row {
    pub line: u64,
    /// What tells the company: its name, or its number.
    pub name: String,
    /// What is wrong with the row as a whole.
    pub mistakes: Vec<String>,
    /// Cells with mistakes; all of them where it is not known which.
    pub wrong: Vec<Cell>,
    pub others: Vec<Cell>,
    /// Cells for which there is no column, one a line.
    pub surplus: Option<String>,
    pub left_out: bool,
}

/// A page on which rows are mended.
pub struct Mend {
    pub rows: Vec<Row>,
    /// All other rows, as they were typed.
    pub carried: String,
}

impl Mend {
    /// How many mistakes there are, for the head of the list of them.
    pub fn count(&self) -> usize {
        self.rows.iter().map(|row| row.mistakes.len() + row.wrong.iter().map(|cell| cell.mistakes.len()).sum::<usize>()).sum()
    }

    /// The lines of the rows, as the page brings them back.
    pub fn lines(&self) -> String {
        self.rows.iter().map(|row| row.line.to_string()).collect::<Vec<_>>().join(",")
    }
}

/// A table to be taken in: of a file, or of such a page.
pub struct Mended {
    pub table: MemberTable,
    /// Rows that are not to be taken in, by their lines.
    pub left_out: BTreeMap<u64, Vec<String>>,
    /// Whether somebody has typed into it.
    pub of_page: bool,
}

impl Mended {
    pub fn of_file(table: MemberTable) -> Self {
        Self { table, left_out: BTreeMap::new(), of_page: false }
    }
}

/// The page for what is wrong, if that is not too much for one page. What was left out stands there too, to be taken back; and what somebody has typed
/// comes back whatever it is.
pub fn mend(mended: &Mended, judged: &[MemberRow], language: Language) -> Option<Mend> {
    let Mended { table, left_out, of_page } = mended;
    let wrong: BTreeMap<u64, &MemberRow> = judged.iter().filter(|row| row.outcome.is_err()).map(|row| (row.line, row)).collect();
    let carried = table.written(|line| wrong.contains_key(&line));
    let fits = wrong.len() <= ROWS && carried.len() <= CARRIED;
    if wrong.is_empty() || !(fits || *of_page) {
        return None;
    }
    let mut rows: Vec<Row> = wrong.values().map(|judged| row(table, judged, language)).collect();
    rows.extend(left_out.iter().map(|(line, cells)| Row { left_out: true, ..laid(table, *line, cells, language) }));
    rows.sort_by_key(|row| row.line);
    Some(Mend { rows, carried })
}

fn row(table: &MemberTable, judged: &MemberRow, language: Language) -> Row {
    let mut row = laid(table, judged.line, table.row(judged.line), language);
    let Err(errors) = &judged.outcome else { return row };
    for error in errors.iter().cloned() {
        let mistake = ImportMistake::of(error, language);
        let named = |cell: &Cell| cell.name.ends_with(&format!("/{}", mistake.column));
        match row.others.iter_mut().find(|cell| named(cell)) {
            Some(cell) => cell.mistakes.push(mistake.detail),
            None => row.mistakes.push(mistake.detail),
        }
    }
    let of_all = !row.mistakes.is_empty();
    (row.wrong, row.others) = std::mem::take(&mut row.others).into_iter().partition(|cell| of_all || !cell.mistakes.is_empty());
    row
}

/// A row cell by cell, without a word on what is wrong.
fn laid(table: &MemberTable, line: u64, cells: &[String], language: Language) -> Row {
    let lay = |(at, column): (usize, &'static crate::brokering::MemberColumn)| Cell {
        name: format!("/{line}/{}", column.name),
        label: if language.is_japanese() { column.japanese } else { column.name },
        value: cells.get(at).cloned().unwrap_or_default(),
        mistakes: Vec::new(),
    };
    let others: Vec<Cell> = table.columns().enumerate().map(lay).collect();
    let told = |name: &str| others.iter().find(|cell| cell.name.ends_with(name)).map(|cell| cell.value.trim().to_owned());
    let name = ["/name", "/number"].into_iter().filter_map(told).find(|text| !text.is_empty()).unwrap_or_default();
    let surplus = cells.get(others.len()..).map(|more| more.join("\n")).filter(|more| !more.trim().is_empty());
    Row { line, name, mistakes: Vec::new(), wrong: Vec::new(), others, surplus, left_out: false }
}

/// Reads what such a page sent; none if it is no page of ours.
pub fn mended(pressed: &Pressed) -> Option<Mended> {
    let mut table = MemberTable::take_up(pressed.text("carried"))?;
    let mut left_out = BTreeMap::new();
    for line in pressed.text("lines").split(',') {
        let line: u64 = line.parse().ok()?;
        let typed = table.columns().map(|column| pressed.text(&format!("/{line}/{}", column.name)).to_owned());
        let mut cells: Vec<String> = typed.collect();
        let surplus = pressed.text(&format!("/{line}/surplus"));
        if !surplus.trim().is_empty() {
            cells.extend(surplus.lines().map(str::to_owned));
        }
        if pressed.text(&format!("/{line}/left-out")) == "yes" {
            left_out.insert(line, cells);
        } else {
            table.put(line, cells);
        }
    }
    Some(Mended { table, left_out, of_page: true })
}
