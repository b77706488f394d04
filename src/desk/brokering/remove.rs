//! A member is taken off its organisation's list, with what is kept of it. What was asked for it before is kept as any help request is.

use chrono::Duration;
use serde::{Deserialize, Serialize};

use crate::brokering::{Member, Standing};
use crate::clock::Moment;
use crate::correspondence::Party;
use crate::desk::brokering::{hold, org_of};
use crate::desk::erase::drop_letters;
use crate::desk::letters::mailbox_key;
use crate::desk::pools::leave_as_member;
use crate::desk::{Desk, Refusal};
use crate::identity::Role;
use crate::ids::MemberId;
use crate::store::{StoredMember, Tx};

/// What a clerk sees before a member goes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RemovalView {
    pub id: MemberId,
    pub member: Member,
    /// Whether something keeps it on the list for now.
    pub stays: bool,
}

pub async fn look_at_removal(desk: &Desk, role: Role, id: MemberId) -> Result<RemovalView, Refusal> {
    let org = org_of(role)?;
    let now = desk.clock.now();
    desk.store
        .read(move |tx| {
            let stored = tx.find_member(id)?.filter(|stored| stored.org == org).ok_or(Refusal::NotFound)?;
            let stays = must_stay(tx, &stored, now)?;
            Ok(RemovalView { id, member: stored.member, stays })
        })
        .await
}

/// Removes a member for good. Not while something runs that was asked for it; and a fresh no stays, or the same company could be added and asked again.
pub async fn remove_member(desk: &Desk, role: Role, id: MemberId) -> Result<(), Refusal> {
    let org = org_of(role)?;
    let (acting, now) = (desk.clone(), desk.clock.now());
    desk.store
        .write(move |tx| {
            let stored = hold(tx, org, id, now)?;
            if must_stay(tx, &stored, now)? {
                return Err(Refusal::MemberStays);
            }
            remove(&acting, tx, &stored, now)?;
            tx.note_act("member_removed", "member", id);
            Ok(())
        })
        .await?;
    desk.empty_log().await
}

fn must_stay(tx: &mut Tx<'_>, stored: &StoredMember, now: Moment) -> Result<bool, Refusal> {
    let quiet = Duration::days(stored.standing.quiet_days().unwrap_or_default());
    let said_no = stored.standing == Standing::Declined && stored.asked_at.is_some_and(|asked| now < asked + quiet);
    Ok(said_no || !tx.list_running_for_member(stored.id)?.is_empty())
}

/// Only for who holds the row. Who said yes or no and when stays in the audit log, which names nobody.
pub(in crate::desk) fn remove(desk: &Desk, tx: &mut Tx<'_>, stored: &StoredMember, now: Moment) -> Result<(), Refusal> {
    let party = Party::Member(stored.id);
    leave_as_member(desk, tx, now, stored.id)?;
    tx.leave_pools(stored.id)?;
    let waiting = tx.list_waiting_letters(&[party])?;
    drop_letters(desk, tx, now, waiting)?;
    tx.hide_suppressed(&[mailbox_key(&stored.member.company.contact.address)], &party.key())?;
    Ok(tx.remove_member(stored.id)?)
}
