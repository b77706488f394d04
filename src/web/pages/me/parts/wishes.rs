//! What the person likes best. It keeps nobody out.

use crate::active_list::SpecialistForm;
use crate::intake::StaffBand;
use crate::web::pages::me::sheet::Sheet;
use crate::web::pages::typed::Typed;

pub fn fill(form: &SpecialistForm, typed: &mut Typed) {
    typed.put("/conditions/wishes/sizes", &form.conditions.wishes.sizes);
    typed.put("/conditions/wishes/industries", &form.conditions.wishes.industries);
}

pub fn read(typed: &Typed, form: &mut SpecialistForm) {
    form.conditions.wishes.sizes = typed.list("/conditions/wishes/sizes");
    form.conditions.wishes.industries = typed.list("/conditions/wishes/industries");
}

pub fn lay(sheet: &mut Sheet<'_>) {
    let sizes = sheet.spoken("staff", &StaffBand::ALL.map(StaffBand::code));
    sheet.boxes("/conditions/wishes/sizes", "me-sizes", sizes);
    sheet.note("me-wishes-note");
    let industries: Vec<_> = sheet.catalogue.industries().iter().map(|it| (it.code.clone(), sheet.name_of(it))).collect();
    sheet.boxes("/conditions/wishes/industries", "me-industries", industries);
}
