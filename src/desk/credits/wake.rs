//! What time does to claims that wait: it reminds the approver once, and ends what nobody answers.

use crate::correspondence::{LetterKind, Party};
use crate::credits::ClaimState;
use crate::desk::credits::{ends_at, held, tell, tell_specialist};
use crate::desk::{Desk, Refusal};
use crate::ids::ClaimId;
use crate::store::{StoredClaim, Tx};

/// How many one round takes on.
const ROUND: i64 = 500;

/// Each is a transaction of its own; says how many.
pub async fn wake_claims(desk: &Desk) -> Result<usize, Refusal> {
    let now = desk.clock.now();
    let due = desk.store.read(move |tx| tx.list_claims_to_wake(now, ROUND)).await?;
    let mut woken = 0;
    for id in due {
        let acting = desk.clone();
        woken += usize::from(desk.store.write(move |tx| wake(&acting, tx, id)).await?);
    }
    Ok(woken)
}

fn wake(desk: &Desk, tx: &mut Tx<'_>, id: ClaimId) -> Result<bool, Refusal> {
    let now = desk.clock.now();
    let (person, claim) = match held(tx, id) {
        // Its specialist was forgotten meanwhile.
        Err(Refusal::NotFound) => return Ok(false),
        found => found?,
    };
    if claim.state != ClaimState::Waiting || claim.wakes_at.is_none_or(|at| at > now) {
        return Ok(false);
    }
    if !claim.reminded {
        let ends_at = ends_at(desk, &claim);
        tx.change_claim(ClaimState::Waiting, &StoredClaim { reminded: true, wakes_at: Some(ends_at), ..claim })?;
        tell(desk, tx, now, LetterKind::CreditReminder, Party::Approver(id), id, "reminder")?;
        return Ok(true);
    }
    let settled = claim.claim.clone().settled(None);
    let lapsed = StoredClaim { state: ClaimState::Lapsed, claim: settled, wakes_at: None, decided_at: Some(now), ..claim };
    tx.change_claim(ClaimState::Waiting, &lapsed)?;
    tell_specialist(desk, tx, now, LetterKind::CreditDecided, &person, &lapsed)?;
    Ok(true)
}
