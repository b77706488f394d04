//! The specialist gives the pledge, and reads what the company wrote in its own words.

use crate::desk::course::step;
use crate::desk::{Desk, Press, Refusal};
use crate::report::FieldError;
use crate::seals::Action;

/// `pledge` is the code of the pledge that the page showed; none where its box was not ticked.
pub async fn promise_to_keep(desk: &Desk, press: Press, pledge: Option<String>) -> Result<(), Refusal> {
    let Some(pledge) = pledge else {
        return Err(Refusal::Fields(vec![FieldError::new("/pledged", "pledge-missing")]));
    };
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            if pledge != acting.catalogue.engagement().pledge.code {
                return Err(Refusal::ChangedMeanwhile);
            }
            step(&acting, tx, &press, Action::Agree, "pledge_given", |step| Ok(step.course.promise(step.side, &pledge, step.now)?))?;
            Ok(())
        })
        .await
}
