//! Staff change: help requests are handed over to a colleague, one or all of them, and taken back if that was a slip.

use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::desk::brokering::org_of;
use crate::desk::brokering::queue::ClerkView;
use crate::desk::{Desk, Refusal};
use crate::identity::Role;
use crate::ids::{AccountId, HandOverId, HelpRequestId};
use crate::report::FieldError;
use crate::store::{Charge, StoredHandOver, Tx};

/// For how long a hand-over can be taken back.
const UNDONE_WITHIN: Duration = Duration::days(7);

/// What is handed over, and to whom.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct HandOverForm {
    /// One help request; if left out, all that `from` is in charge of.
    #[schema(example = "019aa1b2-0000-7000-8000-000000000001")]
    pub help_request: Option<String>,
    /// The account that was in charge; if this is left out too, all of which nobody is in charge.
    pub from: Option<String>,
    /// The account that is in charge from now on.
    pub to: String,
}

/// A hand-over as it was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HandOverView {
    pub id: HandOverId,
    pub to: ClerkView,
    pub at: DateTime<Utc>,
    pub help_requests: Vec<HelpRequestId>,
    /// Whether it was taken back.
    pub is_undone: bool,
    /// Until when it can be taken back.
    pub undo_until: DateTime<Utc>,
}

pub async fn hand_over(desk: &Desk, role: Role, form: HandOverForm) -> Result<HandOverId, Refusal> {
    let org = org_of(role)?;
    let (now, who) = (desk.clock.now(), desk.who());
    let id: HandOverId = desk.ids.beside(now);
    let given = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
    let one: Option<HelpRequestId> = given(&form.help_request).map(|text| text.parse().map_err(|_| Refusal::NotFound)).transpose()?;
    let unknown = |pointer: &str| Refusal::Fields(vec![FieldError::new(pointer, "not-a-clerk")]);
    let from: Option<AccountId> = given(&form.from).map(|text| text.parse().map_err(|_| unknown("/from"))).transpose()?;
    let to: AccountId = form.to.parse().map_err(|_| unknown("/to"))?;
    // Whoever takes over from behind a shared account does it in their own name; another mailbox gets it as a whole.
    let to = desk.charge().filter(|own| own.account == to).unwrap_or(Charge { account: to, person: None });
    desk.store
        .write(move |tx| {
            if !tx.list_clerks(org)?.iter().any(|(clerk, _)| *clerk == to.account) {
                return Err(unknown("/to"));
            }
            let charges = tx.list_charges(org)?;
            let wanted: Vec<_> = match one {
                Some(one) => vec![*charges.iter().find(|(id, _)| *id == one).ok_or(Refusal::NotFound)?],
                None => charges.into_iter().filter(|(_, clerk)| clerk.map(|clerk| clerk.account) == from).collect(),
            };
            let mut help_requests = Vec::new();
            for (help_request, clerk) in wanted {
                // Whoever is in charge by now has been put there by somebody else at this moment.
                if clerk != Some(to) && tx.put_in_charge(org, help_request, clerk, Some(to))? {
                    help_requests.push((help_request, clerk));
                }
            }
            tx.add_hand_over(&StoredHandOver { id, org, to, at: now, undone_at: None, help_requests }, &who)?;
            tx.note_act("help_requests_handed_over", "hand_over", id);
            Ok(id)
        })
        .await
}

/// Takes a hand-over back, except for help requests of which somebody else has been put in charge since. Doing it again changes nothing.
pub async fn undo_hand_over(desk: &Desk, role: Role, id: HandOverId) -> Result<(), Refusal> {
    let org = org_of(role)?;
    let now = desk.clock.now();
    desk.store
        .write(move |tx| {
            let stored = of_org(tx, org, id)?;
            if now >= stored.at + UNDONE_WITHIN {
                return Err(Refusal::ChangedMeanwhile);
            }
            if tx.mark_undone(id, now)? {
                for (help_request, from) in stored.help_requests {
                    tx.put_in_charge(org, help_request, Some(stored.to), from)?;
                }
                tx.note_act("hand_over_undone", "hand_over", id);
            }
            Ok(())
        })
        .await
}

pub async fn view_hand_over(desk: &Desk, role: Role, id: HandOverId) -> Result<HandOverView, Refusal> {
    let org = org_of(role)?;
    desk.store
        .read(move |tx| {
            let stored = of_org(tx, org, id)?;
            let address = tx.find_account(stored.to.account)?.map(|found| found.account.address.as_str().to_owned()).unwrap_or_default();
            let people = tx.find_people(&Vec::from_iter(stored.to.person))?;
            Ok(HandOverView {
                id,
                to: ClerkView::of(stored.to, address, &people),
                at: stored.at,
                help_requests: stored.help_requests.into_iter().map(|(id, _)| id).collect(),
                is_undone: stored.undone_at.is_some(),
                undo_until: stored.at + UNDONE_WITHIN,
            })
        })
        .await
}

fn of_org(tx: &mut Tx<'_>, org: crate::ids::SupportOrgId, id: HandOverId) -> Result<StoredHandOver, Refusal> {
    tx.find_hand_over(id)?.filter(|stored| stored.org == org).ok_or(Refusal::NotFound)
}
