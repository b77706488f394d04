//! Offers that are made, read and marked together.

use std::collections::HashSet;

use chrono::NaiveDateTime;
use diesel::prelude::*;
use diesel::sql_types::{Array, Integer, Nullable, Text, Timestamp};

use crate::clock::Moment;
use crate::ids::{HelpRequestId, OfferId, SpecialistId};
use crate::offers::{Ended, OfferState};
use crate::store::among::{among, keys};
use crate::store::cells::{document, id, known, moment, time};
use crate::store::connection::AnyConnection;
use crate::store::kept::Keep;
use crate::store::offers::{COLUMNS, Row, stored};
use crate::store::{OfferToMake, StoreError, StoredOffer, Tx};

/// An offer with the moments of its letters: when the first one may leave and its hours begin to count, and when the next is due.
#[derive(Clone, Debug)]
pub struct TimedOffer {
    pub offer: OfferToMake,
    pub begins_at: Moment,
    pub remind_at: Option<Moment>,
    /// Whether it was made before, and ended only because somebody else won.
    pub again: bool,
}

/// Somebody who has been asked about a help request, and how it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    pub help_request: HelpRequestId,
    pub offer: OfferId,
    pub specialist: SpecialistId,
    pub state: OfferState,
    /// Whether the company may choose this person, who is willing.
    pub may_be_chosen: bool,
    /// Why the offer ended, where its reader did not end it.
    pub ended_why: Option<Ended>,
    /// The wave that asked, and from when its hours count; none for offers from before that was kept.
    pub wave: u16,
    pub begins_at: Option<Moment>,
}

#[derive(QueryableByName)]
struct AskedRow {
    #[diesel(sql_type = Text)]
    help_request_id: String,
    #[diesel(sql_type = Text)]
    specialist_id: String,
    #[diesel(sql_type = Text)]
    id: String,
    #[diesel(sql_type = Text)]
    state: String,
    #[diesel(sql_type = Nullable<Timestamp>)]
    choose_by: Option<NaiveDateTime>,
    #[diesel(sql_type = Nullable<Text>)]
    ended_why: Option<String>,
    #[diesel(sql_type = Integer)]
    wave: i32,
    #[diesel(sql_type = Nullable<Timestamp>)]
    begins_at: Option<NaiveDateTime>,
}

#[derive(QueryableByName)]
struct MovedRow {
    #[diesel(sql_type = Text)]
    id: String,
    #[diesel(sql_type = Text)]
    help_request_id: String,
    #[diesel(sql_type = Text)]
    specialist_id: String,
}

