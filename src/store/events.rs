//! Table `events`: the journal, and with each event its deliveries.

use std::collections::HashMap;

use chrono::NaiveDateTime;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Integer, Nullable, Text, Timestamp};

use crate::clock::Moment;
use crate::events::{Envelope, Event, Group, VERSION};
use crate::ids::{EventId, HelpRequestId, LetterId};
use crate::store::cells::{document, from_document, id, moment, time};
use crate::store::connection::AnyConnection;
use crate::store::kept::Keep;
use crate::store::schema::{deliveries, events};
use crate::store::{StoreError, Tx};
use crate::traces::TraceId;

pub(super) type EventRow = (i64, String, i32, NaiveDateTime, String, Option<String>);

pub(super) fn envelope((seq, key, version, at, event, trace): EventRow) -> Result<Envelope, StoreError> {
    let version = u16::try_from(version).unwrap_or(u16::MAX);
    let trace = trace.as_deref().and_then(TraceId::find);
    Ok(Envelope { id: id(&key)?, seq, version, at: moment(at), event: from_document("event", &event)?, trace })
}

/// An event that waits for the end of its transaction.
pub(super) struct Recorded {
    id: String,
    event: String,
    groups: &'static [Group],
    matters: Matters,
    at: NaiveDateTime,
    not_before: Option<NaiveDateTime>,
    trace: Option<String>,
}

/// On what a delivery depends.
const ALWAYS: i32 = 0;
const WHILE_ONE_WAITS: i32 = 1;
const WHILE_ONE_LISTENS: i32 = 2;

/// What a help request that waits for room makes of an event.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Matters {
    Always,
    /// The matcher gets it only while one waits.
    ToMatcherWhileOneWaits,
    /// It is nothing at all unless one waits.
    OnlyWhileOneWaits,
    /// It lets one wait.
    LetsOneWait,
}

impl Matters {
    fn of(event: &Event) -> Self {
        match event {
            Event::HelpRequestWaiting { .. } => Self::LetsOneWait,
            Event::RoomMade { .. } => Self::OnlyWhileOneWaits,
            _ if event.may_make_room().is_some() && !event.groups().contains(&Group::Matcher) => Self::ToMatcherWhileOneWaits,
            _ => Self::Always,
        }
    }
}

/// Kinds of events that a transaction has recorded, one for each event; also for room that was made while nobody waited, of which nothing is written.
pub(super) type Kinds = Vec<String>;

/// The kind of a written event, which stands at its beginning: reading it as JSON again would cost more than writing it.
fn kind(event: &str) -> &str {
    event.split('"').nth(3).unwrap_or_default()
}

