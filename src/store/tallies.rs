//! Tables `search_figures` and `appearances`: counts by the day, of searches that found nobody and of people who were shown. Nothing in them says
//! who looked.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use crate::ids::SpecialistId;
use crate::store::cells::unreadable;
use crate::store::kept::Keep;
use crate::store::schema::{appearances, search_figures};
use crate::store::{StoreError, Tx};

/// How often somebody was shown on a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// In a list of people who were found.
    pub listed: i64,
    /// On a page on which the person was one of those that somebody had before them.
    pub viewed: i64,
}

/// As days are written.
fn key(day: NaiveDate) -> String {
    day.to_string()
}

fn day(text: &str) -> Result<NaiveDate, StoreError> {
    text.parse().map_err(|error| unreadable("day", error))
}

impl Tx<'_> {
    /// Adds to what was counted of searches.
    pub fn add_search_figure(&mut self, day: NaiveDate, code: &str, times: i64) -> Result<(), StoreError> {
        let text = "INSERT INTO search_figures (day, code, times) VALUES ($1, $2, $3) \
             ON CONFLICT (day, code) DO UPDATE SET times = search_figures.times + excluded.times";
        let added = diesel::sql_query(text).bind::<Text, _>(key(day)).bind::<Text, _>(code).bind::<BigInt, _>(times);
        added.kept().execute(self.connection)?;
        Ok(())
    }

    /// What was counted of searches from one day to another, both included: code and times, by code.
    pub fn list_search_figures(&mut self, from: NaiveDate, to: NaiveDate) -> Result<Vec<(String, i64)>, StoreError> {
        let counted = search_figures::table.filter(search_figures::day.between(key(from), key(to)));
        let counted = counted.order((search_figures::code, search_figures::day)).select((search_figures::code, search_figures::times));
        let mut figures: Vec<(String, i64)> = Vec::new();
        for (code, times) in counted.load::<(String, i64)>(self.connection)? {
            match figures.last_mut().filter(|(last, _)| *last == code) {
                Some((_, sum)) => *sum += times,
                None => figures.push((code, times)),
            }
        }
        Ok(figures)
    }

    /// Adds to how often somebody was shown.
    pub fn add_appearances(&mut self, person: SpecialistId, day: NaiveDate, shown: Shown) -> Result<(), StoreError> {
        let text = "INSERT INTO appearances (specialist_id, day, listed, viewed) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (specialist_id, day) DO UPDATE SET \
             listed = appearances.listed + excluded.listed, viewed = appearances.viewed + excluded.viewed";
        let added = diesel::sql_query(text).bind::<Text, _>(person.to_string()).bind::<Text, _>(key(day));
        added.bind::<BigInt, _>(shown.listed).bind::<BigInt, _>(shown.viewed).kept().execute(self.connection)?;
        Ok(())
    }

    /// How often somebody was shown on each day on which it happened, in order.
    pub fn list_appearances(&mut self, person: SpecialistId) -> Result<Vec<(NaiveDate, Shown)>, StoreError> {
        let own = appearances::table.filter(appearances::specialist_id.eq(person.to_string())).order(appearances::day);
        let rows = own.select((appearances::day, appearances::listed, appearances::viewed)).load::<(String, i64, i64)>(self.connection)?;
        rows.into_iter().map(|(text, listed, viewed)| Ok((day(&text)?, Shown { listed, viewed }))).collect()
    }

    /// Days of which something was counted, all of them before `before`, the oldest first.
    pub fn list_days_to_forget(&mut self, before: NaiveDate, limit: i64) -> Result<Vec<NaiveDate>, StoreError> {
        let searched = search_figures::table.filter(search_figures::day.lt(key(before))).select(search_figures::day).distinct();
        let mut days = searched.order(search_figures::day).limit(limit).load::<String>(self.connection)?;
        let shown = appearances::table.filter(appearances::day.lt(key(before))).select(appearances::day).distinct();
        days.extend(shown.order(appearances::day).limit(limit).load::<String>(self.connection)?);
        days.sort_unstable();
        days.dedup();
        days.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        days.iter().map(|text| day(text)).collect()
    }

    /// Forgets what was counted of a day; false if nothing was.
    pub fn forget_day(&mut self, day: NaiveDate) -> Result<bool, StoreError> {
        let searched = diesel::delete(search_figures::table.filter(search_figures::day.eq(key(day)))).execute(self.connection)?;
        let shown = diesel::delete(appearances::table.filter(appearances::day.eq(key(day)))).execute(self.connection)?;
        Ok(searched + shown > 0)
    }

    /// How often somebody who is forgotten was shown.
    pub(super) fn forget_appearances(&mut self, person: SpecialistId) -> Result<(), StoreError> {
        diesel::delete(appearances::table.filter(appearances::specialist_id.eq(person.to_string()))).execute(self.connection)?;
        Ok(())
    }
}
