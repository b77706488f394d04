//! What the timekeeper does when a deadline has passed. Each late thing is a transaction of its own, so that one that cannot be ended
//! does not hold up the others, and two timekeepers at once do no harm.

use crate::correspondence::LetterKind;
use crate::desk::cancel_help_request::cancel;
use crate::desk::letters::queue_offer_letter_for;
use crate::desk::{Desk, Refusal};
use crate::events::Event;

/// How many late things one round takes on.
const ROUND: i64 = 500;

/// Lapses open offers at the deadline that their letters name, and tells those who got one; says how many.
pub async fn lapse_silent_offers(desk: &Desk) -> Result<usize, Refusal> {
    let now = desk.clock.now();
    let late = desk.store.read(move |tx| tx.list_silent_offers(now, ROUND)).await?;
    let mut lapsed = 0;
    for id in late {
        let ids = desk.ids.clone();
        let done = desk.store.write(move |tx| {
            let Some(offer) = tx.find_offer(id)? else { return Ok(false) };
            if !tx.mark_offer_lapsed(id, now)? {
                return Ok(false);
            }
            let (help_request, specialist) = (offer.help_request, offer.specialist);
            tx.record(ids.fresh(now), &Event::OfferLapsed { help_request, offer: id, specialist }, now)?;
            // Nothing in it is urgent, so it keeps to the quiet hours whatever the help request is about.
            if let Some(person) = tx.find_specialist(specialist)? {
                let leaves_at = person.specialist.conditions.quiet_hours.over_at(now);
                queue_offer_letter_for(tx, &ids, now, LetterKind::OfferLapsed, &offer, leaves_at)?;
            }
            Ok::<_, Refusal>(true)
        });
        lapsed += usize::from(done.await?);
    }
    Ok(lapsed)
}

/// Cancels help requests that their companies did not confirm in time; says how many. Nobody has been asked about them yet, and nobody
/// is told: the address may belong to somebody who never asked for anything.
pub async fn drop_unconfirmed(desk: &Desk) -> Result<usize, Refusal> {
    let now = desk.clock.now();
    let late = desk.store.read(move |tx| tx.list_unconfirmed(now, ROUND)).await?;
    let mut dropped = 0;
    for id in late {
        let ids = desk.ids.clone();
        match desk.store.write(move |tx| cancel(tx, &ids, now, id)).await {
            Ok(_) => dropped += 1,
            // Confirmed and even ended while this round was under way.
            Err(Refusal::HelpRequestEnded) => {}
            Err(other) => return Err(other),
        }
    }
    Ok(dropped)
}