impl Tx<'_> {
    /// Records an event: at the end of the transaction it is in the journal, with a delivery that is due at once for each group that
    /// handles it. (Written one by one as they happen, a wave's events were a third of all statements.)
    pub fn record(&mut self, id: EventId, event: &Event, now: Moment) -> Result<(), StoreError> {
        self.add_event(id, event, event.help_request(), now, None)
    }

    /// The same for a letter that was queued, with deliveries that are not published before `not_before`, whatever else makes them due.
    pub fn record_queued(
        &mut self,
        id: EventId,
        letter: LetterId,
        about: Option<HelpRequestId>,
        now: Moment,
        not_before: Option<Moment>,
    ) -> Result<(), StoreError> {
        self.add_event(id, &Event::LetterQueued { letter }, about, now, not_before)
    }

    fn add_event(
        &mut self,
        id: EventId,
        event: &Event,
        about: Option<HelpRequestId>,
        now: Moment,
        not_before: Option<Moment>,
    ) -> Result<(), StoreError> {
        self.recorded.push(Recorded {
            id: id.to_string(),
            event: document(event)?,
            groups: event.groups(),
            matters: Matters::of(event),
            at: time(now),
            not_before: not_before.map(time),
            trace: self.origin(about),
        });
        Ok(())
    }

    /// What the events of this transaction tell of the act that recorded them: the name of the first that is not only about a letter, and kind and id of
    /// the most particular thing in it.
    pub(super) fn told_by_events(&self) -> Option<(String, String, String)> {
        let read = |one: &Recorded| serde_json::from_str::<HashMap<String, serde_json::Value>>(&one.event).unwrap_or_default();
        let is_letter = |event: &HashMap<String, serde_json::Value>| event.contains_key("letter");
        let event = self.recorded.iter().map(read).find(|event| !is_letter(event)).or_else(|| self.recorded.first().map(read))?;
        let text = |name: &str| event.get(name).and_then(serde_json::Value::as_str).map(str::to_owned);
        let kinds = ["offer", "engagement", "letter", "help_request", "specialist"];
        let (kind, id) = kinds.into_iter().find_map(|kind| Some((kind, text(kind)?)))?;
        Some((text("type")?, kind.to_owned(), id))
    }

    /// Writes what has been recorded, in its order; gives the kinds of it.
    pub(super) fn write_recorded(&mut self) -> Result<Kinds, StoreError> {
        let recorded = std::mem::take(&mut self.recorded);
        if recorded.is_empty() {
            return Ok(Kinds::default());
        }
        match &mut *self.connection {
            AnyConnection::Postgres(connection) => {
                take_turns(connection, &recorded)?;
                write_at_once(connection, &recorded)?;
            }
            AnyConnection::Sqlite(_) => {
                // Asked once, and only where it matters: nearly always nobody waits.
                let depends = |one: &Recorded| matches!(one.matters, Matters::ToMatcherWhileOneWaits | Matters::OnlyWhileOneWaits);
                let one_waits = recorded.iter().any(depends) && self.somebody_waits()?;
                let one_listens = recorded.iter().any(|one| one.groups.contains(&Group::Herald)) && self.somebody_listens()?;
                if let AnyConnection::Sqlite(connection) = &mut *self.connection {
                    write_one_by_one(connection, &recorded, one_waits, one_listens)?;
                }
            }
        }
        Ok(recorded.iter().map(|one| kind(&one.event).to_owned()).collect())
    }

    /// Events behind `seq` in the order of the journal. Numbers may be missing: for good where a transaction was undone, for a while
    /// where it has not committed yet.
    pub fn list_events(&mut self, after: i64, limit: i64) -> Result<Vec<Envelope>, StoreError> {
        let rows = events::table.filter(events::seq.gt(after)).order(events::seq).limit(limit);
        rows.load::<EventRow>(self.connection)?.into_iter().map(envelope).collect()
    }

    /// The events with these numbers, as far as they are there.
    pub fn list_events_at(&mut self, numbers: &[i64]) -> Result<Vec<Envelope>, StoreError> {
        if numbers.is_empty() {
            return Ok(Vec::new());
        }
        let rows = events::table.filter(events::seq.eq_any(numbers)).order(events::seq);
        rows.load::<EventRow>(self.connection)?.into_iter().map(envelope).collect()
    }

    /// The last number of the journal, 0 if it is empty.
    pub fn last_event(&mut self) -> Result<i64, StoreError> {
        let last = events::table.select(events::seq).order(events::seq.desc()).first::<i64>(self.connection).optional()?;
        Ok(last.unwrap_or(0))
    }
}

/// Those who make room, and those who begin to wait for it, take turns from here to their commits (docs/decisions/0021): whoever makes room sees
/// everybody who began to wait before, and is seen by the second look of everybody who begins to wait later. Nobody holds up anybody while
/// nobody begins to wait. This is the last lock of a transaction, so it closes no circle.
fn take_turns(connection: &mut PgConnection, recorded: &[Recorded]) -> QueryResult<()> {
    /// Any number will do but the one that keeps migrations apart.
    const TURN: i64 = 0x726F_6F6D;
    let any = |wanted: fn(Matters) -> bool| recorded.iter().any(|one| wanted(one.matters));
    let lock = if any(|matters| matters == Matters::LetsOneWait) {
        "SELECT pg_advisory_xact_lock($1)"
    } else if any(|matters| matters != Matters::Always) {
        "SELECT pg_advisory_xact_lock_shared($1)"
    } else {
        return Ok(());
    };
    diesel::sql_query(lock).bind::<BigInt, _>(TURN).kept().execute(connection).map(drop)
}

