//! A specialist accepts an offer. Whatever races, one wins (ASVS 5.0, 2.3.4).
//!
//! The order matters: the help request's row is changed first. It is the lock of the story, so a second acceptance waits there and then
//! finds the help request matched. Nothing is decided on what was read before that.

use crate::catalogue::AcceptMode;
use crate::clock::Moment;
use crate::desk::look::link_of;
use crate::desk::mailbox_code::Entry;
use crate::desk::propose::become_willing;
use crate::desk::win::{Win, has_room, win};
use crate::desk::{Desk, Press, Refusal, Stale};
use crate::ids::{HelpRequestId, OfferId, Token};
use crate::intake::HelpRequestState;
use crate::offers::{Draft, Ended, OfferState, Terms};
use crate::report::{Checker, FieldError};
use crate::seals::Action;
use crate::store::{Purpose, StoreError, StoredHelpRequest, StoredOffer, Tx};
use crate::values::Line;

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
    let done = desk.store.write(move |tx| accept(&acting, tx, acting.clock.now(), &press, &form)).await;
    answer_of(done)
}

pub(super) fn answer_of(done: Result<Acceptance, Stop>) -> Result<Acceptance, Refusal> {
    match done {
        Ok(acceptance) | Err(Stop::Told(acceptance)) => Ok(acceptance),
        Err(Stop::Refused(refusal)) => Err(refusal),
    }
}

/// Somebody who reads the mailbox and may say yes.
pub(super) struct Admitted {
    /// Who it is, where several people share the mailbox.
    pub person: Option<Line>,
    action: Action,
    counted: bool,
}

impl Admitted {
    /// Counts the press, unless it has been on the way. As late as can be: who presses twice at once is told what the first press came to, and
    /// not that its value has been used.
    pub fn count(&self, desk: &Desk, tx: &mut Tx<'_>, press: &Press, now: Moment) -> Result<(), Refusal> {
        if self.counted { Ok(()) } else { desk.spend(tx, press, self.action, now) }
    }
}

/// What every yes needs before it is weighed: a name where several people share the mailbox, and a browser or a code that shows that the mailbox is
/// read. Otherwise says what the presser is told.
pub(super) fn admitted(
    desk: &Desk,
    tx: &mut Tx<'_>,
    now: Moment,
    (press, action): (&Press, Action),
    (offer, stored): (&StoredOffer, &StoredHelpRequest),
    form: &AcceptForm,
    terms: Option<&Terms>,
) -> Result<Result<Admitted, Acceptance>, Stop> {
    if !offer.state.is_open() || offer.expires_at <= now {
        return Ok(Err(what_became(tx, offer.id, now)?));
    }
    let person = acting_person(tx, offer, form)?.map_err(Refusal::Fields)?;
    let draft = Draft { terms: terms.cloned(), acting_person: person.clone() };
    match desk.admit(tx, now, (press, action), (offer, stored), &form.code, &draft) {
        Ok(Entry::Granted { counted }) => Ok(Ok(Admitted { person, action, counted })),
        Ok(Entry::Told(told)) => Ok(Err(told)),
        // Who presses twice at once is told what the first press came to.
        Err(Refusal::StalePage(Stale::Used)) => told_again(desk, tx, now, press, (offer, stored), form).map(Err),
        Err(refusal) => Err(refusal.into()),
    }
}

fn accept(desk: &Desk, tx: &mut Tx<'_>, now: Moment, press: &Press, form: &AcceptForm) -> Result<Acceptance, Stop> {
    let offer = offer_of(tx, &press.token, now)?;
    let stored = asked_about(tx, &offer)?;
    let admitted = match admitted(desk, tx, now, (press, Action::Accept), (&offer, &stored), form, None)? {
        Ok(admitted) => admitted,
        Err(told) => return Ok(told),
    };
    let told = settle(desk, tx, now, (&offer, &stored), admitted.person.as_ref())?;
    if matches!(told, Acceptance::Won(_) | Acceptance::Willing) {
        admitted.count(desk, tx, press, now)?;
    }
    Ok(told)
}

/// What a yes comes to of somebody who may say it, by whatever way it was said.
pub(super) fn settle(
    desk: &Desk,
    tx: &mut Tx<'_>,
    now: Moment,
    (offer, stored): (&StoredOffer, &StoredHelpRequest),
    acting: Option<&Line>,
) -> Result<Acceptance, Stop> {
    let help_request = offer.help_request;
    if desk.policy_of(stored).is_some_and(|policy| policy.mode == AcceptMode::Choose) {
        become_willing(desk, tx, now, (offer, stored), None, acting)?;
        return Ok(Acceptance::Willing);
    }
    if !tx.move_help_request(help_request, HelpRequestState::Open, HelpRequestState::Matched, now)? {
        return Ok(what_became(tx, offer.id, now)?);
    }
    if !has_room(tx, offer, now)? {
        return Err(Stop::Told(Acceptance::NoRoom));
    }
    let all = tx.hold_offers_of(help_request)?;
    if !tx.mark_offer_accepted(offer.id, now)? {
        // Declined or lapsed since it was read; the help request stays open.
        return Err(Stop::Told(what_became(tx, offer.id, now)?));
    }
    win(desk, tx, now, &Win { stored, offer, acting, all: &all, others: Ended::FilledByOther })?;
    Ok(Acceptance::Won(help_request))
}

/// What a press says whose value was used by another at the same moment.
fn told_again(
    desk: &Desk,
    tx: &mut Tx<'_>,
    now: Moment,
    press: &Press,
    (offer, stored): (&StoredOffer, &StoredHelpRequest),
    form: &AcceptForm,
) -> Result<Acceptance, Stop> {
    let again = tx.find_offer(offer.id)?;
    if again.is_none_or(|again| !again.state.is_open()) {
        return Ok(what_became(tx, offer.id, now)?);
    }
    let mailbox = desk.mailbox_of(tx, now, press.browser.as_ref(), (offer, stored))?;
    let just_sent = mailbox.code_sent && form.code.trim().is_empty();
    if just_sent { Ok(Acceptance::CodeSent) } else { Err(Refusal::StalePage(Stale::Used).into()) }
}

impl AcceptForm {
    /// Who accepts, where several people share the mailbox; none where it is one person's own.
    pub fn person(&self, shares_mailbox: bool) -> Result<Option<Line>, Vec<FieldError>> {
        if !shares_mailbox {
            return Ok(None);
        }
        let mut checker = Checker::new();
        let name = checker.take("/acting_person", Line::parse(&self.acting_person, 80));
        checker.finish(name.map(Some))
    }
}

pub(super) fn acting_person(
    tx: &mut Tx<'_>,
    offer: &StoredOffer,
    form: &AcceptForm,
) -> Result<Result<Option<Line>, Vec<FieldError>>, Refusal> {
    Ok(form.person(tx.find_specialist(offer.specialist)?.is_some_and(|stored| stored.specialist.shares_mailbox())))
}

pub(super) fn offer_of(tx: &mut Tx<'_>, token: &Token, now: Moment) -> Result<StoredOffer, Refusal> {
    let link = link_of(tx, token, Purpose::AnswerOffer, now)?;
    tx.find_offer(link.offer().ok_or(Refusal::NotFound)?)?.ok_or(Refusal::NotFound)
}

/// The help request of an offer.
pub(super) fn asked_about(tx: &mut Tx<'_>, offer: &StoredOffer) -> Result<StoredHelpRequest, Refusal> {
    tx.find_help_request(offer.help_request)?.ok_or(Refusal::NotFound)
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
