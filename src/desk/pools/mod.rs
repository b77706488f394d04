//! Specialists whom several members of a support organisation share over a year. Every act holds the pool's row first; one that lets a company in holds the
//! company's row before that, as everybody does who acts for a member. What a turn does to the year is the room's business ([`crate::pools::Pool`]).

mod answer;
mod change;
mod clash;
mod leave;
mod letters;
mod look;
mod open;

pub use answer::{PoolAnswer, answer_pool};
pub use change::{PoolPreview, PoolStep, change_pool, try_pool};
pub(super) use leave::{leave_as_member, leave_as_specialist};
pub(super) use letters::{PoolNotice, read_pool_notice};
pub use look::{OwnPool, OwnVisit, PoolPage, PoolSide, PoolView, list_own_pools, list_pools, look_at_pool, view_pool};
pub(super) use look::{count_visits, own_pools};
pub use open::open_pool;

use crate::clock::{Moment, in_japan, japanese};
use crate::correspondence::{LetterKind, Party};
use crate::desk::letters::queue_notice;
use crate::desk::pools::clash::{refuse_clashes, touched};
use crate::desk::pools::letters::{leaves_at, month_cause, slots_cause};
use crate::desk::{Desk, Refusal};
use crate::events::Event;
use crate::ids::{PoolId, SpecialistId, SupportOrgId};
use crate::pools::{NotPossible, Pool, SeatState, Turn};
use crate::report::FieldError;
use crate::store::{NoticeToQueue, StoredPool, Tx};

impl From<NotPossible> for Refusal {
    fn from(NotPossible(field, code): NotPossible) -> Self {
        Self::Fields(vec![FieldError::new(field, code)])
    }
}

/// Holds the row of a pool of the organisation; another's looks as if it were not there.
fn hold(tx: &mut Tx<'_>, org: SupportOrgId, id: PoolId, now: Moment) -> Result<StoredPool, Refusal> {
    // Looked for first: nobody holds up another organisation's pool.
    tx.find_pool(id)?.filter(|stored| stored.org == org).ok_or(Refusal::NotFound)?;
    tx.hold_pool(id, now)?.ok_or(Refusal::NotFound)
}

/// Takes a turn of a pool whose row is held, and keeps what came of it.
fn take(desk: &Desk, tx: &mut Tx<'_>, now: Moment, mut stored: StoredPool, turn: Turn) -> Result<(), Refusal> {
    let (act, holidays) = (turn.act(), desk.catalogue.holidays().clone());
    let (touched, confirmed) = (touched(&turn, &stored), if let Turn::Confirm { month } = turn { Some(month) } else { None });
    stored.pool.turn(turn, now, in_japan(now).date_naive(), &|day| holidays.is_open(day))?;
    refuse_clashes(desk, tx, now, &stored, touched)?;
    tx.note_act(act, "pool", stored.id);
    keep(desk, tx, now, &stored)?;
    if let Some(month) = confirmed {
        for specialist in stored.pool.work_in(month).into_keys() {
            let (kind, party, cause) = (LetterKind::PoolConfirmed, Party::Specialist(specialist), month_cause(stored.id, month));
            queue_notice(tx, &desk.ids, now, NoticeToQueue { id: desk.ids.fresh(now), kind, party, cause }, now)?;
        }
    }
    Ok(())
}

/// Keeps a pool: what it takes of everybody's time, and letters to those whom its last change touches.
fn keep(desk: &Desk, tx: &mut Tx<'_>, now: Moment, StoredPool { id, pool, .. }: &StoredPool) -> Result<(), Refusal> {
    let before = tx.list_seats_of_pool(*id)?;
    let reserved = reserved(pool, now);
    tx.save_pool(*id, pool, &reserved)?;
    for seat in reserved.iter().filter(|seat| !before.contains(seat)) {
        tx.record(desk.ids.fresh(now), &Event::PoolSeatChanged { specialist: seat.0 }, now)?;
    }
    let fresh = || pool.changes.iter().filter(|change| change.at == now);
    let members = pool.plan.roster().members.iter().filter(|one| fresh().any(|change| change.is_about(one.id)));
    let people = pool.seats.iter().filter(|seat| fresh().any(|change| change.is_for(seat.specialist)));
    let parties = members.map(|one| Party::Member(one.id)).chain(people.map(|seat| Party::Specialist(seat.specialist)));
    for party in parties.collect::<Vec<Party>>() {
        let notice = NoticeToQueue { id: desk.ids.fresh(now), kind: LetterKind::PoolSlots, party, cause: slots_cause(*id, now) };
        queue_notice(tx, &desk.ids, now, notice, leaves_at(now))?;
    }
    Ok(())
}

/// Hours a week that the pool takes of each specialist, and until when.
fn reserved(pool: &Pool, now: Moment) -> Vec<(SpecialistId, u16, Moment)> {
    let (today, end) = (in_japan(now).date_naive(), pool.plan.roster().last);
    let of_seat = |seat: &crate::pools::Seat| {
        let agreed = seat.state == SeatState::Agreed;
        let (hours, last) = pool.reserved(seat.specialist, today).filter(|_| agreed).unwrap_or((0, end));
        (seat.specialist, hours, japanese(last, 24))
    };
    pool.seats.iter().map(of_seat).collect()
}
