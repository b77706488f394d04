//! Noting how the sending of letters ended, with what that means for an offer.

use crate::clock::Moment;
use crate::correspondence::LetterState;
use crate::desk::{Desk, Refusal};
use crate::events::{Event, Group, Withdrawal};
use crate::ids::{Ids, LetterId, OfferId};
use crate::store::{StoredOffer, Tx};

/// How the sending of a letter ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Handed over. An offer's letter makes the offer *sent*.
    Sent,
    /// The mail server refused it for good. An offer that cannot arrive is withdrawn, so that somebody else is asked.
    Refused,
}

/// Notes how letters ended, each as the handling of a delivery of the postman's: all of them in one transaction, or none.
pub async fn note_letters(desk: &Desk, ended: Vec<(i64, LetterId, Ending)>) -> Result<(), Refusal> {
    let now = desk.clock.now();
    let ids = desk.ids.clone();
    desk.store
        .write(move |tx| {
            let numbers: Vec<i64> = ended.iter().map(|(seq, ..)| *seq).collect();
            tx.finish_deliveries(Group::Postman, &numbers, now)?;
            let of = |ending: Ending| ended.iter().filter(|(.., one)| *one == ending).map(|(_, id, _)| *id).collect::<Vec<LetterId>>();
            note_sent(tx, &ids, now, &of(Ending::Sent))?;
            note_refused(tx, &ids, now, &of(Ending::Refused))
        })
        .await
}

fn note_sent(tx: &mut Tx<'_>, ids: &Ids, now: Moment, letters: &[LetterId]) -> Result<(), Refusal> {
    if letters.is_empty() {
        return Ok(());
    }
    let offers: Vec<OfferId> = tx.end_letters(letters, LetterState::Sent, now)?.into_iter().filter_map(|letter| letter.carried).collect();
    if offers.is_empty() {
        return Ok(());
    }
    for (offer, help_request, specialist) in tx.mark_offers_sent(&offers)? {
        tx.record(ids.fresh(now), &Event::OfferSent { help_request, offer, specialist }, now)?;
    }
    Ok(())
}

fn note_refused(tx: &mut Tx<'_>, ids: &Ids, now: Moment, letters: &[LetterId]) -> Result<(), Refusal> {
    if letters.is_empty() {
        return Ok(());
    }
    let mut offers: Vec<OfferId> =
        tx.end_letters(letters, LetterState::Failed, now)?.into_iter().filter_map(|letter| letter.carried).collect();
    // In the order in which everybody holds several of them.
    offers.sort_unstable();
    for id in offers {
        let Some(StoredOffer { id: offer, help_request, specialist, .. }) = tx.find_offer(id)? else { continue };
        if tx.mark_offer_withdrawn(offer)? {
            let why = Withdrawal::Undeliverable;
            tx.record(ids.fresh(now), &Event::OfferWithdrawn { help_request, offer, specialist, why }, now)?;
        }
    }
    Ok(())
}

/// Gives letters back whose sending failed for the time being.
pub async fn release_letters(desk: &Desk, letters: Vec<LetterId>) -> Result<(), Refusal> {
    desk.store.write(move |tx| Ok(tx.release_letters(&letters)?)).await
}
