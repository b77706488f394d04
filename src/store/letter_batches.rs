//! Letters that are queued, taken and ended together: a postman has many in hand, and one statement for all of them costs the database little
//! more than one for each.

use std::collections::HashSet;

use chrono::NaiveDateTime;
use diesel::prelude::*;
use diesel::sql_types::{Array, Nullable, Text, Timestamp};

use crate::clock::Moment;
use crate::correspondence::{LetterKind, LetterState};
use crate::ids::{HelpRequestId, LetterId, OfferId, TokenHash};
use crate::store::among::{among, keys};
use crate::store::cells::{id, time};
use crate::store::connection::AnyConnection;
use crate::store::kept::Keep;
use crate::store::letters::{COLUMNS, Row, queued};
use crate::store::{LetterToQueue, Link, QueuedLetter, StoreError, Tx};
use crate::traces::TraceId;

#[derive(QueryableByName)]
struct Key {
    #[diesel(sql_type = Text)]
    id: String,
}

#[derive(QueryableByName)]
struct Ended {
    #[diesel(sql_type = Text)]
    id: String,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Nullable<Text>)]
    offer_id: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    help_request_id: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    trace: Option<String>,
}

/// A letter that has just ended.
#[derive(Clone, Debug, PartialEq)]
pub struct EndedLetter {
    pub id: LetterId,
    /// The offer whose own letter it is.
    pub carried: Option<OfferId>,
    /// Whether it gathers several offers.
    pub gathers: bool,
}

