//! Recommendations as pages show them. Nothing is changed.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::brokering::EndorsementState;
use crate::clock::Moment;
use crate::desk::brokering::org_of;
use crate::desk::endorsements::can_be_seen;
use crate::desk::look::link_of;
use crate::desk::{Desk, Refusal};
use crate::identity::Role;
use crate::ids::{EndorsementId, SpecialistId, Token};
use crate::language::Language;
use crate::store::{Purpose, StoreError, StoredEndorsement, Tx};

/// Who recommends somebody, as everybody reads it. No figure is made of it, and nobody stands before another because of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EndorsedBy {
    /// Name of the organisation.
    #[schema(example = "関商工会議所")]
    pub organisation: String,
    /// Code of the kind of organisation.
    #[schema(example = "chamber")]
    pub kind: String,
    /// Code of what it knows the person from.
    #[schema(example = "worked-for-members")]
    pub reason: String,
    /// The last day on which it holds.
    #[schema(example = "2027-03-31")]
    pub until: NaiveDate,
}

/// A recommendation as the two whose it is see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EndorsementView {
    pub id: EndorsementId,
    pub specialist: SpecialistId,
    /// As the list shows the person.
    #[schema(example = "佐藤 健")]
    pub display_name: String,
    pub state: EndorsementState,
    #[serde(flatten)]
    pub by: EndorsedBy,
    /// When the specialist was asked (RFC 3339, UTC).
    pub asked_at: DateTime<Utc>,
    /// When it ended (RFC 3339, UTC); none before.
    pub ended_at: Option<DateTime<Utc>>,
}

/// What the page behind the link of a letter shows.
#[derive(Clone, Debug)]
pub struct EndorsementPage {
    pub view: EndorsementView,
    pub answer_by: Moment,
    /// Whether yes or no can be said, and whether it can be ended.
    pub can_answer: bool,
    pub can_end: bool,
    /// Whether anybody may find the person, so that anybody reads it.
    pub is_public: bool,
    pub language: Language,
}

fn by(tx: &mut Tx<'_>, stored: &StoredEndorsement) -> Result<EndorsedBy, StoreError> {
    let terms = stored.endorsement.terms.clone();
    let organisation = tx.find_support_org(stored.org)?.map(|org| org.org.name.as_str().to_owned()).unwrap_or_default();
    Ok(EndorsedBy { organisation, kind: terms.kind, reason: terms.reason, until: terms.until })
}

pub(super) fn view(tx: &mut Tx<'_>, stored: StoredEndorsement) -> Result<EndorsementView, Refusal> {
    let by = by(tx, &stored)?;
    let StoredEndorsement { id, specialist, endorsement, .. } = stored;
    let person = tx.find_specialist(specialist)?.ok_or(Refusal::NotFound)?;
    let display_name = person.shown().display_name.as_str().to_owned();
    let (state, asked_at, ended_at) = (endorsement.state, endorsement.asked_at, endorsement.ended_at);
    Ok(EndorsementView { id, specialist, display_name, state, by, asked_at, ended_at })
}

/// One as its organisation sees it: whoever has left the list has no name there, and what was said of them is not shown to anybody.
fn given(tx: &mut Tx<'_>, stored: StoredEndorsement, today: NaiveDate) -> Result<EndorsementView, Refusal> {
    let person = tx.find_specialist(stored.specialist)?;
    let view = view(tx, stored)?;
    if person.is_some_and(|person| can_be_seen(&person, today)) {
        return Ok(view);
    }
    let state = if view.state.is_open() { EndorsementState::Gone } else { view.state };
    Ok(EndorsementView { display_name: String::new(), state, ..view })
}

/// Who recommends each of these people at this moment, the newest first.
pub(in crate::desk) fn endorsers(
    tx: &mut Tx<'_>,
    people: &[SpecialistId],
    now: Moment,
) -> Result<HashMap<SpecialistId, Vec<EndorsedBy>>, StoreError> {
    let mut told: HashMap<SpecialistId, Vec<EndorsedBy>> = HashMap::new();
    for stored in tx.list_holding_endorsements(people)?.into_iter().filter(|stored| stored.endorsement.holds_at(now)) {
        let by = by(tx, &stored)?;
        told.entry(stored.specialist).or_default().push(by);
    }
    Ok(told)
}

/// The same of one person.
pub(in crate::desk) fn endorsed_by(tx: &mut Tx<'_>, person: SpecialistId, now: Moment) -> Result<Vec<EndorsedBy>, StoreError> {
    Ok(endorsers(tx, &[person], now)?.remove(&person).unwrap_or_default())
}

pub async fn look_at_endorsement(desk: &Desk, token: Token) -> Result<EndorsementPage, Refusal> {
    let acting = desk.clone();
    desk.store
        .read(move |tx| {
            let (now, today) = (acting.clock.now(), acting.clock.today());
            let link = link_of(tx, &token, Purpose::AnswerEndorsement, now)?;
            let id: EndorsementId = link.subject.parse().map_err(|_| Refusal::NotFound)?;
            // Whoever is forgotten has no page any more.
            let stored = tx.find_endorsement(id)?.filter(|stored| stored.endorsement.state != EndorsementState::Gone);
            let stored = stored.ok_or(Refusal::NotFound)?;
            let person = tx.find_specialist(stored.specialist)?.ok_or(Refusal::NotFound)?;
            let (answer_by, can_end) = (stored.endorsement.answer_by(acting.catalogue.endorsements()), stored.endorsement.holds_at(now));
            let can_answer = stored.endorsement.state == EndorsementState::Asked && now < answer_by;
            let is_public = crate::desk::look_at_listed::is_listed(&person, today);
            Ok(EndorsementPage {
                view: view(tx, stored)?,
                answer_by,
                can_answer,
                can_end,
                is_public,
                language: person.specialist.language(),
            })
        })
        .await
}

/// All about a specialist, for the specialist: the newest first.
pub async fn list_own_endorsements(desk: &Desk, specialist: SpecialistId) -> Result<Vec<EndorsementView>, Refusal> {
    desk.store
        .read(move |tx| {
            let all = tx.list_endorsements_of(specialist)?;
            // What was taken back before an answer is nobody's concern any more.
            let told = all.into_iter().filter(|one| one.endorsement.state != EndorsementState::TakenBack);
            told.map(|stored| view(tx, stored)).collect()
        })
        .await
}

/// The same with what was taken back, for whom everything is to be told that is kept.
pub(in crate::desk) fn endorsements_of(tx: &mut Tx<'_>, specialist: SpecialistId) -> Result<Vec<EndorsementView>, Refusal> {
    let all = tx.list_endorsements_of(specialist)?;
    all.into_iter().map(|stored| view(tx, stored)).collect()
}

/// What an organisation has said of people, the newest first; from the one behind `before` on.
pub async fn list_given_endorsements(
    desk: &Desk,
    role: Role,
    before: Option<EndorsementId>,
    limit: usize,
) -> Result<Vec<EndorsementView>, Refusal> {
    let (org, limit, today) = (org_of(role)?, i64::try_from(limit).unwrap_or(i64::MAX), desk.clock.today());
    desk.store
        .read(move |tx| {
            let all = tx.list_endorsements_by(org, before, limit)?;
            all.into_iter().map(|stored| given(tx, stored, today)).collect()
        })
        .await
}
