//! Whether other organisations may propose to pass help requests on to one: its owner says so, or the operator for it.

use crate::desk::brokering::org_of;
use crate::desk::{Desk, Refusal};
use crate::identity::{Rank, Role};
use crate::ids::SupportOrgId;
use crate::store::Tx;

/// By the organisation's owner.
pub async fn take_referrals(desk: &Desk, role: Role, takes: bool) -> Result<(), Refusal> {
    let Role::Broker(org, Rank::Owner) = role else { return Err(Refusal::NotFound) };
    desk.store.write(move |tx| set(tx, org, takes)).await
}

/// By the operator, for the organisation of this name.
pub async fn take_referrals_of(desk: &Desk, name: String, takes: bool) -> Result<(), Refusal> {
    desk.store
        .write(move |tx| {
            let stored = tx.find_support_org_by_name(name.trim())?.ok_or(Refusal::NotFound)?;
            set(tx, stored.id, takes)
        })
        .await
}

/// What was proposed before stays.
fn set(tx: &mut Tx<'_>, org: SupportOrgId, takes: bool) -> Result<(), Refusal> {
    tx.set_takes_referrals(org, takes)?;
    tx.note_act(if takes { "referrals_taken" } else { "referrals_not_taken" }, "support_org", org);
    Ok(())
}

pub async fn takes_referrals(desk: &Desk, role: Role) -> Result<bool, Refusal> {
    let org = org_of(role)?;
    let taking = desk.store.read(move |tx| Ok::<_, Refusal>(tx.list_taking_referrals()?)).await?;
    Ok(taking.iter().any(|(taking, _)| *taking == org))
}