impl Tx<'_> {
    /// Queues letters, each with the moment at which it may leave (its date); says which are new. A party has had one of a kind for a cause,
    /// or gets it now, or neither if two of these are alike.
    pub fn add_letters(&mut self, letters: &[(LetterToQueue, Moment)]) -> Result<HashSet<LetterId>, StoreError> {
        let traces: Vec<Option<String>> = letters.iter().map(|(letter, _)| self.origin(Some(letter.help_request))).collect();
        let AnyConnection::Postgres(connection) = &mut *self.connection else {
            let mut added = HashSet::with_capacity(letters.len());
            for (letter, leaves_at) in letters {
                if self.add_letter(letter, *leaves_at)? {
                    added.insert(letter.id);
                }
            }
            return Ok(added);
        };
        let column = |of: fn(&LetterToQueue) -> String| letters.iter().map(|(letter, _)| of(letter)).collect::<Vec<_>>();
        let added = diesel::sql_query(
            "INSERT INTO letters (id, kind, party, cause, help_request_id, offer_id, queued_at, trace, state, attempts) \
             SELECT *, $9, 0 FROM unnest($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (kind, party, cause) DO NOTHING RETURNING id",
        )
        .bind::<Array<Text>, _>(column(|letter| letter.id.to_string()))
        .bind::<Array<Text>, _>(column(|letter| letter.kind.code().to_owned()))
        .bind::<Array<Text>, _>(column(|letter| letter.party.key()))
        .bind::<Array<Text>, _>(column(|letter| letter.cause.clone()))
        .bind::<Array<Text>, _>(column(|letter| letter.help_request.to_string()))
        .bind::<Array<Nullable<Text>>, _>(letters.iter().map(|(letter, _)| letter.offer.map(|id| id.to_string())).collect::<Vec<_>>())
        .bind::<Array<Timestamp>, _>(letters.iter().map(|(_, leaves_at)| time(*leaves_at)).collect::<Vec<_>>())
        .bind::<Array<Nullable<Text>>, _>(traces)
        .bind::<Text, _>(LetterState::Queued.code());
        added.kept().load::<Key>(connection)?.iter().map(|key| id(&key.id)).collect()
    }

    /// Takes those of `letters` for sending that are queued and that nobody else is sending right now.
    pub fn lease_letters(&mut self, letters: &[LetterId], now: Moment, until: Moment) -> Result<Vec<QueuedLetter>, StoreError> {
        let text = format!(
            "UPDATE letters SET leased_until = $1, attempts = attempts + 1 \
             WHERE state = 'queued' AND (leased_until IS NULL OR leased_until <= $2) AND id AMONG($3) RETURNING {COLUMNS}"
        );
        let leased = among!(self.connection, text.as_str(), [Timestamp = time(until), Timestamp = time(now)], keys(letters), load::<Row>)?;
        leased.into_iter().map(queued).collect()
    }

    /// Gives letters back after a failed attempt.
    pub fn release_letters(&mut self, letters: &[LetterId]) -> Result<(), StoreError> {
        among!(self.connection, "UPDATE letters SET leased_until = NULL WHERE id AMONG($1)", [], keys(letters), execute)?;
        Ok(())
    }

    pub fn list_letters_by_id(&mut self, letters: &[LetterId]) -> Result<Vec<QueuedLetter>, StoreError> {
        let text = format!("SELECT {COLUMNS} FROM letters WHERE id AMONG($1)");
        among!(self.connection, text.as_str(), [], keys(letters), load::<Row>)?.into_iter().map(queued).collect()
    }

    /// The letters that carried offers of these help requests to those who were asked.
    pub fn list_offer_letters(&mut self, help_requests: &[HelpRequestId]) -> Result<Vec<QueuedLetter>, StoreError> {
        let text = format!("SELECT {COLUMNS} FROM letters WHERE kind = $1 AND help_request_id AMONG($2)");
        let carried = among!(self.connection, text.as_str(), [Text = LetterKind::Offer.code()], keys(help_requests), load::<Row>)?;
        carried.into_iter().map(queued).collect()
    }

    /// The letters that gather offers and have one of these causes.
    pub fn list_digests(&mut self, causes: &[String]) -> Result<Vec<QueuedLetter>, StoreError> {
        let text = format!("SELECT {COLUMNS} FROM letters WHERE kind = $1 AND cause AMONG($2)");
        let digests = among!(self.connection, text.as_str(), [Text = LetterKind::OfferDigest.code()], keys(causes), load::<Row>)?;
        digests.into_iter().map(queued).collect()
    }

    /// Ends those of `letters` that are queued.
    pub fn end_letters(&mut self, letters: &[LetterId], state: LetterState, now: Moment) -> Result<Vec<EndedLetter>, StoreError> {
        let text = "UPDATE letters SET state = $1, sent_at = $2 WHERE state = 'queued' AND id AMONG($3) \
                    RETURNING id, kind, offer_id, help_request_id, trace";
        let sent_at: Option<NaiveDateTime> = (state == LetterState::Sent).then(|| time(now));
        let ended = among!(self.connection, text, [Text = state.code(), Nullable<Timestamp> = sent_at], keys(letters), load::<Ended>)?;
        // What follows from a letter comes from where the letter came from.
        for row in &ended {
            if let Some(help_request) = row.help_request_id.as_deref() {
                self.comes_from(id(help_request)?, row.trace.as_deref().and_then(TraceId::find));
            }
        }
        let ended = ended.into_iter().map(|row| {
            let carried = row.offer_id.filter(|_| row.kind == LetterKind::Offer.code());
            let gathers = row.kind == LetterKind::OfferDigest.code();
            Ok(EndedLetter { id: id(&row.id)?, carried: carried.map(|key| id(&key)).transpose()?, gathers })
        });
        ended.collect()
    }

    pub fn add_links(&mut self, links: &[(TokenHash, Link)], now: Moment) -> Result<(), StoreError> {
        let AnyConnection::Postgres(connection) = &mut *self.connection else {
            return links.iter().try_for_each(|(token, link)| self.add_link(token, link, now));
        };
        let added = diesel::sql_query(
            "INSERT INTO links (token_hash, purpose, subject, expires_at, created_at) SELECT *, $5 FROM unnest($1, $2, $3, $4)",
        )
        .bind::<Array<Text>, _>(links.iter().map(|(token, _)| token.as_str()).collect::<Vec<_>>())
        .bind::<Array<Text>, _>(links.iter().map(|(_, link)| link.purpose.code()).collect::<Vec<_>>())
        .bind::<Array<Text>, _>(links.iter().map(|(_, link)| link.subject.as_str()).collect::<Vec<_>>())
        .bind::<Array<Timestamp>, _>(links.iter().map(|(_, link)| time(link.expires_at)).collect::<Vec<_>>())
        .bind::<Timestamp, _>(time(now));
        added.kept().execute(connection).map(drop).map_err(StoreError::from)
    }
}
