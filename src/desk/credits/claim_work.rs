//! Enters work with hours that a company has confirmed, or its support organisation decided (docs/decisions/0117). That is the approval: it was another
//! person's word, given on a page of its own, so nobody is asked a second time.

use crate::credits::ClaimState;
use crate::desk::credits::{confirmed, enter, hold};
use crate::desk::{Desk, Refusal};
use crate::ids::{ClaimId, EngagementId, SpecialistId};
use crate::store::StoredClaim;

/// Work can be entered once; what an operator has struck cannot be entered again.
pub async fn claim_work(desk: &Desk, specialist: SpecialistId, engagement: EngagementId) -> Result<ClaimId, Refusal> {
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            let now = acting.clock.now();
            let person = hold(tx, specialist)?;
            let work =
                tx.list_confirmed_work(specialist)?.into_iter().find(|work| work.engagement == engagement).ok_or(Refusal::NotFound)?;
            let mut before = tx.list_claims_of(specialist)?.into_iter().filter(|claim| claim.engagement == Some(engagement));
            if before.any(|claim| matches!(claim.state, ClaimState::Entered | ClaimState::Struck)) {
                return Err(Refusal::ChangedMeanwhile);
            }
            let claim = StoredClaim {
                id: acting.ids.beside(now),
                specialist,
                engagement: Some(engagement),
                state: ClaimState::Waiting,
                claim: confirmed(&work),
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
