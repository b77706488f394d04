//! Asking the same person again: the form of a help request as it was filled in the last time, with the person's name in the company's words. What is
//! different each time, the first day, is left open; nothing is sent before the company sends it.

use crate::desk::look_at_last_time;
use crate::ids::Token;
use crate::intake::{CompanyForm, Urgency};
use crate::language::Language;
use crate::values::{Slot, WeeklySlots};
use crate::web::State;
use crate::web::pages::brokering::typed_company;
use crate::web::pages::typed::Typed;
use crate::wording::say_with;

/// None where the link leads to no work that ended.
pub(in crate::web::pages) async fn typed_again(state: &State, language: Language, token: &str) -> Option<Typed> {
    let (last, name) = look_at_last_time(&state.desk, Token::find(token)?).await.ok()?;
    let mut typed = typed_company(&CompanyForm::from(&last.company));
    let need = last.need;
    typed.put("/need/menus", need.menus);
    typed.put("/need/mode", [need.mode.code()]);
    typed.put("/need/hours", [need.hours.to_string()]);
    typed.put("/need/budget_yen", [need.budget_yen.to_string()]);
    typed.put("/need/team_wishes", need.team_wishes);
    typed.put("/need/urgency", [Urgency::Normal.code()]);
    if need.slots != WeeklySlots::FULL {
        typed.put("/need/slots", Slot::all().filter(|slot| need.slots.contains(*slot)).map(|slot| slot.to_string()));
    }
    typed.put("/need/narrative", [say_with(language, "outcome-again-narrative", &[("name", &name)])]);
    Some(typed)
}
