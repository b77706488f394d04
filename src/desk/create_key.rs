//! Making an API key.

use crate::brokering::SupportOrgForm;
use crate::desk::{Desk, Refusal};
use crate::ids::{ApiKeyId, Token};
use crate::store::{ApiKey, Role};

/// For whom a key is wanted.
#[derive(Clone, Debug)]
pub enum KeyRequest {
    Operator,
    /// The organisation is found by its name, or added.
    Broker(SupportOrgForm),
    /// By registration number.
    Specialist(String),
}

/// A new key. It is shown once; only its hash is kept.
#[derive(Clone, Debug)]
pub struct CreatedKey {
    pub id: ApiKeyId,
    pub role: Role,
    pub token: Token,
}

/// Makes a key; `label` helps people to tell keys apart.
pub async fn create_key(desk: &Desk, request: KeyRequest, label: String) -> Result<CreatedKey, Refusal> {
    let now = desk.clock.now();
    let (id, token) = (desk.ids.fresh(now), desk.ids.token());
    let new_org_id = desk.ids.fresh(now);
    let hash = token.hash();
    let role = desk
        .store
        .write(move |tx| {
            let role = match request {
                KeyRequest::Operator => Role::Operator,
                KeyRequest::Broker(form) => match tx.find_support_org_by_name(form.name.trim())? {
                    Some(known) => Role::Broker(known.id),
                    None => {
                        tx.add_support_org(new_org_id, &form.check()?, now)?;
                        Role::Broker(new_org_id)
                    }
                },
                KeyRequest::Specialist(number) => {
                    Role::Specialist(tx.find_specialist_by_number(number.trim())?.ok_or(Refusal::NotFound)?.id)
                }
            };
            tx.add_api_key(ApiKey { id, role }, &hash, &label, now)?;
            Ok::<_, Refusal>(role)
        })
        .await?;
    Ok(CreatedKey { id, role, token })
}
