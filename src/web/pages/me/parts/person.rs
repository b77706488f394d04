//! Who the person is, the registration, and in which frame they work.

use crate::active_list::SpecialistForm;
use crate::web::pages::me::parts::{lines, text};
use crate::web::pages::me::sheet::Sheet;
use crate::web::pages::typed::Typed;

pub fn fill(form: &SpecialistForm, typed: &mut Typed) {
    typed.put("/name", [&form.name]);
    typed.put("/display_name", text(form.display_name.as_ref()));
    typed.put("/registration/number", [&form.registration.number]);
    typed.put("/registration/valid_until", [&form.registration.valid_until]);
    typed.put("/affiliation", [&form.affiliation]);
    typed.put("/qualifications", [form.qualifications.join("\n")]);
    typed.put("/contacts/0/language", text(form.contacts.first().and_then(|contact| contact.language.as_ref())));
    typed.put("/conditions/quiet_hours", text(form.conditions.quiet_hours.as_ref()));
}

pub fn read(typed: &Typed, form: &mut SpecialistForm) {
    form.name = typed.text("/name").to_owned();
    form.display_name = typed.optional("/display_name");
    form.registration.number = typed.text("/registration/number").to_owned();
    form.registration.valid_until = typed.text("/registration/valid_until").to_owned();
    form.affiliation = typed.text("/affiliation").to_owned();
    form.qualifications = lines(typed, "/qualifications");
    form.conditions.quiet_hours = typed.optional("/conditions/quiet_hours");
    if let Some(contact) = form.contacts.first_mut() {
        contact.language = typed.optional("/contacts/0/language");
    }
}

pub fn lay(sheet: &mut Sheet<'_>) {
    sheet.line("/name", "me-name");
    sheet.note("me-name-note");
    sheet.line("/display_name", "me-display-name");
    sheet.note("me-display-name-note");
    sheet.line("/registration/number", "me-number");
    sheet.note("me-number-note");
    sheet.date("/registration/valid_until", "me-valid-until");
    sheet.choice("/affiliation", "me-affiliation", affiliations(sheet));
    sheet.note("me-affiliation-note");
    sheet.area("/qualifications", "me-qualifications");
    sheet.note("me-qualifications-note");
    sheet.choice("/contacts/0/language", "me-language", sheet.spoken("tongue", &["ja", "en"]));
    sheet.line("/conditions/quiet_hours", "me-quiet-hours");
    sheet.note("me-quiet-hours-note");
}

pub fn affiliations(sheet: &Sheet<'_>) -> Vec<(String, String)> {
    sheet.spoken("affiliation", &["independent", "employed_side_job_ok", "employed_hidden"])
}
