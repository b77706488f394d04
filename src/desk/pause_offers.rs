//! A person says from when on offers may come again, and takes that back. What has been offered already stays open.

use chrono::{Days, NaiveDate};

use crate::active_list::{PauseForm, Pauses};
use crate::clock::{Moment, in_japan};
use crate::correspondence::{LetterKind, Party};
use crate::desk::letters::queue_notice;
use crate::desk::{Desk, Press, Refusal};
use crate::events::Event;
use crate::ids::{SpecialistId, Token};
use crate::language::Language;
use crate::report::FieldError;
use crate::seals::Action;
use crate::store::{NoticeToQueue, Purpose, StoredOffer, StoredSpecialist, Tx};

/// What the page of pauses shows.
#[derive(Clone, Debug)]
pub struct PausePage {
    /// Those that hold today.
    pub pauses: Pauses,
    /// Whether a new one can be named here: by the link of an offer, or of the question whether the profile is still right.
    pub may_pause: bool,
    pub language: Language,
}

/// Whose link this is, and whether it may begin a pause. The link of the letter about a pause only ends it.
fn person_of(tx: &mut Tx<'_>, token: &Token, now: Moment) -> Result<(StoredSpecialist, bool), Refusal> {
    let link = tx.find_link(&token.hash())?.filter(|link| now < link.expires_at).ok_or(Refusal::NotFound)?;
    let subject = || link.subject.parse().map_err(|_| Refusal::NotFound);
    let (id, may_pause) = match link.purpose {
        Purpose::AnswerOffer => {
            let offer = link.offer().map(|id| tx.find_offer(id)).transpose()?.flatten();
            (offer.ok_or(Refusal::NotFound)?.specialist, true)
        }
        Purpose::ConfirmProfile => (subject()?, true),
        Purpose::EndPause => (subject()?, false),
        Purpose::ConfirmHelpRequest
        | Purpose::FollowHelpRequest
        | Purpose::LeaveEngagement
        | Purpose::AnswerMember
        | Purpose::AnswerReferral
        | Purpose::ApproveCredit
        | Purpose::FollowTeam
        | Purpose::AnswerEndorsement
        | Purpose::AnswerPool
        | Purpose::FollowPool
        | Purpose::FollowComplaint
        | Purpose::AnswerComplaint
        | Purpose::ChooseLetters
        | Purpose::ChooseWeeklyLetter
        | Purpose::SignIn => return Err(Refusal::NotFound),
    };
    Ok((tx.find_specialist(id)?.ok_or(Refusal::NotFound)?, may_pause))
}

/// The same, locked, so that two changes of one person's pauses are made one after the other.
fn locked(tx: &mut Tx<'_>, id: SpecialistId) -> Result<StoredSpecialist, Refusal> {
    tx.lock_specialists(&[id])?.pop().ok_or(Refusal::NotFound)
}

pub async fn look_at_pauses(desk: &Desk, token: Token) -> Result<PausePage, Refusal> {
    let now = desk.clock.now();
    desk.store
        .read(move |tx| {
            let (person, may_pause) = person_of(tx, &token, now)?;
            let pauses = person.pauses.on(in_japan(now).date_naive());
            Ok(PausePage { pauses, may_pause, language: person.specialist.language() })
        })
        .await
}

/// Pauses all offers through a link. A letter says so, with a link that ends the pause: whoever has a forwarded letter cannot silence
/// somebody unnoticed.
pub async fn pause_offers(desk: &Desk, press: Press, form: PauseForm) -> Result<NaiveDate, Refusal> {
    let again_on = form.check(desk.clock.today())?;
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            let now = acting.clock.now();
            let (person, may_pause) = person_of(tx, &press.token, now)?;
            let person = if may_pause { locked(tx, person.id)? } else { return Err(Refusal::NotFound) };
            if stop(&acting, tx, now, &person, |pauses| pauses.stop_all(again_on))? {
                acting.spend(tx, &press, Action::Pause, now)?;
                tell(&acting, tx, now, person.id, again_on)?;
            }
            Ok(again_on)
        })
        .await
}

/// Ends every pause through a link.
pub async fn resume_offers(desk: &Desk, press: Press) -> Result<(), Refusal> {
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            let now = acting.clock.now();
            let (person, _) = person_of(tx, &press.token, now)?;
            let person = locked(tx, person.id)?;
            if go_on(&acting, tx, now, &person)? { acting.spend(tx, &press, Action::Resume, now) } else { Ok(()) }
        })
        .await
}

