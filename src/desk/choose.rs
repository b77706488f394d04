//! The company decides on those who are willing, through its status page: yes to one, no to one, or none of these.

use crate::clock::Moment;
use crate::correspondence::LetterKind;
use crate::desk::letters::queue_offer_letter;
use crate::desk::look::{help_request_of_link, link_of};
use crate::desk::win::{Win, has_room, win};
use crate::desk::{Desk, Press, Refusal};
use crate::events::Event;
use crate::ids::OfferId;
use crate::intake::HelpRequestState;
use crate::offers::{Ended, OfferState};
use crate::seals::Action;
use crate::store::{Purpose, StoreError, StoredHelpRequest, StoredOffer, Tx};

/// What became of a choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// This press decided it.
    Chosen,
    /// An earlier press had.
    ChosenAlready,
    /// Somebody else has it by now.
    TakenByOther,
    /// The person has taken on something else meanwhile; another one may be chosen.
    NoRoom,
    /// The person stepped back, the time to choose is over, or the help request has ended.
    Over,
}

/// What became of a no.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoThankYou {
    Refused,
    /// There was nobody left to say it to.
    OverAlready,
}

/// Leaves the transaction undone, with the reason.
enum Stop {
    Told(Choice),
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

/// Chooses somebody who is willing.
pub async fn choose_offer(desk: &Desk, press: Press, offer: OfferId) -> Result<Choice, Refusal> {
    let acting = desk.clone();
    match desk.store.write(move |tx| choose(&acting, tx, &press, offer)).await {
        Ok(()) => Ok(Choice::Chosen),
        Err(Stop::Told(choice)) => Ok(choice),
        Err(Stop::Refused(refusal)) => Err(refusal),
    }
}

fn choose(desk: &Desk, tx: &mut Tx<'_>, press: &Press, id: OfferId) -> Result<(), Stop> {
    let now = desk.clock.now();
    let stored = help_request_behind(tx, press, now)?;
    let help_request = stored.id;
    let offer = tx.find_offer(id)?.filter(|offer| offer.help_request == help_request).ok_or(Refusal::NotFound)?;
    if !may_be_chosen(&offer, now) || !tx.move_help_request(help_request, HelpRequestState::Open, HelpRequestState::Matched, now)? {
        return Err(Stop::Told(what_became(tx, &offer)?));
    }
    if !has_room(tx, &offer, now)? {
        return Err(Stop::Told(Choice::NoRoom));
    }
    let all = tx.hold_offers_of(help_request)?;
    if !tx.mark_offer_chosen(id)? {
        // The person stepped back since it was read; the help request stays open.
        return Err(Stop::Told(Choice::Over));
    }
    desk.spend(tx, press, Action::Choose, now)?;
    let acting = offer.acting_person.as_ref();
    win(desk, tx, now, &Win { stored: &stored, offer: &offer, acting, all: &all, others: Ended::OtherChosen })?;
    Ok(())
}

fn help_request_behind(tx: &mut Tx<'_>, press: &Press, now: Moment) -> Result<StoredHelpRequest, Refusal> {
    let link = link_of(tx, &press.token, Purpose::FollowHelpRequest, now)?;
    help_request_of_link(tx, &link)
}

/// Whether the company may choose the reader of an offer now.
pub(super) fn may_be_chosen(offer: &StoredOffer, now: Moment) -> bool {
    offer.state == OfferState::Willing && offer.choose_by.is_some_and(|choose_by| now < choose_by)
}

fn what_became(tx: &mut Tx<'_>, offer: &StoredOffer) -> Result<Choice, StoreError> {
    Ok(match tx.find_holding_engagement(offer.help_request)? {
        Some(engagement) if engagement.offer == offer.id => Choice::ChosenAlready,
        Some(_) => Choice::TakenByOther,
        None => Choice::Over,
    })
}

/// Says no to one of the willing, or to all of them that it could choose; the matcher then asks others, if nobody is left.
pub async fn refuse_willing(desk: &Desk, press: Press, only: Option<OfferId>) -> Result<NoThankYou, Refusal> {
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            let now = acting.clock.now();
            let help_request = help_request_behind(tx, &press, now)?.id;
            if !tx.hold_help_request(help_request, now)? {
                return Ok(NoThankYou::OverAlready);
            }
            let mut refused = 0;
            for offer in tx.hold_offers_of(help_request)? {
                if may_be_chosen(&offer, now) && only.is_none_or(|only| only == offer.id) {
                    refused += usize::from(pass_over(&acting, tx, now, &offer, Ended::Refused)?);
                }
            }
            if refused == 0 {
                return Ok(NoThankYou::OverAlready);
            }
            acting.spend(tx, &press, Action::Refuse, now)?;
            Ok(NoThankYou::Refused)
        })
        .await
}

/// Ends the offer of somebody who was willing and does not have it, and tells that person, whatever the policy says of others: who has
/// said yes is owed an answer. False if it had ended. Only for who holds the help request's row.
pub(super) fn pass_over(desk: &Desk, tx: &mut Tx<'_>, now: Moment, offer: &StoredOffer, why: Ended) -> Result<bool, Refusal> {
    if !tx.mark_offer_not_chosen(offer.id, why)? {
        return Ok(false);
    }
    let (help_request, specialist) = (offer.help_request, offer.specialist);
    tx.record(desk.ids.fresh(now), &Event::OfferNotChosen { help_request, offer: offer.id, specialist, why }, now)?;
    queue_offer_letter(tx, &desk.ids, now, LetterKind::OfferNotChosen, offer)?;
    Ok(true)
}
