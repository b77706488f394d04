//! In which fields the person is at home.

use crate::active_list::SpecialistForm;
use crate::web::pages::me::sheet::Sheet;
use crate::web::pages::typed::Typed;

pub fn fill(form: &SpecialistForm, typed: &mut Typed) {
    typed.put("/fields", &form.fields);
}

/// A level belongs to its field and goes with it.
pub fn read(typed: &Typed, form: &mut SpecialistForm) {
    form.fields = typed.list("/fields");
    form.field_levels.retain(|field, _| typed.has("/fields", field));
}

pub fn lay(sheet: &mut Sheet<'_>) {
    let fields: Vec<_> = sheet.catalogue.fields().iter().map(|it| (it.code.clone(), sheet.name_of(it))).collect();
    sheet.boxes("/fields", "me-fields", fields);
    sheet.note("me-fields-note");
}
