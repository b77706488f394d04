//! Companies for which the person will not, or must not, work.

use crate::active_list::{ConflictsForm, SpecialistForm};
use crate::web::pages::me::parts::lines;
use crate::web::pages::me::sheet::Sheet;
use crate::web::pages::typed::Typed;

const LISTS: [&str; 4] = ["customers", "competitors", "blocked", "clients"];

pub fn fill(form: &SpecialistForm, typed: &mut Typed) {
    let ConflictsForm { customers, competitors, blocked, clients } = &form.conditions.conflicts;
    for (name, list) in LISTS.into_iter().zip([customers, competitors, blocked, clients]) {
        typed.put(format!("/conditions/conflicts/{name}"), [list.join("\n")]);
    }
}

pub fn read(typed: &Typed, form: &mut SpecialistForm) {
    let list = |name: &str| lines(typed, &format!("/conditions/conflicts/{name}"));
    form.conditions.conflicts = ConflictsForm {
        customers: list("customers"),
        competitors: list("competitors"),
        blocked: list("blocked"),
        clients: list("clients"),
    };
}

pub fn lay(sheet: &mut Sheet<'_>) {
    for name in LISTS {
        sheet.area(&format!("/conditions/conflicts/{name}"), &format!("me-{name}"));
        sheet.note(&format!("me-{name}-note"));
    }
}
