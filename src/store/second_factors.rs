//! Tables `second_factors` and `recovery_codes`.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use diesel::sql_types::{Text, Timestamp};

use crate::clock::Moment;
use crate::ids::AccountId;
use crate::store::cells::{moment, time};
use crate::store::schema::{recovery_codes, second_factors};
use crate::store::{StoreError, Tx};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredSecondFactor {
    /// With it and the instance's secret the authenticator's secret is made.
    pub nonce: String,
    pub tries: i32,
    pub tries_since: Moment,
}

impl Tx<'_> {
    pub fn find_second_factor(&mut self, account: AccountId) -> Result<Option<StoredSecondFactor>, StoreError> {
        let row = second_factors::table.find(account.to_string());
        let row = row.select((second_factors::nonce, second_factors::tries, second_factors::tries_since));
        let row = row.first::<(String, i32, NaiveDateTime)>(self.connection).optional()?;
        Ok(row.map(|(nonce, tries, since)| StoredSecondFactor { nonce, tries, tries_since: moment(since) }))
    }

    /// Puts a second factor in the place of any before, whose recovery codes are void. `step` is the one whose code was just taken.
    pub fn put_second_factor(
        &mut self,
        account: AccountId,
        nonce: &str,
        step: i64,
        codes: &[String],
        now: Moment,
    ) -> Result<(), StoreError> {
        self.remove_second_factor(account)?;
        let added = diesel::insert_into(second_factors::table).values((
            second_factors::account_id.eq(account.to_string()),
            second_factors::nonce.eq(nonce),
            second_factors::made_at.eq(time(now)),
            second_factors::last_step.eq(step),
            second_factors::tries.eq(0),
            second_factors::tries_since.eq(time(now)),
        ));
        added.execute(self.connection)?;
        for code in codes {
            let values = (recovery_codes::code_hash.eq(code), recovery_codes::account_id.eq(account.to_string()));
            diesel::insert_into(recovery_codes::table).values(values).execute(self.connection)?;
        }
        Ok(())
    }

    /// Takes it away; false if there was none.
    pub fn remove_second_factor(&mut self, account: AccountId) -> Result<bool, StoreError> {
        let of = recovery_codes::table.filter(recovery_codes::account_id.eq(account.to_string()));
        diesel::delete(of).execute(self.connection)?;
        Ok(diesel::delete(second_factors::table.find(account.to_string())).execute(self.connection)? == 1)
    }

    /// Counts a try of the time since `since`: a new count if the old one began before. Those who try at the same time do so one after the other; false
    /// if there have been `most` already.
    pub fn count_proof(&mut self, account: AccountId, most: i32, since: Moment, now: Moment) -> Result<bool, StoreError> {
        let counted = diesel::sql_query(
            "UPDATE second_factors SET tries = CASE WHEN tries_since < $1 THEN 1 ELSE tries + 1 END, \
             tries_since = CASE WHEN tries_since < $1 THEN $2 ELSE tries_since END WHERE account_id = $3 AND (tries_since < $1 OR tries < $4)",
        );
        let counted = counted
            .bind::<Timestamp, _>(time(since))
            .bind::<Timestamp, _>(time(now))
            .bind::<Text, _>(account.to_string())
            .bind::<diesel::sql_types::Integer, _>(most);
        Ok(counted.execute(self.connection)? == 1)
    }

    /// Uses up a time step; false if it, or a later one, was used. Forgets the wrong tries.
    pub fn use_step(&mut self, account: AccountId, step: i64) -> Result<bool, StoreError> {
        let place = second_factors::table.find(account.to_string()).filter(second_factors::last_step.lt(step));
        Ok(diesel::update(place).set((second_factors::last_step.eq(step), second_factors::tries.eq(0))).execute(self.connection)? == 1)
    }

    /// Uses up a recovery code; false if it is none, or was used.
    pub fn use_recovery_code(&mut self, account: AccountId, hash: &str, now: Moment) -> Result<bool, StoreError> {
        let place = recovery_codes::table.find(hash).filter(recovery_codes::account_id.eq(account.to_string()));
        let place = place.filter(recovery_codes::used_at.is_null());
        Ok(diesel::update(place).set(recovery_codes::used_at.eq(time(now))).execute(self.connection)? == 1)
    }
}
