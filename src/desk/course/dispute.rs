//! The company says that it were fewer hours, and why. The specialist is asked.

use crate::correspondence::LetterKind;
use crate::desk::course::{step, tell};
use crate::desk::{Desk, Press, Refusal};
use crate::engagement::{DisputeForm, Side};
use crate::seals::Action;

pub async fn dispute_hours(desk: &Desk, press: Press, form: DisputeForm) -> Result<(), Refusal> {
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            let (by, course, ()) = step(&acting, tx, &press, Action::Work, "hours_disputed", |step| {
                let reported = step.course.report.as_ref().map(|report| report.minutes).ok_or(Refusal::ChangedMeanwhile)?;
                let (minutes, words) = form.check(reported)?;
                Ok(step.course.dispute(step.side, minutes, words, step.now)?)
            })?;
            let rounds = course.report.as_ref().map_or(0, |report| report.rounds);
            let round = format!("dispute-{rounds}");
            tell(&acting, tx, acting.clock.now(), LetterKind::HoursDisputed, Side::Specialist, &by.engagement, &round)
        })
        .await
}
