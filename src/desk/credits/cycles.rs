//! Since when a cycle of a scheme runs, as its holder says. The cycle of the registration itself follows from its last day.

use crate::credits::schemes;
use crate::desk::credits::hold;
use crate::desk::{Desk, Refusal};
use crate::ids::SpecialistId;
use crate::report::{FieldError, Mistake};
use crate::values::parse_date;

/// The scheme whose cycle is that of the registration.
pub(super) const OF_THE_REGISTRATION: &str = "riss";

/// An empty day takes the scheme off the page again.
pub async fn set_cycle(desk: &Desk, specialist: SpecialistId, scheme: String, day: String) -> Result<(), Refusal> {
    let (pointer, today) = (format!("/{scheme}"), desk.clock.today());
    if scheme == OF_THE_REGISTRATION || !schemes().contains(&scheme.as_str()) {
        return Err(Refusal::NotFound);
    }
    let begun = match day.trim() {
        "" => None,
        day => {
            let day = parse_date(day).and_then(|day| if day > today { Err(Mistake::new("in-the-future")) } else { Ok(day) });
            Some(day.map_err(|mistake| Refusal::Fields(vec![FieldError { pointer, code: mistake.code, args: mistake.args }]))?)
        }
    };
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
