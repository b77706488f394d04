//! What time does to reviews: where the second does not come, the first can be read all the same, and its reader is told.

use crate::desk::match_reviews::ReviewStep;
use crate::desk::{Desk, Refusal};
use crate::engagement::Side;
use crate::ids::EngagementId;
use crate::store::Tx;

/// How many one round takes on.
const ROUND: i64 = 500;

/// Each is a transaction of its own; says how many.
pub async fn wake_reviews(desk: &Desk) -> Result<usize, Refusal> {
    let now = desk.clock.now();
    let due = desk.store.read(move |tx| tx.list_match_reviews_to_wake(now, ROUND)).await?;
    let mut woken = 0;
    for id in due {
        let acting = desk.clone();
        woken += usize::from(desk.store.write(move |tx| wake(&acting, tx, id)).await?);
    }
    Ok(woken)
}

fn wake(desk: &Desk, tx: &mut Tx<'_>, id: EngagementId) -> Result<bool, Refusal> {
    let Some(engagement) = tx.find_engagement(id)? else { return Ok(false) };
    if tx.hold_help_requests(&[engagement.help_request])?.is_empty() {
        return Ok(false);
    }
    // As it is behind the lock: another timekeeper may have been here.
    let now = desk.clock.now();
    let Some(mut found) = tx.find_match_reviews(id)?.filter(|found| found.wakes_at.is_some_and(|at| at <= now)) else { return Ok(false) };
    found.wakes_at = None;
    tx.save_match_reviews(&found)?;
    let forgotten = tx.find_help_request_dates(engagement.help_request)?.is_none_or(|dates| dates.forgotten_at.is_some());
    let forgotten = forgotten || tx.find_specialist_dates(engagement.specialist)?.is_none_or(|dates| dates.forgotten_at.is_some());
    for reader in [Side::Company, Side::Specialist] {
        // With nobody there is nobody to read it, or nobody who could have said it.
        if !forgotten && found.reviews.seen_by(reader, desk.catalogue.reviews(), now).is_some() {
            ReviewStep::Shown.tell(desk, tx, now, &engagement, reader)?;
        }
    }
    Ok(true)
}
