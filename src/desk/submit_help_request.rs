//! Submitting a help request.

use chrono::Duration;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::correspondence::{LetterKind, Party};
use crate::desk::letters::queue_letter;
use crate::desk::once::{RequestKey, once};
use crate::desk::{Desk, Refusal};
use crate::events::Event;
use crate::ids::{HelpRequestId, SupportOrgId, fingerprint};
use crate::intake::{HelpRequest, HelpRequestForm, HelpRequestState};
use crate::store::{LetterToQueue, StoreError, StoredHelpRequest, Tx};

/// Who submits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Submitter {
    /// Somebody who says to be the company: a letter asks the company first, before anything goes out.
    Company,
    /// A support organisation for its member.
    SupportOrg(SupportOrgId),
    /// The operator for a company.
    Operator,
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
    let now = desk.clock.now();
    let help_request = form.check(&desk.catalogue, desk.clock.today())?;
    let (state, confirm_by) = match submitter {
        Submitter::Company => (HelpRequestState::AwaitingConfirmation, Some(now + desk.periods.confirm_within)),
        Submitter::SupportOrg(_) | Submitter::Operator => (HelpRequestState::Open, None),
    };
    let support_org = match submitter {
        Submitter::SupportOrg(id) => Some(id),
        Submitter::Company | Submitter::Operator => None,
    };
    let id = desk.ids.fresh(now);
    // One that has to be confirmed gets its policy when it opens.
    let policy = (state == HelpRequestState::Open).then(|| desk.policy_in_force(&help_request.need)).flatten();
    let stored = StoredHelpRequest {
        id,
        state,
        support_org,
        help_request,
        waves: 0,
        created_at: now,
        confirm_by,
        policy,
        waiting_since: None,
        waiting_until: None,
    };
    let ids = desk.ids.clone();
    desk.store
        .write(move |tx| {
            once(tx, key.as_ref(), now, |tx| {
                tx.add_help_request(&stored)?;
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
