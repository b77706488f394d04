//! Whether the person, or the employer, sells security products: companies fear advisers who do.

use crate::active_list::SpecialistForm;
use crate::web::pages::me::sheet::Sheet;
use crate::web::pages::typed::Typed;

const NAME: &str = "/conditions/sells_products";

pub fn fill(form: &SpecialistForm, typed: &mut Typed) {
    typed.put(NAME, [form.conditions.sells_products.map_or("", |sells| if sells { "yes" } else { "no" })]);
}

pub fn read(typed: &Typed, form: &mut SpecialistForm) {
    form.conditions.sells_products = match typed.text(NAME) {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    };
}

pub fn lay(sheet: &mut Sheet<'_>) {
    let unsaid = sheet.spoken("sells", &["unsaid"]).into_iter().map(|(_, text)| (String::new(), text));
    let choices = unsaid.chain(sheet.spoken("sells", &["no", "yes"])).collect::<Vec<_>>();
    sheet.choice(NAME, "me-sells", choices);
    sheet.note("me-sells-note");
}
