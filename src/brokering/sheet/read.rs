//! Reading: rows of cells become forms, and the form's own check says what is wrong.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::active_list::cells::{items, plain, prefecture, shown, unguarded, whole_number, yes_or_no};
use crate::active_list::{CellError, SheetError};
use crate::brokering::sheet::columns::{MEMBER_COLUMNS, at, find};
use crate::brokering::sheet::table::MemberTable;
use crate::brokering::{Member, MemberForm};
use crate::catalogue::Catalogue;
use crate::report::FieldError;

/// What one row says.
#[derive(Clone, Debug, PartialEq)]
pub struct MemberRow {
    /// The line of the file on which the row starts, from 1.
    pub line: u64,
    pub outcome: Result<Member, Vec<CellError>>,
}

/// Reads a whole file.
pub fn read_members(bytes: &[u8], catalogue: &Catalogue) -> Result<Vec<MemberRow>, SheetError> {
    Ok(MemberTable::read(bytes)?.judge(catalogue))
}

/// Places in [`MEMBER_COLUMNS`], in the order of the file.
pub(super) fn header_of(names: &[String]) -> Result<Vec<usize>, SheetError> {
    let mut header: Vec<usize> = Vec::new();
    for name in without_empty_end(names) {
        let known = || MEMBER_COLUMNS.iter().map(|column| column.name).collect::<Vec<_>>().join(", ");
        let column = find(name).ok_or_else(|| SheetError::UnknownColumn { name: shown(name), known: known() })?;
        if header.contains(&column) {
            return Err(SheetError::DuplicateColumn(MEMBER_COLUMNS[column].name));
        }
        header.push(column);
    }
    let missing = MEMBER_COLUMNS.iter().enumerate().filter(|(place, column)| column.required && !header.contains(place));
    let missing: Vec<&'static str> = missing.map(|(_, column)| column.name).collect();
    if missing.is_empty() { Ok(header) } else { Err(SheetError::MissingColumns(missing)) }
}

/// A spreadsheet may write empty cells after the last column.
pub(super) fn without_empty_end(cells: &[String]) -> &[String] {
    let end = cells.iter().rposition(|cell| !cell.trim().is_empty()).map_or(0, |last| last + 1);
    cells.get(..end).unwrap_or(cells)
}

pub(super) fn read_row(
    header: &[usize],
    line: u64,
    typed: &[String],
    first_lines: &mut HashMap<String, u64>,
    catalogue: &Catalogue,
) -> MemberRow {
    let found = without_empty_end(typed).len().max(typed.len().min(header.len()));
    if found != header.len() {
        // A comma too many or too few moves every cell after it, so the cells themselves say nothing.
        let args = vec![("expected", header.len().to_string()), ("found", found.to_string())];
        let error = CellError { line, column: String::new(), found: String::new(), code: "cell-count", args };
        return MemberRow { line, outcome: Err(vec![error]) };
    }
    let cells: HashMap<&str, &str> = header.iter().zip(typed).map(|(place, cell)| (MEMBER_COLUMNS[*place].name, unguarded(cell))).collect();
    let mut errors = Vec::new();
    let form = form(&cells, catalogue, &mut errors);
    let checked = form.check(catalogue);
    if let Err(more) = &checked {
        // What could not be read is not also missing.
        let settled: Vec<String> = errors.iter().map(|error| error.pointer.clone()).collect();
        errors.extend(more.iter().filter(|error| !settled.contains(&error.pointer)).cloned());
    }
    let number = form.number.trim().to_owned();
    if !number.is_empty() {
        match first_lines.entry(number) {
            Entry::Vacant(free) => drop(free.insert(line)),
            Entry::Occupied(first) => errors.push(FieldError::new("/number", "member-twice-in-file").with("line", first.get())),
        }
    }
    match checked {
        Ok(member) if errors.is_empty() => MemberRow { line, outcome: Ok(member) },
        _ => {
            errors.sort_by_key(|error| at(&error.pointer));
            MemberRow { line, outcome: Err(errors.into_iter().map(|error| put_back(line, &cells, error)).collect()) }
        }
    }
}

/// A mistake of the form, at its cell.
fn put_back(line: u64, cells: &HashMap<&str, &str>, FieldError { pointer, code, args }: FieldError) -> CellError {
    let column = at(&pointer).map_or("", |place| MEMBER_COLUMNS[place].name);
    let found = shown(cells.get(column).copied().unwrap_or_default());
    // The form would quote a mail address in the wrong column in full.
    let args = args.into_iter().map(|(name, value)| (name, if name == "value" { found.clone() } else { value })).collect();
    CellError { line, column: column.to_owned(), found, code, args }
}

fn form(cells: &HashMap<&str, &str>, catalogue: &Catalogue, errors: &mut Vec<FieldError>) -> MemberForm {
    let cell = |name: &str| cells.get(name).copied().unwrap_or_default();
    let code = |name: &str| plain(cell(name));
    let filled = |text: String| Some(text).filter(|text| !text.trim().is_empty());
    let list = |name: &str| items(cell(name)).into_iter().map(plain).collect();
    let mut form = MemberForm { number: cell("number").to_owned(), ..MemberForm::default() };
    let company = &mut form.company;
    company.name = cell("name").to_owned();
    company.corporate_number = filled(code("corporate_number"));
    company.prefecture = prefecture(catalogue, cell("prefecture"));
    company.municipality = cell("municipality").to_owned();
    company.industry = industry(catalogue, cell("industry"));
    company.industry_code = filled(code("industry_code"));
    company.employees = number("/company/employees", &code("employees"), u32::MAX, errors);
    company.capital_yen = number("/company/capital_yen", &code("capital_yen"), u64::MAX, errors);
    company.on_island = !cell("on_island").trim().is_empty()
        && yes_or_no(cell("on_island")).unwrap_or_else(|| {
            errors.push(FieldError::new("/company/on_island", "not-yes-or-no"));
            false
        });
    company.contact.name = cell("contact_name").to_owned();
    company.contact.address = code("contact_address");
    company.contact.phone = filled(cell("contact_phone").to_owned());
    company.contact.language = filled(code("contact_language"));
    company.relations.group = list("group");
    company.relations.competitors = list("competitors");
    company.relations.vendors = list("vendors");
    company.relations.blocked = list("blocked");
    form
}

fn number<T: TryFrom<u64>>(pointer: &str, text: &str, largest: T, errors: &mut Vec<FieldError>) -> Option<T> {
    let text: String = text.chars().filter(|c| *c != ',').collect();
    let number = whole_number(&text, largest);
    if number.is_none() && !text.is_empty() {
        errors.push(FieldError::new(pointer, "not-a-number"));
    }
    number
}

/// The division for its letter or its Japanese name. Anything else stays, for the form's check to refuse.
fn industry(catalogue: &Catalogue, text: &str) -> String {
    use crate::catalogue::Named;
    let text = plain(text);
    let named = catalogue.industries().iter().find(|industry| plain(industry.ja()) == text);
    named.map_or(text, |industry| industry.code.clone())
}
