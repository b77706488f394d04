//! When the person has time: the slots of the week, hours, how many companies at once, and days away.

use crate::active_list::{BlackoutForm, SpecialistForm};
use crate::report::FieldError;
use crate::web::pages::me::parts::text;
use crate::web::pages::me::sheet::Sheet;
use crate::web::pages::typed::Typed;

/// Rows for days away that are empty when the form is opened.
const EMPTY: usize = 2;
/// As many as a profile holds.
const MOST: usize = 60;

pub fn fill(form: &SpecialistForm, typed: &mut Typed) {
    typed.put("/availability", &form.availability);
    typed.put("/hours_per_week", text(form.hours_per_week));
    typed.put("/max_engagements", text(form.max_engagements));
    typed.put("/conditions/preparation_percent", text(form.conditions.preparation_percent));
    for (at, away) in form.blackouts.iter().enumerate() {
        typed.put(format!("/blackouts/{at}/from"), [&away.from]);
        typed.put(format!("/blackouts/{at}/to"), [&away.to]);
    }
}

/// Days away that were emptied are gone.
pub fn read(typed: &Typed, form: &mut SpecialistForm, errors: &mut Vec<FieldError>) {
    form.availability = typed.list("/availability");
    form.hours_per_week = typed.number("/hours_per_week", errors);
    form.max_engagements = typed.number("/max_engagements", errors);
    form.conditions.preparation_percent = typed.number("/conditions/preparation_percent", errors);
    let row = |at: usize| {
        let part = |part: &str| typed.text(&format!("/blackouts/{at}/{part}")).trim().to_owned();
        BlackoutForm { from: part("from"), to: part("to") }
    };
    form.blackouts = (0..MOST + EMPTY).map(row).filter(|away| !(away.from.is_empty() && away.to.is_empty())).collect();
}

pub fn lay(sheet: &mut Sheet<'_>) {
    sheet.week("/availability", "me-week");
    sheet.note("me-week-note");
    sheet.number("/hours_per_week", "me-hours");
    sheet.note("me-hours-note");
    sheet.number("/max_engagements", "me-engagements");
    sheet.note("me-engagements-note");
    sheet.number("/conditions/preparation_percent", "me-preparation");
    sheet.note("me-preparation-note");
    let typed = sheet.typed;
    let is_typed =
        |at: &usize| !typed.text(&format!("/blackouts/{at}/from")).is_empty() || !typed.text(&format!("/blackouts/{at}/to")).is_empty();
    let rows = (0..MOST).rev().find(is_typed).map_or(0, |last| last + 1) + EMPTY;
    for at in 0..rows {
        sheet.date(&format!("/blackouts/{at}/from"), "me-away-from");
        sheet.date(&format!("/blackouts/{at}/to"), "me-away-to");
    }
}
