//! How a complaint ends, decided by two: one operator proposes, and another confirms or proposes something else. Only then something follows.

use crate::clock::Moment;
use crate::complaints::VerdictForm;
use crate::correspondence::ComplaintWord;
use crate::desk::complaints::{keep, settle_bar, tell_both};
use crate::desk::{Desk, Refusal};
use crate::identity::account_of;
use crate::ids::ComplaintId;
use crate::store::Tx;

/// Proposes how a complaint ends; what was proposed before is replaced.
pub async fn propose_verdict(desk: &Desk, id: ComplaintId, form: VerdictForm) -> Result<(), Refusal> {
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            let now = acting.clock.now();
            let before = tx.find_complaint(id)?.ok_or(Refusal::NotFound)?;
            if !before.complaint.can_be_decided() {
                return Err(Refusal::ChangedMeanwhile);
            }
            let verdict = form.check(&before.complaint)?;
            let mut complaint = before.complaint.clone();
            complaint.propose(verdict, &tx.who(), now)?;
            tx.note_act("verdict_proposed", "complaint", id);
            keep(&acting, tx, now, before, complaint)?;
            Ok(())
        })
        .await
}

/// Confirms what somebody else has proposed; `number` says which proposal was shown.
pub async fn confirm_verdict(desk: &Desk, id: ComplaintId, number: u16) -> Result<(), Refusal> {
    let acting = desk.clone();
    desk.store.write(move |tx| confirm(&acting, tx, acting.clock.now(), id, number)).await
}

fn confirm(desk: &Desk, tx: &mut Tx<'_>, now: Moment, id: ComplaintId, number: u16) -> Result<(), Refusal> {
    let found = tx.find_complaint(id)?.ok_or(Refusal::NotFound)?;
    let who = tx.who();
    if found.complaint.proposal.as_ref().is_some_and(|proposal| account_of(&proposal.by) == account_of(&who)) {
        return Err(Refusal::FourEyes);
    }
    // The person before the complaint, as everywhere.
    let person = tx.lock_specialists(&[found.specialist])?.pop().ok_or(Refusal::NotFound)?;
    let before = tx.find_complaint(id)?.ok_or(Refusal::NotFound)?;
    let mut complaint = before.complaint.clone();
    complaint.confirm(number, &who, desk.catalogue.complaints(), now)?;
    tx.note_act("verdict_confirmed", "complaint", id);
    let after = keep(desk, tx, now, before, complaint)?;
    settle_bar(desk, tx, now, &person)?;
    tell_both(desk, tx, now, &after, ComplaintWord::Decided)
}
