//! Asking specialists whether their profiles are still right, telling those who do not answer what follows of it, and taking their answer.

use chrono::{Duration, NaiveDate};

use crate::active_list::{Affiliation, CheckStep, Specialist};
use crate::clock::{Moment, in_japan, japanese};
use crate::correspondence::{LetterKind, Party};
use crate::desk::letters::queue_notice;
use crate::desk::look::link_of;
use crate::desk::{Desk, Press, Refusal};
use crate::events::Event;
use crate::ids::{SpecialistId, Token};
use crate::language::Language;
use crate::seals::Action;
use crate::store::{NoticeToQueue, Purpose, StoredSpecialist, Tx};

/// How many profiles one round plans, and how many it asks about: after an import of a whole list the letters leave little by little.
const PLANNED: i64 = 500;
const ASKED: i64 = 50;
/// Questions begin at this hour in Japan.
const HOUR: u8 = 10;

/// What the page behind the letter's link shows.
#[derive(Clone, Debug)]
pub struct ProfileCheckPage {
    pub last_confirmed: NaiveDate,
    /// Whether it was confirmed today: nothing is left to do.
    pub is_fresh: bool,
    /// The reader's own language.
    pub language: Language,
}

/// Takes the steps that are due; says how many.
pub async fn keep_profiles_fresh(desk: &Desk) -> Result<usize, Refusal> {
    if desk.periods.freshness.ask_after.is_none() {
        return Ok(0);
    }
    let now = desk.clock.now();
    let acting = desk.clone();
    let unplanned = desk.store.read(|tx| tx.list_unplanned_checks(PLANNED)).await?;
    if !unplanned.is_empty() {
        desk.store.write(move |tx| plan(&acting, tx, now, &unplanned)).await?;
    }
    let due = desk.store.read(move |tx| tx.list_due_checks(now, ASKED)).await?;
    let mut done = 0;
    for id in due {
        let acting = desk.clone();
        done += usize::from(desk.store.write(move |tx| step(&acting, tx, now, id)).await?);
    }
    Ok(done)
}

fn plan(desk: &Desk, tx: &mut Tx<'_>, now: Moment, unplanned: &[SpecialistId]) -> Result<(), Refusal> {
    for person in tx.list_specialists_by_id(unplanned)? {
        let ask_on = desk.periods.freshness.ask_on(person.specialist.last_confirmed);
        if let Some(day) = ask_on {
            tx.move_check(person.id, person.check_step, now, person.check_step, Some(japanese(day, HOUR)))?;
        }
    }
    Ok(())
}

/// Whether somebody is on the list at all: others need not be asked about it.
pub(super) fn is_listed(person: &StoredSpecialist, today: NaiveDate) -> bool {
    let Specialist { affiliation, registration, .. } = &person.specialist;
    person.consented && *affiliation != Affiliation::EmployedHidden && registration.holds_on(today)
}

fn step(desk: &Desk, tx: &mut Tx<'_>, now: Moment, id: SpecialistId) -> Result<bool, Refusal> {
    let Some(person) = tx.find_specialist(id)? else { return Ok(false) };
    let from = person.check_step;
    let freshness = desk.periods.freshness;
    if !is_listed(&person, in_japan(now).date_naive()) {
        let later = now + Duration::days(i64::from(freshness.ask_after.unwrap_or(1)));
        tx.move_check(id, from, now, from, Some(later))?;
        return Ok(false);
    }
    // Whoever pauses has said what holds for now, and is asked when the pause is over.
    if let Some(again_on) = person.pauses.on(in_japan(now).date_naive()).all {
        tx.move_check(id, from, now, from, Some(japanese(again_on, HOUR)))?;
        return Ok(false);
    }
    let Some((to, days)) = freshness.next(from) else { return Ok(false) };
    let next_at = days.map(|days| now + Duration::days(i64::from(days)));
    if !tx.move_check(id, from, now, to, next_at)? {
        return Ok(false);
    }
    if to == CheckStep::Hidden {
        tx.record(desk.ids.fresh(now), &Event::SpecialistUnreachable { specialist: id }, now)?;
    }
    let cause = format!("{id}/{}/{}", person.specialist.last_confirmed, to.code());
    let notice = NoticeToQueue { id: desk.ids.fresh(now), kind: LetterKind::ProfileCheck, party: Party::Specialist(id), cause };
    queue_notice(tx, &desk.ids, now, notice, person.specialist.conditions.quiet_hours.over_at(now))?;
    Ok(true)
}

/// What the link in the letter leads to.
pub async fn look_at_profile_check(desk: &Desk, token: Token) -> Result<ProfileCheckPage, Refusal> {
    let (now, today) = (desk.clock.now(), desk.clock.today());
    desk.store
        .read(move |tx| {
            let person = person_of(tx, &token, now)?;
            let last_confirmed = person.specialist.last_confirmed;
            Ok(ProfileCheckPage { last_confirmed, is_fresh: today <= last_confirmed, language: person.specialist.language() })
        })
        .await
}

/// The same on the own page, where the press has been counted.
pub async fn confirm_own_profile(desk: &Desk, id: SpecialistId) -> Result<(), Refusal> {
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            let person = tx.find_specialist(id)?.ok_or(Refusal::NotFound)?;
            confirm(&acting, tx, person).map(drop)
        })
        .await
}

/// False if it was confirmed today.
fn confirm(desk: &Desk, tx: &mut Tx<'_>, mut person: StoredSpecialist) -> Result<bool, Refusal> {
    let (now, today) = (desk.clock.now(), desk.clock.today());
    if today <= person.specialist.last_confirmed {
        return Ok(false);
    }
    person.specialist.last_confirmed = today;
    if !tx.change_specialist(&person, now)? {
        return Err(Refusal::ChangedMeanwhile);
    }
    tx.plan_check_anew(person.id)?;
    tx.record(desk.ids.fresh(now), &Event::SpecialistChanged { specialist: person.id }, now)?;
    Ok(true)
}

/// One press: the profile is still right. Pressed again on the same day it changes nothing.
pub async fn confirm_profile(desk: &Desk, press: Press) -> Result<(), Refusal> {
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            let now = acting.clock.now();
            let person = person_of(tx, &press.token, now)?;
            if confirm(&acting, tx, person)? { acting.spend(tx, &press, Action::Vouch, now) } else { Ok(()) }
        })
        .await
}

fn person_of(tx: &mut Tx<'_>, token: &Token, now: Moment) -> Result<StoredSpecialist, Refusal> {
    let id: SpecialistId = link_of(tx, token, Purpose::ConfirmProfile, now)?.subject.parse().map_err(|_| Refusal::NotFound)?;
    tx.find_specialist(id)?.ok_or(Refusal::NotFound)
}
