//! Open help requests that wait for people who have their hands full (table `help_requests`).

use diesel::prelude::*;

use crate::clock::Moment;
use crate::ids::HelpRequestId;
use crate::intake::HelpRequestState;
use crate::store::cells::{ids, time};
use crate::store::kept::Keep;
use crate::store::schema::help_requests;
use crate::store::{StoreError, Tx};

impl Tx<'_> {
    /// Lets a help request wait, at most until `until`, and be looked at again at `look_again_at`. Only for who holds the row.
    pub fn let_wait(&mut self, id: HelpRequestId, since: Moment, until: Moment, look_again_at: Moment) -> Result<(), StoreError> {
        let set = (
            help_requests::waiting_since.eq(time(since)),
            help_requests::waiting_until.eq(time(until)),
            help_requests::look_again_at.eq(time(look_again_at)),
        );
        diesel::update(help_requests::table.find(id.to_string())).set(set).kept().execute(self.connection)?;
        Ok(())
    }

    /// Lets a help request wait no more, since somebody is asked; it may wait anew. Only for who holds the row.
    pub fn stop_waiting(&mut self, id: HelpRequestId) -> Result<(), StoreError> {
        let none = None::<chrono::NaiveDateTime>;
        let set = (help_requests::waiting_since.eq(none), help_requests::waiting_until.eq(none), help_requests::look_again_at.eq(none));
        diesel::update(help_requests::table.find(id.to_string())).set(set).kept().execute(self.connection)?;
        Ok(())
    }

    /// Whether any help request waits.
    pub(super) fn somebody_waits(&mut self) -> Result<bool, StoreError> {
        // The state stands in the text, so that every plan may go by the index of those that wait.
        let waits = diesel::dsl::sql::<diesel::sql_types::Bool>("state = 'open' AND waiting_since IS NOT NULL");
        let waiting = help_requests::table.filter(waits).select(help_requests::id).limit(1);
        Ok(!waiting.load::<String>(self.connection)?.is_empty())
    }

    /// Those that wait, the oldest first.
    pub fn list_waiting(&mut self, limit: i64) -> Result<Vec<HelpRequestId>, StoreError> {
        let waiting = help_requests::table.filter(help_requests::state.eq(HelpRequestState::Open.code()));
        let waiting = waiting.filter(help_requests::waiting_since.is_not_null());
        let oldest = waiting.order((help_requests::created_at, help_requests::id)).limit(limit);
        ids(oldest.select(help_requests::id).load::<String>(self.connection)?)
    }

    /// Those that wait and are to be looked at again, or have waited long enough; the oldest first.
    pub fn list_to_look_at_again(&mut self, now: Moment, limit: i64) -> Result<Vec<HelpRequestId>, StoreError> {
        let waiting = help_requests::table.filter(help_requests::state.eq(HelpRequestState::Open.code()));
        let waiting = waiting.filter(help_requests::waiting_since.is_not_null());
        let due = help_requests::look_again_at.le(time(now)).or(help_requests::waiting_until.le(time(now)));
        let oldest = waiting.filter(due).order((help_requests::created_at, help_requests::id)).limit(limit);
        ids(oldest.select(help_requests::id).load::<String>(self.connection)?)
    }

    /// Puts off the next look at a waiting help request that is due for one; false if somebody else has, or if it waits no more.
    pub fn put_off_look(&mut self, id: HelpRequestId, now: Moment, look_again_at: Moment) -> Result<bool, StoreError> {
        let place = help_requests::table.find(id.to_string()).filter(help_requests::state.eq(HelpRequestState::Open.code()));
        let place = place.filter(help_requests::waiting_since.is_not_null()).filter(help_requests::look_again_at.le(time(now)));
        Ok(diesel::update(place).set(help_requests::look_again_at.eq(time(look_again_at))).kept().execute(self.connection)? == 1)
    }
}
