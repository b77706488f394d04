//! Taking out all that is kept of somebody: rows that nobody else asks for in this way.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::clock::Moment;
use crate::correspondence::{LetterKind, Party};
use crate::identity::AuditEntry;
use crate::ids::{AccountId, HelpRequestId, SpecialistId};
use crate::offers::Draft;
use crate::store::audit::{Row as AuditCells, entry};
use crate::store::cells::moment;
use crate::store::codes::read_draft;
use crate::store::engagements::Row as EngagementCells;
use crate::store::journal::seen;
use crate::store::letters::Row as LetterCells;
use crate::store::links::Purpose;
use crate::store::offers::Row as OfferCells;
use crate::store::schema::{
    acceptance_codes, audit_log, engagements, help_requests, known_browsers, letters, links, offers, sign_ins, specialists,
};
use crate::store::sealed::{BROWSER_PERSON, DECLINE_TEXT};
use crate::store::{LetterRow, StoreError, StoredEngagement, StoredOffer, Tx};
use crate::vault::Vault;

/// When a row was made, last changed, and forgotten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowDates {
    pub made_at: Moment,
    pub changed_at: Moment,
    pub forgotten_at: Option<Moment>,
}

/// A code that was sent to somebody's mailbox, and what had been typed by then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentCode {
    pub made_at: Moment,
    pub used_at: Option<Moment>,
    pub draft: Draft,
}

/// A browser in which somebody has accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenBrowser {
    pub known_since: Moment,
    pub last_used_at: Moment,
    pub acting_person: Option<String>,
}

/// Somebody asked to sign in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenSignIn {
    pub at: Moment,
    pub source: String,
    pub used_at: Option<Moment>,
}

/// An engagement with its moments.
#[derive(Clone, Debug, PartialEq)]
pub struct TimedEngagement {
    pub engagement: StoredEngagement,
    pub opened_at: Moment,
    pub ended_at: Option<Moment>,
}

type Dates = (NaiveDateTime, NaiveDateTime, Option<NaiveDateTime>);
type CodeCells = (String, NaiveDateTime, Option<NaiveDateTime>, Option<String>);
type BrowserCells = (String, NaiveDateTime, NaiveDateTime, Option<String>);
type EngagementParts = (EngagementCells, NaiveDateTime, Option<NaiveDateTime>);
type LetterParts = (LetterCells, i32, Option<NaiveDateTime>, Option<String>);

fn dates((made_at, changed_at, forgotten_at): Dates) -> RowDates {
    RowDates { made_at: moment(made_at), changed_at: moment(changed_at), forgotten_at: forgotten_at.map(moment) }
}

