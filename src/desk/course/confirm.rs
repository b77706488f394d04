//! The company confirms the hours that its page showed (従事証明). One press, and late is better than never.

use crate::desk::course::step;
use crate::desk::{Desk, Press, Refusal};
use crate::seals::Action;

/// `minutes` are those that the page showed.
pub async fn confirm_hours(desk: &Desk, press: Press, minutes: u32) -> Result<(), Refusal> {
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            step(&acting, tx, &press, Action::Confirm, "hours_confirmed", |step| Ok(step.course.confirm(step.side, minutes, step.now)?))?;
            Ok(())
        })
        .await
}
