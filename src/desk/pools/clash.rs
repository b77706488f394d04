//! Keeps a specialist from being promised to two pools at the same time.

use chrono::NaiveDate;

use crate::clock::{Moment, in_japan};
use crate::desk::{Desk, Refusal};
use crate::ids::SpecialistId;
use crate::pools::{Promised, SeatState, Turn, first_clash};
use crate::report::{FieldError, Mistake};
use crate::store::{StoredPool, Tx};

/// Whose days a turn opens or moves, and the field that chooses them. Other turns only change who is visited on days that are open already.
pub(super) fn touched(turn: &Turn, pool: &StoredPool) -> (Vec<SpecialistId>, &'static str) {
    let seats = pool.pool.seats.iter();
    match turn {
        Turn::Plan => (seats.filter(|seat| seat.state == SeatState::Agreed).map(|seat| seat.specialist).collect(), ""),
        Turn::Answer { specialist, promise: Some(_), .. } => (vec![*specialist], ""),
        Turn::Absent { specialist, instead: Some(_), .. } => (vec![*specialist], "/day"),
        Turn::Move { slot, .. } => {
            let slot = pool.pool.plan.slots().iter().find(|one| one.number == *slot);
            (slot.map(|slot| slot.specialist).into_iter().collect(), "/day")
        }
        _ => (Vec::new(), ""),
    }
}

/// Refuses a turn after which one of these people would be at two places at once. What other pools have promised stands; two that promise the same time in
/// the same moment are found out by whoever plans, or moves, next.
pub(super) fn refuse_clashes(
    desk: &Desk,
    tx: &mut Tx<'_>,
    now: Moment,
    pool: &StoredPool,
    (people, field): (Vec<SpecialistId>, &'static str),
) -> Result<(), Refusal> {
    if people.is_empty() {
        return Ok(());
    }
    let (today, holidays) = (in_japan(now).date_naive(), desk.catalogue.holidays());
    let is_working = |day: NaiveDate| holidays.is_open(day);
    let others = tx.list_pools_beside(pool.id, &people)?;
    for specialist in people {
        let own = fresh(pool, specialist, now, today, &is_working);
        for other in &others {
            if let Some(clash) = first_clash(&own, &other.pool.promised(specialist, today, &is_working)) {
                // Not with whom: who plans may not be told where else somebody works.
                let mistake = Mistake::new("pool-clash").with("day", in_japan(clash.begins).date_naive());
                return Err(Refusal::Fields(vec![FieldError { pointer: field.to_owned(), code: mistake.code, args: mistake.args }]));
            }
        }
    }
    Ok(())
}

/// The times that this turn has opened or moved; before the year is planned all that were agreed to.
fn fresh(
    StoredPool { pool, .. }: &StoredPool,
    specialist: SpecialistId,
    now: Moment,
    today: NaiveDate,
    is_working: &impl Fn(NaiveDate) -> bool,
) -> Vec<Promised> {
    let mut times = pool.promised(specialist, today, is_working);
    if pool.planned {
        let changed = pool.changes.iter().filter(|change| change.at == now).filter_map(|change| change.after.as_ref());
        let begins: Vec<Moment> = changed.filter(|slot| slot.specialist == specialist).map(|slot| pool.begins(slot)).collect();
        times.retain(|time| begins.contains(&time.begins));
    }
    times
}
