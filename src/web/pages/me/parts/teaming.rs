//! Whether somebody would come along to another's work, or bring somebody along to the own.

use crate::active_list::SpecialistForm;
use crate::web::pages::me::sheet::Sheet;
use crate::web::pages::typed::Typed;

const NAME: &str = "/conditions/teaming";

pub fn fill(form: &SpecialistForm, typed: &mut Typed) {
    typed.put(NAME, &form.conditions.teaming);
}

pub fn read(typed: &Typed, form: &mut SpecialistForm) {
    form.conditions.teaming = typed.list(NAME);
}

pub fn lay(sheet: &mut Sheet<'_>) {
    let words: Vec<(String, String)> = sheet.catalogue.team().teaming.iter().map(|word| (word.code.clone(), sheet.name_of(word))).collect();
    sheet.boxes(NAME, "me-teaming", words);
    sheet.note("me-teaming-note");
}
