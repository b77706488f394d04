//! The specialist reports: what was done, and the hours of the sessions that were held. The company is asked to confirm them.

use crate::desk::course::{ask_to_confirm, step};
use crate::desk::{Desk, Press, Refusal};
use crate::engagement::ReportForm;
use crate::report::FieldError;
use crate::seals::Action;

pub async fn report_work(desk: &Desk, press: Press, form: ReportForm) -> Result<(), Refusal> {
    let (acting, words) = (desk.clone(), form.check()?);
    desk.store
        .write(move |tx| {
            let (by, course, ()) = step(&acting, tx, &press, Action::Work, "work_reported", |step| {
                if step.course.held_minutes() == 0 {
                    return Err(Refusal::Fields(vec![FieldError::new("/words", "nothing-held")]));
                }
                Ok(step.course.report(step.side, words, step.now)?)
            })?;
            ask_to_confirm(&acting, tx, acting.clock.now(), &by.engagement, &course)
        })
        .await
}