/// One statement for all events and deliveries. PostgreSQL numbers the events in the order of the arrays. Whether anybody waits is asked in it, and
/// only for events to which that matters.
fn write_at_once(connection: &mut PgConnection, recorded: &[Recorded]) -> QueryResult<()> {
    let deliveries = recorded.iter().flat_map(|one| {
        let while_one_waits: &[Group] = if one.matters == Matters::ToMatcherWhileOneWaits { &[Group::Matcher] } else { &[] };
        let always = one.groups.iter().map(|group| (group, if *group == Group::Herald { WHILE_ONE_LISTENS } else { ALWAYS }));
        let groups = always.chain(while_one_waits.iter().map(|group| (group, WHILE_ONE_WAITS)));
        groups.map(move |(group, depends)| (one.id.as_str(), group.name(), one.not_before, depends))
    });
    let deliveries: Vec<(&str, &str, Option<NaiveDateTime>, i32)> = deliveries.collect();
    let written = diesel::sql_query(
        "WITH written AS (INSERT INTO events (id, version, at, event, trace) \
         SELECT id, $1, at, event, trace FROM unnest($2, $3, $4, $5, $10) AS new (id, at, event, depends, trace) \
         WHERE NOT depends OR EXISTS (SELECT 1 FROM help_requests WHERE state = 'open' AND waiting_since IS NOT NULL) RETURNING seq, id, at) \
         INSERT INTO deliveries (event_seq, group_name, due_at, attempts, not_before) \
         SELECT seq, group_name, COALESCE(not_before, at), 0, not_before \
         FROM unnest($6, $7, $8, $9) AS wanted (id, group_name, not_before, depends) JOIN written USING (id) \
         WHERE CASE depends WHEN 0 THEN TRUE \
         WHEN 1 THEN EXISTS (SELECT 1 FROM help_requests WHERE state = 'open' AND waiting_since IS NOT NULL) \
         ELSE EXISTS (SELECT 1 FROM webhooks WHERE state <> 'off') END",
    )
    .bind::<Integer, _>(i32::from(VERSION))
    .bind::<Array<Text>, _>(recorded.iter().map(|one| one.id.as_str()).collect::<Vec<_>>())
    .bind::<Array<Timestamp>, _>(recorded.iter().map(|one| one.at).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(recorded.iter().map(|one| one.event.as_str()).collect::<Vec<_>>())
    .bind::<Array<Bool>, _>(recorded.iter().map(|one| one.matters == Matters::OnlyWhileOneWaits).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(deliveries.iter().map(|(id, ..)| *id).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(deliveries.iter().map(|(_, group, ..)| *group).collect::<Vec<_>>())
    .bind::<Array<Nullable<Timestamp>>, _>(deliveries.iter().map(|(.., not_before, _)| *not_before).collect::<Vec<_>>())
    .bind::<Array<Integer>, _>(deliveries.iter().map(|(.., depends)| *depends).collect::<Vec<_>>())
    .bind::<Array<Nullable<Text>>, _>(recorded.iter().map(|one| one.trace.as_deref()).collect::<Vec<_>>());
    written.kept().execute(connection).map(drop)
}

/// The one writer numbers by hand: BIGSERIAL means nothing to SQLite. Each statement is a call, not a journey, so many do no harm.
fn write_one_by_one(connection: &mut SqliteConnection, recorded: &[Recorded], one_waits: bool, one_listens: bool) -> QueryResult<()> {
    let told = recorded.iter().filter(|one| one_waits || one.matters != Matters::OnlyWhileOneWaits);
    let last = events::table.select(events::seq).order(events::seq.desc()).first::<i64>(connection).optional()?;
    for (seq, one) in (last.unwrap_or(0) + 1..).zip(told) {
        let values = (
            events::seq.eq(seq),
            events::id.eq(&one.id),
            events::version.eq(i32::from(VERSION)),
            events::at.eq(one.at),
            events::event.eq(&one.event),
            events::trace.eq(&one.trace),
        );
        diesel::insert_into(events::table).values(values).execute(connection)?;
        let called: &[Group] = if one_waits && one.matters == Matters::ToMatcherWhileOneWaits { &[Group::Matcher] } else { &[] };
        let always = one.groups.iter().filter(|group| **group != Group::Herald || one_listens);
        for group in always.chain(called) {
            let added = diesel::insert_into(deliveries::table).values((
                deliveries::event_seq.eq(seq),
                deliveries::group_name.eq(group.name()),
                deliveries::due_at.eq(one.not_before.unwrap_or(one.at)),
                deliveries::not_before.eq(one.not_before),
                deliveries::attempts.eq(0),
            ));
            added.execute(connection)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kind_of_an_event_stands_at_its_beginning() {
        let help_request = crate::ids::Ids::seeded(1).fresh(Moment::default());
        let event = Event::WaveOpened { help_request, wave: 1, offers: 2 };
        assert_eq!(kind(&document(&event).unwrap()), event.kind());
    }
}
