//! Members written as a file that [`read_members`](crate::brokering::read_members) reads back.

use crate::active_list::cells::guarded;
use crate::brokering::sheet::MEMBER_COLUMNS;
use crate::brokering::{Member, MemberForm};

/// Writes members as UTF-8 with a byte order mark, by which a spreadsheet knows it, one row each, below the Japanese header.
pub fn write_members(members: &[Member]) -> String {
    let header = MEMBER_COLUMNS.map(|column| column.japanese.to_owned());
    let rows = members.iter().map(|member| cells(&MemberForm::from(member)));
    std::iter::once(header).chain(rows).fold(String::from('\u{feff}'), |text, cells| text + &row(cells))
}

fn row(cells: [String; MEMBER_COLUMNS.len()]) -> String {
    joined(cells.into_iter().map(guarded))
}

/// Cells as one line of a file.
pub(super) fn joined(cells: impl Iterator<Item = String>) -> String {
    cells.map(quoted).collect::<Vec<_>>().join(",") + "\r\n"
}

fn quoted(cell: String) -> String {
    if cell.contains([',', '"', '\r', '\n']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}

/// In the order of [`MEMBER_COLUMNS`].
fn cells(form: &MemberForm) -> [String; MEMBER_COLUMNS.len()] {
    let company = &form.company;
    let optional = |text: &Option<String>| text.clone().unwrap_or_default();
    [
        form.number.clone(),
        company.name.clone(),
        optional(&company.corporate_number),
        company.prefecture.clone(),
        company.municipality.clone(),
        company.industry.clone(),
        optional(&company.industry_code),
        company.employees.map(|count| count.to_string()).unwrap_or_default(),
        company.capital_yen.map(|yen| yen.to_string()).unwrap_or_default(),
        if company.on_island { "yes" } else { "no" }.to_owned(),
        company.contact.name.clone(),
        company.contact.address.clone(),
        optional(&company.contact.phone),
        optional(&company.contact.language),
        company.relations.group.join(";"),
        company.relations.competitors.join(";"),
        company.relations.vendors.join(";"),
        company.relations.blocked.join(";"),
    ]
}
