//! Letters as acts: queueing one with the act that causes it, taking one for sending, and noting how it went.

mod take;

use crate::clock::Moment;
use crate::correspondence::{LetterKind, LetterState, Party};
use crate::desk::{Desk, Refusal};
use crate::events::{Event, Group, Withdrawal};
use crate::ids::{HelpRequestId, Ids, LetterId, OfferId, SpecialistId};
use crate::store::{LetterToQueue, OfferToMake, StoredOffer, Tx};

pub use take::{TakenLetter, take_letter};

/// Queues a letter, unless the party has had one of this kind for this cause.
pub(super) fn queue_letter(tx: &mut Tx<'_>, ids: &Ids, now: Moment, letter: LetterToQueue) -> Result<(), Refusal> {
    queue_letter_for(tx, ids, now, letter, now)
}

/// The same for a letter that must not leave before `leaves_at`, which is then its date.
pub(super) fn queue_letter_for(tx: &mut Tx<'_>, ids: &Ids, now: Moment, letter: LetterToQueue, leaves_at: Moment) -> Result<(), Refusal> {
    let id = letter.id;
    let leaves_at = leaves_at.max(now);
    if tx.add_letter(&letter, leaves_at)? {
        let not_before = (leaves_at > now).then_some(leaves_at);
        tx.record_for(ids.fresh(now), &Event::LetterQueued { letter: id }, now, not_before)?;
    }
    Ok(())
}

/// What a letter about an offer needs to know of it.
pub(super) trait OfferRef {
    fn parts(&self) -> (OfferId, u16, HelpRequestId, SpecialistId);
}

impl OfferRef for StoredOffer {
    fn parts(&self) -> (OfferId, u16, HelpRequestId, SpecialistId) {
        (self.id, self.wave, self.help_request, self.specialist)
    }
}

impl OfferRef for OfferToMake {
    fn parts(&self) -> (OfferId, u16, HelpRequestId, SpecialistId) {
        (self.id, self.wave, self.help_request, self.specialist)
    }
}

/// Queues a letter to the specialist of an offer.
pub(super) fn queue_offer_letter(tx: &mut Tx<'_>, ids: &Ids, now: Moment, kind: LetterKind, offer: &impl OfferRef) -> Result<(), Refusal> {
    queue_offer_letter_for(tx, ids, now, kind, offer, now)
}

/// The same for a letter that must not leave before `leaves_at`.
pub(super) fn queue_offer_letter_for(
    tx: &mut Tx<'_>,
    ids: &Ids,
    now: Moment,
    kind: LetterKind,
    offer: &impl OfferRef,
    leaves_at: Moment,
) -> Result<(), Refusal> {
    let (offer, wave, help_request, specialist) = offer.parts();
    let party = Party::Specialist(specialist);
    // After a withdrawal an offer may be made once more, in a later wave.
    let cause = format!("{offer}/wave-{wave}");
    let letter = LetterToQueue { id: ids.fresh(now), kind, party, cause, help_request, offer: Some(offer) };
    queue_letter_for(tx, ids, now, letter, leaves_at)
}

/// Notes that a letter has been handed over. An offer's letter makes the offer *sent*.
pub async fn note_letter_sent(desk: &Desk, seq: i64, id: LetterId) -> Result<(), Refusal> {
    end_letter(desk, seq, id, LetterState::Sent).await
}

/// Notes that the mail server refused a letter for good. An offer that cannot arrive is withdrawn, so that somebody else is asked.
pub async fn note_letter_refused(desk: &Desk, seq: i64, id: LetterId) -> Result<(), Refusal> {
    end_letter(desk, seq, id, LetterState::Failed).await
}

/// Ends a letter as the handling of the postman's delivery `seq`, with what its end means for an offer.
async fn end_letter(desk: &Desk, seq: i64, id: LetterId, state: LetterState) -> Result<(), Refusal> {
    let now = desk.clock.now();
    let ids = desk.ids.clone();
    desk.store
        .write(move |tx| {
            tx.finish_delivery(Group::Postman, seq, now)?;
            if !tx.end_letter(id, state, now)? {
                return Ok(());
            }
            let offer = tx.find_letter(id)?.filter(|letter| letter.kind == LetterKind::Offer).and_then(|letter| letter.offer);
            let Some(offer) = offer.map(|offer| tx.find_offer(offer)).transpose()?.flatten() else { return Ok(()) };
            let StoredOffer { id: offer, help_request, specialist, .. } = offer;
            if state == LetterState::Sent && tx.mark_offer_sent(offer)? {
                tx.record(ids.fresh(now), &Event::OfferSent { help_request, offer, specialist }, now)?;
            }
            if state == LetterState::Failed && tx.mark_offer_withdrawn(offer)? {
                let why = Withdrawal::Undeliverable;
                tx.record(ids.fresh(now), &Event::OfferWithdrawn { help_request, offer, specialist, why }, now)?;
            }
            Ok(())
        })
        .await
}

/// Gives a letter back after an attempt that failed for the time being.
pub async fn release_letter(desk: &Desk, id: LetterId) -> Result<(), Refusal> {
    desk.store.write(move |tx| Ok(tx.release_letter(id)?)).await
}
