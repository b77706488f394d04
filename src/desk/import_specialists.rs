//! Importing many profiles: new registration numbers are enrolled, known ones are changed.

use serde::Serialize;

use crate::active_list::{ConsentForm, Specialist};
use crate::desk::change_specialist::replace;
use crate::desk::enrol_specialist::enrol;
use crate::desk::{Desk, Refusal};

/// What an import did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Imported {
    pub enrolled: usize,
    pub changed: usize,
}

/// Imports all of `people` in one transaction, or nobody.
pub async fn import_specialists(desk: &Desk, people: Vec<(Specialist, Vec<ConsentForm>)>) -> Result<Imported, Refusal> {
    let now = desk.clock.now();
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            let mut imported = Imported::default();
            for (specialist, consents) in people {
                match tx.find_specialist_by_number(specialist.registration.number.as_str())? {
                    None => {
                        enrol(&acting, tx, now, &specialist, &consents)?;
                        imported.enrolled += 1;
                    }
                    Some(before) => {
                        replace(&acting, tx, now, &before, specialist, &consents)?;
                        imported.changed += 1;
                    }
                }
            }
            Ok(imported)
        })
        .await
}
