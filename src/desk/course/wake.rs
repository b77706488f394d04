//! What time does to the work after a match: it reminds whose turn it is, and ends what nobody says anything to any more.

use crate::correspondence::LetterKind;
use crate::desk::brokering::in_charge;
use crate::desk::course::judge::{AGAIN, tell_judge};
use crate::desk::course::{ask_to_confirm, course_of, keep, tell};
use crate::desk::{Desk, Refusal};
use crate::engagement::{Course, EngagementState, Woken};

/// How many engagements one round takes on.
const ROUND: i64 = 500;

/// Reminds and ends what is due; says how many.
pub async fn wake_courses(desk: &Desk) -> Result<usize, Refusal> {
    let now = desk.clock.now();
    let due = desk.store.read(move |tx| tx.list_engagements_to_wake(now, ROUND)).await?;
    let mut woken = 0;
    for id in due {
        let acting = desk.clone();
        let done = desk.store.write(move |tx| {
            let Some(found) = tx.find_engagement(id)? else { return Ok(false) };
            let Some(held) = tx.hold_help_requests(&[found.help_request])?.pop() else { return Ok(false) };
            let now = acting.clock.now();
            let Some(engagement) = tx.find_engagement(id)?.filter(|one| one.state == EngagementState::Running) else { return Ok(false) };
            let rules = acting.catalogue.engagement();
            let mut course = course_of(&engagement);
            // One that was opened by a build that knew no courses begins when it is first seen, and does not end at once.
            if engagement.course.is_none() && course.ends_at(rules).is_some_and(|ends| ends <= now) {
                course = Course::begin(now);
            }
            let step = course.wake(rules, now);
            keep(&acting, tx, now, (&held, &engagement), &course)?;
            match step {
                Some(Woken::Remind(side)) => {
                    let since = course.since.timestamp_micros().to_string();
                    tell(&acting, tx, now, LetterKind::EngagementReminder, side, &engagement, &since)?;
                }
                Some(Woken::RemindJudge) => {
                    if let Some(org) = in_charge(tx, &held)? {
                        let again = format!("{AGAIN}.{}", course.since.timestamp_micros());
                        tell_judge(&acting, tx, now, &engagement, org, &again)?;
                    }
                }
                Some(Woken::Reported) => ask_to_confirm(&acting, tx, now, &engagement, &course)?,
                Some(Woken::Ended) | None => {}
            }
            Ok::<_, Refusal>(step.is_some())
        });
        woken += usize::from(done.await?);
    }
    Ok(woken)
}
