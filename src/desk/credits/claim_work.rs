//! Enters work through nakodo whose hours somebody else has confirmed. That is the approval: it was another person's word, given on a page of its own, so nobody is
//! asked a second time.

use crate::credits::{ClaimState, WorkKey};
use crate::desk::credits::work::work_of;
use crate::desk::credits::{enter, hold};
use crate::desk::{Desk, Refusal};
use crate::ids::{ClaimId, SpecialistId};
use crate::store::StoredClaim;

/// Work can be entered once; what an operator has struck cannot be entered again.
pub async fn claim_work(desk: &Desk, specialist: SpecialistId, work: WorkKey) -> Result<ClaimId, Refusal> {
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            let now = acting.clock.now();
            let person = hold(tx, specialist)?;
            let (_, claim) = work_of(tx, specialist)?.into_iter().find(|(key, _)| *key == work).ok_or(Refusal::NotFound)?;
            let mut before = tx.list_claims_of(specialist)?.into_iter().filter(|claim| claim.work == Some(work));
            if before.any(|claim| matches!(claim.state, ClaimState::Entered | ClaimState::Struck)) {
                return Err(Refusal::ChangedMeanwhile);
            }
            let claim = StoredClaim {
                id: acting.ids.beside(now),
                specialist,
                work: Some(work),
                state: ClaimState::Waiting,
                claim,
                made_at: now,
                wakes_at: None,
                reminded: false,
                decided_at: None,
                seq: None,
                published: false,
                draw: None,
                question: None,
            };
            let entered = enter(&acting, tx, now, &person, claim)?;
            tx.add_claim(&entered)?;
            tx.note_act("credit_entered", "claim", entered.id);
            Ok(entered.id)
        })
        .await
}
