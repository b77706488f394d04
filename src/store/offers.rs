//! Table `offers`.

use std::collections::HashSet;

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::clock::Moment;
use crate::correspondence::{LetterKind, Party};
use crate::ids::{HelpRequestId, OfferId, SpecialistId};
use crate::matching::Explanation;
use crate::offers::{Decline, Ended, OfferState, Terms};
use crate::store::cells::{document, from_document, id, ids, known, moment, time};
use crate::store::engagements::name;
use crate::store::kept::Keep;
use crate::store::schema::{letters, offers};
use crate::store::sealed::{DECLINE_TEXT, OFFER_PERSON, OFFER_TERMS};
use crate::store::{StoreError, Tx};
use crate::values::Line;
use crate::vault::Vault;

/// The states in which an answer is still waited for.
const OPEN: [&str; 2] = ["queued", "sent"];
/// Besides those, the state in which the company's answer is waited for.
const LIVE: [&str; 3] = ["queued", "sent", "willing"];

#[derive(Clone, Debug)]
pub struct OfferToMake {
    pub id: OfferId,
    pub help_request: HelpRequestId,
    pub specialist: SpecialistId,
    pub wave: u16,
    pub explanation: Explanation,
    /// Hours a week that the work would take.
    pub weekly_hours: u16,
    pub made_at: Moment,
    pub expires_at: Moment,
}

#[derive(Clone, Debug, PartialEq)]
pub struct StoredOffer {
    pub id: OfferId,
    pub help_request: HelpRequestId,
    pub specialist: SpecialistId,
    pub wave: u16,
    pub state: OfferState,
    pub explanation: Explanation,
    /// Hours a week that the work would take.
    pub weekly_hours: u16,
    pub made_at: Moment,
    /// From when its letter may leave and its hours count.
    pub begins_at: Moment,
    pub expires_at: Moment,
    /// When the next reminder is due.
    pub remind_at: Option<Moment>,
    pub answered_at: Option<Moment>,
    pub decline_reason: Option<String>,
    /// What its reader would do it for, where that differs from what was asked.
    pub terms: Option<Terms>,
    /// Who answered that they would do it, where several people share the mailbox.
    pub acting_person: Option<Line>,
    /// Until when the company may choose its reader; none while it may not.
    pub choose_by: Option<Moment>,
    /// Why it ended, where its reader did not end it.
    pub ended_why: Option<Ended>,
}

/// What a [`Row`] is made of.
pub(super) const COLUMNS: &str = "id, help_request_id, specialist_id, wave, state, explanation, weekly_hours, made_at, begins_at, expires_at, \
     remind_at, answered_at, decline_reason, terms, acting_person, choose_by, ended_why";

#[derive(Queryable, QueryableByName, Selectable)]
#[diesel(table_name = offers)]
pub(super) struct Row {
    id: String,
    help_request_id: String,
    specialist_id: String,
    wave: i32,
    state: String,
    explanation: String,
    weekly_hours: i32,
    made_at: NaiveDateTime,
    begins_at: Option<NaiveDateTime>,
    expires_at: NaiveDateTime,
    remind_at: Option<NaiveDateTime>,
    answered_at: Option<NaiveDateTime>,
    decline_reason: Option<String>,
    terms: Option<String>,
    acting_person: Option<String>,
    choose_by: Option<NaiveDateTime>,
    ended_why: Option<String>,
}

pub(super) fn stored(vault: &Vault, row: Row) -> Result<StoredOffer, StoreError> {
    let person = row.acting_person.map(|cell| name(&OFFER_PERSON.open(vault, &row.id, &cell)?)).transpose()?;
    Ok(StoredOffer {
        id: id(&row.id)?,
        help_request: id(&row.help_request_id)?,
        specialist: id(&row.specialist_id)?,
        wave: u16::try_from(row.wave).unwrap_or_default(),
        state: known("offer state", OfferState::find(&row.state))?,
        explanation: from_document("explanation", &row.explanation)?,
        weekly_hours: u16::try_from(row.weekly_hours).unwrap_or_default(),
        made_at: moment(row.made_at),
        begins_at: moment(row.begins_at.unwrap_or(row.made_at)),
        expires_at: moment(row.expires_at),
        remind_at: row.remind_at.map(moment),
        answered_at: row.answered_at.map(moment),
        decline_reason: row.decline_reason,
        terms: row.terms.map(|cell| OFFER_TERMS.open_document(vault, &row.id, &cell)).transpose()?,
        acting_person: person,
        choose_by: row.choose_by.map(moment),
        ended_why: row.ended_why.map(|code| known("end of an offer", Ended::find(&code))).transpose()?,
    })
}

