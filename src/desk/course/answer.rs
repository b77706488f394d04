//! The specialist answers other hours: agrees to them, which settles it, or says another figure, which the company looks at once more.

use crate::desk::course::{ask_to_confirm, step};
use crate::desk::{Desk, Press, Refusal};
use crate::engagement::{AnswerForm, Stage};
use crate::seals::Action;
use crate::values::Prose;

/// `form` is none where the reader agrees to what the company says; `minutes` is then what the page showed of that.
pub async fn answer_dispute(desk: &Desk, press: Press, minutes: u32, form: Option<AnswerForm>) -> Result<(), Refusal> {
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            let (by, course, ()) = step(&acting, tx, &press, Action::Work, "hours_answered", |step| {
                let report = step.course.report.as_ref().ok_or(Refusal::ChangedMeanwhile)?;
                let said = report.dispute.as_ref().map(|dispute| dispute.minutes);
                let (minutes, words) = match &form {
                    Some(form) => form.check(report)?,
                    None if said == Some(minutes) => (minutes, Prose::default()),
                    None => return Err(Refusal::ChangedMeanwhile),
                };
                Ok(step.course.answer(step.side, minutes, words, step.now)?)
            })?;
            match course.stage {
                Stage::Confirming => ask_to_confirm(&acting, tx, acting.clock.now(), &by.engagement, &course),
                _ => Ok(()),
            }
        })
        .await
}
