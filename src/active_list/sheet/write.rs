//! The active list written as a file that [`read_specialists`](crate::active_list::read_specialists) reads back.

use crate::active_list::sheet::COLUMNS;
use crate::active_list::sheet::cells::{escaped, guarded};
use crate::active_list::{BlackoutForm, ConsentForm, ContactForm, ExperienceForm, LISTING, OfferedMenuForm, SpecialistForm};

/// Writes forms as UTF-8 without BOM, one row each, below the English header. Of consents a file can only tell whether `listing` was
/// given last.
pub fn write_specialists(forms: &[SpecialistForm]) -> String {
    let header: Cells = std::array::from_fn(|at| COLUMNS.get(at).map_or_else(String::new, |column| column.name.to_owned()));
    [header].into_iter().chain(forms.iter().map(cells)).map(row).collect()
}

/// A row in the order of [`COLUMNS`].
type Cells = [String; COLUMNS.len()];

fn row(cells: Cells) -> String {
    let mut row = cells.into_iter().map(|cell| quoted(guarded(cell))).collect::<Vec<_>>().join(",");
    row.push('\n');
    row
}

fn quoted(cell: String) -> String {
    if cell.contains([',', '"', '\r', '\n']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}

fn cells(form: &SpecialistForm) -> Cells {
    [
        form.registration.number.clone(),
        form.registration.valid_until.clone(),
        form.registration.status.clone().unwrap_or_default(),
        form.name.clone(),
        form.display_name.clone().unwrap_or_default(),
        list(&form.contacts, contact),
        consent(&form.consents),
        form.affiliation.clone(),
        form.base.prefecture.clone(),
        form.base.municipality.clone(),
        form.served_prefectures.join(";"),
        if form.remote { "yes" } else { "no" }.to_owned(),
        form.fields.join(";"),
        list(&form.menus, menu),
        list(&form.qualifications, |text| escaped(text)),
        list(&form.experiences, experience),
        form.availability.join(";"),
        or_empty(form.hours_per_week),
        list(&form.blackouts, |BlackoutForm { from, to }| format!("{from}..{to}")),
        or_empty(form.max_engagements),
        form.last_confirmed.clone().unwrap_or_default(),
    ]
}

fn list<T>(items: &[T], write: impl Fn(&T) -> String) -> String {
    items.iter().map(write).collect::<Vec<_>>().join(";")
}

fn or_empty<T: ToString>(number: Option<T>) -> String {
    number.map_or_else(String::new, |number| number.to_string())
}

fn contact(contact: &ContactForm) -> String {
    let mut text = escaped(&contact.address);
    if contact.shared {
        text.push_str("|shared");
    }
    if let Some(language) = &contact.language {
        text.push('|');
        text.push_str(language);
    }
    text
}

fn consent(words: &[ConsentForm]) -> String {
    let last = words.iter().rev().find(|word| word.scope == LISTING);
    last.filter(|word| word.given).map_or_else(String::new, |word| word.version.clone())
}

fn menu(offered: &OfferedMenuForm) -> String {
    format!("{}:{}:{}", offered.menu, or_empty(offered.minimum_fee_yen), offered.unit)
}

fn experience(experience: &ExperienceForm) -> String {
    let ExperienceForm { industry, role, from_year, to_year, text } = experience;
    format!("{industry}|{}|{}|{}|{}", escaped(role), or_empty(*from_year), or_empty(*to_year), escaped(text))
}
