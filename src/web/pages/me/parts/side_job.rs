//! What the main job allows.

use crate::active_list::SpecialistForm;
use crate::web::pages::me::parts::{lines, text, tick};
use crate::web::pages::me::sheet::Sheet;
use crate::web::pages::typed::Typed;

pub fn fill(form: &SpecialistForm, typed: &mut Typed) {
    let employment = &form.conditions.employment;
    typed.put("/conditions/employment/permission", text(employment.permission.as_ref()));
    typed.put("/conditions/employment/permission_until", text(employment.permission_until.as_ref()));
    typed.put("/conditions/employment/flexible", tick(employment.flexible));
    typed.put("/conditions/employment/employer", text(employment.employer.as_ref()));
    typed.put("/conditions/employment/group", [employment.group.join("\n")]);
    typed.put("/conditions/most_sensitive", text(form.conditions.most_sensitive.as_ref()));
    typed.put("/conditions/incident_calls_any_time", tick(form.conditions.incident_calls_any_time));
}

pub fn read(typed: &Typed, form: &mut SpecialistForm) {
    let employment = &mut form.conditions.employment;
    employment.permission = typed.optional("/conditions/employment/permission");
    employment.permission_until = typed.optional("/conditions/employment/permission_until");
    employment.flexible = typed.has("/conditions/employment/flexible", "yes");
    employment.employer = typed.optional("/conditions/employment/employer");
    employment.group = lines(typed, "/conditions/employment/group");
    form.conditions.most_sensitive = typed.optional("/conditions/most_sensitive");
    form.conditions.incident_calls_any_time = typed.has("/conditions/incident_calls_any_time", "yes");
}

pub fn lay(sheet: &mut Sheet<'_>) {
    let unsaid = sheet.spoken("permission", &["unsaid"]).into_iter().map(|(_, text)| (String::new(), text));
    let permissions = unsaid.chain(sheet.spoken("permission", &["granted", "not_needed", "pending", "refused"])).collect::<Vec<_>>();
    sheet.choice("/conditions/employment/permission", "me-permission", permissions);
    sheet.note("me-permission-note");
    sheet.date("/conditions/employment/permission_until", "me-permission-until");
    sheet.note("me-permission-until-note");
    sheet.check("/conditions/employment/flexible", "me-flexible");
    sheet.line("/conditions/employment/employer", "me-employer");
    sheet.note("me-employer-note");
    sheet.area("/conditions/employment/group", "me-group");
    sheet.note("me-companies-note");
    sheet.choice("/conditions/most_sensitive", "me-sensitive", sheet.spoken("sensitivity", &["ordinary", "internal", "confidential"]));
    sheet.check("/conditions/incident_calls_any_time", "me-any-time");
}
