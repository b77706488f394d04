//! What a specialist says of themselves: since when a cycle of a scheme runs, and since when they hold a title that spares them courses. The cycle of the
//! registration itself follows from its last day.

use chrono::NaiveDate;

use crate::credits::{is_title, schemes};
use crate::desk::credits::hold;
use crate::desk::{Desk, Refusal};
use crate::ids::SpecialistId;
use crate::report::{FieldError, Mistake};
use crate::values::parse_date;

/// The scheme whose cycle is that of the registration.
pub(super) const OF_THE_REGISTRATION: &str = "riss";

/// An empty day takes the scheme off the page again.
pub async fn set_cycle(desk: &Desk, specialist: SpecialistId, scheme: String, day: String) -> Result<(), Refusal> {
    if scheme == OF_THE_REGISTRATION || !schemes().contains(&scheme.as_str()) {
        return Err(Refusal::NotFound);
    }
    let begun = day_of(desk, &scheme, &day)?;
    desk.store
        .write(move |tx| {
            hold(tx, specialist)?;
            let mut cycles = tx.credit_cycles(specialist)?;
            match begun {
                Some(day) => cycles.insert(scheme, day),
                None => cycles.remove(&scheme),
            };
            tx.set_credit_cycles(specialist, &cycles)?;
            tx.note_act("credit_cycle_set", "specialist", specialist);
            Ok(())
        })
        .await
}

/// An empty day takes the title out again.
pub async fn set_title(desk: &Desk, specialist: SpecialistId, title: String, day: String) -> Result<(), Refusal> {
    if !is_title(&title) {
        return Err(Refusal::NotFound);
    }
    let since = day_of(desk, &title, &day)?;
    desk.store
        .write(move |tx| {
            hold(tx, specialist)?;
            let mut titles = tx.credit_titles(specialist)?;
            match since {
                Some(day) => titles.insert(title, day),
                None => titles.remove(&title),
            };
            tx.set_credit_titles(specialist, &titles)?;
            tx.note_act("credit_title_set", "specialist", specialist);
            Ok(())
        })
        .await
}

/// A day as typed, that has come; none where nothing was typed.
fn day_of(desk: &Desk, field: &str, day: &str) -> Result<Option<NaiveDate>, Refusal> {
    let today = desk.clock.today();
    match day.trim() {
        "" => Ok(None),
        day => {
            let day = parse_date(day).and_then(|day| if day > today { Err(Mistake::new("in-the-future")) } else { Ok(day) });
            let wrong = |mistake: Mistake| FieldError { pointer: format!("/{field}"), code: mistake.code, args: mistake.args };
            Ok(Some(day.map_err(|mistake| Refusal::Fields(vec![wrong(mistake)]))?))
        }
    }
}
