//! Table `reviews`: what people on the list wrote about themselves and nobody has looked at, and what was decided. Whether an entry is hidden stands with
//! the profile (`specialists.hidden_at`), which everybody who shows people reads.

use chrono::NaiveDateTime;
use diesel::dsl::{count_star, min};
use diesel::prelude::*;
use diesel::sql_types::{Text, Timestamp};

use crate::active_list::Texts;
use crate::clock::Moment;
use crate::ids::SpecialistId;
use crate::store::cells::{id, moment, time};
use crate::store::console::Pile;
use crate::store::kept::Keep;
use crate::store::schema::{reviews, specialists};
use crate::store::sealed::{REVIEW_ACCEPTED, REVIEW_PROPOSAL, REVIEW_REASON};
use crate::store::{StoreError, Tx};
use crate::vault::Vault;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredReview {
    pub specialist: SpecialistId,
    /// Since when something waits that nobody has looked at.
    pub waiting_since: Option<Moment>,
    /// The texts as last accepted.
    pub accepted: Option<Texts>,
    /// Why somebody would hide the entry, and who.
    pub proposal: Option<(String, String)>,
    /// Why it is hidden.
    pub reason: Option<String>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = reviews)]
struct Row {
    specialist_id: String,
    waiting_since: Option<NaiveDateTime>,
    accepted: Option<String>,
    proposal: Option<String>,
    proposed_by: Option<String>,
    reason: Option<String>,
}

fn stored(vault: &Vault, row: Row) -> Result<StoredReview, StoreError> {
    let key = &row.specialist_id;
    let proposal = row.proposal.map(|cell| REVIEW_PROPOSAL.open(vault, key, &cell).map(String::from)).transpose()?;
    Ok(StoredReview {
        specialist: id(key)?,
        waiting_since: row.waiting_since.map(moment),
        accepted: row.accepted.map(|cell| REVIEW_ACCEPTED.open_document(vault, key, &cell)).transpose()?,
        proposal: proposal.zip(row.proposed_by),
        reason: row.reason.map(|cell| REVIEW_REASON.open(vault, key, &cell).map(String::from)).transpose()?,
    })
}

impl Tx<'_> {
    /// Notes that somebody's texts are new or changed. Whoever waits already keeps their place; what was proposed was about other texts.
    pub fn queue_review(&mut self, person: SpecialistId, now: Moment) -> Result<(), StoreError> {
        let text = "INSERT INTO reviews (specialist_id, waiting_since) VALUES ($1, $2) ON CONFLICT (specialist_id) DO UPDATE SET \
             waiting_since = COALESCE(reviews.waiting_since, excluded.waiting_since), proposal = NULL, proposed_by = NULL";
        let queued = diesel::sql_query(text).bind::<Text, _>(person.to_string()).bind::<Timestamp, _>(time(now));
        queued.kept().execute(self.connection)?;
        Ok(())
    }

    pub fn find_review(&mut self, person: SpecialistId) -> Result<Option<StoredReview>, StoreError> {
        let row = reviews::table.find(person.to_string()).select(Row::as_select());
        row.first::<Row>(self.connection).optional()?.map(|row| stored(&self.vault, row)).transpose()
    }

    /// What waits, the oldest first.
    pub fn list_waiting_reviews(&mut self, limit: i64) -> Result<Vec<StoredReview>, StoreError> {
        let waiting = reviews::table.filter(reviews::waiting_since.is_not_null());
        let waiting = waiting.order((reviews::waiting_since, reviews::specialist_id)).limit(limit).select(Row::as_select());
        waiting.load::<Row>(self.connection)?.into_iter().map(|row| stored(&self.vault, row)).collect()
    }

    pub fn count_waiting_reviews(&mut self) -> Result<Pile, StoreError> {
        let waiting = reviews::table.filter(reviews::waiting_since.is_not_null());
        let counted = waiting.select((count_star(), min(reviews::waiting_since)));
        let (count, oldest) = counted.first::<(i64, Option<NaiveDateTime>)>(self.connection)?;
        Ok(Pile { count, oldest: oldest.map(moment) })
    }

    /// Takes somebody's texts out of what waits: they may be shown.
    pub fn accept_texts(&mut self, person: SpecialistId, texts: &Texts) -> Result<(), StoreError> {
        let nothing = None::<String>;
        let set = (
            reviews::waiting_since.eq(None::<NaiveDateTime>),
            reviews::accepted.eq(REVIEW_ACCEPTED.seal_document(&self.vault, &person, texts)?),
            reviews::proposal.eq(&nothing),
            reviews::proposed_by.eq(&nothing),
            reviews::reason.eq(&nothing),
        );
        diesel::update(reviews::table.find(person.to_string())).set(set).execute(self.connection)?;
        self.hold_texts(person, None)?;
        self.set_hidden(person, None)
    }

    /// Keeps back what somebody wrote, or shows it.
    pub fn hold_texts(&mut self, person: SpecialistId, since: Option<Moment>) -> Result<(), StoreError> {
        let place = specialists::table.find(person.to_string());
        diesel::update(place).set(specialists::held_at.eq(since.map(time))).kept().execute(self.connection)?;
        Ok(())
    }

    /// Keeps why somebody would hide an entry.
    pub fn propose_hiding(&mut self, person: SpecialistId, reason: &str, by: &str) -> Result<(), StoreError> {
        let set = (reviews::proposal.eq(REVIEW_PROPOSAL.seal(&self.vault, &person, reason)), reviews::proposed_by.eq(by));
        diesel::update(reviews::table.find(person.to_string())).set(set).execute(self.connection)?;
        Ok(())
    }

    /// Hides an entry, and takes it out of what waits until it is changed.
    pub fn hide_entry(&mut self, person: SpecialistId, reason: &str, now: Moment) -> Result<(), StoreError> {
        let nothing = None::<String>;
        let set = (
            reviews::waiting_since.eq(None::<NaiveDateTime>),
            reviews::proposal.eq(&nothing),
            reviews::proposed_by.eq(&nothing),
            reviews::reason.eq(REVIEW_REASON.seal(&self.vault, &person, reason)),
        );
        diesel::update(reviews::table.find(person.to_string())).set(set).execute(self.connection)?;
        self.set_hidden(person, Some(now))
    }

    fn set_hidden(&mut self, person: SpecialistId, since: Option<Moment>) -> Result<(), StoreError> {
        let place = specialists::table.find(person.to_string());
        diesel::update(place).set(specialists::hidden_at.eq(since.map(time))).execute(self.connection)?;
        Ok(())
    }

    /// What was looked at of somebody who is forgotten.
    pub(super) fn forget_review(&mut self, person: SpecialistId) -> Result<(), StoreError> {
        diesel::delete(reviews::table.find(person.to_string())).execute(self.connection)?;
        Ok(())
    }
}
