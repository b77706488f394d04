//! Either side says what became of a session: moved, held, cancelled, or that the other one did not turn up. And the company, that both met.

use crate::correspondence::LetterKind;
use crate::desk::course::{session_step, step, tell};
use crate::desk::{Desk, Press, Refusal};
use crate::engagement::SessionWord;
use crate::seals::Action;

pub async fn change_session(desk: &Desk, press: Press, number: u16, word: SessionWord) -> Result<(), Refusal> {
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            let act = match word {
                SessionWord::Held { .. } => "session_held",
                SessionWord::Move { .. } => "session_moved",
                SessionWord::Cancel => "session_cancelled",
                SessionWord::NoShow => "session_missed",
            };
            let (by, course, ()) =
                step(&acting, tx, &press, Action::Work, act, |step| Ok(step.course.say(step.side, number, word, step.now)?))?;
            // What was held the other side reads in the report.
            if matches!(word, SessionWord::Held { .. }) {
                return Ok(());
            }
            let of = session_step(&course, number);
            tell(&acting, tx, acting.clock.now(), LetterKind::SessionSet, by.side.other(), &by.engagement, &of)
        })
        .await
}

/// The company says that both met at a session, or takes that back; the specialist reads it on the page.
pub async fn say_met(desk: &Desk, press: Press, number: u16, met: bool) -> Result<(), Refusal> {
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            let act = if met { "session_met" } else { "session_not_met" };
            step(&acting, tx, &press, Action::Work, act, |step| Ok(step.course.meet(step.side, number, met, step.now)?))?;
            Ok(())
        })
        .await
}
