//! Asking companies what came of the work, and reminding those that want to look again. Each question is a transaction of its own; one that nobody can be
//! asked any more ends without a letter and counts nowhere.

use crate::brokering::Standing;
use crate::clock::in_japan;
use crate::correspondence::LetterKind;
use crate::desk::course::tell;
use crate::desk::{Desk, Refusal};
use crate::engagement::{Due, EngagementState, FollowUp, Side};
use crate::ids::EngagementId;
use crate::store::{StoredEngagement, StoredHelpRequest, Tx};

/// How many one round takes on.
const ROUND: i64 = 500;

/// Asks, reminds and ends what is due; says how many.
pub async fn wake_follow_ups(desk: &Desk) -> Result<usize, Refusal> {
    let now = desk.clock.now();
    let (due, checks) =
        desk.store.read(move |tx| Ok::<_, Refusal>((tx.list_follow_ups_due(now, ROUND)?, tx.list_checks_due(now, ROUND)?))).await?;
    let mut woken = 0;
    for (id, is_check) in due.into_iter().map(|id| (id, false)).chain(checks.into_iter().map(|id| (id, true))) {
        let acting = desk.clone();
        woken += usize::from(desk.store.write(move |tx| wake(&acting, tx, id, is_check)).await?);
    }
    Ok(woken)
}

fn wake(desk: &Desk, tx: &mut Tx<'_>, id: EngagementId, is_check: bool) -> Result<bool, Refusal> {
    let Some(engagement) = tx.find_engagement(id)? else { return Ok(false) };
    let Some(held) = tx.hold_help_requests(&[engagement.help_request])?.pop() else { return Ok(false) };
    // As it is behind the lock: another timekeeper may have been here.
    let Some(found) = tx.find_follow_up(id)? else { return Ok(false) };
    let mut follow_up = found.follow_up;
    if !may_be_asked(tx, &held, &engagement)? {
        return leave_in_peace(tx, id, follow_up);
    }
    let now = desk.clock.now();
    if is_check {
        let Some(at) = follow_up.check_at.take().filter(|at| *at <= now) else { return Ok(false) };
        tx.save_follow_up(id, &follow_up)?;
        let day = in_japan(at).date_naive().to_string();
        tell(desk, tx, now, LetterKind::CheckAgain, Side::Company, &engagement, &day)?;
        return Ok(true);
    }
    let Some(due) = follow_up.wake(&desk.catalogue.engagement().follow_up, now) else { return Ok(false) };
    tx.save_follow_up(id, &follow_up)?;
    if due != Due::End {
        tell(desk, tx, now, LetterKind::OutcomeAsked, Side::Company, &engagement, follow_up.stage.code())?;
    }
    Ok(true)
}

/// Whether there is still somebody who wants to hear of it: a company of whom nothing is kept is nobody, and a member that took its yes back has said so.
fn may_be_asked(tx: &mut Tx<'_>, stored: &StoredHelpRequest, engagement: &StoredEngagement) -> Result<bool, Refusal> {
    let forgotten = tx.find_help_request_dates(stored.id)?.is_none_or(|dates| dates.forgotten_at.is_some());
    let member = stored.member.map(|member| tx.find_member(member)).transpose()?.flatten();
    let declined = member.is_some_and(|member| member.standing == Standing::Declined);
    Ok(!forgotten && !declined && engagement.state == EngagementState::Closed)
}

fn leave_in_peace(tx: &mut Tx<'_>, id: EngagementId, follow_up: FollowUp) -> Result<bool, Refusal> {
    if follow_up.outcome.is_none() {
        tx.remove_follow_up(id)?;
    } else {
        tx.save_follow_up(id, &FollowUp { check_at: None, due_at: None, ..follow_up })?;
    }
    Ok(true)
}
