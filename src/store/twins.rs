//! Column `help_requests.twin_key`: the same help request again, from the same mail address.

use diesel::prelude::*;

use crate::clock::Moment;
use crate::ids::HelpRequestId;
use crate::intake::HelpRequestState;
use crate::store::cells::{id, time};
use crate::store::kept::Keep;
use crate::store::schema::help_requests;
use crate::store::{StoreError, Tx};

impl Tx<'_> {
    /// The latest help request with this key that was made after `since` and is not cancelled.
    pub fn find_twin(&mut self, key: &str, since: Moment) -> Result<Option<HelpRequestId>, StoreError> {
        let twins = help_requests::table.filter(help_requests::twin_key.eq(key)).filter(help_requests::created_at.gt(time(since)));
        let twins = twins.filter(help_requests::state.ne(HelpRequestState::Cancelled.code()));
        let latest = twins.order((help_requests::created_at.desc(), help_requests::id.desc())).select(help_requests::id);
        latest.first::<String>(self.connection).optional()?.map(|key| id(&key)).transpose()
    }

    /// Notes by which key a help request is found as the same as a later one.
    pub fn set_twin_key(&mut self, help_request: HelpRequestId, key: &str) -> Result<(), StoreError> {
        let place = help_requests::table.find(help_request.to_string());
        diesel::update(place).set(help_requests::twin_key.eq(key)).kept().execute(self.connection)?;
        Ok(())
    }
}
