//! An operator looks into a complaint, and tells the other side of it in words of their own.

use crate::clock::Moment;
use crate::complaints::{Complaint, NotNow, check_summary};
use crate::correspondence::{ComplaintWord, LetterKind};
use crate::desk::complaints::{keep, party_of, tell};
use crate::desk::{Desk, Refusal};
use crate::ids::ComplaintId;
use crate::store::{StoredComplaint, Tx};

/// Takes a step of an operator's, and keeps the complaint.
fn operate(
    desk: &Desk,
    tx: &mut Tx<'_>,
    id: ComplaintId,
    act: &'static str,
    take: impl FnOnce(&mut Complaint, Moment) -> Result<(), NotNow>,
) -> Result<StoredComplaint, Refusal> {
    let now = desk.clock.now();
    let before = tx.find_complaint(id)?.ok_or(Refusal::NotFound)?;
    let mut complaint = before.complaint.clone();
    take(&mut complaint, now)?;
    tx.note_act(act, "complaint", id);
    keep(desk, tx, now, before, complaint)
}

pub async fn take_up_complaint(desk: &Desk, id: ComplaintId) -> Result<(), Refusal> {
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            operate(&acting, tx, id, "complaint_taken_up", |complaint, _| complaint.take_up())?;
            Ok(())
        })
        .await
}

pub async fn hear_other_side(desk: &Desk, id: ComplaintId, summary: String) -> Result<(), Refusal> {
    let summary = check_summary(&summary)?;
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            let rules = acting.catalogue.complaints();
            let after = operate(&acting, tx, id, "complaint_released", |complaint, now| complaint.hear(summary, rules, now))?;
            let other = party_of(&after, after.complaint.by.other());
            tell(&acting, tx, acting.clock.now(), &after, other, (LetterKind::ComplaintHearing, ComplaintWord::Hearing))
        })
        .await
}
