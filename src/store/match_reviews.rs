//! Tables `match_reviews` and `review_showings`: what both sides of a match say about each other, and who shows it to everybody. Whoever changes what is
//! said holds the row of its help request.

use chrono::NaiveDateTime;
use diesel::dsl::{count_star, min};
use diesel::prelude::*;

use crate::clock::Moment;
use crate::engagement::{Reviews, Side};
use crate::ids::{EngagementId, HelpRequestId, SpecialistId};
use crate::store::cells::{id, ids, moment, time};
use crate::store::console::Pile;
use crate::store::kept::Keep;
use crate::store::schema::{match_reviews, review_showings};
use crate::store::sealed::MATCH_REVIEWS;
use crate::store::{StoreError, Tx};
use crate::vault::Vault;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredReviews {
    pub engagement: EngagementId,
    pub help_request: HelpRequestId,
    pub specialist: SpecialistId,
    /// The first engagement of this specialist with the same company of which somebody said something: this one, unless the company came back. It
    /// still tells one company from another when nothing is kept of them.
    pub first: EngagementId,
    pub reviews: Reviews,
    /// When time shows the first to the other side.
    pub wakes_at: Option<Moment>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = match_reviews)]
struct Row {
    engagement_id: String,
    help_request_id: String,
    specialist_id: String,
    first_engagement_id: String,
    document: String,
    wakes_at: Option<NaiveDateTime>,
}

fn stored(vault: &Vault, row: &Row) -> Result<StoredReviews, StoreError> {
    Ok(StoredReviews {
        engagement: id(&row.engagement_id)?,
        help_request: id(&row.help_request_id)?,
        specialist: id(&row.specialist_id)?,
        first: id(&row.first_engagement_id)?,
        reviews: MATCH_REVIEWS.open_document(vault, &row.engagement_id, &row.document)?,
        wakes_at: row.wakes_at.map(moment),
    })
}

impl Tx<'_> {
    pub fn find_match_reviews(&mut self, engagement: EngagementId) -> Result<Option<StoredReviews>, StoreError> {
        let row = match_reviews::table.find(engagement.to_string()).select(Row::as_select());
        row.first::<Row>(self.connection).optional()?.map(|row| stored(&self.vault, &row)).transpose()
    }

    /// Keeps what was said of an engagement, for the first time or anew.
    pub fn save_match_reviews(&mut self, said: &StoredReviews) -> Result<(), StoreError> {
        let set = (
            match_reviews::document.eq(MATCH_REVIEWS.seal_document(&self.vault, &said.engagement, &said.reviews)?),
            match_reviews::wakes_at.eq(said.wakes_at.map(time)),
            match_reviews::objected_at.eq(said.reviews.objected_since().map(time)),
        );
        let place = match_reviews::table.find(said.engagement.to_string());
        if diesel::update(place).set(set.clone()).kept().execute(self.connection)? == 0 {
            let whose = (
                match_reviews::engagement_id.eq(said.engagement.to_string()),
                match_reviews::help_request_id.eq(said.help_request.to_string()),
                match_reviews::specialist_id.eq(said.specialist.to_string()),
                match_reviews::first_engagement_id.eq(said.first.to_string()),
            );
            diesel::insert_into(match_reviews::table).values((whose, set)).execute(self.connection)?;
        }
        Ok(())
    }

    /// Where the first has waited long enough for the second, the longest first.
    pub fn list_match_reviews_to_wake(&mut self, now: Moment, limit: i64) -> Result<Vec<EngagementId>, StoreError> {
        let due = match_reviews::table.filter(match_reviews::wakes_at.le(time(now))).order(match_reviews::wakes_at).limit(limit);
        ids(due.select(match_reviews::engagement_id).load::<String>(self.connection)?)
    }

    /// What was said of the matches of a specialist, the newest match first.
    pub fn list_match_reviews_of(&mut self, specialist: SpecialistId) -> Result<Vec<StoredReviews>, StoreError> {
        let rows = match_reviews::table.filter(match_reviews::specialist_id.eq(specialist.to_string()));
        let rows = rows.order(match_reviews::engagement_id.desc()).select(Row::as_select()).load::<Row>(self.connection)?;
        rows.iter().map(|row| stored(&self.vault, row)).collect()
    }

    /// Words to which somebody objects, the oldest objection first.
    pub fn list_objections(&mut self, limit: i64) -> Result<Vec<StoredReviews>, StoreError> {
        let waiting = match_reviews::table.filter(match_reviews::objected_at.is_not_null());
        let waiting = waiting.order((match_reviews::objected_at, match_reviews::engagement_id)).limit(limit).select(Row::as_select());
        waiting.load::<Row>(self.connection)?.iter().map(|row| stored(&self.vault, row)).collect()
    }

    pub fn count_objections(&mut self) -> Result<Pile, StoreError> {
        let waiting = match_reviews::table.filter(match_reviews::objected_at.is_not_null());
        let counted = waiting.select((count_star(), min(match_reviews::objected_at)));
        let (count, oldest) = counted.first::<(i64, Option<NaiveDateTime>)>(self.connection)?;
        Ok(Pile { count, oldest: oldest.map(moment) })
    }

    /// Whether a specialist shows everybody what companies said.
    pub fn shows_reviews(&mut self, specialist: SpecialistId) -> Result<bool, StoreError> {
        let row = review_showings::table.find(specialist.to_string()).select(review_showings::specialist_id);
        Ok(row.first::<String>(self.connection).optional()?.is_some())
    }

    /// Shows it from now on, or no more; false where it was so already.
    pub fn show_reviews(&mut self, specialist: SpecialistId, since: Option<Moment>) -> Result<bool, StoreError> {
        let shows = self.shows_reviews(specialist)?;
        match since {
            Some(since) if !shows => {
                let row = (review_showings::specialist_id.eq(specialist.to_string()), review_showings::since.eq(time(since)));
                diesel::insert_into(review_showings::table).values(row).execute(self.connection)?;
                Ok(true)
            }
            None if shows => {
                diesel::delete(review_showings::table.find(specialist.to_string())).execute(self.connection)?;
                Ok(true)
            }
            _ => Ok(false),
        }
    }

    /// What the company of a help request wrote goes, and what was written to it.
    pub(super) fn forget_reviews_about(&mut self, help_request: HelpRequestId) -> Result<(), StoreError> {
        let rows = match_reviews::table.filter(match_reviews::help_request_id.eq(help_request.to_string()));
        let rows = rows.select(Row::as_select()).load::<Row>(self.connection)?;
        self.forget_side_of_reviews(&rows, Side::Company)
    }

    /// The same of a specialist, who shows nothing any more.
    pub(super) fn forget_reviews_of(&mut self, specialist: SpecialistId) -> Result<(), StoreError> {
        self.show_reviews(specialist, None)?;
        let rows = match_reviews::table.filter(match_reviews::specialist_id.eq(specialist.to_string()));
        let rows = rows.select(Row::as_select()).load::<Row>(self.connection)?;
        self.forget_side_of_reviews(&rows, Side::Specialist)
    }

    fn forget_side_of_reviews(&mut self, rows: &[Row], side: Side) -> Result<(), StoreError> {
        for row in rows {
            let mut reviews = stored(&self.vault, row)?.reviews;
            reviews.forget(side);
            let set = (
                match_reviews::document.eq(MATCH_REVIEWS.seal_document(&self.vault, &row.engagement_id, &reviews)?),
                match_reviews::objected_at.eq(None::<NaiveDateTime>),
            );
            diesel::update(match_reviews::table.find(&row.engagement_id)).set(set).kept().execute(self.connection)?;
        }
        Ok(())
    }
}
