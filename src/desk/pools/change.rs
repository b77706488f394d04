//! A clerk changes a pool, or looks first what a change would do.

use chrono::NaiveDate;

use crate::brokering::Standing;
use crate::clock::{Moment, in_japan};
use crate::correspondence::{LetterKind, Party};
use crate::desk::brokering::{hold as hold_member, org_of};
use crate::desk::letters::queue_notice;
use crate::desk::pools::clash::{refuse_clashes, touched};
use crate::desk::pools::letters::invitation_cause;
use crate::desk::pools::{hold, take};
use crate::desk::{Desk, Refusal};
use crate::identity::Role;
use crate::ids::{MemberId, PoolId, SpecialistId, SupportOrgId};
use crate::intake::Company;
use crate::matching::{are_competitors, is_conflict, knows_industry, may_work_beside};
use crate::pools::{Conflict, Party as Side, Pattern, Pool, PoolMember, PoolShift, PoolTies, Seat, SeatState, Turn};
use crate::report::{FieldError, Mistake};
use crate::store::{NoticeToQueue, StoredPool, StoredSpecialist, Tx};
use crate::values::within;

/// The most visits that one company can want in a year.
const MOST_VISITS: u16 = 60;

/// What a clerk does. What the room cannot know by itself is added by the act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PoolStep {
    Turn(Turn),
    /// A member takes part from a day on, with so many visits.
    Join {
        member: MemberId,
        wants: u16,
        from: NaiveDate,
    },
    Invite {
        specialist: SpecialistId,
        pattern: Pattern,
    },
}

/// What a step would do.
#[derive(Clone, Debug)]
pub struct PoolPreview {
    pub shifts: Vec<PoolShift>,
    pub before: Pool,
    pub after: Pool,
}

/// Takes a step, if the pool still is as it was seen.
pub async fn change_pool(desk: &Desk, role: Role, id: PoolId, seen: i32, step: PoolStep) -> Result<(), Refusal> {
    let org = org_of(role)?;
    let (acting, now) = (desk.clone(), desk.clock.now());
    desk.store
        .write(move |tx| {
            if let PoolStep::Join { member, .. } = &step {
                hold_member(tx, org, *member, now)?;
            }
            let stored = hold(tx, org, id, now)?;
            if stored.version != seen {
                return Err(Refusal::ChangedMeanwhile);
            }
            let turn = turn(&acting, tx, org, &stored, step, now)?;
            let invited = match &turn {
                Turn::Invite { seat } => Some(seat.specialist),
                _ => None,
            };
            take(&acting, tx, now, stored, turn)?;
            let Some(specialist) = invited else { return Ok(()) };
            let (kind, party) = (LetterKind::PoolInvited, Party::Specialist(specialist));
            let notice = NoticeToQueue { id: acting.ids.fresh(now), kind, party, cause: invitation_cause(id, now) };
            queue_notice(tx, &acting.ids, now, notice, now)
        })
        .await
}

/// What a step would do to the year; nothing is changed.
pub async fn try_pool(desk: &Desk, role: Role, id: PoolId, step: PoolStep) -> Result<PoolPreview, Refusal> {
    let org = org_of(role)?;
    let (acting, now) = (desk.clone(), desk.clock.now());
    desk.store
        .read(move |tx| {
            let stored = tx.find_pool(id)?.filter(|stored| stored.org == org).ok_or(Refusal::NotFound)?;
            let turn = turn(&acting, tx, org, &stored, step, now)?;
            let (touched, holidays) = (touched(&turn, &stored), acting.catalogue.holidays());
            let mut after = stored.clone();
            after.pool.turn(turn, now, in_japan(now).date_naive(), &|day| holidays.is_open(day))?;
            refuse_clashes(&acting, tx, now, &after, touched)?;
            Ok(PoolPreview { shifts: after.pool.plan.shifts_since(&stored.pool.plan), before: stored.pool, after: after.pool })
        })
        .await
}