/// Pauses all offers as the owner of a key.
pub async fn pause_specialist(desk: &Desk, id: SpecialistId, form: PauseForm) -> Result<Pauses, Refusal> {
    let again_on = form.check(desk.clock.today())?;
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            let person = locked(tx, id)?;
            stop(&acting, tx, acting.clock.now(), &person, |pauses| pauses.stop_all(again_on))?;
            pauses_of(&acting, tx, id)
        })
        .await
}

/// Ends every pause as the owner of a key.
pub async fn resume_specialist(desk: &Desk, id: SpecialistId) -> Result<Pauses, Refusal> {
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            let person = locked(tx, id)?;
            go_on(&acting, tx, acting.clock.now(), &person)?;
            pauses_of(&acting, tx, id)
        })
        .await
}

fn pauses_of(desk: &Desk, tx: &mut Tx<'_>, id: SpecialistId) -> Result<Pauses, Refusal> {
    Ok(tx.find_specialist(id)?.ok_or(Refusal::NotFound)?.pauses.on(desk.clock.today()))
}

/// What somebody who declines says about the time to come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotBefore {
    /// Offers of the same menus.
    SameMenus(NaiveDate),
    Anything(NaiveDate),
}

/// The same as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NotBeforeForm {
    /// `menus`, `all`, or empty where the person says nothing of the kind.
    pub what: String,
    pub again_on: String,
}

impl NotBeforeForm {
    pub fn check(&self, today: NaiveDate) -> Result<Option<NotBefore>, Vec<FieldError>> {
        let day = || PauseForm { again_on: self.again_on.clone() }.check(today);
        Ok(match self.what.as_str() {
            "" => None,
            "menus" => Some(NotBefore::SameMenus(day()?)),
            "all" => Some(NotBefore::Anything(day()?)),
            _ => return Err(vec![FieldError::new("/not_before", "not-one-of").with("choices", "menus, all")]),
        })
    }
}

/// What a refusal means for the time to come: what the person says, and the rest that its reason brings by the catalogue.
pub(super) fn rest_after_declining(
    desk: &Desk,
    tx: &mut Tx<'_>,
    now: Moment,
    offer: &StoredOffer,
    reason: &str,
    not_before: Option<&NotBefore>,
) -> Result<(), Refusal> {
    let today = in_japan(now).date_naive();
    let rest = desk.catalogue.decline_reason(reason).and_then(|reason| reason.park_days).map(|days| today + Days::new(u64::from(days)));
    let menus = tx.find_help_request(offer.help_request)?.map(|stored| stored.help_request.need.menus).unwrap_or_default();
    let person = locked(tx, offer.specialist)?;
    let stopped = stop(desk, tx, now, &person, |pauses| {
        if let Some(again_on) = rest {
            pauses.stop_menus(&menus, again_on);
        }
        match not_before {
            Some(NotBefore::SameMenus(again_on)) => pauses.stop_menus(&menus, *again_on),
            Some(NotBefore::Anything(again_on)) => pauses.stop_all(*again_on),
            None => {}
        }
    })?;
    match not_before {
        Some(NotBefore::Anything(again_on)) if stopped => tell(desk, tx, now, person.id, *again_on),
        _ => Ok(()),
    }
}

/// Changes the pauses of somebody who is locked; false if they are the same as before.
fn stop(desk: &Desk, tx: &mut Tx<'_>, now: Moment, person: &StoredSpecialist, change: impl FnOnce(&mut Pauses)) -> Result<bool, Refusal> {
    let before = person.pauses.on(in_japan(now).date_naive());
    let mut pauses = before.clone();
    change(&mut pauses);
    if pauses == before {
        return Ok(false);
    }
    tx.set_pauses(person.id, &pauses)?;
    tx.record(desk.ids.fresh(now), &Event::OffersPaused { specialist: person.id }, now)?;
    Ok(true)
}

/// Ends the pauses of somebody who is locked; false if there were none.
fn go_on(desk: &Desk, tx: &mut Tx<'_>, now: Moment, person: &StoredSpecialist) -> Result<bool, Refusal> {
    if person.pauses.on(in_japan(now).date_naive()).is_empty() {
        return Ok(false);
    }
    tx.set_pauses(person.id, &Pauses::default())?;
    tx.record(desk.ids.fresh(now), &Event::OffersResumed { specialist: person.id }, now)?;
    Ok(true)
}

fn tell(desk: &Desk, tx: &mut Tx<'_>, now: Moment, person: SpecialistId, again_on: NaiveDate) -> Result<(), Refusal> {
    let id = desk.ids.fresh(now);
    let cause = format!("{person}/{again_on}/{id}");
    let notice = NoticeToQueue { id, kind: LetterKind::OffersPaused, party: Party::Specialist(person), cause };
    queue_notice(tx, &desk.ids, now, notice, now)
}
