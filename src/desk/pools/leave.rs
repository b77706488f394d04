//! Whoever is erased, takes back a word of consent or leaves the list leaves every pool too: what was promised for later goes to others.

use crate::clock::{Moment, in_japan};
use crate::desk::pools::take;
use crate::desk::{Desk, Refusal};
use crate::ids::{MemberId, PoolId, SpecialistId};
use crate::pools::{SeatState, Turn};
use crate::store::Tx;

pub(in crate::desk) fn leave_as_member(desk: &Desk, tx: &mut Tx<'_>, now: Moment, member: MemberId) -> Result<(), Refusal> {
    let after = in_japan(now).date_naive();
    for id in tx.list_pools_with(member)? {
        let Some(stored) = tx.hold_pool(id, now)? else { continue };
        let roster = stored.pool.plan.roster();
        let is_there = roster.members.iter().any(|one| one.id == member && one.until.is_none_or(|until| after < until));
        if is_there && after <= roster.last {
            take(desk, tx, now, stored, Turn::Leave { member, after })?;
        }
    }
    Ok(())
}

pub(in crate::desk) fn leave_as_specialist(desk: &Desk, tx: &mut Tx<'_>, now: Moment, specialist: SpecialistId) -> Result<(), Refusal> {
    let after = in_japan(now).date_naive();
    let asked: Vec<PoolId> = tx.list_pools_of(specialist)?.iter().map(|stored| stored.id).collect();
    for id in asked {
        let Some(stored) = tx.hold_pool(id, now)? else { continue };
        let seated = stored.pool.seat(specialist).is_some_and(|seat| matches!(seat.state, SeatState::Asked | SeatState::Agreed));
        if seated && after <= stored.pool.plan.roster().last {
            take(desk, tx, now, stored, Turn::Withdraw { specialist, after })?;
        }
    }
    Ok(())
}
