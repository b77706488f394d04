//! Doing an act once however often its request arrives (the `Idempotency-Key` header; rules after Stripe's: the same key with the same
//! request gives the first outcome again, with another request it is refused, and a refused act leaves no trace).

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::clock::Moment;
use crate::desk::Refusal;
use crate::ids::fingerprint;
use crate::store::{StoreError, Tx};

/// A key together with what it was sent for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestKey {
    owner: String,
    key_hash: String,
    fingerprint: String,
}

impl RequestKey {
    /// The key in a header's value: 1 to 255 visible ASCII characters; none if it cannot be one.
    pub fn readable(value: &[u8]) -> Option<&str> {
        let key = std::str::from_utf8(value).ok()?.trim_matches([' ', '\t']);
        let is_visible = key.bytes().all(|byte| (b' '..=b'~').contains(&byte));
        Some(key).filter(|key| is_visible && (1..=255).contains(&key.len()))
    }

    /// `owner` keeps callers apart: nobody can fetch another's outcome by guessing a key.
    pub fn new(owner: &str, key: &str, request: &[u8]) -> Self {
        Self { owner: owner.to_owned(), key_hash: fingerprint(key.as_bytes()), fingerprint: fingerprint(request) }
    }
}

/// Runs `act` unless its key has an outcome already, and keeps the outcome in the same transaction.
pub(super) fn once<T: Serialize + DeserializeOwned>(
    tx: &mut Tx<'_>,
    key: Option<&RequestKey>,
    now: Moment,
    act: impl FnOnce(&mut Tx<'_>) -> Result<T, Refusal>,
) -> Result<T, Refusal> {
    let Some(key) = key else { return act(tx) };
    let unreadable = |error: serde_json::Error| Refusal::Store(StoreError::Unreadable { what: "outcome", why: error.to_string() });
    if tx.claim_key(&key.owner, &key.key_hash, &key.fingerprint, now)? {
        let outcome = act(tx)?;
        tx.keep_outcome(&key.owner, &key.key_hash, &serde_json::to_string(&outcome).map_err(unreadable)?)?;
        return Ok(outcome);
    }
    let stored = tx.find_outcome(&key.owner, &key.key_hash)?.ok_or(Refusal::KeyReused)?;
    if stored.fingerprint != key.fingerprint {
        return Err(Refusal::KeyReused);
    }
    serde_json::from_str(&stored.outcome).map_err(unreadable)
}
