//! What the operator's pages count: what waits for somebody, and how far help requests came.

use std::collections::HashMap;

use chrono::NaiveDateTime;
use diesel::dsl::{count_star, min};
use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text, Timestamp};

use crate::clock::Moment;
use crate::correspondence::{LetterState, Party};
use crate::ids::HelpRequestId;
use crate::intake::HelpRequestState;
use crate::store::among::{among, keys};
use crate::store::cells::{id, known, moment, time};
use crate::store::journal::{LetterRow, seen};
use crate::store::letters::Row;
use crate::store::schema::{deliveries, help_requests, letters, register_cases};
use crate::store::{StoreError, Tx};

/// How many there are of something, and since when the oldest of them waits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pile {
    pub count: i64,
    pub oldest: Option<Moment>,
}

/// Since when each pile is counted where it does not go away by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piles {
    pub cases: Pile,
    pub texts: Pile,
    pub dead: Pile,
    pub refused_letters: Pile,
    pub unmatched: Pile,
    pub waiting: Pile,
}

/// How far a help request came; nothing of whose it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Way {
    pub id: HelpRequestId,
    pub state: HelpRequestState,
    pub submitted_at: Moment,
    /// Whether it has ever been open.
    pub was_open: bool,
    pub asked_at: Option<Moment>,
    pub answered_at: Option<Moment>,
    pub matched_at: Option<Moment>,
}

/// The first moments of something about a help request.
#[derive(QueryableByName)]
struct First {
    #[diesel(sql_type = Text)]
    help_request_id: String,
    #[diesel(sql_type = Nullable<Timestamp>)]
    one: Option<NaiveDateTime>,
    #[diesel(sql_type = Nullable<Timestamp>)]
    other: Option<NaiveDateTime>,
}

/// The first moments by help request.
type Firsts = HashMap<String, (Option<Moment>, Option<Moment>)>;
type Counted = (i64, Option<NaiveDateTime>);

fn pile((count, oldest): Counted) -> Pile {
    Pile { count, oldest: oldest.map(moment) }
}

impl Tx<'_> {
    /// What waits for a person. Refused letters and help requests without anybody stay as they are for good, so only those since `since` count.
    pub fn count_piles(&mut self, since: Moment) -> Result<Piles, StoreError> {
        let cases = register_cases::table.filter(register_cases::closed_at.is_null());
        let cases = cases.select((count_star(), min(register_cases::opened_at))).first::<Counted>(self.connection)?;
        let dead = deliveries::table.filter(deliveries::done_at.is_null()).filter(deliveries::dead_reason.is_not_null());
        let dead = dead.select((count_star(), min(deliveries::dead_at))).first::<Counted>(self.connection)?;
        let refused = letters::table.filter(letters::state.eq(LetterState::Failed.code())).filter(letters::queued_at.ge(time(since)));
        let refused = refused.select((count_star(), min(letters::queued_at))).first::<Counted>(self.connection)?;
        let unmatched = help_requests::table.filter(help_requests::state.eq(HelpRequestState::Unmatched.code()));
        let unmatched = unmatched.filter(help_requests::updated_at.ge(time(since)));
        let unmatched = unmatched.select((count_star(), min(help_requests::updated_at))).first::<Counted>(self.connection)?;
        let waiting = help_requests::table.filter(help_requests::state.eq(HelpRequestState::Open.code()));
        let waiting = waiting.filter(help_requests::waiting_since.is_not_null());
        let waiting = waiting.select((count_star(), min(help_requests::waiting_since))).first::<Counted>(self.connection)?;
        Ok(Piles {
            cases: pile(cases),
            texts: self.count_waiting_reviews()?,
            dead: pile(dead),
            refused_letters: pile(refused),
            unmatched: pile(unmatched),
            waiting: pile(waiting),
        })
    }

    /// How far those came that were made in a time, in the order of their ids.
    pub fn list_ways(&mut self, (from, until): (Moment, Moment), after: Option<HelpRequestId>, limit: i64) -> Result<Vec<Way>, StoreError> {
        let after = after.map(|id| id.to_string()).unwrap_or_default();
        let made = help_requests::table.filter(help_requests::id.gt(after)).filter(help_requests::created_at.ge(time(from)));
        let made = made.filter(help_requests::created_at.lt(time(until))).order(help_requests::id).limit(limit);
        let columns = (help_requests::id, help_requests::state, help_requests::created_at, help_requests::policy.is_not_null());
        let rows = made.select(columns).load::<(String, String, NaiveDateTime, bool)>(self.connection)?;
        let ids: Vec<String> = rows.iter().map(|row| row.0.clone()).collect();
        let asked = self.first_moments(
            "SELECT help_request_id, MIN(made_at) AS one, MIN(answered_at) AS other FROM offers \
             WHERE help_request_id AMONG($1) GROUP BY help_request_id",
            &ids,
        )?;
        let matched = self.first_moments(
            "SELECT help_request_id, MIN(opened_at) AS one, MIN(ended_at) AS other FROM engagements \
             WHERE help_request_id AMONG($1) GROUP BY help_request_id",
            &ids,
        )?;
        let way = |(key, state, submitted_at, was_open): (String, String, NaiveDateTime, bool)| {
            let (asked_at, answered_at) = asked.get(&key).copied().unwrap_or_default();
            Ok(Way {
                id: id(&key)?,
                state: known("help request state", HelpRequestState::find(&state))?,
                submitted_at: moment(submitted_at),
                was_open,
                asked_at,
                answered_at,
                matched_at: matched.get(&key).and_then(|(opened, _)| *opened),
            })
        };
        rows.into_iter().map(way).collect()
    }

    fn first_moments(&mut self, text: &str, ids: &[String]) -> Result<Firsts, StoreError> {
        let rows = among!(self.connection, text, [], keys(ids), load::<First>)?;
        Ok(rows.into_iter().map(|row| (row.help_request_id, (row.one.map(moment), row.other.map(moment)))).collect())
    }

    /// The newest letters to any of these.
    pub fn list_newest_letters_to(&mut self, parties: &[Party], limit: i64) -> Result<Vec<LetterRow>, StoreError> {
        let to = letters::table.filter(letters::party.eq_any(parties.iter().map(|party| party.key())));
        let rows = to.order(letters::id.desc()).limit(limit);
        let rows = rows.select((Row::as_select(), letters::attempts, letters::sent_at, letters::trace));
        rows.load::<(Row, i32, Option<NaiveDateTime>, Option<String>)>(self.connection)?.into_iter().map(seen).collect()
    }
}
