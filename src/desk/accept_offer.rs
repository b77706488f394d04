//! A specialist accepts an offer. Whatever races, one wins (ASVS 5.0, 2.3.4).
//!
//! The order matters: the help request's row is changed first. It is the lock of the story, so a second acceptance waits there and then
//! finds the help request matched. Nothing is decided on what was read before that.

use crate::catalogue::AcceptMode;
use crate::clock::Moment;
use crate::desk::look::link_of;
use crate::desk::propose::become_willing;
use crate::desk::win::{has_room, win};
use crate::desk::{Desk, Press, Refusal};
use crate::ids::{HelpRequestId, OfferId, Token};
use crate::intake::HelpRequestState;
use crate::offers::{Ended, OfferState};
use crate::seals::Action;
use crate::store::{Purpose, StoreError, StoredOffer, Tx};

/// What became of an acceptance. All of these are answers, not errors: the page tells each in its own words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acceptance {
    /// This press decided it.
    Won(HelpRequestId),
    /// An earlier press had.
    WonAlready(HelpRequestId),
    /// This person had won, and the match was withdrawn afterwards.
    GivenUp,
    /// The company decides now.
    Willing,
    /// The person had said so before.
    WillingAlready,
    /// The person had said yes, and the company did not choose them.
    NotChosen,
    /// Somebody else was first.
    TakenByOther,
    /// The company cancelled, or the person may not be asked any more.
    Withdrawn,
    /// The deadline has passed.
    Lapsed,
    /// The person had declined.
    DeclinedBefore,
    /// The person has as many running engagements as they take.
    NoRoom,
}

/// Leaves the transaction undone, with the reason.
pub(super) enum Stop {
    Told(Acceptance),
    Refused(Refusal),
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        Self::Refused(error.into())
    }
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

pub async fn accept_offer(desk: &Desk, press: Press) -> Result<Acceptance, Refusal> {
    let acting = desk.clone();
    let done = desk.store.write(move |tx| accept(&acting, tx, acting.clock.now(), &press)).await;
    answer_of(done)
}

pub(super) fn answer_of(done: Result<Acceptance, Stop>) -> Result<Acceptance, Refusal> {
    match done {
        Ok(acceptance) | Err(Stop::Told(acceptance)) => Ok(acceptance),
        Err(Stop::Refused(refusal)) => Err(refusal),
    }
}

fn accept(desk: &Desk, tx: &mut Tx<'_>, now: Moment, press: &Press) -> Result<Acceptance, Stop> {
    let offer = offer_of(tx, &press.token, now)?;
    let help_request = offer.help_request;
    if !offer.state.is_open() || offer.expires_at <= now {
        return Ok(what_became(tx, offer.id, now)?);
    }
    let stored = tx.find_help_request(help_request)?.ok_or(Refusal::NotFound)?;
    if desk.policy_of(&stored).is_some_and(|policy| policy.mode == AcceptMode::Choose) {
        become_willing(desk, tx, now, &offer, None)?;
        desk.spend(tx, press, Action::Accept, now)?;
        return Ok(Acceptance::Willing);
    }
    if !tx.move_help_request(help_request, HelpRequestState::Open, HelpRequestState::Matched, now)? {
        return Ok(what_became(tx, offer.id, now)?);
    }
    if !has_room(tx, &offer, now)? {
        return Err(Stop::Told(Acceptance::NoRoom));
    }
    tx.hold_offers(&[help_request])?;
    if !tx.mark_offer_accepted(offer.id, now)? {
        // Declined or lapsed since it was read; the help request stays open.
        return Err(Stop::Told(what_became(tx, offer.id, now)?));
    }
    // Only now: who presses twice at once is told what the first press came to, and not that its value has been used.
    desk.spend(tx, press, Action::Accept, now)?;
    win(desk, tx, now, &offer, Ended::FilledByOther)?;
    Ok(Acceptance::Won(help_request))
}

pub(super) fn offer_of(tx: &mut Tx<'_>, token: &Token, now: Moment) -> Result<StoredOffer, Refusal> {
    let link = link_of(tx, token, Purpose::AnswerOffer, now)?;
    let id = link.subject.parse().map_err(|_| Refusal::NotFound)?;
    tx.find_offer(id)?.ok_or(Refusal::NotFound)
}

pub(super) fn what_became(tx: &mut Tx<'_>, id: OfferId, now: Moment) -> Result<Acceptance, StoreError> {
    let Some(offer) = tx.find_offer(id)? else { return Ok(Acceptance::Withdrawn) };
    Ok(match offer.state {
        OfferState::Accepted => match tx.find_holding_engagement(offer.help_request)? {
            Some(engagement) if engagement.offer == id => Acceptance::WonAlready(offer.help_request),
            _ => Acceptance::GivenUp,
        },
        OfferState::Declined => Acceptance::DeclinedBefore,
        OfferState::Lapsed => Acceptance::Lapsed,
        OfferState::Willing => Acceptance::WillingAlready,
        _ => match tx.find_winner(offer.help_request)? {
            Some(_) => Acceptance::TakenByOther,
            None if offer.state == OfferState::NotChosen => Acceptance::NotChosen,
            None if offer.state.is_open() && offer.expires_at <= now => Acceptance::Lapsed,
            None => Acceptance::Withdrawn,
        },
    })
}
