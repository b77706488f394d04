//! What the timekeeper does about companies that have not chosen: a reminder first, and at the end what the policy says. Each help request is a
//! transaction of its own.

use crate::catalogue::{AcceptMode, Unanswered};
use crate::clock::Moment;
use crate::correspondence::{LetterKind, Party};
use crate::desk::brokering::in_charge;
use crate::desk::choose::pass_over;
use crate::desk::letters::queue_letter;
use crate::desk::win::{Win, has_room, win};
use crate::desk::{Desk, Refusal};
use crate::events::Event;
use crate::ids::{HelpRequestId, OfferId, SpecialistId};
use crate::intake::HelpRequestState;
use crate::offers::{Ended, OfferState};
use crate::store::{LetterToQueue, StoredHelpRequest, StoredOffer, Tx};

/// How many late things one round takes on.
const ROUND: i64 = 500;

/// Reminds companies of choices that are due for it; says how many.
pub async fn remind_of_choices(desk: &Desk) -> Result<usize, Refusal> {
    let now = desk.clock.now();
    let due = desk.store.read(move |tx| tx.list_choices_to_remind(now, ROUND)).await?;
    let mut reminded = 0;
    for id in due {
        let ids = desk.ids.clone();
        let done = desk.store.write(move |tx| {
            if !tx.mark_choice_reminded(id, now)? {
                return Ok(false);
            }
            let Some(offer) = tx.find_offer(id)? else { return Ok(false) };
            let (help_request, choose_by) = (offer.help_request, offer.choose_by.unwrap_or(now));
            let letter = LetterToQueue {
                id: ids.fresh(now),
                kind: LetterKind::ChoiceReminder,
                party: Party::Company(help_request),
                // One for all who wait for the same moment.
                cause: format!("{help_request}/choose-by-{}", choose_by.timestamp()),
                help_request,
                offer: None,
            };
            queue_letter(tx, &ids, now, letter)?;
            Ok::<_, Refusal>(true)
        });
        reminded += usize::from(done.await?);
    }
    Ok(reminded)
}

/// Ends choices that were not made in time; says how many.
pub async fn lapse_choices(desk: &Desk) -> Result<usize, Refusal> {
    let now = desk.clock.now();
    let late = desk.store.read(move |tx| tx.list_late_choices(now, ROUND)).await?;
    let mut lapsed = 0;
    for id in late {
        let acting = desk.clone();
        lapsed += usize::from(desk.store.write(move |tx| lapse(&acting, tx, now, id)).await?);
    }
    Ok(lapsed)
}

fn lapse(desk: &Desk, tx: &mut Tx<'_>, now: Moment, id: HelpRequestId) -> Result<bool, Refusal> {
    let Some(stored) = tx.find_help_request(id)? else { return Ok(false) };
    let Some(policy) = desk.policy_of(&stored) else { return Ok(false) };
    if !tx.hold_help_request(id, now)? {
        return Ok(false);
    }
    let offers = tx.list_offers(id)?;
    let is_late = |offer: &&StoredOffer| offer.state == OfferState::Willing && offer.choose_by.is_some_and(|by| by <= now);
    let late: Vec<&StoredOffer> = offers.iter().filter(is_late).collect();
    if late.is_empty() || (policy.unanswered == Unanswered::Best && take_best(desk, tx, now, &stored, &late)?) {
        return Ok(!late.is_empty());
    }
    tx.hold_offers(&[id])?;
    let mut passed_over: Vec<OfferId> = Vec::new();
    for offer in late {
        if pass_over(desk, tx, now, offer, Ended::Unanswered)? {
            passed_over.push(offer.id);
        }
    }
    let Some(first) = passed_over.first() else { return Ok(false) };
    // Where the company was to choose it has not turned up, and to ask more people would be of no use to anybody.
    let ended = policy.mode == AcceptMode::Choose;
    if ended && tx.move_help_request(id, HelpRequestState::Open, HelpRequestState::Unmatched, now)? {
        tx.record(desk.ids.fresh(now), &Event::HelpRequestUnmatched { help_request: id }, now)?;
    }
    tell(desk, tx, now, &stored, &first.to_string())?;
    Ok(true)
}

/// Gives it to the best by score of those who accepted as asked; false if there is none with room. Changed terms need the company's own yes.
fn take_best(desk: &Desk, tx: &mut Tx<'_>, now: Moment, stored: &StoredHelpRequest, late: &[&StoredOffer]) -> Result<bool, Refusal> {
    let mut as_asked: Vec<&&StoredOffer> = late.iter().filter(|offer| offer.terms.is_none()).collect();
    as_asked.sort_by(|one, other| other.explanation.score.total_cmp(&one.explanation.score).then(one.id.cmp(&other.id)));
    if as_asked.is_empty() {
        return Ok(false);
    }
    // All people before any offer, each by id.
    let people: Vec<SpecialistId> = as_asked.iter().map(|offer| offer.specialist).collect();
    tx.lock_specialists(&people)?;
    let mut with_room = Vec::with_capacity(as_asked.len());
    for offer in as_asked {
        if has_room(tx, offer, now)? {
            with_room.push(offer);
        }
    }
    if with_room.is_empty() {
        return Ok(false);
    }
    let all = tx.hold_offers_of(stored.id)?;
    for offer in with_room {
        if tx.mark_offer_chosen(offer.id)?
            && tx.move_help_request(offer.help_request, HelpRequestState::Open, HelpRequestState::Matched, now)?
        {
            let acting = offer.acting_person.as_ref();
            win(desk, tx, now, &Win { stored, offer, acting, all: &all, others: Ended::OtherChosen })?;
            return Ok(true);
        }
    }
    Ok(false)
}

fn tell(desk: &Desk, tx: &mut Tx<'_>, now: Moment, stored: &StoredHelpRequest, cause: &str) -> Result<(), Refusal> {
    let broker = in_charge(tx, stored)?;
    let letters = [
        Some((LetterKind::ChoiceLapsed, Party::Company(stored.id))),
        broker.map(|org| (LetterKind::ChoiceLapsedForBroker, Party::SupportOrg(org))),
    ];
    for (kind, party) in letters.into_iter().flatten() {
        let letter = LetterToQueue { id: desk.ids.fresh(now), kind, party, cause: cause.to_owned(), help_request: stored.id, offer: None };
        queue_letter(tx, &desk.ids, now, letter)?;
    }
    Ok(())
}
