//! Weekly letters to support organisations: when the next is due, and what became of their help requests in a week.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::clock::Moment;
use crate::ids::{HelpRequestId, SupportOrgId};
use crate::intake::HelpRequestState;
use crate::store::cells::{id, ids, moment, time};
use crate::store::schema::{help_requests, support_orgs};
use crate::store::{StoreError, Tx};

impl Tx<'_> {
    /// Support organisations whose week has ended, with the end; and those of which it is not planned yet.
    pub fn list_ended_weeks(&mut self, now: Moment, limit: i64) -> Result<Vec<(SupportOrgId, Option<Moment>)>, StoreError> {
        let due = support_orgs::week_ends_at.is_null().or(support_orgs::week_ends_at.le(time(now)));
        let rows =
            support_orgs::table.filter(due).order(support_orgs::id).limit(limit).select((support_orgs::id, support_orgs::week_ends_at));
        let rows = rows.load::<(String, Option<NaiveDateTime>)>(self.connection)?;
        rows.into_iter().map(|(key, ends_at)| Ok((id(&key)?, ends_at.map(moment)))).collect()
    }

    /// Goes on to the next week; false if somebody else has.
    pub fn move_week(&mut self, org: SupportOrgId, from: Option<Moment>, to: Moment) -> Result<bool, StoreError> {
        let set = support_orgs::week_ends_at.eq(time(to));
        let place = support_orgs::table.find(org.to_string());
        let moved = match from {
            Some(from) => diesel::update(place.filter(support_orgs::week_ends_at.eq(time(from)))).set(set).execute(self.connection)?,
            None => diesel::update(place.filter(support_orgs::week_ends_at.is_null())).set(set).execute(self.connection)?,
        };
        Ok(moved == 1)
    }

    /// The help requests of a support organisation that were matched or found nobody between two moments and are so still, and those made before
    /// `until` that are open now; the oldest first.
    pub fn list_week(&mut self, org: SupportOrgId, from: Moment, until: Moment) -> Result<Vec<HelpRequestId>, StoreError> {
        let of_org = help_requests::table.filter(help_requests::support_org_id.eq(org.to_string()));
        let ended = help_requests::state.eq_any([HelpRequestState::Matched.code(), HelpRequestState::Unmatched.code()]);
        let ended = ended.and(help_requests::updated_at.ge(time(from))).and(help_requests::updated_at.lt(time(until)));
        let open = help_requests::state.eq(HelpRequestState::Open.code());
        let told = of_org.filter(help_requests::created_at.lt(time(until))).filter(ended.or(open));
        let oldest = told.order((help_requests::created_at, help_requests::id)).select(help_requests::id);
        ids(oldest.load::<String>(self.connection)?)
    }
}
