//! Weekly letters to specialists: when the next is due, and of whom there is something to tell.

use std::collections::HashSet;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use diesel::sql_types::{Text, Timestamp};

use crate::active_list::CheckStep;
use crate::clock::{Moment, japanese};
use crate::ids::SpecialistId;
use crate::store::among::{among, keys};
use crate::store::cells::{id, moment, time};
use crate::store::kept::Keep;
use crate::store::schema::specialists;
use crate::store::{StoreError, Tx};

#[derive(QueryableByName)]
struct Person {
    #[diesel(sql_type = Text)]
    specialist_id: String,
}

impl Tx<'_> {
    /// Specialists whose week has ended, with the end, the longest ago first; and those of whom it is not planned yet.
    pub fn list_ended_own_weeks(&mut self, now: Moment, limit: i64) -> Result<Vec<(SpecialistId, Option<Moment>)>, StoreError> {
        let due = specialists::table.filter(specialists::week_ends_at.le(time(now))).order((specialists::week_ends_at, specialists::id));
        let due = due.limit(limit).select((specialists::id, specialists::week_ends_at));
        let mut rows = due.load::<(String, Option<NaiveDateTime>)>(self.connection)?;
        let hidden = i32::from(CheckStep::Hidden.number());
        let unplanned = specialists::table.filter(specialists::week_ends_at.is_null()).filter(specialists::check_step.ne(hidden));
        let unplanned = unplanned.order(specialists::id).limit(limit).select((specialists::id, specialists::week_ends_at));
        rows.extend(unplanned.load::<(String, Option<NaiveDateTime>)>(self.connection)?);
        rows.into_iter().map(|(key, ends_at)| Ok((id(&key)?, ends_at.map(moment)))).collect()
    }

    /// Goes on to the week that ends at `to`; false if somebody else has.
    pub fn move_own_week(&mut self, person: SpecialistId, from: Option<Moment>, to: Moment) -> Result<bool, StoreError> {
        let set = specialists::week_ends_at.eq(time(to));
        let place = specialists::table.find(person.to_string());
        let moved = match from {
            Some(from) => {
                diesel::update(place.filter(specialists::week_ends_at.eq(time(from)))).set(set).kept().execute(self.connection)?
            }
            None => diesel::update(place.filter(specialists::week_ends_at.is_null())).set(set).kept().execute(self.connection)?,
        };
        Ok(moved == 1)
    }

    /// Those of `people` who were shown, asked or matched from one day on and before another, in Japan.
    pub fn list_with_news(
        &mut self,
        people: &[SpecialistId],
        from: NaiveDate,
        before: NaiveDate,
    ) -> Result<HashSet<SpecialistId>, StoreError> {
        let days = (from.to_string(), before.to_string());
        let shown = "SELECT DISTINCT specialist_id FROM appearances WHERE day >= $1 AND day < $2 AND specialist_id AMONG($3)";
        let mut found = among!(self.connection, shown, [Text = days.0, Text = days.1], keys(people), load::<Person>)?;
        for text in [
            "SELECT DISTINCT specialist_id FROM offers WHERE made_at >= $1 AND made_at < $2 AND specialist_id AMONG($3)",
            "SELECT DISTINCT specialist_id FROM engagements WHERE opened_at >= $1 AND opened_at < $2 AND specialist_id AMONG($3)",
        ] {
            let bounds = (time(japanese(from, 0)), time(japanese(before, 0)));
            let rows = among!(self.connection, text, [Timestamp = bounds.0, Timestamp = bounds.1], keys(people), load::<Person>)?;
            found.extend(rows);
        }
        found.into_iter().map(|row| id(&row.specialist_id)).collect()
    }
}