fn turn(desk: &Desk, tx: &mut Tx<'_>, org: SupportOrgId, stored: &StoredPool, step: PoolStep, now: Moment) -> Result<Turn, Refusal> {
    match step {
        // A specialist's word is their own, and who joins or is asked is looked up first.
        PoolStep::Turn(Turn::Answer { .. } | Turn::Join { .. } | Turn::Invite { .. }) => Err(Refusal::NotFound),
        PoolStep::Turn(turn) => Ok(turn),
        PoolStep::Join { member, wants, from } => join(tx, org, &stored.pool, (member, wants, from)),
        PoolStep::Invite { specialist, pattern } => {
            let person = tx.find_specialist(specialist)?.filter(|person| may_be_asked(person, desk)).ok_or(Refusal::NotFound)?;
            let roster = stored.pool.plan.roster();
            let begins = roster.first.max(desk.clock.today());
            if person.pauses.on(desk.clock.today()).all.is_some() || !may_work_beside(&desk.catalogue, &person.specialist, begins) {
                return Err(Refusal::Fields(vec![FieldError::new("", "pool-cannot-be-asked")]));
            }
            let seat = Seat { specialist: person.id, state: SeatState::Asked, pattern, asked_at: now, promise: None };
            Ok(Turn::Invite { seat })
        }
    }
}

/// Who did not agree to be asked, hides, or whose registration does not hold, does not exist.
fn may_be_asked(person: &StoredSpecialist, desk: &Desk) -> bool {
    let stands = person.specialist.registration.holds_on(desk.clock.today()) && !person.standing.suspended && !person.hidden;
    stands && person.consented && person.reachable
}

fn join(tx: &mut Tx<'_>, org: SupportOrgId, pool: &Pool, (id, wants, from): (MemberId, u16, NaiveDate)) -> Result<Turn, Refusal> {
    let stored = tx.find_member(id)?.filter(|stored| stored.org == org).ok_or(Refusal::NotFound)?;
    if stored.standing != Standing::Agreed {
        return Err(Refusal::ConsentMissing);
    }
    let mistaken =
        |pointer: &'static str| move |Mistake { code, args }| Refusal::Fields(vec![FieldError { pointer: pointer.to_owned(), code, args }]);
    within(wants, 1, MOST_VISITS).map_err(mistaken("/wants"))?;
    let company = stored.member.company;
    let mut ties = PoolTies::none();
    for seat in pool.seats.iter().filter(|seat| seat.state == SeatState::Agreed) {
        if let Some(person) = tx.find_specialist(seat.specialist)? {
            tie(&mut ties, &person, (id, &company));
        }
    }
    for other in &pool.plan.roster().members {
        let conflict = tx.find_member(other.id)?.is_some_and(|other| are_competitors(&company, &other.member.company));
        ties.apart.extend(conflict.then_some(Conflict(Side::Member(other.id), Side::Member(id))));
    }
    let member = PoolMember { id, wants, employees: company.employees, from, until: None };
    Ok(Turn::Join { member, ties })
}

/// What ties a specialist to the members of a pool.
pub(super) fn ties_of(tx: &mut Tx<'_>, pool: &Pool, person: &StoredSpecialist) -> Result<PoolTies, Refusal> {
    let mut ties = PoolTies::none();
    for member in &pool.plan.roster().members {
        if let Some(found) = tx.find_member(member.id)? {
            tie(&mut ties, person, (member.id, &found.member.company));
        }
    }
    Ok(ties)
}

fn tie(ties: &mut PoolTies, person: &StoredSpecialist, (member, company): (MemberId, &Company)) {
    if is_conflict(&person.specialist, company) {
        ties.apart.push(Conflict(Side::Specialist(person.id), Side::Member(member)));
    } else if knows_industry(&person.specialist, company) {
        ties.suits.push((person.id, member));
    }
}