impl Tx<'_> {
    pub fn find_specialist_dates(&mut self, id: SpecialistId) -> Result<Option<RowDates>, StoreError> {
        let row = specialists::table.find(id.to_string());
        let row = row.select((specialists::created_at, specialists::updated_at, specialists::forgotten_at));
        Ok(row.first::<Dates>(self.connection).optional()?.map(dates))
    }

    pub fn find_help_request_dates(&mut self, id: HelpRequestId) -> Result<Option<RowDates>, StoreError> {
        let row = help_requests::table.find(id.to_string());
        let row = row.select((help_requests::created_at, help_requests::updated_at, help_requests::forgotten_at));
        Ok(row.first::<Dates>(self.connection).optional()?.map(dates))
    }

    /// All offers to a specialist in the order in which they were made, with what the person wrote when declining.
    pub fn list_offers_to(&mut self, specialist: SpecialistId) -> Result<Vec<(StoredOffer, Option<String>)>, StoreError> {
        let rows = offers::table.filter(offers::specialist_id.eq(specialist.to_string())).order((offers::made_at, offers::id));
        let rows = rows.select((OfferCells::as_select(), offers::decline_text)).load::<(OfferCells, Option<String>)>(self.connection)?;
        let opened = |(row, text): (OfferCells, Option<String>)| {
            let offer = super::offers::stored(&self.vault, row)?;
            let text = text.map(|cell| DECLINE_TEXT.open(&self.vault, &offer.id.to_string(), &cell).map(Into::into)).transpose()?;
            Ok((offer, text))
        };
        rows.into_iter().map(opened).collect()
    }

    pub fn list_engagements_of(&mut self, specialist: SpecialistId) -> Result<Vec<TimedEngagement>, StoreError> {
        let rows = engagements::table.filter(engagements::specialist_id.eq(specialist.to_string())).order(engagements::opened_at);
        let rows = rows.select((EngagementCells::as_select(), engagements::opened_at, engagements::ended_at));
        let rows = rows.load::<EngagementParts>(self.connection)?;
        rows.into_iter().map(|row| timed(&self.vault, row)).collect()
    }

    pub fn list_timed_engagements_about(&mut self, help_request: HelpRequestId) -> Result<Vec<TimedEngagement>, StoreError> {
        let rows = engagements::table.filter(engagements::help_request_id.eq(help_request.to_string())).order(engagements::opened_at);
        let rows = rows.select((EngagementCells::as_select(), engagements::opened_at, engagements::ended_at));
        let rows = rows.load::<EngagementParts>(self.connection)?;
        rows.into_iter().map(|row| timed(&self.vault, row)).collect()
    }

    /// All letters to any of these, in the order in which they were queued.
    pub fn list_letters_to(&mut self, parties: &[Party]) -> Result<Vec<LetterRow>, StoreError> {
        // With the kinds before the party it goes by the index that keeps letters from being queued twice.
        let to = letters::table.filter(letters::kind.eq_any(LetterKind::ALL.map(LetterKind::code)));
        let to = to.filter(letters::party.eq_any(parties.iter().map(|party| party.key()))).order((letters::queued_at, letters::id));
        let rows = to.select((LetterCells::as_select(), letters::attempts, letters::sent_at, letters::trace));
        rows.load::<LetterParts>(self.connection)?.into_iter().map(seen).collect()
    }

    pub fn list_codes_to(&mut self, specialist: SpecialistId) -> Result<Vec<SentCode>, StoreError> {
        let rows = acceptance_codes::table.filter(acceptance_codes::specialist_id.eq(specialist.to_string()));
        let columns = (acceptance_codes::id, acceptance_codes::made_at, acceptance_codes::used_at, acceptance_codes::draft);
        let rows = rows.order(acceptance_codes::made_at).select(columns).load::<CodeCells>(self.connection)?;
        let opened = |(id, made_at, used_at, cell): CodeCells| {
            Ok(SentCode { made_at: moment(made_at), used_at: used_at.map(moment), draft: read_draft(&self.vault, &id, cell)? })
        };
        rows.into_iter().map(opened).collect()
    }

    pub fn list_browsers_of(&mut self, specialist: SpecialistId) -> Result<Vec<SeenBrowser>, StoreError> {
        let rows =
            known_browsers::table.filter(known_browsers::specialist_id.eq(specialist.to_string())).order(known_browsers::known_since);
        let columns =
            (known_browsers::token_hash, known_browsers::known_since, known_browsers::last_used_at, known_browsers::acting_person);
        let opened = |(hash, known_since, last_used_at, cell): BrowserCells| {
            let row = format!("{hash}/{specialist}");
            let acting_person = cell.map(|cell| BROWSER_PERSON.open(&self.vault, &row, &cell).map(Into::into)).transpose()?;
            Ok(SeenBrowser { known_since: moment(known_since), last_used_at: moment(last_used_at), acting_person })
        };
        rows.select(columns).load::<BrowserCells>(self.connection)?.into_iter().map(opened).collect()
    }

    /// When it was asked to sign in with an account, and from where, as far as that is still known.
    pub fn list_sign_ins(&mut self, account: AccountId) -> Result<Vec<SeenSignIn>, StoreError> {
        let rows = sign_ins::table.filter(sign_ins::account_id.eq(account.to_string())).order(sign_ins::made_at);
        let rows = rows.select((sign_ins::made_at, sign_ins::source, sign_ins::used_at));
        let rows = rows.load::<(NaiveDateTime, String, Option<NaiveDateTime>)>(self.connection)?;
        Ok(rows.into_iter().map(|(at, source, used_at)| SeenSignIn { at: moment(at), source, used_at: used_at.map(moment) }).collect())
    }

    /// Rows of the audit log about any of these ids, or of what any of these did, the oldest first.
    pub fn list_audited_about(&mut self, objects: &[String], who: &[String]) -> Result<Vec<AuditEntry>, StoreError> {
        let rows = audit_log::table.select(AuditCells::as_select());
        let about = rows.filter(audit_log::object_id.eq_any(objects)).load::<AuditCells>(self.connection)?;
        let mut done = rows.filter(audit_log::who.eq_any(who)).load::<AuditCells>(self.connection)?;
        // What people did behind an account that they share.
        for account in who.iter().filter(|who| who.starts_with("account:")) {
            done.extend(rows.filter(audit_log::who.like(format!("{account}/%"))).load::<AuditCells>(self.connection)?);
        }
        let found = about.into_iter().chain(done).map(|row| entry(row).map(|(entry, _)| entry));
        let mut found = found.collect::<Result<Vec<_>, _>>()?;
        found.sort_by_key(|entry| (entry.at, entry.id));
        found.dedup_by_key(|entry| entry.id);
        Ok(found)
    }

    /// What the link was for whose hash begins so; none if it is forgotten.
    pub fn purpose_of_link(&mut self, beginning: &str) -> Result<Option<Purpose>, StoreError> {
        // A hash is written with digits and small letters up to f.
        let range = links::table.filter(links::token_hash.ge(beginning)).filter(links::token_hash.lt(format!("{beginning}g")));
        Ok(range.select(links::purpose).first::<String>(self.connection).optional()?.as_deref().and_then(Purpose::find))
    }
}

fn timed(vault: &Vault, (row, opened_at, ended_at): EngagementParts) -> Result<TimedEngagement, StoreError> {
    let engagement = super::engagements::stored(vault, row)?;
    Ok(TimedEngagement { engagement, opened_at: moment(opened_at), ended_at: ended_at.map(moment) })
}
