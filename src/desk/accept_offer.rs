//! A specialist accepts an offer. Whatever races, one wins (ASVS 5.0, 2.3.4).
//!
//! The order matters: the help request's row is changed first. It is the lock of the story, so a second acceptance waits there and then
//! finds the help request matched. Nothing is decided on what was read before that.

use crate::clock::Moment;
use crate::correspondence::{LetterKind, Party};
use crate::desk::letters::{queue_letter, queue_offer_letter};
use crate::desk::look::link_of;
use crate::desk::mailbox_code::Entry;
use crate::desk::{Desk, Press, Refusal, Stale};
use crate::events::{Event, Withdrawal};
use crate::ids::{HelpRequestId, Ids, OfferId, Token};
use crate::intake::HelpRequestState;
use crate::offers::OfferState;
use crate::report::Checker;
use crate::seals::Action;
use crate::store::{LetterToQueue, Purpose, StoreError, StoredOffer, Tx};
use crate::values::Line;

/// What became of an acceptance. All of these are answers, not errors: the page tells each in its own words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acceptance {
    /// This press decided it.
    Won(HelpRequestId),
    /// An earlier press had.
    WonAlready(HelpRequestId),
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
    /// Nobody knows the browser: a code is on its way to the mailbox.
    CodeSent,
    /// Another code than that was typed.
    CodeWrong,
    /// The code is too old, has been used, or was tried too often.
    CodeOver,
    /// So many codes were sent that no more are for a while.
    TooManyCodes,
}

/// What somebody who accepts types besides.
#[derive(Clone, Debug, Default)]
pub struct AcceptForm {
    /// The code from the mailbox; empty until it is there.
    pub code: String,
    /// Needed where several people share the mailbox.
    pub acting_person: String,
}

/// How somebody accepts.
pub(super) enum Way<'a> {
    /// By a press on the page, with what was typed there.
    Press(&'a Press, &'a AcceptForm),
    /// By a mail of theirs that was judged before.
    Mail,
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

pub async fn accept_offer(desk: &Desk, press: Press, form: AcceptForm) -> Result<Acceptance, Refusal> {
    let acting = desk.clone();
    let done = desk.store.write(move |tx| {
        let now = acting.clock.now();
        let offer = offer_of(tx, &press.token, now)?;
        accept(&acting, tx, now, &offer, &Way::Press(&press, &form))
    });
    match done.await {
        Ok(acceptance) | Err(Stop::Told(acceptance)) => Ok(acceptance),
        Err(Stop::Refused(refusal)) => Err(refusal),
    }
}

pub(super) fn accept(desk: &Desk, tx: &mut Tx<'_>, now: Moment, offer: &StoredOffer, way: &Way<'_>) -> Result<Acceptance, Stop> {
    let ids = &desk.ids;
    let help_request = offer.help_request;
    if !offer.state.is_open() || offer.expires_at <= now {
        return Ok(what_became(tx, offer.id, now)?);
    }
    let (person, to_spend) = match way {
        Way::Mail => (None, None),
        Way::Press(press, form) => {
            let person = acting_person(tx, offer, form)?;
            match desk.admit(tx, now, press, offer, &form.code, person.as_ref()) {
                Ok(Entry::Granted { counted }) => (person, (!counted).then_some(*press)),
                Ok(Entry::Told(told)) => return Ok(told),
                // Who presses twice at once is told what the first press came to.
                Err(Refusal::StalePage(Stale::Used)) => return told_again(desk, tx, now, press, offer, form),
                Err(refusal) => return Err(refusal.into()),
            }
        }
    };
    if !tx.move_help_request(help_request, HelpRequestState::Open, HelpRequestState::Matched, now)? {
        return Ok(what_became(tx, offer.id, now)?);
    }
    if !has_room(tx, offer, now)? {
        return Err(Stop::Told(Acceptance::NoRoom));
    }
    if !tx.mark_offer_accepted(offer.id, now)? {
        // Declined or lapsed since it was read; the help request stays open.
        return Err(Stop::Told(what_became(tx, offer.id, now)?));
    }
    // Only now: who presses twice at once is told what the first press came to, and not that its value has been used.
    if let Some(press) = to_spend {
        desk.spend(tx, press, Action::Accept, now)?;
    }
    let engagement = ids.fresh(now);
    tx.add_engagement(engagement, offer, person.as_ref(), now)?;
    tx.record(ids.fresh(now), &Event::OfferAccepted { help_request, offer: offer.id, specialist: offer.specialist }, now)?;
    tx.record(ids.fresh(now), &Event::EngagementOpened { help_request, engagement, specialist: offer.specialist }, now)?;
    queue_match_letters(tx, ids, now, offer)?;
    for other in tx.list_offers(help_request)? {
        if other.id != offer.id && tx.mark_offer_withdrawn(other.id)? {
            let (offer, specialist) = (other.id, other.specialist);
            let event = Event::OfferWithdrawn { help_request, offer, specialist, why: Withdrawal::FilledByOther };
            tx.record(ids.fresh(now), &event, now)?;
            queue_offer_letter(tx, ids, now, LetterKind::OfferFilled, &other)?;
        }
    }
    Ok(Acceptance::Won(help_request))
}

