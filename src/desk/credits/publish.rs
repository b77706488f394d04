//! Shows an entry on the page that anybody may see of the specialist, and takes it away again at once. Each entry is ticked by itself; who is not found by
//! anybody has no such page.

use crate::credits::Activity;
use crate::credits::ClaimState;
use crate::desk::credits::own;
use crate::desk::{Desk, Refusal};
use crate::ids::{ClaimId, SpecialistId};
use crate::store::{StoredClaim, Tx};

/// An entry as anybody may see it: what kind of work, how much and when, and as what somebody approved it. No names, no words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedCredit {
    pub activity: Activity,
    pub approved_as: &'static str,
}

pub async fn publish_credit(desk: &Desk, specialist: SpecialistId, id: ClaimId, shown: bool) -> Result<(), Refusal> {
    desk.store
        .write(move |tx| {
            let (_, claim) = own(tx, specialist, id)?;
            if claim.published == shown {
                return Ok(());
            }
            if !tx.change_claim(ClaimState::Entered, &StoredClaim { published: shown, ..claim })? {
                return Err(Refusal::ChangedMeanwhile);
            }
            tx.note_act(if shown { "credit_published" } else { "credit_hidden" }, "claim", id);
            Ok(())
        })
        .await
}

/// What of a specialist's ledger anybody may see, the newest first.
pub(in crate::desk) fn published(tx: &mut Tx<'_>, specialist: SpecialistId) -> Result<Vec<PublishedCredit>, Refusal> {
    let credit = |claim: StoredClaim| PublishedCredit { approved_as: claim.claim.approved_as(), activity: claim.claim.activity };
    Ok(tx.list_published_claims(specialist)?.into_iter().map(credit).collect())
}
