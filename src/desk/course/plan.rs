//! Either side plans a session; the other one gets it for the calendar. One that has been held already is written down the same way, and nobody is told.

use crate::correspondence::LetterKind;
use crate::desk::course::{session_step, step, tell};
use crate::desk::{Desk, Press, Refusal};
use crate::engagement::SessionForm;
use crate::seals::Action;

pub async fn plan_session(desk: &Desk, press: Press, form: SessionForm) -> Result<(), Refusal> {
    let now = desk.clock.now();
    let (begins, minutes) = form.check(now)?;
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            let (by, course, number) = step(&acting, tx, &press, Action::Work, "session_planned", |step| {
                Ok(step.course.plan(step.side, begins, minutes, step.now)?)
            })?;
            if begins <= now {
                return Ok(());
            }
            let of = session_step(&course, number);
            tell(&acting, tx, now, LetterKind::SessionSet, by.side.other(), &by.engagement, &of)
        })
        .await
}
