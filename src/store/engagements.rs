//! Table `engagements`. The winner of a help request is the specialist of the one engagement that holds; one that was withdrawn stays as history.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::clock::Moment;
use crate::engagement::{Course, EngagementState};
use crate::ids::{EngagementId, HelpRequestId, OfferId, SpecialistId};
use crate::offers::Terms;
use crate::store::among::{among, keys};
use crate::store::cells::{id, known, moment, time, unreadable};
use crate::store::kept::Keep;
use crate::store::schema::engagements;
use crate::store::sealed::{COURSE, ENDED_REASON, PERSON, TERMS};
use crate::store::{StoreError, StoredOffer, Tx};
use crate::values::Line;
use crate::vault::Vault;

/// The states in which an engagement holds.
const HOLDING: [&str; 2] = ["running", "closed"];

#[derive(Clone, Debug, PartialEq)]
pub struct StoredEngagement {
    pub id: EngagementId,
    pub help_request: HelpRequestId,
    pub offer: OfferId,
    pub specialist: SpecialistId,
    pub state: EngagementState,
    pub opened_at: Moment,
    /// What was agreed on otherwise than the help request says.
    pub terms: Option<Terms>,
    /// Who acts for the specialist, where several people share the mailbox.
    pub acting_person: Option<Line>,
    /// Why it was withdrawn, in the words of who did.
    pub ended_reason: Option<String>,
    /// How far it has come; none before its first step.
    pub course: Option<Course>,
}

/// What a [`Row`] is made of.
const COLUMNS: &str = "id, help_request_id, offer_id, specialist_id, state, opened_at, terms, acting_person, ended_reason, course";

#[derive(Queryable, QueryableByName, Selectable)]
#[diesel(table_name = engagements)]
pub(super) struct Row {
    id: String,
    help_request_id: String,
    offer_id: String,
    specialist_id: String,
    state: String,
    opened_at: NaiveDateTime,
    terms: Option<String>,
    acting_person: Option<String>,
    ended_reason: Option<String>,
    course: Option<String>,
}

pub(super) fn stored(vault: &Vault, row: Row) -> Result<StoredEngagement, StoreError> {
    let acting_person = row.acting_person.map(|cell| name(&PERSON.open(vault, &row.id, &cell)?)).transpose()?;
    Ok(StoredEngagement {
        id: id(&row.id)?,
        help_request: id(&row.help_request_id)?,
        offer: id(&row.offer_id)?,
        specialist: id(&row.specialist_id)?,
        state: known("engagement state", EngagementState::find(&row.state))?,
        opened_at: moment(row.opened_at),
        terms: row.terms.map(|cell| TERMS.open_document(vault, &row.id, &cell)).transpose()?,
        acting_person,
        ended_reason: row.ended_reason.map(|cell| ENDED_REASON.open(vault, &row.id, &cell).map(Into::into)).transpose()?,
        course: row.course.map(|cell| opened_course(vault, &row.id, &cell)).transpose()?,
    })
}

/// A course as it was kept.
pub(super) fn opened_course(vault: &Vault, key: &str, cell: &str) -> Result<Course, StoreError> {
    Ok(Course::from_kept(COURSE.open_document(vault, key, cell)?))
}

/// The name of somebody who acts for a specialist.
pub(super) fn name(text: &str) -> Result<Line, StoreError> {
    Line::parse(text, usize::MAX).map_err(|mistake| unreadable("name", mistake.code))
}

impl Tx<'_> {
    /// Opens an engagement under the terms of its offer, of which time reminds from `wakes_at` on. The unique index on the help request makes a second one that holds impossible,
    /// whatever the acts get wrong.
    pub fn add_engagement(
        &mut self,
        id: EngagementId,
        offer: &StoredOffer,
        acting: Option<&Line>,
        wakes_at: Moment,
        now: Moment,
    ) -> Result<(), StoreError> {
        let added = diesel::insert_into(engagements::table).values((
            engagements::id.eq(id.to_string()),
            engagements::help_request_id.eq(offer.help_request.to_string()),
            engagements::offer_id.eq(offer.id.to_string()),
            engagements::specialist_id.eq(offer.specialist.to_string()),
            engagements::state.eq(EngagementState::Running.code()),
            engagements::opened_at.eq(time(now)),
            engagements::wakes_at.eq(time(wakes_at)),
            engagements::weekly_hours.eq(i32::from(offer.weekly_hours)),
            engagements::terms.eq(offer.terms.as_ref().map(|terms| TERMS.seal_document(&self.vault, &id, terms)).transpose()?),
            engagements::acting_person.eq(acting.map(|name| PERSON.seal(&self.vault, &id, name.as_str()))),
        ));
        added.execute(self.connection)?;
        Ok(())
    }

    pub fn find_engagement(&mut self, id: EngagementId) -> Result<Option<StoredEngagement>, StoreError> {
        let row = engagements::table.find(id.to_string()).select(Row::as_select());
        row.first::<Row>(self.connection).optional()?.map(|row| stored(&self.vault, row)).transpose()
    }

    /// The engagement of a help request that holds.
    pub fn find_holding_engagement(&mut self, help_request: HelpRequestId) -> Result<Option<StoredEngagement>, StoreError> {
        let holding = engagements::table.filter(engagements::help_request_id.eq(help_request.to_string()));
        let row = holding.filter(engagements::state.eq_any(HOLDING)).select(Row::as_select());
        row.first::<Row>(self.connection).optional()?.map(|row| stored(&self.vault, row)).transpose()
    }

    /// Who won a help request.
    pub fn find_winner(&mut self, help_request: HelpRequestId) -> Result<Option<SpecialistId>, StoreError> {
        Ok(self.find_holding_engagement(help_request)?.map(|engagement| engagement.specialist))
    }

    /// Ends a running engagement; false if it does not run any more.
    pub fn end_engagement(&mut self, id: EngagementId, state: EngagementState, reason: &str, now: Moment) -> Result<bool, StoreError> {
        let place = engagements::table.find(id.to_string()).filter(engagements::state.eq(EngagementState::Running.code()));
        let set = (
            engagements::state.eq(state.code()),
            engagements::ended_reason.eq(ENDED_REASON.seal(&self.vault, &id, reason)),
            engagements::ended_at.eq(time(now)),
        );
        Ok(diesel::update(place).set(set).kept().execute(self.connection)? == 1)
    }

    /// All engagements of these help requests, those that were withdrawn too.
    pub fn list_engagements_about(&mut self, help_requests: &[HelpRequestId]) -> Result<Vec<StoredEngagement>, StoreError> {
        let text = format!("SELECT {COLUMNS} FROM engagements WHERE help_request_id AMONG($1)");
        among!(self.connection, text.as_str(), [], keys(help_requests), load::<Row>)?
            .into_iter()
            .map(|row| stored(&self.vault, row))
            .collect()
    }

    pub fn count_engagements(&mut self) -> Result<i64, StoreError> {
        Ok(engagements::table.count().get_result(self.connection)?)
    }
}
