//! Offers whose readers are willing and on which the company decides (table `offers`). While `choose_by` is there and has not passed, the company
//! may choose; `remind_at` is then when the company is reminded, not the reader.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::clock::Moment;
use crate::ids::{HelpRequestId, OfferId};
use crate::offers::{Ended, OfferState, Terms};
use crate::store::cells::{ids, time};
use crate::store::kept::Keep;
use crate::store::schema::offers;
use crate::store::sealed::{OFFER_PERSON, OFFER_TERMS};
use crate::store::{StoreError, Tx};
use crate::values::Line;

/// Until when the company may choose, and when it is reminded.
pub type ChoiceTimes = (Moment, Option<Moment>);

impl Tx<'_> {
    /// Notes that the reader of an open offer would do it, before its deadline; false otherwise. With `times` the company may choose at once.
    pub fn mark_offer_willing(
        &mut self,
        id: OfferId,
        (terms, acting): (Option<&Terms>, Option<&Line>),
        times: Option<ChoiceTimes>,
        now: Moment,
    ) -> Result<bool, StoreError> {
        let place = offers::table.find(id.to_string()).filter(offers::state.eq_any([OfferState::Queued.code(), OfferState::Sent.code()]));
        let place = place.filter(offers::expires_at.gt(time(now)));
        let done = diesel::update(place).set((
            offers::state.eq(OfferState::Willing.code()),
            offers::answered_at.eq(time(now)),
            offers::terms.eq(terms.map(|terms| OFFER_TERMS.seal_document(&self.vault, &id, terms)).transpose()?),
            offers::acting_person.eq(acting.map(|name| OFFER_PERSON.seal(&self.vault, &id, name.as_str()))),
            offers::choose_by.eq(times.map(|(choose_by, _)| time(choose_by))),
            offers::remind_at.eq(times.and_then(|(_, remind_at)| remind_at).map(time)),
        ));
        Ok(done.kept().execute(self.connection)? == 1)
    }

    /// Lets the company choose among the willing of a help request. Only for who holds the row.
    pub fn open_choice(&mut self, help_request: HelpRequestId, (choose_by, remind_at): ChoiceTimes) -> Result<(), StoreError> {
        let place = offers::table.filter(offers::help_request_id.eq(help_request.to_string()));
        let place = place.filter(offers::state.eq(OfferState::Willing.code())).filter(offers::choose_by.is_null());
        let set = (offers::choose_by.eq(time(choose_by)), offers::remind_at.eq(remind_at.map(time)));
        diesel::update(place).set(set).kept().execute(self.connection)?;
        Ok(())
    }

    /// Marks the offer of somebody who was willing as accepted; false if it is not so any more. Only for who holds the help request's row.
    pub fn mark_offer_chosen(&mut self, id: OfferId) -> Result<bool, StoreError> {
        let place = offers::table.find(id.to_string()).filter(offers::state.eq(OfferState::Willing.code()));
        Ok(diesel::update(place).set(offers::state.eq(OfferState::Accepted.code())).kept().execute(self.connection)? == 1)
    }

    /// Ends the offer of somebody who was willing and does not have it; false if it is not so any more.
    pub fn mark_offer_not_chosen(&mut self, id: OfferId, why: Ended) -> Result<bool, StoreError> {
        let place = offers::table.find(id.to_string()).filter(offers::state.eq(OfferState::Willing.code()));
        let set = (offers::state.eq(OfferState::NotChosen.code()), offers::ended_why.eq(why.code()));
        Ok(diesel::update(place).set(set).kept().execute(self.connection)? == 1)
    }

    /// Help requests whose companies have not chosen in time, the longest late first.
    pub fn list_late_choices(&mut self, now: Moment, limit: i64) -> Result<Vec<HelpRequestId>, StoreError> {
        let late = offers::table.filter(offers::state.eq(OfferState::Willing.code())).filter(offers::choose_by.le(time(now)));
        let late = late.order(offers::choose_by).limit(limit).select(offers::help_request_id);
        let mut found: Vec<HelpRequestId> = ids(late.load::<String>(self.connection)?)?;
        found.dedup();
        Ok(found)
    }

    /// Willing offers of whose choice the company is to be reminded.
    pub fn list_choices_to_remind(&mut self, now: Moment, limit: i64) -> Result<Vec<OfferId>, StoreError> {
        let due = offers::table.filter(offers::state.eq(OfferState::Willing.code())).filter(offers::remind_at.le(time(now)));
        let due = due.filter(offers::choose_by.gt(time(now))).order(offers::remind_at).limit(limit);
        ids(due.select(offers::id).load::<String>(self.connection)?)
    }

    /// Notes that the company is reminded of a choice that is due for it; false if somebody else has, or if it is over.
    pub fn mark_choice_reminded(&mut self, id: OfferId, now: Moment) -> Result<bool, StoreError> {
        let place = offers::table.find(id.to_string()).filter(offers::state.eq(OfferState::Willing.code()));
        let place = place.filter(offers::remind_at.le(time(now))).filter(offers::choose_by.gt(time(now)));
        Ok(diesel::update(place).set(offers::remind_at.eq(None::<NaiveDateTime>)).kept().execute(self.connection)? == 1)
    }
}
