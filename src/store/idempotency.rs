//! Table `idempotency_keys`: the outcome of an act is kept in the act's own transaction, so a repeated request finds both or neither.

use diesel::prelude::*;
use diesel::sql_types::{Text, Timestamp};

use crate::clock::Moment;
use crate::store::cells::time;
use crate::store::kept::Keep;
use crate::store::schema::idempotency_keys;
use crate::store::{StoreError, Tx};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredOutcome {
    /// Hash of what was asked; the same key with something else is a mistake of the caller.
    pub fingerprint: String,
    /// JSON.
    pub outcome: String,
}

impl Tx<'_> {
    /// Claims a key; false if it is taken. Who claims at the same time waits here for the other's commit and then finds the outcome.
    pub fn claim_key(&mut self, owner: &str, key_hash: &str, fingerprint: &str, now: Moment) -> Result<bool, StoreError> {
        let claimed = diesel::sql_query(
            "INSERT INTO idempotency_keys (owner, key_hash, fingerprint, outcome, created_at) \
             VALUES ($1, $2, $3, $4, $5) ON CONFLICT (owner, key_hash) DO NOTHING",
        )
        .bind::<Text, _>(owner)
        .bind::<Text, _>(key_hash)
        .bind::<Text, _>(fingerprint)
        .bind::<Text, _>("")
        .bind::<Timestamp, _>(time(now));
        Ok(claimed.kept().execute(self.connection)? == 1)
    }

    /// Keeps the outcome under a key claimed in this transaction.
    pub fn keep_outcome(&mut self, owner: &str, key_hash: &str, outcome: &str) -> Result<(), StoreError> {
        let place = idempotency_keys::table.find((owner, key_hash));
        diesel::update(place).set(idempotency_keys::outcome.eq(outcome)).kept().execute(self.connection)?;
        Ok(())
    }

    pub fn find_outcome(&mut self, owner: &str, key_hash: &str) -> Result<Option<StoredOutcome>, StoreError> {
        let row = idempotency_keys::table.find((owner, key_hash)).select((idempotency_keys::fingerprint, idempotency_keys::outcome));
        let row = row.first::<(String, String)>(self.connection).optional()?;
        Ok(row.map(|(fingerprint, outcome)| StoredOutcome { fingerprint, outcome }))
    }

    /// Forgets outcomes older than `before`.
    pub fn forget_outcomes(&mut self, before: Moment) -> Result<usize, StoreError> {
        let old = idempotency_keys::table.filter(idempotency_keys::created_at.lt(time(before)));
        Ok(diesel::delete(old).execute(self.connection)?)
    }
}
