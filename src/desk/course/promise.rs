//! The specialist gives the pledge, and reads what the company wrote in its own words.

use crate::desk::course::step;
use crate::desk::{Desk, Press, Refusal};
use crate::report::FieldError;
use crate::seals::Action;

pub async fn promise_to_keep(desk: &Desk, press: Press, pledged: bool) -> Result<(), Refusal> {
    if !pledged {
        return Err(Refusal::Fields(vec![FieldError::new("/pledged", "pledge-missing")]));
    }
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            let pledge = acting.catalogue.engagement().pledge.code.clone();
            step(&acting, tx, &press, Action::Agree, "pledge_given", |step| Ok(step.course.promise(step.side, &pledge, step.now)?))?;
            Ok(())
        })
        .await
}
