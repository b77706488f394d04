//! Tables `acceptance_codes` and `known_browsers`: who has shown to read a specialist's mailbox.

use chrono::{Duration, NaiveDateTime};
use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text, Timestamp};

use crate::clock::Moment;
use crate::ids::{CodeId, OfferId, SpecialistId, TokenHash};
use crate::offers::Draft;
use crate::store::cells::{id, moment, time};
use crate::store::kept::Keep;
use crate::store::schema::{acceptance_codes, known_browsers};
use crate::store::sealed::{BROWSER_PERSON, DRAFT};
use crate::store::{StoreError, Tx};
use crate::vault::Vault;

/// A code that was sent, as far as anything is kept of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredCode {
    pub id: CodeId,
    pub expires_at: Moment,
    /// What had been typed by then.
    pub draft: Draft,
}

/// A browser whose reader has shown to read the mailbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownBrowser {
    /// Who acted in it last, where several people share the mailbox.
    pub acting_person: Option<String>,
    pub last_used_at: Moment,
}

impl Tx<'_> {
    pub fn add_code(&mut self, code: &StoredCode, specialist: SpecialistId, offer: OfferId, now: Moment) -> Result<(), StoreError> {
        let added = diesel::insert_into(acceptance_codes::table).values((
            acceptance_codes::id.eq(code.id.to_string()),
            acceptance_codes::specialist_id.eq(specialist.to_string()),
            acceptance_codes::offer_id.eq(offer.to_string()),
            acceptance_codes::tries.eq(0),
            acceptance_codes::made_at.eq(time(now)),
            acceptance_codes::expires_at.eq(time(code.expires_at)),
            acceptance_codes::draft.eq(DRAFT.seal_document(&self.vault, &code.id, &code.draft)?),
        ));
        added.execute(self.connection)?;
        Ok(())
    }

    /// The code that may be typed for an offer now: not used, not too old, tried less than `tries` times.
    pub fn find_live_code(&mut self, offer: OfferId, tries: i32, now: Moment) -> Result<Option<StoredCode>, StoreError> {
        let live = acceptance_codes::table
            .filter(acceptance_codes::offer_id.eq(offer.to_string()))
            .filter(acceptance_codes::used_at.is_null())
            .filter(acceptance_codes::expires_at.gt(time(now)))
            .filter(acceptance_codes::tries.lt(tries));
        let columns = (acceptance_codes::id, acceptance_codes::expires_at, acceptance_codes::draft);
        let row = live.order(acceptance_codes::made_at.desc()).select(columns);
        row.first::<(String, NaiveDateTime, Option<String>)>(self.connection).optional()?.map(|row| stored(&self.vault, row)).transpose()
    }

    /// What had been typed when a code was sent; nothing if the code is forgotten.
    pub fn find_draft(&mut self, code: CodeId) -> Result<Draft, StoreError> {
        let place = acceptance_codes::table.find(code.to_string()).select(acceptance_codes::draft);
        read_draft(&self.vault, &code.to_string(), place.first::<Option<String>>(self.connection).optional()?.flatten())
    }

    pub fn change_draft(&mut self, code: CodeId, draft: &Draft) -> Result<(), StoreError> {
        let place = acceptance_codes::table.find(code.to_string());
        diesel::update(place)
            .set(acceptance_codes::draft.eq(DRAFT.seal_document(&self.vault, &code, draft)?))
            .kept()
            .execute(self.connection)?;
        Ok(())
    }

    /// Counts a try; false if the code cannot be tried any more. Those who try at the same time do so one after the other.
    pub fn count_try(&mut self, code: CodeId, tries: i32, now: Moment) -> Result<bool, StoreError> {
        let place = acceptance_codes::table
            .find(code.to_string())
            .filter(acceptance_codes::used_at.is_null())
            .filter(acceptance_codes::expires_at.gt(time(now)))
            .filter(acceptance_codes::tries.lt(tries));
        Ok(diesel::update(place).set(acceptance_codes::tries.eq(acceptance_codes::tries + 1)).kept().execute(self.connection)? == 1)
    }

    pub fn use_code(&mut self, code: CodeId, now: Moment) -> Result<(), StoreError> {
        let place = acceptance_codes::table.find(code.to_string());
        diesel::update(place).set(acceptance_codes::used_at.eq(time(now))).kept().execute(self.connection)?;
        Ok(())
    }

    /// How many codes somebody was sent since `since`.
    pub fn count_codes(&mut self, specialist: SpecialistId, since: Moment) -> Result<i64, StoreError> {
        let sent = acceptance_codes::table.filter(acceptance_codes::specialist_id.eq(specialist.to_string()));
        Ok(sent.filter(acceptance_codes::made_at.gt(time(since))).count().get_result(self.connection)?)
    }

    /// Remembers a browser as one whose reader reads the mailbox, or that it was used again.
    pub fn know_browser(
        &mut self,
        browser: &TokenHash,
        specialist: SpecialistId,
        acting_person: Option<&str>,
        now: Moment,
    ) -> Result<(), StoreError> {
        let known = diesel::sql_query(
            "INSERT INTO known_browsers (token_hash, specialist_id, acting_person, known_since, last_used_at) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (token_hash, specialist_id) DO UPDATE SET acting_person = excluded.acting_person, last_used_at = excluded.last_used_at",
        )
        .bind::<Text, _>(browser.as_str())
        .bind::<Text, _>(specialist.to_string())
        .bind::<Nullable<Text>, _>(acting_person.map(|name| BROWSER_PERSON.seal(&self.vault, &browser_row(browser, specialist), name)))
        .bind::<Timestamp, _>(time(now))
        .bind::<Timestamp, _>(time(now));
        known.kept().execute(self.connection)?;
        Ok(())
    }

    /// A browser that is known for somebody and was used within `lifetime`.
    pub fn find_browser(
        &mut self,
        browser: &TokenHash,
        specialist: SpecialistId,
        lifetime: Duration,
        now: Moment,
    ) -> Result<Option<KnownBrowser>, StoreError> {
        let known = known_browsers::table.find((browser.as_str(), specialist.to_string()));
        let known = known.filter(known_browsers::last_used_at.gt(time(now - lifetime)));
        let row = known.select((known_browsers::acting_person, known_browsers::last_used_at));
        let row = row.first::<(Option<String>, NaiveDateTime)>(self.connection).optional()?;
        let row_key = browser_row(browser, specialist);
        let opened = |cell: String| BROWSER_PERSON.open(&self.vault, &row_key, &cell).map(Into::into);
        let known = |(cell, last_used_at): (Option<String>, NaiveDateTime)| {
            Ok(KnownBrowser { acting_person: cell.map(opened).transpose()?, last_used_at: moment(last_used_at) })
        };
        row.map(known).transpose()
    }

    /// Whether a browser is known for anybody.
    pub fn is_known_browser(&mut self, browser: &TokenHash) -> Result<bool, StoreError> {
        let known = known_browsers::table.filter(known_browsers::token_hash.eq(browser.as_str()));
        Ok(diesel::select(diesel::dsl::exists(known)).get_result(self.connection)?)
    }

    /// Forgets codes made before `made_before`, and browsers in which nothing was accepted since `used_before`.
    pub fn forget_codes(&mut self, made_before: Moment, used_before: Moment) -> Result<(), StoreError> {
        diesel::delete(acceptance_codes::table.filter(acceptance_codes::made_at.lt(time(made_before)))).execute(self.connection)?;
        diesel::delete(known_browsers::table.filter(known_browsers::last_used_at.lt(time(used_before)))).execute(self.connection)?;
        Ok(())
    }

    /// Forgets every browser of somebody whose mailbox has changed.
    pub fn forget_browsers(&mut self, specialist: SpecialistId) -> Result<(), StoreError> {
        diesel::delete(known_browsers::table.filter(known_browsers::specialist_id.eq(specialist.to_string()))).execute(self.connection)?;
        Ok(())
    }
}

type CodeRow = (String, NaiveDateTime, Option<String>);

/// What names a browser's row.
fn browser_row(browser: &TokenHash, specialist: SpecialistId) -> String {
    format!("{}/{specialist}", browser.as_str())
}

fn stored(vault: &Vault, (code, expires_at, draft): CodeRow) -> Result<StoredCode, StoreError> {
    Ok(StoredCode { id: id(&code)?, expires_at: moment(expires_at), draft: read_draft(vault, &code, draft)? })
}

pub(super) fn read_draft(vault: &Vault, code: &str, draft: Option<String>) -> Result<Draft, StoreError> {
    draft.map_or(Ok(Draft::default()), |cell| DRAFT.open_document(vault, code, &cell))
}
