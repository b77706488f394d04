//! Open help requests whose next wave opens beside the one that is open (table `help_requests`): `next_wave_at` is when they are called.

use diesel::prelude::*;
use diesel::sql_types::{Bool, Timestamp};

use crate::clock::Moment;
use crate::ids::HelpRequestId;
use crate::store::among::{among, keys};
use crate::store::cells::{ids, time};
use crate::store::kept::Keep;
use crate::store::schema::help_requests;
use crate::store::{StoreError, Tx};

/// Stands in the text, so that every plan may go by the index of those that have a next wave.
const HAS_NEXT: &str = "state = 'open' AND next_wave_at IS NOT NULL";

impl Tx<'_> {
    /// Lets these help requests be called for their next wave at `at`. Only for who holds the rows.
    pub fn call_at(&mut self, help_requests: &[HelpRequestId], at: Moment) -> Result<(), StoreError> {
        let text = "UPDATE help_requests SET next_wave_at = $1 WHERE id AMONG($2)";
        among!(self.connection, text, [Timestamp = time(at)], keys(help_requests), execute)?;
        Ok(())
    }

    /// Those whose next wave is due, the longest overdue first.
    pub fn list_to_call(&mut self, now: Moment, limit: i64) -> Result<Vec<HelpRequestId>, StoreError> {
        let due = help_requests::table.filter(diesel::dsl::sql::<Bool>(HAS_NEXT)).filter(help_requests::next_wave_at.le(time(now)));
        ids(due.order(help_requests::next_wave_at).limit(limit).select(help_requests::id).load::<String>(self.connection)?)
    }

    /// Puts off the call of a help request that is due for it, or ends its calls; false if somebody else has, or if it is not open any more.
    pub fn put_off_call(&mut self, id: HelpRequestId, now: Moment, at: Option<Moment>) -> Result<bool, StoreError> {
        let place = help_requests::table.find(id.to_string()).filter(diesel::dsl::sql::<Bool>(HAS_NEXT));
        let place = place.filter(help_requests::next_wave_at.le(time(now)));
        Ok(diesel::update(place).set(help_requests::next_wave_at.eq(at.map(time))).kept().execute(self.connection)? == 1)
    }
}
