//! The specialist takes something back: a claim that nobody has answered, or an entry that was a mistake. A row of the ledger is never changed; a further one
//! says that it counts no more.

use crate::credits::{ClaimState, RowKind};
use crate::desk::credits::{append, own};
use crate::desk::{Desk, Refusal};
use crate::ids::{ClaimId, SpecialistId};
use crate::store::StoredClaim;

/// Why, as the ledger has it. Words stay out of it: a statement is shown to strangers.
const MISTAKE: &str = "mistake";

/// Work that a company had confirmed can be entered again afterwards.
pub async fn take_back(desk: &Desk, specialist: SpecialistId, id: ClaimId) -> Result<(), Refusal> {
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            let now = acting.clock.now();
            let (person, claim) = own(tx, specialist, id)?;
            let (from, to, act) = match claim.state {
                ClaimState::Waiting => (ClaimState::Waiting, ClaimState::Dropped, "credit_dropped"),
                ClaimState::Entered => (ClaimState::Entered, ClaimState::TakenBack, "credit_taken_back"),
                // A second press of the same.
                ClaimState::Dropped | ClaimState::TakenBack => return Ok(()),
                ClaimState::Declined | ClaimState::Lapsed | ClaimState::Struck => return Err(Refusal::ChangedMeanwhile),
            };
            if let Some(row) = claim.seq {
                append(tx, &person, now, RowKind::TakenBack { row, reason: MISTAKE.to_owned() })?;
            }
            let settled = claim.claim.clone().settled(None);
            let gone = StoredClaim { state: to, claim: settled, wakes_at: None, decided_at: Some(now), published: false, ..claim };
            if !tx.change_claim(from, &gone)? {
                return Err(Refusal::ChangedMeanwhile);
            }
            tx.note_act(act, "claim", id);
            Ok(())
        })
        .await
}