impl Tx<'_> {
    pub fn add_offers(&mut self, offers: &[TimedOffer]) -> Result<(), StoreError> {
        for TimedOffer { offer, begins_at, remind_at, .. } in offers.iter().filter(|timed| timed.again) {
            self.make_offer_again(offer, *begins_at, *remind_at)?;
        }
        let offers: Vec<&TimedOffer> = offers.iter().filter(|timed| !timed.again).collect();
        if offers.is_empty() {
            return Ok(());
        }
        let AnyConnection::Postgres(connection) = &mut *self.connection else {
            return offers.iter().try_for_each(|timed| self.add_offer_from(&timed.offer, timed.begins_at, timed.remind_at));
        };
        let text = |of: fn(&OfferToMake) -> String| offers.iter().map(|timed| of(&timed.offer)).collect::<Vec<_>>();
        let number = |of: fn(&OfferToMake) -> u16| offers.iter().map(|timed| i32::from(of(&timed.offer))).collect::<Vec<_>>();
        let explanations: Result<Vec<String>, StoreError> = offers.iter().map(|timed| document(&timed.offer.explanation)).collect();
        let added = diesel::sql_query(
            "INSERT INTO offers (id, help_request_id, specialist_id, wave, explanation, weekly_hours, made_at, begins_at, expires_at, \
             remind_at, state) SELECT *, $11 FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        )
        .bind::<Array<Text>, _>(text(|offer| offer.id.to_string()))
        .bind::<Array<Text>, _>(text(|offer| offer.help_request.to_string()))
        .bind::<Array<Text>, _>(text(|offer| offer.specialist.to_string()))
        .bind::<Array<Integer>, _>(number(|offer| offer.wave))
        .bind::<Array<Text>, _>(explanations?)
        .bind::<Array<Integer>, _>(number(|offer| offer.weekly_hours))
        .bind::<Array<Timestamp>, _>(offers.iter().map(|timed| time(timed.offer.made_at)).collect::<Vec<_>>())
        .bind::<Array<Timestamp>, _>(offers.iter().map(|timed| time(timed.begins_at)).collect::<Vec<_>>())
        .bind::<Array<Timestamp>, _>(offers.iter().map(|timed| time(timed.offer.expires_at)).collect::<Vec<_>>())
        .bind::<Array<Nullable<Timestamp>>, _>(offers.iter().map(|timed| timed.remind_at.map(time)).collect::<Vec<_>>())
        .bind::<Text, _>(OfferState::Queued.code());
        added.kept().execute(connection).map(drop).map_err(StoreError::from)
    }

    /// All offers of these help requests, those of each in the order in which they were made.
    pub fn list_offers_about(&mut self, help_requests: &[HelpRequestId]) -> Result<Vec<StoredOffer>, StoreError> {
        let text = format!("SELECT {COLUMNS} FROM offers WHERE help_request_id AMONG($1) ORDER BY wave, id");
        among!(self.connection, text.as_str(), [], keys(help_requests), load::<Row>)?
            .into_iter()
            .map(|row| stored(&self.vault, row))
            .collect()
    }

    /// Everybody who has been asked about these help requests.
    pub fn list_asked(&mut self, help_requests: &[HelpRequestId]) -> Result<Vec<Asked>, StoreError> {
        let text = "SELECT id, help_request_id, specialist_id, state, choose_by, ended_why, wave, begins_at FROM offers \
             WHERE help_request_id AMONG($1)";
        let asked = among!(self.connection, text, [], keys(help_requests), load::<AskedRow>)?.into_iter().map(|row| {
            let state = known("offer state", OfferState::find(&row.state))?;
            Ok(Asked {
                help_request: id(&row.help_request_id)?,
                offer: id(&row.id)?,
                specialist: id(&row.specialist_id)?,
                state,
                may_be_chosen: state == OfferState::Willing && row.choose_by.is_some(),
                ended_why: row.ended_why.map(|code| known("end of an offer", Ended::find(&code))).transpose()?,
                wave: u16::try_from(row.wave).unwrap_or_default(),
                begins_at: row.begins_at.map(moment),
            })
        });
        asked.collect()
    }

    /// Holds the rows of these help requests' offers until the transaction ends, in the order of their ids.
    pub fn hold_offers(&mut self, help_requests: &[HelpRequestId]) -> Result<(), StoreError> {
        if let AnyConnection::Postgres(connection) = &mut *self.connection {
            let held = diesel::sql_query("SELECT id FROM offers WHERE help_request_id = ANY($1) ORDER BY id FOR NO KEY UPDATE");
            held.bind::<Array<Text>, _>(keys(help_requests)).kept().execute(connection)?;
        }
        Ok(())
    }

    /// The same for those of one help request; gives them in the order in which they were made.
    pub fn hold_offers_of(&mut self, help_request: HelpRequestId) -> Result<Vec<StoredOffer>, StoreError> {
        let AnyConnection::Postgres(connection) = &mut *self.connection else { return self.list_offers(help_request) };
        let text = format!("SELECT {COLUMNS} FROM offers WHERE help_request_id = $1 ORDER BY id FOR NO KEY UPDATE");
        let held = diesel::sql_query(text).bind::<Text, _>(help_request.to_string()).kept().load::<Row>(connection)?;
        let mut offers = held.into_iter().map(|row| stored(&self.vault, row)).collect::<Result<Vec<StoredOffer>, StoreError>>()?;
        offers.sort_by_key(|offer| (offer.wave, offer.id));
        Ok(offers)
    }

    /// Withdraws those of these offers that are open, because somebody else has won; gives their ids. Only for who holds them.
    pub fn mark_offers_filled(&mut self, offers: &[OfferId]) -> Result<HashSet<OfferId>, StoreError> {
        let text = "UPDATE offers SET state = 'withdrawn', ended_why = $1 WHERE state IN ('queued', 'sent') AND id AMONG($2) \
             RETURNING id, help_request_id, specialist_id";
        let why = Ended::FilledByOther.code();
        let filled = among!(self.connection, text, [Text = why], keys(offers), load::<MovedRow>)?;
        filled.into_iter().map(|row| id(&row.id)).collect()
    }

    /// Notes that the letters of these offers have left; gives the offers that were queued until now, each with whom it asks about what.
    pub fn mark_offers_sent(&mut self, offers: &[OfferId]) -> Result<Vec<(OfferId, HelpRequestId, SpecialistId)>, StoreError> {
        let sent = match &mut *self.connection {
            AnyConnection::Postgres(connection) => {
                // Held in one order, so that nobody who changes several offers of a help request and we can block each other.
                let text = "WITH held AS MATERIALIZED (SELECT id FROM offers WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE) \
                     UPDATE offers SET state = 'sent' FROM held WHERE offers.id = held.id AND offers.state = 'queued' \
                     RETURNING offers.id, offers.help_request_id, offers.specialist_id";
                diesel::sql_query(text).bind::<Array<Text>, _>(keys(offers)).kept().load::<MovedRow>(connection)?
            }
            connection @ AnyConnection::Sqlite(_) => {
                let text = "UPDATE offers SET state = 'sent' WHERE state = 'queued' AND id AMONG($1) \
                     RETURNING id, help_request_id, specialist_id";
                among!(connection, text, [], keys(offers), load::<MovedRow>)?
            }
        };
        sent.into_iter().map(|row| Ok((id(&row.id)?, id(&row.help_request_id)?, id(&row.specialist_id)?))).collect()
    }
}
