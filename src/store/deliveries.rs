//! Table `deliveries`: the outbox, and the truth about what has been handled.
//!
//! One column carries the whole protocol: `due_at`, the moment from which a delivery is to be published (again). It is *now* when the event
//! is recorded; publishing moves it ahead by the redelivery pause; a failed handler moves it ahead by its back-off; success sets
//! `done_at`. So whatever is lost on the way (a crashed worker, an emptied Redis) comes back by itself, and the bus is only a fast path.

use std::collections::HashSet;

use chrono::NaiveDateTime;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Integer, Nullable, Text, Timestamp};

use crate::clock::Moment;
use crate::events::{Delivery, Event, Group};
use crate::store::among::for_sqlite;
use crate::store::cells::{document, time};
use crate::store::connection::AnyConnection;
use crate::store::events::{EventRow, envelope};
use crate::store::kept::Keep;
use crate::store::schema::{deliveries, events};
use crate::store::{StoreError, Tx};

impl Tx<'_> {
    /// Takes at most `limit` deliveries of each of `groups` that are due, and moves them to `again_at`; those that have been due longest first,
    /// and those that became due together in the order of the journal. Several relays may do this at once: on PostgreSQL each skips what
    /// another has just taken.
    pub fn take_due_deliveries(
        &mut self,
        groups: &[Group],
        now: Moment,
        again_at: Moment,
        limit: i64,
    ) -> Result<Vec<Delivery>, StoreError> {
        let mut rows = Vec::new();
        match self.connection {
            AnyConnection::Postgres(connection) => rows = take_at_once(connection, groups, now, again_at, limit)?,
            AnyConnection::Sqlite(connection) => {
                for group in groups {
                    let taken = take_step_by_step(connection, *group, now, again_at, limit)?;
                    rows.extend(taken.into_iter().map(|row| (group.name().to_owned(), row)));
                }
            }
        }
        let mut taken = Vec::with_capacity(rows.len());
        for (group, row) in rows {
            let envelope = envelope(row)?;
            // What this build does not know it cannot publish. It is due again later, for one that does.
            if let Some(group) = Group::find(&group).filter(|_| envelope.event != Event::OfNewerBuild) {
                taken.push(Delivery { group, envelope });
            }
        }
        Ok(taken)
    }

    /// Marks a delivery as handled; false if it was already, in which case the handler must undo what it did (or had nothing to do).
    pub fn finish_delivery(&mut self, group: Group, seq: i64, now: Moment) -> Result<bool, StoreError> {
        let place = deliveries::table.find((seq, group.name())).filter(deliveries::done_at.is_null());
        Ok(diesel::update(place).set(deliveries::done_at.eq(time(now))).kept().execute(self.connection)? == 1)
    }

    /// Marks deliveries as handled; gives those that were not before.
    pub fn finish_deliveries(&mut self, group: Group, numbers: &[i64], now: Moment) -> Result<HashSet<i64>, StoreError> {
        let text =
            "UPDATE deliveries SET done_at = $1 WHERE done_at IS NULL AND group_name = $2 AND event_seq AMONG($3) RETURNING event_seq";
        let done = match self.connection {
            AnyConnection::Postgres(connection) => {
                let done = diesel::sql_query(text.replace("AMONG(", "= ANY("));
                let done = done.bind::<Timestamp, _>(time(now)).bind::<Text, _>(group.name()).bind::<Array<BigInt>, _>(numbers);
                done.kept().load::<Number>(connection)?
            }
            AnyConnection::Sqlite(connection) => {
                let done = diesel::sql_query(for_sqlite(text));
                let done = done.bind::<Timestamp, _>(time(now)).bind::<Text, _>(group.name()).bind::<Text, _>(document(&numbers)?);
                done.kept().load::<Number>(connection)?
            }
        };
        Ok(done.into_iter().map(|number| number.event_seq).collect())
    }

    /// How often handling has failed.
    pub fn delivery_attempts(&mut self, group: Group, seq: i64) -> Result<u16, StoreError> {
        let attempts = deliveries::table.find((seq, group.name())).select(deliveries::attempts).first::<i32>(self.connection).optional()?;
        Ok(u16::try_from(attempts.unwrap_or(0)).unwrap_or(u16::MAX))
    }

    /// Notes a failed attempt; the delivery comes back at `again_at`.
    pub fn postpone_delivery(&mut self, group: Group, seq: i64, attempts: u16, again_at: Moment) -> Result<(), StoreError> {
        let place = deliveries::table.find((seq, group.name()));
        let set = (deliveries::attempts.eq(i32::from(attempts)), deliveries::due_at.eq(time(again_at)));
        diesel::update(place).set(set).kept().execute(self.connection)?;
        Ok(())
    }

    /// Lets a delivery wait until `until`, whatever else would make it due; no failure.
    pub fn put_off_delivery(&mut self, group: Group, seq: i64, until: Moment) -> Result<(), StoreError> {
        let set = (deliveries::due_at.eq(time(until)), deliveries::not_before.eq(time(until)));
        diesel::update(deliveries::table.find((seq, group.name()))).set(set).kept().execute(self.connection)?;
        Ok(())
    }

    /// Gives deliveries back that were taken and could not be published: they are due at `now`.
    pub fn return_deliveries(&mut self, taken: &[(Group, i64)], now: Moment) -> Result<(), StoreError> {
        for group in Group::ALL {
            let numbers: Vec<i64> = taken.iter().filter(|(of, _)| *of == group).map(|(_, seq)| *seq).collect();
            let place = deliveries::table.filter(deliveries::group_name.eq(group.name())).filter(deliveries::event_seq.eq_any(numbers));
            let place = place.filter(deliveries::done_at.is_null()).filter(deliveries::dead_reason.is_null());
            diesel::update(place).set(deliveries::due_at.eq(time(now))).execute(self.connection)?;
        }
        Ok(())
    }

    /// Gives a delivery up, with the reason, until an operator looks at it.
    pub fn bury_delivery(&mut self, group: Group, seq: i64, reason: &str, now: Moment) -> Result<(), StoreError> {
        let place = deliveries::table.find((seq, group.name()));
        let set = (deliveries::dead_reason.eq(reason), deliveries::dead_at.eq(time(now)));
        diesel::update(place).set(set).kept().execute(self.connection)?;
        Ok(())
    }

    /// Makes everything that is not handled due now: after a start (the in-process bus begins empty) or when Redis has lost its streams.
    pub fn republish_all(&mut self, now: Moment) -> Result<usize, StoreError> {
        let waiting = deliveries::table.filter(deliveries::done_at.is_null()).filter(deliveries::dead_reason.is_null());
        let later = waiting.filter(deliveries::due_at.gt(time(now))).filter(deliveries::attempts.eq(0));
        // What waits for a time of its own (the end of somebody's quiet hours) goes on waiting.
        let later = later.filter(deliveries::not_before.is_null().or(deliveries::not_before.le(time(now))));
        Ok(diesel::update(later).set(deliveries::due_at.eq(time(now))).kept().execute(self.connection)?)
    }

    /// How many deliveries wait, and how many were given up.
    pub fn count_deliveries(&mut self) -> Result<(i64, i64), StoreError> {
        let open = deliveries::table.filter(deliveries::done_at.is_null());
        let waiting = open.filter(deliveries::dead_reason.is_null()).count().get_result(self.connection)?;
        let dead = deliveries::table.filter(deliveries::done_at.is_null()).filter(deliveries::dead_reason.is_not_null());
        let dead = dead.count().get_result(self.connection)?;
        Ok((waiting, dead))
    }
}

