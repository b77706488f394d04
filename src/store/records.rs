//! What specialists have done and have on their hands, counted from the tables `offers`, `engagements`, `pool_seats` and `team_seats`.

use std::collections::HashMap;

use chrono::Duration;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Text, Timestamp};

use crate::clock::Moment;
use crate::engagement::EngagementState;
use crate::ids::SpecialistId;
use crate::matching::Record;
use crate::offers::OfferState;
use crate::store::cells::{document, id, ids, known, time};
use crate::store::connection::AnyConnection;
use crate::store::kept::Keep;
use crate::store::schema::{offers, pool_seats};
use crate::store::{StoreError, Tx};

/// How many ids go into one statement.
const AT_ONCE: usize = 500;

/// What "lately" means (domain notes E5).
const LATELY: Duration = Duration::days(30);

/// The state of an engagement as far as it tells of work: one that ended in silence, with no hour confirmed, tells of none, and costs nobody anything.
const WORKED: &str = "CASE WHEN state = 'closed' AND minutes = 0 THEN 'no_show' ELSE state END";

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = Text)]
    specialist_id: String,
    #[diesel(sql_type = Text)]
    state: String,
    #[diesel(sql_type = BigInt)]
    number: i64,
    #[diesel(sql_type = BigInt)]
    lately: i64,
    #[diesel(sql_type = BigInt)]
    hours: i64,
}

impl Tx<'_> {
    /// The records of `people` as of `now`; those without any are absent.
    pub fn records_of(&mut self, people: &[SpecialistId], now: Moment) -> Result<HashMap<SpecialistId, Record>, StoreError> {
        let mut records = HashMap::new();
        for some in people.chunks(AT_ONCE) {
            let keys: Vec<String> = some.iter().map(ToString::to_string).collect();
            self.count(Some(&keys), now, &mut records)?;
        }
        Ok(records)
    }

    /// Everybody's records as of `now`.
    pub fn all_records(&mut self, now: Moment) -> Result<HashMap<SpecialistId, Record>, StoreError> {
        let mut records = HashMap::new();
        self.count(None, now, &mut records)?;
        Ok(records)
    }

    /// Those who were asked about something in a month and a bit: their records may change by the mere passing of days.
    pub fn list_asked_lately(&mut self, now: Moment) -> Result<Vec<SpecialistId>, StoreError> {
        let lately = offers::table.filter(offers::made_at.gt(time(now - LATELY - Duration::days(7))));
        let mut asked: Vec<SpecialistId> = ids(lately.select(offers::specialist_id).distinct().load::<String>(self.connection)?)?;
        // Whoever was shared by companies until a few days ago has more time since.
        let over = pool_seats::table.filter(pool_seats::until.le(time(now))).filter(pool_seats::until.gt(time(now - Duration::days(7))));
        asked.extend(ids::<SpecialistId>(over.select(pool_seats::specialist_id).distinct().load::<String>(self.connection)?)?);
        asked.sort_unstable();
        asked.dedup();
        Ok(asked)
    }

    fn count(&mut self, whose: Option<&[String]>, now: Moment, records: &mut HashMap<SpecialistId, Record>) -> Result<(), StoreError> {
        let since = now - LATELY;
        for count in self.grouped("offers", "state", "made_at", whose, since)? {
            let state = known("offer state", OfferState::find(&count.state))?;
            add_offers(records.entry(id(&count.specialist_id)?).or_default(), state, &count);
        }
        for count in self.grouped("engagements", WORKED, "opened_at", whose, since)? {
            let state = known("engagement state", EngagementState::find(&count.state))?;
            add_engagements(records.entry(id(&count.specialist_id)?).or_default(), state, &count);
        }
        // What companies that share somebody have been promised is not free for others.
        let mut seats = pool_seats::table.filter(pool_seats::until.gt(time(now))).into_boxed();
        if let Some(keys) = whose {
            seats = seats.filter(pool_seats::specialist_id.eq_any(keys));
        }
        for (specialist, hours) in
            seats.select((pool_seats::specialist_id, pool_seats::weekly_hours)).load::<(String, i32)>(self.connection)?
        {
            let record: &mut Record = records.entry(id(&specialist)?).or_default();
            record.weekly_hours = record.weekly_hours.saturating_add(u16::try_from(hours).unwrap_or_default());
        }
        // Who comes along to another's engagement has one more on their hands, from the yes on.
        for (specialist, hours) in self.list_promised_seats(whose)? {
            let record: &mut Record = records.entry(specialist).or_default();
            record.engagements = record.engagements.saturating_add(1);
            record.weekly_hours = record.weekly_hours.saturating_add(hours);
        }
        Ok(())
    }

    fn grouped(
        &mut self,
        table: &str,
        state: &str,
        moment: &str,
        whose: Option<&[String]>,
        since: Moment,
    ) -> Result<Vec<Count>, StoreError> {
        // The sums are cast because PostgreSQL makes a sum of BIGINT a NUMERIC.
        let text = |whose: &str| {
            format!(
                "SELECT specialist_id, {state} AS state, COUNT(*) AS number, CAST(SUM(CASE WHEN {moment} > $1 THEN 1 ELSE 0 END) AS BIGINT) AS lately, \
                 CAST(SUM(weekly_hours) AS BIGINT) AS hours FROM {table} WHERE {whose} GROUP BY specialist_id, {state}"
            )
        };
        let since = time(since);
        Ok(match (whose, &mut *self.connection) {
            (None, connection) => diesel::sql_query(text("TRUE")).bind::<Timestamp, _>(since).load(connection)?,
            (Some(keys), AnyConnection::Postgres(connection)) => {
                let query = diesel::sql_query(text("specialist_id = ANY($2)")).bind::<Timestamp, _>(since);
                query.bind::<Array<Text>, _>(keys).kept().load(connection)?
            }
            // SQLite has no lists to bind: one comes as a JSON text.
            (Some(keys), AnyConnection::Sqlite(connection)) => {
                let query = diesel::sql_query(text("specialist_id IN (SELECT value FROM json_each($2))")).bind::<Timestamp, _>(since);
                query.bind::<Text, _>(document(&keys)?).kept().load(connection)?
            }
        })
    }
}

fn add_offers(record: &mut Record, state: OfferState, count: &Count) {
    record.offered_lately = record.offered_lately.saturating_add(small(count.lately));
    match state {
        OfferState::Queued | OfferState::Sent | OfferState::Willing => {
            record.open_offers = record.open_offers.saturating_add(small(count.number));
            record.weekly_hours = record.weekly_hours.saturating_add(small(count.hours));
        }
        OfferState::Accepted => record.accepted = record.accepted.saturating_add(large(count.number)),
        OfferState::Declined | OfferState::Lapsed => record.not_accepted = record.not_accepted.saturating_add(large(count.number)),
        OfferState::Withdrawn | OfferState::NotChosen => {}
    }
}

fn add_engagements(record: &mut Record, state: EngagementState, count: &Count) {
    if state.counts_as_work() {
        record.opened_lately = record.opened_lately.saturating_add(small(count.lately));
    }
    match state {
        EngagementState::Running => {
            record.engagements = record.engagements.saturating_add(small(count.number));
            record.weekly_hours = record.weekly_hours.saturating_add(small(count.hours));
        }
        EngagementState::Closed => record.closed = record.closed.saturating_add(large(count.number)),
        EngagementState::BrokenOff => record.broken_off = record.broken_off.saturating_add(large(count.number)),
        EngagementState::NoShow => {}
    }
}

fn small(count: i64) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}

fn large(count: i64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
