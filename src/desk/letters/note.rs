//! Noting how the sending of letters ended: in their journals, and with what it means for offers.

use std::collections::HashMap;

use crate::clock::Moment;
use crate::correspondence::{LetterState, LetterStep};
use crate::desk::letters::notices::gathered;
use crate::desk::{Desk, Refusal};
use crate::events::{Event, Group, Withdrawal};
use crate::ids::{Ids, LetterId, OfferId};
use crate::store::{StoredOffer, ToJournal, Tx};

/// How the sending of a letter ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Handed over. An offer's letter makes the offer *sent*.
    Sent,
    /// The mail server refused it for good. An offer that cannot arrive is withdrawn, so that somebody else is asked.
    Refused,
}

/// A letter whose sending has ended, as the handling of the postman's delivery `seq`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndedSending {
    pub seq: i64,
    pub letter: LetterId,
    pub ending: Ending,
    /// What the mail server said, as codes.
    pub answer: String,
}

/// Notes how letters ended: all of them in one transaction, or none.
pub async fn note_letters(desk: &Desk, ended: Vec<EndedSending>) -> Result<(), Refusal> {
    let now = desk.clock.now();
    let ids = desk.ids.clone();
    desk.store
        .write(move |tx| {
            let numbers: Vec<i64> = ended.iter().map(|one| one.seq).collect();
            tx.finish_deliveries(Group::Postman, &numbers, now)?;
            for (ending, state) in [(Ending::Sent, LetterState::Sent), (Ending::Refused, LetterState::Failed)] {
                let of = ended.iter().filter(|one| one.ending == ending).map(|one| (one.letter, one.answer.clone()));
                end(tx, &ids, now, state, of.collect())?;
            }
            Ok(())
        })
        .await
}

/// Ends letters, each with a word for its journal.
pub(in crate::desk) fn end(
    tx: &mut Tx<'_>,
    ids: &Ids,
    now: Moment,
    state: LetterState,
    letters: Vec<(LetterId, String)>,
) -> Result<(), Refusal> {
    if letters.is_empty() {
        return Ok(());
    }
    let ended = tx.end_letters(&letters.iter().map(|(id, _)| *id).collect::<Vec<_>>(), state, now)?;
    if ended.is_empty() {
        return Ok(());
    }
    let step = match state {
        LetterState::Sent => LetterStep::Sent,
        LetterState::Failed => LetterStep::Refused,
        LetterState::Dropped | LetterState::Queued => LetterStep::Dropped,
    };
    let mut answers: HashMap<LetterId, String> = letters.into_iter().collect();
    let rows = ended.iter().map(|one| ToJournal { letter: one.id, step, answer: answers.remove(&one.id).unwrap_or_default() });
    tx.note_steps(&rows.collect::<Vec<_>>(), now)?;
    let mut offers: Vec<OfferId> = ended.iter().filter_map(|letter| letter.carried).collect();
    for digest in ended.iter().filter(|letter| letter.gathers) {
        if let Some(digest) = tx.find_letter(digest.id)? {
            offers.extend(gathered(tx, &digest)?.into_iter().map(|offer| offer.id));
        }
    }
    match state {
        LetterState::Sent => mark_sent(tx, ids, now, &offers),
        LetterState::Failed => withdraw(tx, ids, now, offers),
        LetterState::Dropped | LetterState::Queued => Ok(()),
    }
}

fn mark_sent(tx: &mut Tx<'_>, ids: &Ids, now: Moment, offers: &[OfferId]) -> Result<(), Refusal> {
    if offers.is_empty() {
        return Ok(());
    }
    for (offer, help_request, specialist) in tx.mark_offers_sent(offers)? {
        tx.record(ids.fresh(now), &Event::OfferSent { help_request, offer, specialist }, now)?;
    }
    Ok(())
}

fn withdraw(tx: &mut Tx<'_>, ids: &Ids, now: Moment, mut offers: Vec<OfferId>) -> Result<(), Refusal> {
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

/// Gives letters back that were not sent for the time being; those whose sending failed with what the mail server said.
pub async fn release_letters(desk: &Desk, letters: Vec<(LetterId, Option<String>)>) -> Result<(), Refusal> {
    let now = desk.clock.now();
    desk.store
        .write(move |tx| {
            let failed = letters
                .iter()
                .filter_map(|(letter, answer)| Some(ToJournal { letter: *letter, step: LetterStep::Postponed, answer: answer.clone()? }));
            let failed: Vec<ToJournal> = failed.collect();
            if !failed.is_empty() {
                tx.note_steps(&failed, now)?;
            }
            Ok(tx.release_letters(&letters.iter().map(|(id, _)| *id).collect::<Vec<_>>())?)
        })
        .await
}

/// Gives a letter back that has to wait for its turn until `until`. This is no attempt and no failure.
pub async fn put_off_letter(desk: &Desk, seq: i64, id: LetterId, until: Moment) -> Result<(), Refusal> {
    desk.store
        .write(move |tx| {
            tx.untake_letter(id)?;
            Ok(tx.put_off_delivery(Group::Postman, seq, until)?)
        })
        .await
}
