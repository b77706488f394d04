//! Table `events`: the journal, and with each event its deliveries.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::clock::Moment;
use crate::events::{Envelope, Event, VERSION};
use crate::ids::EventId;
use crate::store::cells::{document, from_document, id, moment, time};
use crate::store::connection::AnyConnection;
use crate::store::schema::{deliveries, events};
use crate::store::{StoreError, Tx};

pub(super) type EventRow = (i64, String, i32, NaiveDateTime, String);

pub(super) fn envelope((seq, key, version, at, event): EventRow) -> Result<Envelope, StoreError> {
    let version = u16::try_from(version).unwrap_or(u16::MAX);
    Ok(Envelope { id: id(&key)?, seq, version, at: moment(at), event: from_document("event", &event)? })
}

impl Tx<'_> {
    /// Writes an event into the journal and, for each group that handles it, a delivery that is due at once.
    pub fn record(&mut self, id: EventId, event: &Event, now: Moment) -> Result<(), StoreError> {
        let values = (
            events::id.eq(id.to_string()),
            events::version.eq(i32::from(VERSION)),
            events::at.eq(time(now)),
            events::event.eq(document(event)?),
        );
        let seq = match self.connection {
            AnyConnection::Postgres(_) => {
                diesel::insert_into(events::table).values(values).returning(events::seq).get_result::<i64>(self.connection)?
            }
            // The one writer numbers by hand: BIGSERIAL means nothing to SQLite.
            AnyConnection::Sqlite(_) => {
                let last = events::table.select(events::seq).order(events::seq.desc()).first::<i64>(self.connection).optional()?;
                let seq = last.unwrap_or(0) + 1;
                diesel::insert_into(events::table).values((events::seq.eq(seq), values)).execute(self.connection)?;
                seq
            }
        };
        for group in event.groups() {
            let added = diesel::insert_into(deliveries::table).values((
                deliveries::event_seq.eq(seq),
                deliveries::group_name.eq(group.name()),
                deliveries::due_at.eq(time(now)),
                deliveries::attempts.eq(0),
            ));
            added.execute(self.connection)?;
        }
        self.recorded = true;
        Ok(())
    }

    /// Events behind `seq` in the order of the journal. Numbers may be missing: for good where a transaction was undone, for a while
    /// where it has not committed yet.
    pub fn list_events(&mut self, after: i64, limit: i64) -> Result<Vec<Envelope>, StoreError> {
        let rows = events::table.filter(events::seq.gt(after)).order(events::seq).limit(limit);
        rows.load::<EventRow>(self.connection)?.into_iter().map(envelope).collect()
    }

    /// The last number of the journal, 0 if it is empty.
    pub fn last_event(&mut self) -> Result<i64, StoreError> {
        let last = events::table.select(events::seq).order(events::seq.desc()).first::<i64>(self.connection).optional()?;
        Ok(last.unwrap_or(0))
    }
}