/// One journey: the relay looks after each commit of its process, so its statements were the dearest of all. The groups are read one after the
/// other, so that what waits in masses for one is not read through for the other. Nobody waits for the disk: were the database to fall and forget
/// that something was taken, it would be due at once and published again.
fn take_at_once(
    connection: &mut PgConnection,
    groups: &[Group],
    now: Moment,
    again_at: Moment,
    limit: i64,
) -> QueryResult<Vec<(String, EventRow)>> {
    let taken = diesel::sql_query(
        "WITH unhurried AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true)), \
         due AS MATERIALIZED (SELECT one.name, one.event_seq FROM unnest($1) AS wanted (name) CROSS JOIN LATERAL (SELECT wanted.name, event_seq \
         FROM deliveries WHERE group_name = wanted.name AND done_at IS NULL AND dead_reason IS NULL AND due_at <= $2 \
         ORDER BY due_at, event_seq LIMIT $3 FOR UPDATE SKIP LOCKED) AS one), \
         moved AS (UPDATE deliveries SET due_at = $4 FROM due \
         WHERE deliveries.group_name = due.name AND deliveries.event_seq = due.event_seq RETURNING deliveries.group_name, deliveries.event_seq) \
         SELECT group_name, seq, id, version, at, event, trace FROM events JOIN moved ON seq = event_seq CROSS JOIN unhurried ORDER BY seq",
    );
    let names: Vec<&str> = groups.iter().map(|group| group.name()).collect();
    let taken = taken.bind::<Array<Text>, _>(names).bind::<Timestamp, _>(time(now)).bind::<BigInt, _>(limit);
    let rows = taken.bind::<Timestamp, _>(time(again_at)).kept().load::<TakenRow>(connection)?;
    Ok(rows.into_iter().map(|row| (row.group_name, (row.seq, row.id, row.version, row.at, row.event, row.trace))).collect())
}

fn take_step_by_step(
    connection: &mut SqliteConnection,
    group: Group,
    now: Moment,
    again_at: Moment,
    limit: i64,
) -> QueryResult<Vec<EventRow>> {
    let waiting = deliveries::table.filter(deliveries::group_name.eq(group.name()));
    let waiting = waiting.filter(deliveries::done_at.is_null()).filter(deliveries::dead_reason.is_null());
    let due = waiting.filter(deliveries::due_at.le(time(now))).order((deliveries::due_at, deliveries::event_seq)).limit(limit);
    let numbers: Vec<i64> = due.select(deliveries::event_seq).load(connection)?;
    for number in &numbers {
        let place = deliveries::table.find((number, group.name()));
        diesel::update(place).set(deliveries::due_at.eq(time(again_at))).kept().execute(connection)?;
    }
    let columns = (events::seq, events::id, events::version, events::at, events::event, events::trace);
    let mut rows = Vec::with_capacity(numbers.len());
    for number in numbers {
        rows.push(events::table.find(number).select(columns).first::<EventRow>(connection)?);
    }
    rows.sort_unstable_by_key(|row| row.0);
    Ok(rows)
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    event_seq: i64,
}

#[derive(QueryableByName)]
struct TakenRow {
    #[diesel(sql_type = Text)]
    group_name: String,
    #[diesel(sql_type = BigInt)]
    seq: i64,
    #[diesel(sql_type = Text)]
    id: String,
    #[diesel(sql_type = Integer)]
    version: i32,
    #[diesel(sql_type = Timestamp)]
    at: NaiveDateTime,
    #[diesel(sql_type = Text)]
    event: String,
    #[diesel(sql_type = Nullable<Text>)]
    trace: Option<String>,
}
