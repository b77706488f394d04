//! What operators decide of an entry: one accepts; to hide it, one proposes and another confirms.

use crate::active_list::Texts;
use crate::clock::Moment;
use crate::correspondence::{LetterKind, Party};
use crate::desk::change_specialist::withdraw_open_offers;
use crate::desk::letters::queue_notice;
use crate::desk::{Desk, Refusal};
use crate::events::Event;
use crate::identity::account_of;
use crate::ids::SpecialistId;
use crate::report::{Checker, FieldError};
use crate::store::{NoticeToQueue, StoredReview, StoredSpecialist, Tx};
use crate::values::Line;

/// Letters of a reason.
const LONGEST: usize = 400;

/// Why an entry should be hidden, in words that its person reads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HidingForm {
    pub reason: String,
}

impl HidingForm {
    fn check(&self) -> Result<Line, Vec<FieldError>> {
        let mut checker = Checker::new();
        let reason = checker.take("/reason", Line::parse(&self.reason, LONGEST));
        checker.finish(reason)
    }
}

/// The person, locked, and what waits; only if it is still as it was shown.
fn waiting(tx: &mut Tx<'_>, id: SpecialistId, version: i32) -> Result<(StoredSpecialist, StoredReview), Refusal> {
    let person = tx.lock_specialists(&[id])?.pop().ok_or(Refusal::NotFound)?;
    let review = tx.find_review(id)?.ok_or(Refusal::NotFound)?;
    if review.waiting_since.is_none() || person.version != version {
        return Err(Refusal::ChangedMeanwhile);
    }
    Ok((person, review))
}

/// The texts of this version may be shown. Somebody who was hidden is told.
pub async fn accept_entry(desk: &Desk, id: SpecialistId, version: i32) -> Result<(), Refusal> {
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            let now = acting.clock.now();
            let (person, _) = waiting(tx, id, version)?;
            tx.accept_texts(id, &Texts::of(&person.specialist))?;
            tx.note_act("entry_accepted", "specialist", id);
            if person.hidden || person.held {
                tx.record(acting.ids.fresh(now), &Event::SpecialistChanged { specialist: id }, now)?;
            }
            // Whoever is off the list after a complaint stays so, whatever is written.
            if person.hidden && !person.barred {
                tell(&acting, tx, now, &person)?;
            }
            Ok(())
        })
        .await
}

/// Proposes to hide the entry; what was proposed before is replaced.
pub async fn propose_hiding(desk: &Desk, id: SpecialistId, version: i32, form: HidingForm) -> Result<(), Refusal> {
    let reason = form.check()?;
    desk.store
        .write(move |tx| {
            waiting(tx, id, version)?;
            let who = tx.who();
            tx.propose_hiding(id, reason.as_str(), &who)?;
            tx.note_act("hiding_proposed", "specialist", id);
            Ok(())
        })
        .await
}

/// Hides the entry as somebody else has proposed: nobody finds or asks the person until the texts are changed and accepted. A match goes on.
pub async fn confirm_hiding(desk: &Desk, id: SpecialistId, version: i32) -> Result<(), Refusal> {
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            let now = acting.clock.now();
            let (person, review) = waiting(tx, id, version)?;
            let (reason, by) = review.proposal.ok_or(Refusal::ChangedMeanwhile)?;
            if account_of(&by) == account_of(&tx.who()) {
                return Err(Refusal::FourEyes);
            }
            tx.hide_entry(id, &reason, now)?;
            tx.note_act("entry_hidden", "specialist", id);
            tx.record(acting.ids.fresh(now), &Event::SpecialistChanged { specialist: id }, now)?;
            withdraw_open_offers(tx, &acting.ids, now, id)?;
            tell(&acting, tx, now, &person)
        })
        .await
}

fn tell(desk: &Desk, tx: &mut Tx<'_>, now: Moment, person: &StoredSpecialist) -> Result<(), Refusal> {
    let cause = format!("{}/{}", person.id, now.timestamp_micros());
    let notice = NoticeToQueue { id: desk.ids.fresh(now), kind: LetterKind::EntryReviewed, party: Party::Specialist(person.id), cause };
    queue_notice(tx, &desk.ids, now, notice, person.specialist.conditions.quiet_hours.over_at(now))
}
