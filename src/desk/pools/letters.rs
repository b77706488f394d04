//! Letters about a pool: the question to a specialist, and what is new in somebody's visits, gathered by the hour.

use chrono::{Duration, DurationRound};

use crate::clock::Moment;
use crate::correspondence::{LetterKind, Party};
use crate::desk::pools::look::{OwnVisit, PoolSide, PoolView, lost, named, visits};
use crate::ids::PoolId;
use crate::pools::{Change, MonthWork};
use crate::store::{QueuedLetter, StoreError, Tx};

/// The moment at which a letter about changes of now leaves: the next full hour, so that several changes are one letter.
pub(super) fn leaves_at(now: Moment) -> Moment {
    let hour = now.duration_trunc(Duration::hours(1)).unwrap_or(now);
    hour + Duration::hours(1)
}

pub(super) fn slots_cause(id: PoolId, now: Moment) -> String {
    format!("{id}/{}", leaves_at(now).timestamp())
}

pub(super) fn invitation_cause(id: PoolId, now: Moment) -> String {
    format!("{id}/{}", now.timestamp_micros())
}

/// Of a month that was confirmed.
pub(super) fn month_cause(id: PoolId, (year, month): (i32, u32)) -> String {
    format!("{id}/{year}-{month:02}")
}

fn pool_of_cause(cause: &str) -> Option<PoolId> {
    cause.split('/').next()?.parse().ok()
}

/// What such a letter is about.
pub(in crate::desk) struct PoolNotice {
    pub view: PoolView,
    pub side: PoolSide,
    /// Visits of the reader, in order.
    pub visits: Vec<OwnVisit>,
    /// When visits were that are the reader's no more, among the changes of which the letter tells.
    pub lost: Vec<Moment>,
    /// Visits of the reader's calendar that are not theirs any more, among the same: one that has another day is theirs still.
    pub off: Vec<OwnVisit>,
    /// What the reader did in the month that the letter tells of.
    pub work: Option<MonthWork>,
}

pub(in crate::desk) fn read_pool_notice(tx: &mut Tx<'_>, letter: &QueuedLetter) -> Result<Option<PoolNotice>, StoreError> {
    let Some(stored) = pool_of_cause(&letter.cause).map(|id| tx.find_pool(id)).transpose()?.flatten() else { return Ok(None) };
    let side = match letter.party {
        Party::Specialist(id) => PoolSide::Specialist(id),
        Party::Member(id) => PoolSide::Member(id),
        _ => return Ok(None),
    };
    let view = named(tx, stored, letter.queued_at)?;
    let visits = visits(&view, side);
    let of_letter = letter.cause.split('/').nth(1).filter(|_| letter.kind == LetterKind::PoolSlots);
    let told = |change: &&Change| of_letter.is_some_and(|hour| hour == leaves_at(change.at).timestamp().to_string());
    let told: Vec<&Change> = view.pool.changes.iter().filter(told).collect();
    let before = told.iter().filter_map(|change| change.before.as_ref()).filter(|slot| side.has(slot)).map(|slot| view.pool.begins(slot));
    let mut lost: Vec<_> = before.filter(|begins| !visits.iter().any(|visit| visit.begins == *begins)).collect();
    lost.sort_unstable();
    lost.dedup();
    let off = self::lost(&view, side).into_iter().filter(|visit| told.iter().any(|change| change.number() == Some(visit.number))).collect();
    let is_told = |work: &MonthWork| letter.kind == LetterKind::PoolConfirmed && letter.cause == month_cause(view.id, work.month);
    let work = match side {
        PoolSide::Specialist(id) => view.pool.confirmed_work(id).into_iter().find(is_told),
        PoolSide::Member(_) => None,
    };
    Ok(Some(PoolNotice { view, side, visits, lost, off, work }))
}
