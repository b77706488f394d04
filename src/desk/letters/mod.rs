//! Letters as acts: queueing one with the act that causes it, taking one for sending, and noting how it went.

mod note;
mod notices;
mod own_week;
mod reach;
mod shelf;
mod take;
mod week;

use crate::clock::Moment;
use crate::correspondence::{LetterKind, Party};
use crate::desk::Refusal;
use crate::ids::{HelpRequestId, Ids, OfferId, SpecialistId};
use crate::store::{LetterToQueue, NoticeToQueue, OfferToMake, StoredOffer, Tx};

pub(super) use note::end;
pub use note::{EndedSending, Ending, note_letters, put_off_letter, release_letters};
pub(super) use notices::digest_cause;
pub(super) use own_week::{is_found, is_stale, own_week_cause};
pub(super) use reach::{WhyNot, gets_none_of, gets_nothing, mailbox_key, settle_reach};
pub(super) use take::still_says;
pub use take::{TakenLetter, take_letters};
pub(super) use week::{has_news, week_cause};

/// Queues letters, each with the moment before which it must not leave (its date), except those of a kind and for a cause of which the party has had one.
pub(super) fn queue_letters(tx: &mut Tx<'_>, ids: &Ids, now: Moment, letters: Vec<(LetterToQueue, Moment)>) -> Result<(), Refusal> {
    let letters: Vec<(LetterToQueue, Moment)> = letters.into_iter().map(|(letter, leaves_at)| (letter, leaves_at.max(now))).collect();
    let added = tx.add_letters(&letters)?;
    for (letter, leaves_at) in letters.iter().filter(|(letter, _)| added.contains(&letter.id)) {
        let not_before = (*leaves_at > now).then_some(*leaves_at);
        tx.record_queued(ids.fresh(now), letter.id, Some(letter.help_request), now, not_before)?;
    }
    Ok(())
}

/// Queues a letter, unless the party has had one of this kind for this cause.
pub(super) fn queue_letter(tx: &mut Tx<'_>, ids: &Ids, now: Moment, letter: LetterToQueue) -> Result<(), Refusal> {
    queue_letter_for(tx, ids, now, letter, now)
}

/// The same for a letter that must not leave before `leaves_at`, which is then its date.
pub(super) fn queue_letter_for(tx: &mut Tx<'_>, ids: &Ids, now: Moment, letter: LetterToQueue, leaves_at: Moment) -> Result<(), Refusal> {
    queue_letters(tx, ids, now, vec![(letter, leaves_at)])
}

/// Queues a letter that belongs to no help request.
pub(super) fn queue_notice(tx: &mut Tx<'_>, ids: &Ids, now: Moment, notice: NoticeToQueue, leaves_at: Moment) -> Result<(), Refusal> {
    let leaves_at = leaves_at.max(now);
    if tx.add_notice(&notice, leaves_at)? {
        let not_before = (leaves_at > now).then_some(leaves_at);
        tx.record_queued(ids.fresh(now), notice.id, None, now, not_before)?;
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
    queue_letter_for(tx, ids, now, offer_letter(ids, now, kind, offer), leaves_at)
}

/// A letter to the specialist of an offer.
pub(super) fn offer_letter(ids: &Ids, now: Moment, kind: LetterKind, offer: &impl OfferRef) -> LetterToQueue {
    let (offer, wave, help_request, specialist) = offer.parts();
    let party = Party::Specialist(specialist);
    // After a withdrawal an offer may be made once more, in a later wave.
    let cause = format!("{offer}/wave-{wave}");
    LetterToQueue { id: ids.fresh(now), kind, party, cause, help_request, offer: Some(offer) }
}
