//! Looking at pools without changing them: all of them for a clerk, one's own part for a specialist or a company.

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::brokering::Standing;
use crate::clock::{Moment, in_japan};
use crate::desk::brokering::org_of;
use crate::desk::{Desk, Refusal};
use crate::identity::Role;
use crate::ids::{MemberId, PoolId, SpecialistId, Token};
use crate::language::Language;
use crate::pools::{Pool, PoolSlot, SeatState, SlotState};
use crate::store::{Purpose, StoreError, StoredPool, Tx};

/// The most members among whom a clerk chooses.
const MOST_OFFERED: i64 = 1_000;

/// A pool with the names of who takes part.
#[derive(Clone, Debug)]
pub struct PoolView {
    pub id: PoolId,
    pub version: i32,
    pub org: String,
    pub pool: Pool,
    /// Companies that are on the list still.
    pub members: HashMap<MemberId, String>,
    pub people: HashMap<SpecialistId, String>,
    /// Members that have agreed and do not take part, by number and name.
    pub others: Vec<(MemberId, String)>,
    /// The date in Japan.
    pub today: NaiveDate,
}

/// Whose part of a pool it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PoolSide {
    Specialist(SpecialistId),
    Member(MemberId),
}

/// What the page behind a letter's link shows.
#[derive(Clone, Debug)]
pub struct PoolPage {
    pub side: PoolSide,
    pub view: PoolView,
    /// The reader's own language.
    pub language: Language,
}

/// A pool as a specialist sees it on the own page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnPool {
    pub id: PoolId,
    pub name: String,
    pub org: String,
    pub state: SeatState,
    /// In order, those that have been too.
    pub visits: Vec<OwnVisit>,
    /// Visits to come that are the specialist's no more.
    pub lost: Vec<OwnVisit>,
}

/// A visit, as one of its sides sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnVisit {
    pub number: u32,
    pub begins: Moment,
    pub minutes: u32,
    /// The other side by its name, while that is known.
    pub with: Option<String>,
    pub to_come: bool,
    /// How often it was changed: the sequence of its entry in calendars.
    pub changed: u32,
}

pub async fn list_pools(desk: &Desk, role: Role) -> Result<Vec<PoolView>, Refusal> {
    let (org, now) = (org_of(role)?, desk.clock.now());
    desk.store
        .read(move |tx| {
            let pools = tx.list_pools(org)?;
            Ok(pools.into_iter().map(|stored| named(tx, stored, now)).collect::<Result<_, StoreError>>()?)
        })
        .await
}

pub async fn view_pool(desk: &Desk, role: Role, id: PoolId) -> Result<PoolView, Refusal> {
    let (org, now) = (org_of(role)?, desk.clock.now());
    desk.store
        .read(move |tx| {
            let stored = tx.find_pool(id)?.filter(|stored| stored.org == org).ok_or(Refusal::NotFound)?;
            let mut view = named(tx, stored, now)?;
            let agreed = tx.list_members(org, None, MOST_OFFERED)?.into_iter().filter(|one| one.standing == Standing::Agreed);
            let outside = agreed.filter(|one| !view.members.contains_key(&one.id));
            view.others =
                outside.map(|one| (one.id, format!("{} {}", one.member.number.as_str(), one.member.company.name.as_str()))).collect();
            Ok(view)
        })
        .await
}

/// The part of whoever holds a link.
pub async fn look_at_pool(desk: &Desk, token: Token) -> Result<PoolPage, Refusal> {
    let now = desk.clock.now();
    desk.store
        .read(move |tx| {
            let (id, side) = side_of(tx, &token, now)?;
            let stored = tx.find_pool(id)?.ok_or(Refusal::NotFound)?;
            let language = match side {
                PoolSide::Specialist(id) => tx.find_specialist(id)?.ok_or(Refusal::NotFound)?.specialist.language(),
                PoolSide::Member(id) => tx.find_member(id)?.ok_or(Refusal::NotFound)?.member.company.contact.language,
            };
            Ok(PoolPage { side, view: named(tx, stored, now)?, language })
        })
        .await
}

/// Pools for which a specialist was asked, those that are over too.
pub async fn list_own_pools(desk: &Desk, id: SpecialistId) -> Result<Vec<OwnPool>, Refusal> {
    let now = desk.clock.now();
    desk.store.read(move |tx| own_pools(tx, id, now)).await
}

pub(in crate::desk) fn own_pools(tx: &mut Tx<'_>, id: SpecialistId, now: Moment) -> Result<Vec<OwnPool>, Refusal> {
    let pools = tx.list_pools_of(id)?;
    pools.into_iter().map(|stored| own(named(tx, stored, now)?, id)).collect()
}

