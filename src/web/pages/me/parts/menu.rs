//! One menu, and what the person takes for it at least.

use crate::active_list::{FeeUnit, OfferedMenuForm, SpecialistForm};
use crate::report::FieldError;
use crate::web::pages::me::parts::text;
use crate::web::pages::me::sheet::Sheet;
use crate::web::pages::typed::Typed;
use crate::wording::{say_with, yen};

pub fn fill(form: &SpecialistForm, code: &str, typed: &mut Typed) {
    if let Some(offered) = form.menus.iter().find(|offered| offered.menu == code) {
        typed.put("/minimum_fee_yen", text(offered.minimum_fee_yen));
        typed.put("/unit", [&offered.unit]);
    }
}

pub fn read(typed: &Typed, form: &mut SpecialistForm, code: &str, errors: &mut Vec<FieldError>) {
    let minimum_fee_yen = typed.number("/minimum_fee_yen", errors);
    let offered = OfferedMenuForm { menu: code.to_owned(), minimum_fee_yen, unit: typed.text("/unit").to_owned() };
    match form.menus.iter_mut().find(|other| other.menu == code) {
        Some(place) => *place = offered,
        None => form.menus.push(offered),
    }
}

pub fn lay(sheet: &mut Sheet<'_>, code: &str) {
    sheet.number("/minimum_fee_yen", "me-fee");
    if let Some(menu) = sheet.catalogue.menu(code) {
        let (language, unit) = (sheet.language, sheet.spoken("unit", &[menu.unit.as_str()]));
        let amount = |yen_: u32| yen(language, u64::from(yen_));
        let (low, high) = (amount(menu.price_low_yen), amount(menu.price_high_yen));
        let unit = unit.into_iter().map(|(_, text)| text).next().unwrap_or_default();
        sheet.say_note(say_with(language, "me-fee-note", &[("low", &low), ("high", &high), ("unit", &unit)]));
    }
    sheet.choice("/unit", "me-unit", sheet.spoken("unit", &FeeUnit::ALL.map(FeeUnit::code)));
}
