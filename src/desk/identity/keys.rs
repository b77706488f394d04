//! API keys: who holds which, whose a key is, and withdrawing one.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::clock::Moment;
use crate::desk::{Desk, Refusal};
use crate::identity::SESSION_IS_SEEN;
use crate::ids::{ApiKeyId, Token};
use crate::store::{ApiKey, StoredKey};

/// A key as the operator sees it. The key itself is nowhere to be seen any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct KeyView {
    pub id: ApiKeyId,
    /// `operator`, `auditor`, `broker:<organisation>:member` or `specialist:<id>`.
    #[schema(example = "operator")]
    pub role: String,
    /// What it is for, in the words of whoever made it.
    pub label: String,
    /// What it may; never more than its role.
    #[schema(example = json!(["letters:read"]))]
    pub scopes: Vec<String>,
    pub created_at: DateTime<Utc>,
    /// None: it does not expire.
    pub expires_at: Option<DateTime<Utc>>,
    /// To the minute.
    pub last_used_at: Option<DateTime<Utc>>,
    pub revoked_at: Option<DateTime<Utc>>,
}

impl From<StoredKey> for KeyView {
    fn from(stored: StoredKey) -> Self {
        let StoredKey { key, label, created_at, expires_at, last_used_at, revoked_at } = stored;
        let scopes = key.scopes.iter().map(|scope| scope.code().to_owned()).collect();
        Self { id: key.id, role: key.role.key(), label, scopes, created_at, expires_at, last_used_at, revoked_at }
    }
}

fn holds(stored: &StoredKey, now: Moment) -> bool {
    stored.revoked_at.is_none() && stored.expires_at.is_none_or(|until| now < until)
}

/// The owner of an API key; none if it is nobody's, withdrawn or too old. That it was used is noted once a minute at most.
pub async fn find_key(desk: &Desk, token: Token) -> Result<Option<ApiKey>, Refusal> {
    let now = desk.clock.now();
    let found = desk.store.read(move |tx| Ok::<_, Refusal>(tx.find_api_key(&token.hash())?)).await?;
    let Some(stored) = found.filter(|stored| holds(stored, now)) else { return Ok(None) };
    let (key, before) = (stored.key.id, now - SESSION_IS_SEEN);
    if stored.last_used_at.is_none_or(|at| at <= before) {
        desk.store.write(move |tx| Ok::<_, Refusal>(tx.see_api_key(key, before, now)?)).await?;
    }
    Ok(Some(stored.key))
}

/// All keys, the oldest first.
pub async fn list_keys(desk: &Desk) -> Result<Vec<KeyView>, Refusal> {
    let all = desk.store.read(|tx| Ok::<_, Refusal>(tx.list_api_keys()?)).await?;
    Ok(all.into_iter().map(KeyView::from).collect())
}

/// Withdraws a key for good; one that was withdrawn stays so.
pub async fn revoke_key(desk: &Desk, id: ApiKeyId) -> Result<KeyView, Refusal> {
    let now = desk.clock.now();
    desk.store
        .write(move |tx| {
            if tx.revoke_api_key(id, now)? {
                tx.note_act("key_revoked", "api_key", id);
            }
            Ok(tx.find_api_key_by_id(id)?.ok_or(Refusal::NotFound)?.into())
        })
        .await
}