/// Visits of a specialist that are still to come.
pub(in crate::desk) fn count_visits(tx: &mut Tx<'_>, id: SpecialistId, now: Moment) -> Result<usize, StoreError> {
    let today = in_japan(now).date_naive();
    let to_come = |slot: &&PoolSlot| slot.specialist == id && slot.day > today && matches!(slot.state, SlotState::Taken(_));
    let pools = tx.list_pools_of(id)?;
    Ok(pools.iter().map(|stored| stored.pool.plan.slots().iter().filter(to_come).count()).sum())
}

fn own(view: PoolView, id: SpecialistId) -> Result<OwnPool, Refusal> {
    let state = view.pool.seat(id).ok_or(Refusal::NotFound)?.state;
    let visits = visits(&view, PoolSide::Specialist(id));
    let lost = lost(&view, PoolSide::Specialist(id));
    Ok(OwnPool { id: view.id, name: view.pool.name.as_str().to_owned(), org: view.org, state, visits, lost })
}

impl PoolSide {
    /// Whether a slot is a visit of this side.
    pub(super) fn has(self, slot: &PoolSlot) -> bool {
        match (self, slot.state.member()) {
            (Self::Specialist(id), Some(_)) => slot.specialist == id,
            (Self::Member(id), member) => member == Some(id),
            (Self::Specialist(_), None) => false,
        }
    }
}

/// The visits of one side, in order.
pub(super) fn visits(view: &PoolView, side: PoolSide) -> Vec<OwnVisit> {
    view.pool.plan.slots().iter().filter(|slot| side.has(slot)).map(|slot| visit(view, side, slot)).collect()
}

/// Visits to come that are this side's no more: given back, another's, or off. Each as it was the last time.
pub(super) fn lost(view: &PoolView, side: PoolSide) -> Vec<OwnVisit> {
    let lost = view.pool.lost(|slot| side.has(slot));
    let mut lost: Vec<OwnVisit> = lost.iter().map(|slot| visit(view, side, slot)).filter(|visit| visit.to_come).collect();
    lost.sort_by_key(|visit| visit.begins);
    lost
}

fn visit(view: &PoolView, side: PoolSide, slot: &PoolSlot) -> OwnVisit {
    OwnVisit {
        number: slot.number,
        begins: view.pool.begins(slot),
        minutes: slot.minutes,
        with: match side {
            PoolSide::Specialist(_) => slot.state.member().and_then(|member| view.members.get(&member).cloned()),
            PoolSide::Member(_) => view.people.get(&slot.specialist).cloned(),
        },
        to_come: slot.day > view.today && matches!(slot.state, SlotState::Taken(_)),
        changed: view.pool.changed(slot.number),
    }
}

impl PoolPage {
    pub fn visits(&self) -> Vec<OwnVisit> {
        visits(&self.view, self.side)
    }

    /// Visits to come that are the reader's no more.
    pub fn lost(&self) -> Vec<OwnVisit> {
        lost(&self.view, self.side)
    }
}

/// The pool behind a link, and for whom the link speaks.
pub(super) fn side_of(tx: &mut Tx<'_>, token: &Token, now: Moment) -> Result<(PoolId, PoolSide), Refusal> {
    let link = tx.find_link(&token.hash())?.filter(|link| now < link.expires_at).ok_or(Refusal::NotFound)?;
    let (pool, of) = link.subject.split_once('/').ok_or(Refusal::NotFound)?;
    let unknown = |_| Refusal::NotFound;
    let side = match link.purpose {
        Purpose::AnswerPool => PoolSide::Specialist(of.parse().map_err(unknown)?),
        Purpose::FollowPool => PoolSide::Member(of.parse().map_err(unknown)?),
        _ => return Err(Refusal::NotFound),
    };
    Ok((pool.parse().map_err(unknown)?, side))
}

/// A pool with the names of who takes part.
pub(super) fn named(tx: &mut Tx<'_>, stored: StoredPool, now: Moment) -> Result<PoolView, StoreError> {
    let StoredPool { id, org, pool, version, .. } = stored;
    let org = tx.find_support_org(org)?.map(|stored| stored.org.name.as_str().to_owned()).unwrap_or_default();
    let mut members = HashMap::new();
    for one in &pool.plan.roster().members {
        members.extend(tx.find_member(one.id)?.map(|found| (one.id, found.member.company.name.as_str().to_owned())));
    }
    let asked: Vec<SpecialistId> = pool.seats.iter().map(|seat| seat.specialist).collect();
    let people =
        tx.list_specialists_by_id(&asked)?.into_iter().map(|person| (person.id, person.shown().name.as_str().to_owned())).collect();
    Ok(PoolView { id, version, org, pool, members, people, others: Vec::new(), today: in_japan(now).date_naive() })
}
