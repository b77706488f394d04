//! Reminding of an open offer before its deadline. What was due while nobody looked is told once, not once for each time.

use crate::clock::Moment;
use crate::correspondence::{LetterKind, Party};
use crate::desk::letters::queue_letter_for;
use crate::desk::{Desk, Refusal};
use crate::events::Event;
use crate::ids::OfferId;
use crate::offers::{OfferState, begins_at, reminders};
use crate::store::{LetterToQueue, Tx};

/// How many reminders one round takes on.
const ROUND: i64 = 500;

/// Queues the reminders that are due; says how many. Each is a transaction of its own, and two timekeepers at once do no harm.
pub async fn remind_of_offers(desk: &Desk) -> Result<usize, Refusal> {
    let now = desk.clock.now();
    let due = desk.store.read(move |tx| tx.list_offers_to_remind(now, ROUND)).await?;
    let mut reminded = 0;
    for id in due {
        let acting = desk.clone();
        reminded += usize::from(desk.store.write(move |tx| remind(&acting, tx, now, id)).await?);
    }
    Ok(reminded)
}

fn remind(desk: &Desk, tx: &mut Tx<'_>, now: Moment, id: OfferId) -> Result<bool, Refusal> {
    let Some(offer) = tx.find_offer(id)? else { return Ok(false) };
    let Some(stored) = tx.find_help_request(offer.help_request)? else { return Ok(false) };
    let Some(policy) = desk.policy_of(&stored) else { return Ok(false) };
    let planned: Vec<(usize, Moment)> = reminders(&policy, desk.catalogue.holidays(), offer.begins_at).collect();
    let next = planned.iter().map(|(_, at)| *at).find(|at| now < *at);
    if !tx.move_reminder(id, now, next)? {
        return Ok(false);
    }
    // Whose offer has not left yet needs no reminder of it.
    let last = planned.iter().rev().find(|(_, at)| *at <= now).filter(|_| offer.state == OfferState::Sent);
    let Some(((number, _), person)) = last.zip(tx.find_specialist(offer.specialist)?) else { return Ok(false) };
    let leaves_at = begins_at(now, stored.help_request.need.urgency, &person.specialist.conditions);
    if leaves_at >= offer.expires_at {
        return Ok(false);
    }
    let letter = LetterToQueue {
        id: desk.ids.fresh(now),
        kind: LetterKind::OfferReminder,
        party: Party::Specialist(offer.specialist),
        cause: format!("{id}/wave-{}/reminder-{number}", offer.wave),
        help_request: offer.help_request,
        offer: Some(id),
    };
    queue_letter_for(tx, &desk.ids, now, letter, leaves_at)?;
    let reminded = Event::OfferReminded { help_request: offer.help_request, offer: id, specialist: offer.specialist };
    tx.record(desk.ids.fresh(now), &reminded, now)?;
    Ok(true)
}
