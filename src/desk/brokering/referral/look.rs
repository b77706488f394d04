//! Looking at referrals, and at the organisations that take them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::brokering::ReferralState;
use crate::desk::brokering::org_of;
use crate::desk::{Desk, Refusal};
use crate::identity::Role;
use crate::ids::{HelpRequestId, ReferralId, SupportOrgId};
use crate::store::{StoredReferral, Tx};

/// A support organisation by its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OrgView {
    pub id: SupportOrgId,
    /// Name of the organisation.
    #[schema(example = "岐阜県産業振興機構")]
    pub name: String,
}

/// A referral. What the help request is and why it goes on is there for the organisation that it is with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReferralView {
    pub id: ReferralId,
    pub state: ReferralState,
    /// Who proposed it.
    pub from: OrgView,
    /// Who is to have the help request.
    pub to: OrgView,
    pub made_at: DateTime<Utc>,
    /// Until when the company can say yes.
    pub runs_out_at: DateTime<Utc>,
    /// When it was answered, taken back or ran out.
    pub ended_at: Option<DateTime<Utc>>,
    /// The help request, while it is with the caller's organisation.
    pub help_request: Option<HelpRequestId>,
    /// Name of its company, as long.
    #[schema(example = "B社")]
    pub company: Option<String>,
    /// Why it is to go on, as long.
    #[schema(example = "製造業の制御システムにくわしい機関です。")]
    pub reason: Option<String>,
}

/// What a clerk can do about passing a help request on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Referring {
    /// The proposal that the company is asked about.
    pub open: Option<ReferralView>,
    /// The other organisations that take referrals.
    pub targets: Vec<OrgView>,
}

/// Referrals that the organisation made, and those by which it got a help request; the newest first, those before `before`.
pub async fn list_referrals(desk: &Desk, role: Role, before: Option<ReferralId>, limit: usize) -> Result<Vec<ReferralView>, Refusal> {
    let org = org_of(role)?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    desk.store
        .read(move |tx| {
            let found = tx.list_referrals(org, before, limit)?;
            views(tx, org, found)
        })
        .await
}

/// The organisations that take referrals, except the caller's own, in the order of their names.
pub async fn list_taking(desk: &Desk, role: Role) -> Result<Vec<OrgView>, Refusal> {
    let org = org_of(role)?;
    desk.store.read(move |tx| taking(tx, org)).await
}

/// What can be done about a help request of the organisation.
pub async fn view_referring(desk: &Desk, role: Role, id: HelpRequestId) -> Result<Referring, Refusal> {
    let org = org_of(role)?;
    let now = desk.clock.now();
    desk.store
        .read(move |tx| {
            tx.find_help_request(id)?.filter(|stored| stored.support_org == Some(org)).ok_or(Refusal::NotFound)?;
            let open = tx.list_referrals_of(id)?.into_iter().find(|one| one.is_open(now));
            Ok(Referring { open: open.map(|one| view(tx, org, one)).transpose()?, targets: taking(tx, org)? })
        })
        .await
}

fn taking(tx: &mut Tx<'_>, org: SupportOrgId) -> Result<Vec<OrgView>, Refusal> {
    let others = tx.list_taking_referrals()?.into_iter().filter(|(id, _)| *id != org);
    Ok(others.map(|(id, name)| OrgView { id, name }).collect())
}

pub(super) fn view(tx: &mut Tx<'_>, org: SupportOrgId, stored: StoredReferral) -> Result<ReferralView, Refusal> {
    views(tx, org, vec![stored])?.pop().ok_or(Refusal::NotFound)
}

/// As `org` sees them.
fn views(tx: &mut Tx<'_>, org: SupportOrgId, found: Vec<StoredReferral>) -> Result<Vec<ReferralView>, Refusal> {
    let orgs: Vec<SupportOrgId> = found.iter().flat_map(|one| [one.from, one.to]).collect();
    let names = tx.name_support_orgs(&orgs)?;
    let about: Vec<HelpRequestId> = found.iter().map(|one| one.help_request).collect();
    let own: Vec<_> = tx.list_help_requests_by_id(&about)?.into_iter().filter(|stored| stored.support_org == Some(org)).collect();
    let named = |id: SupportOrgId| {
        let name = names.iter().find(|(known, _)| *known == id).map(|(_, name)| name.clone());
        OrgView { id, name: name.unwrap_or_default() }
    };
    let view = |one: StoredReferral| {
        let help_request = own.iter().find(|stored| stored.id == one.help_request);
        ReferralView {
            id: one.id,
            state: one.state,
            from: named(one.from),
            to: named(one.to),
            made_at: one.made_at,
            runs_out_at: one.runs_out_at,
            ended_at: one.ended_at,
            help_request: help_request.map(|stored| stored.id),
            company: help_request.map(|stored| stored.help_request.company.name.as_str().to_owned()),
            reason: one.reason.filter(|_| help_request.is_some()).map(|reason| reason.as_str().to_owned()),
        }
    };
    Ok(found.into_iter().map(view).collect())
}