/// What a press says whose value was used by another at the same moment.
fn told_again(
    desk: &Desk,
    tx: &mut Tx<'_>,
    now: Moment,
    press: &Press,
    offer: &StoredOffer,
    form: &AcceptForm,
) -> Result<Acceptance, Stop> {
    let again = tx.find_offer(offer.id)?;
    if again.is_none_or(|again| !again.state.is_open()) {
        return Ok(what_became(tx, offer.id, now)?);
    }
    let mailbox = desk.mailbox_of(tx, now, press.browser.as_ref(), offer)?;
    let just_sent = mailbox.code_sent && form.code.trim().is_empty();
    if just_sent { Ok(Acceptance::CodeSent) } else { Err(Refusal::StalePage(Stale::Used).into()) }
}

/// Who accepts, where several people share the mailbox; none where it is one person's own.
fn acting_person(tx: &mut Tx<'_>, offer: &StoredOffer, form: &AcceptForm) -> Result<Option<Line>, Refusal> {
    let shared = tx.find_specialist(offer.specialist)?.is_some_and(|stored| stored.specialist.shares_mailbox());
    if !shared {
        return Ok(None);
    }
    let mut checker = Checker::new();
    let name = checker.take("/acting_person", Line::parse(&form.acting_person, 80));
    Ok(checker.finish(name.map(Some))?)
}

pub(super) fn offer_of(tx: &mut Tx<'_>, token: &Token, now: Moment) -> Result<StoredOffer, Refusal> {
    let link = link_of(tx, token, Purpose::AnswerOffer, now)?;
    let id = link.subject.parse().map_err(|_| Refusal::NotFound)?;
    tx.find_offer(id)?.ok_or(Refusal::NotFound)
}

fn has_room(tx: &mut Tx<'_>, offer: &StoredOffer, now: Moment) -> Result<bool, StoreError> {
    // Locked, so that two acceptances of one person for different help requests count one another.
    let locked = tx.lock_specialists(&[offer.specialist])?;
    let running = tx.records_of(&[offer.specialist], now)?.get(&offer.specialist).map_or(0, |record| record.engagements);
    Ok(locked.first().is_some_and(|stored| running < u16::from(stored.specialist.max_engagements)))
}

fn what_became(tx: &mut Tx<'_>, id: OfferId, now: Moment) -> Result<Acceptance, StoreError> {
    let Some(offer) = tx.find_offer(id)? else { return Ok(Acceptance::Withdrawn) };
    Ok(match offer.state {
        OfferState::Accepted => Acceptance::WonAlready(offer.help_request),
        OfferState::Declined => Acceptance::DeclinedBefore,
        OfferState::Lapsed => Acceptance::Lapsed,
        _ => match tx.find_winner(offer.help_request)? {
            Some(_) => Acceptance::TakenByOther,
            None if offer.state.is_open() && offer.expires_at <= now => Acceptance::Lapsed,
            None => Acceptance::Withdrawn,
        },
    })
}

fn queue_match_letters(tx: &mut Tx<'_>, ids: &Ids, now: Moment, offer: &StoredOffer) -> Result<(), Refusal> {
    let support_org = tx.find_help_request(offer.help_request)?.and_then(|stored| stored.support_org);
    let letters = [
        Some((LetterKind::MatchForCompany, Party::Company(offer.help_request))),
        Some((LetterKind::MatchForSpecialist, Party::Specialist(offer.specialist))),
        support_org.map(|org| (LetterKind::MatchForBroker, Party::SupportOrg(org))),
    ];
    for (kind, party) in letters.into_iter().flatten() {
        let (help_request, cause) = (offer.help_request, offer.id.to_string());
        let letter = LetterToQueue { id: ids.fresh(now), kind, party, cause, help_request, offer: Some(offer.id) };
        queue_letter(tx, ids, now, letter)?;
    }
    Ok(())
}
