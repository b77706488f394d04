//! The specialist gives the pledge, and reads what the company wrote in its own words.

use crate::desk::course::step;
use crate::desk::pledge::promised;
use crate::desk::{Desk, Press, Refusal};
use crate::seals::Action;

/// `pledge` is the code of the pledge that the page showed; none where its box was not ticked.
pub async fn promise_to_keep(desk: &Desk, press: Press, pledge: Option<String>) -> Result<(), Refusal> {
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            let promise = promised(&acting, pledge.as_deref(), acting.clock.now())?;
            step(&acting, tx, &press, Action::Agree, "pledge_given", |step| Ok(step.course.promise(step.side, promise)?))?;
            Ok(())
        })
        .await
}
