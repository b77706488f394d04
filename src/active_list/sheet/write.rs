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
    let conditions = &form.conditions;
    let (employment, conflicts) = (&conditions.employment, &conditions.conflicts);
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
        yes_or_no(form.remote),
        form.fields.join(";"),
        form.field_levels.iter().map(|(field, level)| format!("{field}:{level}")).collect::<Vec<_>>().join(";"),
        list(&form.menus, menu),
        list(&form.qualifications, |text| escaped(text)),
        list(&form.experiences, experience),
        form.availability.join(";"),
        or_empty(form.hours_per_week),
        list(&form.blackouts, |BlackoutForm { from, to }| format!("{from}..{to}")),
        or_empty(form.max_engagements),
        employment.employer.clone().unwrap_or_default(),
        employment.group.join(";"),
        employment.permission.clone().unwrap_or_default(),
        employment.permission_until.clone().unwrap_or_default(),
        yes_or_no(employment.flexible),
        conditions.most_sensitive.clone().unwrap_or_default(),
        conflicts.customers.join(";"),
        conflicts.competitors.join(";"),
        conflicts.blocked.join(";"),
        conflicts.clients.join(";"),
        or_empty(conditions.travel.borders),
        yes_or_no(conditions.travel.islands),
        or_empty(conditions.preparation_percent),
        conditions.frames.join(";"),
        conditions.teaming.join(";"),
        conditions.languages.join(";"),
        conditions.sells_products.map_or_else(String::new, yes_or_no),
        conditions.wishes.industries.join(";"),
        conditions.wishes.sizes.join(";"),
        conditions.quiet_hours.clone().unwrap_or_default(),
        yes_or_no(conditions.incident_calls_any_time),
        form.last_confirmed.clone().unwrap_or_default(),
    ]
}

fn yes_or_no(yes: bool) -> String {
    if yes { "yes" } else { "no" }.to_owned()
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
    let ExperienceForm { industry, role, from_year, to_year, staff, guideline_step, text } = experience;
    let told = format!("{industry}|{}|{}|{}|{}", escaped(role), or_empty(*from_year), or_empty(*to_year), escaped(text));
    if staff.is_none() && guideline_step.is_none() {
        return told;
    }
    format!("{told}|{}|{}", staff.as_deref().unwrap_or_default(), or_empty(*guideline_step))
}
