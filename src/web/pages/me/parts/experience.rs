//! One piece of work done before, in the person's own words.

use crate::active_list::{ExperienceForm, SpecialistForm};
use crate::intake::StaffBand;
use crate::report::FieldError;
use crate::web::pages::me::parts::{Place, text};
use crate::web::pages::me::sheet::Sheet;
use crate::web::pages::typed::Typed;

pub fn fill(form: &SpecialistForm, place: Place, typed: &mut Typed) {
    let Some(done) = place.and_then(|at| form.experiences.get(at)) else { return };
    typed.put("/role", [&done.role]);
    typed.put("/industry", [&done.industry]);
    typed.put("/from_year", text(done.from_year));
    typed.put("/to_year", text(done.to_year));
    typed.put("/staff", text(done.staff.as_ref()));
    typed.put("/guideline_step", text(done.guideline_step));
    typed.put("/text", [&done.text]);
}

pub fn read(typed: &Typed, form: &mut SpecialistForm, place: Place, errors: &mut Vec<FieldError>) {
    let done = ExperienceForm {
        industry: typed.text("/industry").to_owned(),
        role: typed.text("/role").to_owned(),
        from_year: typed.number("/from_year", errors),
        to_year: typed.number("/to_year", errors),
        staff: typed.optional("/staff"),
        guideline_step: typed.number("/guideline_step", errors),
        text: typed.text("/text").to_owned(),
    };
    match place.and_then(|at| form.experiences.get_mut(at)) {
        Some(before) => *before = done,
        None => form.experiences.push(done),
    }
}

pub fn lay(sheet: &mut Sheet<'_>) {
    sheet.line("/role", "me-role");
    sheet.note("me-role-note");
    let empty = || (String::new(), String::new());
    let industries = sheet.catalogue.industries().iter().map(|it| (it.code.clone(), sheet.name_of(it)));
    let industries: Vec<_> = [empty()].into_iter().chain(industries).collect();
    sheet.choice("/industry", "me-industry", industries);
    sheet.number("/from_year", "me-from-year");
    sheet.number("/to_year", "me-to-year");
    sheet.note("me-to-year-note");
    let sizes: Vec<_> = [empty()].into_iter().chain(sheet.spoken("staff", &StaffBand::ALL.map(StaffBand::code))).collect();
    sheet.choice("/staff", "me-staff", sizes);
    let steps: Vec<_> = [empty()].into_iter().chain(sheet.spoken("guideline-step", &["1", "2", "3", "4"])).collect();
    sheet.choice("/guideline_step", "me-step", steps);
    sheet.area("/text", "me-text");
    sheet.note("me-text-note");
}
