//! Making an API key.

use crate::brokering::SupportOrgForm;
use crate::desk::identity::RoleRequest;
use crate::desk::{Desk, Refusal};
use crate::identity::Rank;
use crate::identity::Role;
use crate::ids::{ApiKeyId, Token};
use crate::store::ApiKey;

/// For whom a key is wanted.
#[derive(Clone, Debug)]
pub enum KeyRequest {
    Operator,
    /// The organisation is found by its name, or added.
    Broker(SupportOrgForm),
    /// By registration number.
    Specialist(String),
}

impl From<KeyRequest> for RoleRequest {
    fn from(request: KeyRequest) -> Self {
        match request {
            KeyRequest::Operator => Self::Operator,
            KeyRequest::Broker(form) => Self::Broker(form, Rank::Member),
            KeyRequest::Specialist(number) => Self::Specialist(number),
        }
    }
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
            let role = RoleRequest::from(request).settle(tx, new_org_id, now)?;
            tx.add_api_key(ApiKey { id, role }, &hash, &label, now)?;
            Ok::<_, Refusal>(role)
        })
        .await?;
    Ok(CreatedKey { id, role, token })
}
