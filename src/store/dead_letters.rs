//! Table `deliveries` as an operator sees it: what was put aside, and what is to be delivered once more.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::clock::Moment;
use crate::events::{Envelope, Group};
use crate::store::cells::{moment, time};
use crate::store::events::{EventRow, envelope};
use crate::store::schema::{deliveries, events};
use crate::store::{StoreError, Tx};

/// A delivery that was put aside after too many failures.
#[derive(Clone, Debug, PartialEq)]
pub struct DeadLetter {
    pub group: Group,
    pub envelope: Envelope,
    pub attempts: u16,
    pub reason: String,
    /// None for what was put aside before this was noted.
    pub since: Option<Moment>,
}

type Row = (EventRow, String, i32, Option<String>, Option<NaiveDateTime>);

fn dead_letter((row, name, attempts, reason, since): Row) -> Result<Option<DeadLetter>, StoreError> {
    // A group of a newer build is for that build to show.
    let Some(group) = Group::find(&name) else { return Ok(None) };
    Ok(Some(DeadLetter {
        group,
        envelope: envelope(row)?,
        attempts: u16::try_from(attempts).unwrap_or(u16::MAX),
        reason: reason.unwrap_or_default(),
        since: since.map(moment),
    }))
}

impl Tx<'_> {
    /// All deliveries that are put aside, in the order of the journal. Read by people, so there are not so many that they would not fit into
    /// memory.
    pub fn list_dead_letters(&mut self) -> Result<Vec<DeadLetter>, StoreError> {
        let dead = events::table.inner_join(deliveries::table.on(deliveries::event_seq.eq(events::seq)));
        let dead = dead.filter(deliveries::done_at.is_null()).filter(deliveries::dead_reason.is_not_null());
        let dead = dead.order((deliveries::event_seq, deliveries::group_name));
        let columns = (
            (events::seq, events::id, events::version, events::at, events::event, events::trace),
            deliveries::group_name,
            deliveries::attempts,
            deliveries::dead_reason,
            deliveries::dead_at,
        );
        let rows = dead.select(columns).load::<Row>(self.connection)?;
        rows.into_iter().filter_map(|row| dead_letter(row).transpose()).collect()
    }

    /// Puts a dead delivery back: due now, as if it had never failed. False if it is not dead (any more).
    pub fn revive_delivery(&mut self, group: Group, seq: i64, now: Moment) -> Result<bool, StoreError> {
        let place = deliveries::table.find((seq, group.name())).filter(deliveries::done_at.is_null());
        let place = place.filter(deliveries::dead_reason.is_not_null());
        let set = (
            deliveries::dead_reason.eq(None::<String>),
            deliveries::dead_at.eq(None::<NaiveDateTime>),
            deliveries::attempts.eq(0),
            deliveries::due_at.eq(time(now)),
        );
        Ok(diesel::update(place).set(set).execute(self.connection)? == 1)
    }

    /// Gives a dead delivery up for good; its reason stays. False if it is not dead (any more).
    pub fn drop_delivery(&mut self, group: Group, seq: i64, now: Moment) -> Result<bool, StoreError> {
        let place = deliveries::table.find((seq, group.name())).filter(deliveries::done_at.is_null());
        let place = place.filter(deliveries::dead_reason.is_not_null());
        Ok(diesel::update(place).set(deliveries::done_at.eq(time(now))).execute(self.connection)? == 1)
    }

    /// How many deliveries of `group` were handled whose events happened at `from` or later. What was dropped does not count.
    pub fn count_handled_since(&mut self, group: Group, from: Moment) -> Result<i64, StoreError> {
        let since = events::table.filter(events::at.ge(time(from))).select(events::seq);
        let handled = deliveries::table.filter(deliveries::group_name.eq(group.name())).filter(deliveries::event_seq.eq_any(since));
        let handled = handled.filter(deliveries::done_at.is_not_null()).filter(deliveries::dead_reason.is_null());
        Ok(handled.count().get_result(self.connection)?)
    }

    /// Makes them due once more; gives how many.
    pub fn redeliver_handled_since(&mut self, group: Group, from: Moment, now: Moment) -> Result<usize, StoreError> {
        let since = events::table.filter(events::at.ge(time(from))).select(events::seq);
        let handled = deliveries::table.filter(deliveries::group_name.eq(group.name())).filter(deliveries::event_seq.eq_any(since));
        let handled = handled.filter(deliveries::done_at.is_not_null()).filter(deliveries::dead_reason.is_null());
        let set = (deliveries::done_at.eq(None::<NaiveDateTime>), deliveries::attempts.eq(0), deliveries::due_at.eq(time(now)));
        Ok(diesel::update(handled).set(set).execute(self.connection)?)
    }
}
