//! Tables `instance_secrets` and `spent_values`: what all processes share to seal pages with, and which values of pages have been used.

use diesel::prelude::*;
use diesel::sql_types::{Text, Timestamp};

use crate::clock::Moment;
use crate::ids::Token;
use crate::seals::{PageValue, Secret};
use crate::store::cells::{known, time};
use crate::store::kept::Keep;
use crate::store::schema::spent_values;
use crate::store::sealed::SECRET;
use crate::store::{StoreError, Tx};

impl Tx<'_> {
    /// The instance's secret of this name; `fresh` becomes it if there is none yet.
    pub fn instance_secret(&mut self, name: &str, fresh: &Token, now: Moment) -> Result<Secret, StoreError> {
        let fresh = SECRET.seal(&self.vault, &name, &fresh.reveal());
        let cell = self.instance_secret_cell(name, &fresh, now)?;
        Ok(Secret::new(known("instance secret", Token::find(&SECRET.open(&self.vault, name, &cell)?))?))
    }

    /// Notes that a page's value has been used; false if it had been. Who presses at the same time waits here for the other's commit.
    pub fn spend_value(&mut self, value: &PageValue, now: Moment) -> Result<bool, StoreError> {
        let spent =
            diesel::sql_query("INSERT INTO spent_values (value_hash, spent_at) VALUES ($1, $2) ON CONFLICT (value_hash) DO NOTHING")
                .bind::<Text, _>(value.hash())
                .bind::<Timestamp, _>(time(now));
        Ok(spent.kept().execute(self.connection)? == 1)
    }

    /// Forgets values that were used before `before`.
    pub fn forget_spent_values(&mut self, before: Moment) -> Result<usize, StoreError> {
        Ok(diesel::delete(spent_values::table.filter(spent_values::spent_at.lt(time(before)))).execute(self.connection)?)
    }
}
