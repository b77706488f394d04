//! Cancelling a help request, by whoever submitted it or by the company through its link.

use crate::clock::Moment;
use crate::correspondence::{LetterKind, Party};
use crate::desk::letters::{queue_letter, queue_offer_letter};
use crate::desk::look::{held, help_request_of_link, link_of};
use crate::desk::{Desk, Press, Refusal};
use crate::events::{Event, Withdrawal};
use crate::identity::Role;
use crate::ids::{HelpRequestId, Ids};
use crate::intake::HelpRequestState;
use crate::seals::Action;
use crate::store::{LetterToQueue, Purpose, Tx};

/// Cancels as the owner of an API key; an ended help request cannot be cancelled, a cancelled one stays so.
pub async fn cancel_help_request(desk: &Desk, id: HelpRequestId, role: Role) -> Result<(), Refusal> {
    desk.break_glass(id, role).await?;
    let now = desk.clock.now();
    let ids = desk.ids.clone();
    desk.store
        .write(move |tx| {
            held(tx, id, role)?;
            cancel(tx, &ids, now, id).map(drop)
        })
        .await
}

/// Cancels as the company, through the link in its letters.
pub async fn cancel_help_request_by_link(desk: &Desk, press: Press) -> Result<(), Refusal> {
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            let now = acting.clock.now();
            let link = link_of(tx, &press.token, Purpose::FollowHelpRequest, now)?;
            let stored = help_request_of_link(tx, &link)?;
            // A second press finds it cancelled and needs nothing more.
            if cancel(tx, &acting.ids, now, stored.id)? { acting.spend(tx, &press, Action::Cancel, now) } else { Ok(()) }
        })
        .await
}

/// False if it had been cancelled before.
pub(super) fn cancel(tx: &mut Tx<'_>, ids: &Ids, now: Moment, id: HelpRequestId) -> Result<bool, Refusal> {
    let to = HelpRequestState::Cancelled;
    let confirmed = tx.move_help_request(id, HelpRequestState::Open, to, now)?;
    if !confirmed && !tx.move_help_request(id, HelpRequestState::AwaitingConfirmation, to, now)? {
        let state = tx.find_help_request(id)?.ok_or(Refusal::NotFound)?.state;
        return if state == to { Ok(false) } else { Err(Refusal::HelpRequestEnded) };
    }
    tx.record(ids.fresh(now), &Event::HelpRequestCancelled { help_request: id }, now)?;
    for offer in tx.hold_offers_of(id)? {
        if tx.mark_live_offer_withdrawn(offer.id)? {
            let (offer_id, specialist) = (offer.id, offer.specialist);
            let why = Withdrawal::HelpRequestCancelled;
            tx.record(ids.fresh(now), &Event::OfferWithdrawn { help_request: id, offer: offer_id, specialist, why }, now)?;
            queue_offer_letter(tx, ids, now, LetterKind::OfferCancelled, &offer)?;
        }
    }
    if confirmed {
        let letter = LetterToQueue {
            id: ids.fresh(now),
            kind: LetterKind::HelpRequestCancelled,
            party: Party::Company(id),
            cause: id.to_string(),
            help_request: id,
            offer: None,
        };
        queue_letter(tx, ids, now, letter)?;
    }
    Ok(true)
}
