//! A member is added to the list of its support organisation, or changed. Nothing is asked for it by that.

use crate::brokering::{Member, MemberForm, Standing};
use crate::desk::brokering::{hold, org_of};
use crate::desk::once::{RequestKey, once};
use crate::desk::{Desk, Refusal};
use crate::identity::Role;
use crate::ids::{MemberId, SupportOrgId};
use crate::report::FieldError;
use crate::store::{StoredMember, Tx};

/// Adds a member; its number must be free.
pub async fn add_member(desk: &Desk, role: Role, form: MemberForm, key: Option<RequestKey>) -> Result<MemberId, Refusal> {
    let org = org_of(role)?;
    let member = form.check(&desk.catalogue)?;
    let now = desk.clock.now();
    let id = desk.ids.beside(now);
    desk.store
        .write(move |tx| {
            once(tx, key.as_ref(), now, |tx| {
                add(tx, &StoredMember { id, org, member, standing: Standing::Unasked, asked_at: None, version: 1, created_at: now })?;
                Ok(id)
            })
        })
        .await
}

/// Puts other facts on record; with `read`, only in the place of the version that was read. What the company has agreed to stays: it is still the
/// same company.
pub async fn change_member(desk: &Desk, role: Role, id: MemberId, read: Option<i32>, form: MemberForm) -> Result<(), Refusal> {
    let org = org_of(role)?;
    let member = form.check(&desk.catalogue)?;
    let now = desk.clock.now();
    desk.store
        .write(move |tx| {
            let before = hold(tx, org, id, now)?;
            if read.is_some_and(|version| version != before.version) {
                return Err(Refusal::Outdated);
            }
            change(tx, org, id, &member)
        })
        .await
}

pub(super) fn add(tx: &mut Tx<'_>, stored: &StoredMember) -> Result<(), Refusal> {
    if !tx.add_member(stored)? {
        return Err(taken());
    }
    tx.note_act("member_added", "member", stored.id);
    Ok(())
}

/// Only for who holds the row.
pub(super) fn change(tx: &mut Tx<'_>, org: SupportOrgId, id: MemberId, member: &Member) -> Result<(), Refusal> {
    if tx.find_member_by_number(org, member.number.as_str())?.is_some_and(|other| other.id != id) {
        return Err(taken());
    }
    tx.change_member(id, member)?;
    tx.note_act("member_changed", "member", id);
    Ok(())
}

fn taken() -> Refusal {
    Refusal::Fields(vec![FieldError::new("/number", "member-number-taken")])
}
