//! Submitting a help request.

use chrono::Duration;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::brokering::{EntryCode, Standing};
use crate::correspondence::{LetterKind, Party};
use crate::desk::brokering::org_of;
use crate::desk::letters::queue_letter;
use crate::desk::once::{RequestKey, once};
use crate::desk::{Desk, Refusal};
use crate::events::Event;
use crate::identity::Role;
use crate::ids::{HelpRequestId, MemberId, SupportOrgId, fingerprint};
use crate::intake::{HelpRequest, HelpRequestForm, HelpRequestState, NeedForm};
use crate::store::{LetterToQueue, StoreError, StoredHelpRequest, Tx};

/// Who submits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Submitter {
    /// Somebody who says to be the company: a letter asks the company first, before anything goes out.
    Company,
    /// A support organisation for a company of which no consent is on record: a letter asks the company first, too.
    SupportOrg(SupportOrgId),
    /// A support organisation for its member, which has agreed to that.
    Member(SupportOrgId, MemberId),
    /// The operator for a company.
    Operator,
}

/// The entry link by which a company came, and whether its organisation may see the help request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub code: EntryCode,
    pub shares: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Submitted {
    pub id: HelpRequestId,
    pub state: HelpRequestState,
}

/// Within this time the same help request from the same address is taken for a slip.
const TWIN_WITHIN: Duration = Duration::hours(24);

/// Keyed hash of a company's mail address and of all that it asks for.
fn twin_key(tx: &Tx<'_>, help_request: &HelpRequest) -> Result<String, Refusal> {
    let address = help_request.company.contact.address.as_str().to_lowercase();
    let unreadable = |error: serde_json::Error| Refusal::Store(StoreError::Unreadable { what: "need", why: error.to_string() });
    let need = serde_json::to_string(&help_request.need).map_err(unreadable)?;
    Ok(fingerprint(tx.keyed("twin", &format!("{address}\n{need}")).as_bytes()))
}

/// Takes a help request in. Once this has answered, the help request is never lost.
pub async fn submit_help_request(
    desk: &Desk,
    form: HelpRequestForm,
    submitter: Submitter,
    key: Option<RequestKey>,
) -> Result<Submitted, Refusal> {
    let help_request = form.check(&desk.catalogue, desk.clock.today())?;
    take_in(desk, help_request, submitter, None, key).await
}

/// The same by a support organisation for its member: the company is known already.
pub async fn submit_for_member(
    desk: &Desk,
    role: Role,
    member: MemberId,
    need: NeedForm,
    key: Option<RequestKey>,
) -> Result<Submitted, Refusal> {
    let org = org_of(role)?;
    let need = need.check_alone(&desk.catalogue, desk.clock.today())?;
    let stored = desk.store.read(move |tx| Ok::<_, Refusal>(tx.find_member(member)?)).await?;
    let company = stored.filter(|stored| stored.org == org).ok_or(Refusal::NotFound)?.member.company;
    take_in(desk, HelpRequest { company, need }, Submitter::Member(org, member), None, key).await
}

/// The same by a company that came by an entry link. Its organisation sees the help request only where the company says so; that it came by
/// the link is counted.
pub async fn submit_by_entry(desk: &Desk, form: HelpRequestForm, entry: Entry, key: Option<RequestKey>) -> Result<Submitted, Refusal> {
    let help_request = form.check(&desk.catalogue, desk.clock.today())?;
    take_in(desk, help_request, Submitter::Company, Some(entry), key).await
}

async fn take_in(
    desk: &Desk,
    help_request: HelpRequest,
    submitter: Submitter,
    entry: Option<Entry>,
    key: Option<RequestKey>,
) -> Result<Submitted, Refusal> {
    let now = desk.clock.now();
    let (state, confirm_by) = match submitter {
        Submitter::Company | Submitter::SupportOrg(_) => (HelpRequestState::AwaitingConfirmation, Some(now + desk.periods.confirm_within)),
        Submitter::Member(..) | Submitter::Operator => (HelpRequestState::Open, None),
    };
    // Whoever asks in a session of the organisation is in charge of it there.
    let for_org = matches!(submitter, Submitter::Member(..) | Submitter::SupportOrg(_));
    let clerk = desk.charge().filter(|_| for_org);
    let (support_org, member) = match submitter {
        Submitter::SupportOrg(id) => (Some(id), None),
        Submitter::Member(org, member) => (Some(org), Some(member)),
        Submitter::Company | Submitter::Operator => (None, None),
    };
    let id = desk.ids.fresh(now);
    // One that has to be confirmed gets its policy when it opens.
    let policy = (state == HelpRequestState::Open).then(|| desk.policy_in_force(&help_request.need)).flatten();
    let stored = StoredHelpRequest {
        id,
        state,
        support_org,
        member,
        help_request,
        waves: 0,
        created_at: now,
        confirm_by,
        policy,
        waiting_since: None,
        waiting_until: None,
        narrower: None,
    };
    let ids = desk.ids.clone();
    desk.store
        .write(move |tx| {
            once(tx, key.as_ref(), now, |tx| {
                // Held from here on: a company that takes its yes back at this moment finds the help request and ends it.
                if let Some(member) = member {
                    let stored = tx.hold_member(member, now)?;
                    stored.filter(|stored| stored.standing == Standing::Agreed).ok_or(Refusal::ConsentMissing)?;
                }
                // One that has been closed meanwhile is an address like any other.
                let link = entry.as_ref().map(|entry| tx.find_entry_link(&entry.code)).transpose()?.flatten();
                let link = link.filter(|link| link.closed_at.is_none());
                let shares = entry.as_ref().is_some_and(|entry| entry.shares);
                let support_org = stored.support_org.or(link.as_ref().filter(|_| shares).map(|link| link.org));
                tx.add_help_request(&StoredHelpRequest { support_org, ..stored.clone() })?;
                if let Some(link) = &link {
                    tx.set_entry(id, &link.code)?;
                }
                if let Some((clerk, org)) = clerk.zip(support_org) {
                    tx.put_in_charge(org, id, None, Some(clerk))?;
                }
                tx.record(ids.fresh(now), &Event::HelpRequestSubmitted { help_request: id }, now)?;
                if state == HelpRequestState::Open {
                    tx.record(ids.fresh(now), &Event::HelpRequestOpened { help_request: id }, now)?;
                } else {
                    let key = twin_key(tx, &stored.help_request)?;
                    // The same from the same address is asked about in the letter. The page says nothing of it: the address may be a stranger's.
                    let (kind, cause) = match tx.find_twin(&key, now - TWIN_WITHIN)? {
                        Some(earlier) => (LetterKind::SameHelpRequest, format!("{id}/after-{earlier}")),
                        None => (LetterKind::ConfirmHelpRequest, id.to_string()),
                    };
                    tx.set_twin_key(id, &key)?;
                    let letter =
                        LetterToQueue { id: ids.fresh(now), kind, party: Party::Company(id), cause, help_request: id, offer: None };
                    queue_letter(tx, &ids, now, letter)?;
                }
                Ok(Submitted { id, state })
            })
        })
        .await
}