impl Tx<'_> {
    /// Adds an offer whose hours count from its making and of which nobody is reminded.
    pub fn add_offer(&mut self, offer: &OfferToMake) -> Result<(), StoreError> {
        self.add_offer_from(offer, offer.made_at, None)
    }

    /// Adds an offer whose letter may leave, and whose hours count, from `begins_at` on, with its first reminder at `remind_at`.
    pub fn add_offer_from(&mut self, offer: &OfferToMake, begins_at: Moment, remind_at: Option<Moment>) -> Result<(), StoreError> {
        let added = diesel::insert_into(offers::table).values((
            offers::id.eq(offer.id.to_string()),
            offers::help_request_id.eq(offer.help_request.to_string()),
            offers::specialist_id.eq(offer.specialist.to_string()),
            offers::wave.eq(i32::from(offer.wave)),
            offers::state.eq(OfferState::Queued.code()),
            offers::explanation.eq(document(&offer.explanation)?),
            offers::weekly_hours.eq(i32::from(offer.weekly_hours)),
            offers::made_at.eq(time(offer.made_at)),
            offers::begins_at.eq(time(begins_at)),
            offers::expires_at.eq(time(offer.expires_at)),
            offers::remind_at.eq(remind_at.map(time)),
        ));
        added.execute(self.connection)?;
        Ok(())
    }

    pub fn find_offer(&mut self, id: OfferId) -> Result<Option<StoredOffer>, StoreError> {
        let row = offers::table.find(id.to_string()).select(Row::as_select());
        row.first::<Row>(self.connection).optional()?.map(|row| stored(&self.vault, row)).transpose()
    }

    /// Open offers of a specialist whose hours count from `begins_at` and that have no letter of their own: they leave gathered.
    pub fn list_gathered_offers(&mut self, specialist: SpecialistId, begins_at: Moment) -> Result<Vec<StoredOffer>, StoreError> {
        let party = Party::Specialist(specialist).key();
        let own = letters::table.filter(letters::kind.eq(LetterKind::Offer.code())).filter(letters::party.eq(party));
        let own = own.filter(letters::cause.eq(offers::id));
        let open = offers::table.filter(offers::specialist_id.eq(specialist.to_string())).filter(offers::state.eq_any(OPEN));
        let gathered = open.filter(offers::begins_at.eq(time(begins_at))).filter(diesel::dsl::not(diesel::dsl::exists(own)));
        let rows = gathered.order((offers::made_at, offers::id)).select(Row::as_select());
        rows.load::<Row>(self.connection)?.into_iter().map(|row| stored(&self.vault, row)).collect()
    }

    /// All offers of a help request in the order in which they were made.
    pub fn list_offers(&mut self, help_request: HelpRequestId) -> Result<Vec<StoredOffer>, StoreError> {
        let rows = offers::table.filter(offers::help_request_id.eq(help_request.to_string())).order((offers::wave, offers::id));
        rows.select(Row::as_select()).load::<Row>(self.connection)?.into_iter().map(|row| stored(&self.vault, row)).collect()
    }

    /// Those whom the next wave of a help request must not ask: everybody who was asked, but for those whose offer ended only because somebody
    /// else won.
    pub fn not_to_ask_about(&mut self, help_request: HelpRequestId) -> Result<HashSet<SpecialistId>, StoreError> {
        let asked = offers::table.filter(offers::help_request_id.eq(help_request.to_string()));
        let asked = asked.filter(offers::ended_why.is_null().or(offers::ended_why.ne_all(Ended::SPARED.map(Ended::code))));
        ids(asked.select(offers::specialist_id).load::<String>(self.connection)?).map(HashSet::from_iter)
    }

    /// Makes an offer once more that ended only because somebody else won. Only for who holds the help request's row.
    pub fn make_offer_again(&mut self, offer: &OfferToMake, begins_at: Moment, remind_at: Option<Moment>) -> Result<(), StoreError> {
        let done = diesel::update(offers::table.find(offer.id.to_string())).set((
            offers::wave.eq(i32::from(offer.wave)),
            offers::state.eq(OfferState::Queued.code()),
            offers::explanation.eq(document(&offer.explanation)?),
            offers::made_at.eq(time(offer.made_at)),
            offers::begins_at.eq(time(begins_at)),
            offers::expires_at.eq(time(offer.expires_at)),
            offers::remind_at.eq(remind_at.map(time)),
            offers::answered_at.eq(None::<NaiveDateTime>),
            offers::terms.eq(None::<String>),
            offers::acting_person.eq(None::<String>),
            offers::choose_by.eq(None::<NaiveDateTime>),
            offers::ended_why.eq(None::<String>),
        ));
        done.kept().execute(self.connection)?;
        Ok(())
    }

    /// Accepts an open offer before its deadline; false otherwise.
    pub fn mark_offer_accepted(&mut self, id: OfferId, now: Moment) -> Result<bool, StoreError> {
        let place = offers::table.find(id.to_string()).filter(offers::state.eq_any(OPEN)).filter(offers::expires_at.gt(time(now)));
        let done = diesel::update(place).set((offers::state.eq(OfferState::Accepted.code()), offers::answered_at.eq(time(now))));
        Ok(done.kept().execute(self.connection)? == 1)
    }

    /// Declines an open offer before its deadline, or one whose reader was willing; false otherwise.
    pub fn mark_offer_declined(&mut self, id: OfferId, decline: &Decline, now: Moment) -> Result<bool, StoreError> {
        let willing = offers::state.eq(OfferState::Willing.code());
        let in_time = offers::state.eq_any(OPEN).and(offers::expires_at.gt(time(now)));
        let place = offers::table.find(id.to_string()).filter(willing.or(in_time));
        let done = diesel::update(place).set((
            offers::state.eq(OfferState::Declined.code()),
            offers::answered_at.eq(time(now)),
            offers::decline_reason.eq(&decline.reason),
            offers::decline_text.eq(DECLINE_TEXT.seal(&self.vault, &id, decline.text.as_str())),
        ));
        Ok(done.kept().execute(self.connection)? == 1)
    }

    /// Lapses an open offer whose deadline has passed; false otherwise.
    pub fn mark_offer_lapsed(&mut self, id: OfferId, now: Moment) -> Result<bool, StoreError> {
        let place = offers::table.find(id.to_string()).filter(offers::state.eq_any(OPEN)).filter(offers::expires_at.le(time(now)));
        Ok(diesel::update(place).set(offers::state.eq(OfferState::Lapsed.code())).kept().execute(self.connection)? == 1)
    }

    /// Withdraws an open offer; false if it has been answered or has lapsed.
    pub fn mark_offer_withdrawn(&mut self, id: OfferId) -> Result<bool, StoreError> {
        let place = offers::table.find(id.to_string()).filter(offers::state.eq_any(OPEN));
        Ok(diesel::update(place).set(offers::state.eq(OfferState::Withdrawn.code())).kept().execute(self.connection)? == 1)
    }

    /// The same for one whose reader was willing too.
    pub fn mark_live_offer_withdrawn(&mut self, id: OfferId) -> Result<bool, StoreError> {
        let place = offers::table.find(id.to_string()).filter(offers::state.eq_any(LIVE));
        Ok(diesel::update(place).set(offers::state.eq(OfferState::Withdrawn.code())).kept().execute(self.connection)? == 1)
    }

    /// Offers to a specialist that have not ended, for those who are no longer to be asked.
    pub fn list_open_offers_to(&mut self, specialist: SpecialistId) -> Result<Vec<StoredOffer>, StoreError> {
        let rows = offers::table.filter(offers::specialist_id.eq(specialist.to_string())).filter(offers::state.eq_any(LIVE));
        rows.order(offers::id)
            .select(Row::as_select())
            .load::<Row>(self.connection)?
            .into_iter()
            .map(|row| stored(&self.vault, row))
            .collect()
    }

    /// Open offers of which a reminder is due and the deadline has not passed, the longest due first.
    pub fn list_offers_to_remind(&mut self, now: Moment, limit: i64) -> Result<Vec<OfferId>, StoreError> {
        let due = offers::table.filter(offers::state.eq_any(OPEN)).filter(offers::remind_at.le(time(now)));
        let due = due.filter(offers::expires_at.gt(time(now))).order(offers::remind_at).limit(limit);
        ids(due.select(offers::id).load::<String>(self.connection)?)
    }

    /// Moves the due reminder of an open offer on to the next one; false if somebody else has, or if it is not open or not due any more.
    pub fn move_reminder(&mut self, id: OfferId, now: Moment, next: Option<Moment>) -> Result<bool, StoreError> {
        let place = offers::table.find(id.to_string()).filter(offers::state.eq_any(OPEN));
        let place = place.filter(offers::remind_at.le(time(now))).filter(offers::expires_at.gt(time(now)));
        Ok(diesel::update(place).set(offers::remind_at.eq(next.map(time))).kept().execute(self.connection)? == 1)
    }

    /// Open offers whose deadline has passed, oldest deadline first.
    pub fn list_silent_offers(&mut self, now: Moment, limit: i64) -> Result<Vec<OfferId>, StoreError> {
        let late = offers::table.filter(offers::state.eq_any(OPEN)).filter(offers::expires_at.le(time(now)));
        ids(late.order(offers::expires_at).limit(limit).select(offers::id).load::<String>(self.connection)?)
    }
}
