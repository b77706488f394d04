//! Where the person works from, and where to.

use crate::active_list::SpecialistForm;
use crate::report::FieldError;
use crate::web::pages::me::parts::{text, tick};
use crate::web::pages::me::sheet::Sheet;
use crate::web::pages::typed::Typed;

pub fn fill(form: &SpecialistForm, typed: &mut Typed) {
    typed.put("/base/prefecture", [&form.base.prefecture]);
    typed.put("/base/municipality", [&form.base.municipality]);
    typed.put("/remote", tick(form.remote));
    typed.put("/conditions/travel/borders", text(form.conditions.travel.borders));
    typed.put("/conditions/travel/islands", tick(form.conditions.travel.islands));
    typed.put("/served_prefectures", &form.served_prefectures);
    typed.put("/conditions/languages", &form.conditions.languages);
}

pub fn read(typed: &Typed, form: &mut SpecialistForm, errors: &mut Vec<FieldError>) {
    form.base.prefecture = typed.text("/base/prefecture").to_owned();
    form.base.municipality = typed.text("/base/municipality").to_owned();
    form.remote = typed.has("/remote", "yes");
    form.conditions.travel.borders = typed.number("/conditions/travel/borders", errors);
    form.conditions.travel.islands = typed.has("/conditions/travel/islands", "yes");
    form.served_prefectures = typed.list("/served_prefectures");
    form.conditions.languages = typed.list("/conditions/languages");
}

pub fn lay(sheet: &mut Sheet<'_>) {
    let prefectures = prefectures(sheet);
    sheet.choice("/base/prefecture", "me-prefecture", prefectures.clone());
    sheet.line("/base/municipality", "me-municipality");
    sheet.check("/remote", "me-remote");
    sheet.choice("/conditions/travel/borders", "me-borders", sheet.spoken("borders", &["0", "1", "2", "3"]));
    sheet.note("me-borders-note");
    sheet.check("/conditions/travel/islands", "me-islands");
    sheet.boxes("/conditions/languages", "me-languages", sheet.spoken("tongue", &["ja", "en"]));
    sheet.boxes("/served_prefectures", "me-served", prefectures);
    sheet.note("me-served-note");
}

pub fn prefectures(sheet: &Sheet<'_>) -> Vec<(String, String)> {
    sheet.catalogue.prefectures().iter().map(|it| (it.code.clone(), sheet.name_of(it))).collect()
}
