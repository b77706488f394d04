//! Table `letters`: one row for each letter that somebody is due, sent once.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use diesel::sql_types::{Integer, Nullable, Text, Timestamp};

use crate::clock::Moment;
use crate::correspondence::{LetterKind, LetterState, Party};
use crate::ids::{HelpRequestId, LetterId, OfferId};
use crate::store::cells::{id, ids, known, moment, time};
use crate::store::kept::Keep;
use crate::store::schema::letters;
use crate::store::{StoreError, Tx};

/// A letter that somebody is due.
#[derive(Clone, Debug)]
pub struct LetterToQueue {
    pub id: LetterId,
    pub kind: LetterKind,
    pub party: Party,
    /// What the letter is about, as a key: there is one letter of a kind to a party for a cause.
    pub cause: String,
    pub help_request: HelpRequestId,
    pub offer: Option<OfferId>,
}

/// A letter that belongs to no help request: about a profile, a mailbox, or several help requests at once.
#[derive(Clone, Debug)]
pub struct NoticeToQueue {
    pub id: LetterId,
    pub kind: LetterKind,
    pub party: Party,
    pub cause: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct QueuedLetter {
    pub id: LetterId,
    pub kind: LetterKind,
    pub party: Party,
    pub help_request: Option<HelpRequestId>,
    pub offer: Option<OfferId>,
    pub state: LetterState,
    pub cause: String,
    pub queued_at: Moment,
    pub leased_until: Option<Moment>,
    /// 0 as first queued; one higher each time that it is to leave as a new letter.
    pub edition: u16,
}

/// What a [`Row`] is made of.
pub(super) const COLUMNS: &str = "id, kind, party, cause, help_request_id, offer_id, state, queued_at, leased_until, edition";

#[derive(Queryable, QueryableByName, Selectable)]
#[diesel(table_name = letters)]
pub(super) struct Row {
    id: String,
    kind: String,
    party: String,
    cause: String,
    help_request_id: Option<String>,
    offer_id: Option<String>,
    state: String,
    queued_at: NaiveDateTime,
    leased_until: Option<NaiveDateTime>,
    edition: i32,
}

pub(super) fn queued(row: Row) -> Result<QueuedLetter, StoreError> {
    Ok(QueuedLetter {
        id: id(&row.id)?,
        kind: known("letter kind", LetterKind::find(&row.kind))?,
        party: known("party", Party::find(&row.party))?,
        help_request: row.help_request_id.map(|key| id(&key)).transpose()?,
        offer: row.offer_id.map(|key| id(&key)).transpose()?,
        state: known("letter state", LetterState::find(&row.state))?,
        cause: row.cause,
        queued_at: moment(row.queued_at),
        leased_until: row.leased_until.map(moment),
        edition: u16::try_from(row.edition).unwrap_or(u16::MAX),
    })
}

impl Tx<'_> {
    /// Queues a letter; false if the party has had one of this kind for this cause.
    pub fn add_letter(&mut self, letter: &LetterToQueue, now: Moment) -> Result<bool, StoreError> {
        // One text for both databases, since Diesel's ON CONFLICT does not span them.
        let added = diesel::sql_query(
            "INSERT INTO letters (id, kind, party, cause, help_request_id, offer_id, state, attempts, queued_at, trace) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (kind, party, cause) DO NOTHING",
        )
        .bind::<Text, _>(letter.id.to_string())
        .bind::<Text, _>(letter.kind.code())
        .bind::<Text, _>(letter.party.key())
        .bind::<Text, _>(&letter.cause)
        .bind::<Text, _>(letter.help_request.to_string())
        .bind::<Nullable<Text>, _>(letter.offer.map(|id| id.to_string()))
        .bind::<Text, _>(LetterState::Queued.code())
        .bind::<Integer, _>(0)
        .bind::<Timestamp, _>(time(now))
        .bind::<Nullable<Text>, _>(self.origin(Some(letter.help_request)));
        Ok(added.kept().execute(self.connection)? == 1)
    }

    /// The same for a letter that belongs to no help request.
    pub fn add_notice(&mut self, notice: &NoticeToQueue, now: Moment) -> Result<bool, StoreError> {
        let added = diesel::sql_query(
            "INSERT INTO letters (id, kind, party, cause, state, attempts, queued_at, trace) \
             VALUES ($1, $2, $3, $4, $5, 0, $6, $7) ON CONFLICT (kind, party, cause) DO NOTHING",
        )
        .bind::<Text, _>(notice.id.to_string())
        .bind::<Text, _>(notice.kind.code())
        .bind::<Text, _>(notice.party.key())
        .bind::<Text, _>(&notice.cause)
        .bind::<Text, _>(LetterState::Queued.code())
        .bind::<Timestamp, _>(time(now))
        .bind::<Nullable<Text>, _>(self.origin(None));
        Ok(added.kept().execute(self.connection)? == 1)
    }

    /// Queues a letter again that has ended; as a new one with a date and a Message-ID of its own, or as the same. False if it has not ended.
    pub fn queue_again(&mut self, id: LetterId, as_new: Option<Moment>) -> Result<bool, StoreError> {
        let place = letters::table.find(id.to_string()).filter(letters::state.ne(LetterState::Queued.code()));
        let set = (letters::state.eq(LetterState::Queued.code()), letters::leased_until.eq(None::<NaiveDateTime>));
        let queued = match as_new {
            None => diesel::update(place).set(set).execute(self.connection)?,
            Some(now) => {
                let anew = (letters::edition.eq(letters::edition + 1), letters::queued_at.eq(time(now)));
                diesel::update(place).set((set, anew)).execute(self.connection)?
            }
        };
        Ok(queued == 1)
    }

    /// Marks a letter that was taken by a mail server and came back.
    pub fn mark_letter_bounced(&mut self, id: LetterId) -> Result<bool, StoreError> {
        let place = letters::table.find(id.to_string()).filter(letters::state.eq(LetterState::Sent.code()));
        Ok(diesel::update(place).set(letters::state.eq(LetterState::Failed.code())).execute(self.connection)? == 1)
    }

    /// The letter of a kind to a party for a cause.
    pub fn find_letter_about(&mut self, kind: LetterKind, party: Party, cause: &str) -> Result<Option<QueuedLetter>, StoreError> {
        let place = letters::table.filter(letters::kind.eq(kind.code())).filter(letters::party.eq(party.key()));
        let row = place.filter(letters::cause.eq(cause)).select(Row::as_select());
        row.first::<Row>(self.connection).optional()?.map(queued).transpose()
    }

    pub fn find_letter(&mut self, id: LetterId) -> Result<Option<QueuedLetter>, StoreError> {
        let row = letters::table.find(id.to_string()).select(Row::as_select());
        row.first::<Row>(self.connection).optional()?.map(queued).transpose()
    }

    /// Gives a letter back that was taken and not tried.
    pub fn untake_letter(&mut self, id: LetterId) -> Result<(), StoreError> {
        let set = (letters::leased_until.eq(None::<NaiveDateTime>), letters::attempts.eq(letters::attempts - 1));
        diesel::update(letters::table.find(id.to_string())).set(set).kept().execute(self.connection)?;
        Ok(())
    }

    /// Breaks every lease: right after the start of an embedded store nobody can be sending.
    pub fn release_all_letters(&mut self) -> Result<usize, StoreError> {
        let leased = letters::table.filter(letters::state.eq(LetterState::Queued.code())).filter(letters::leased_until.is_not_null());
        Ok(diesel::update(leased).set(letters::leased_until.eq(None::<NaiveDateTime>)).kept().execute(self.connection)?)
    }

    /// All letters about a help request, in the order in which they were queued.
    pub fn list_letters(&mut self, help_request: HelpRequestId) -> Result<Vec<QueuedLetter>, StoreError> {
        let rows = letters::table.filter(letters::help_request_id.eq(help_request.to_string())).order((letters::queued_at, letters::id));
        rows.select(Row::as_select()).load::<Row>(self.connection)?.into_iter().map(queued).collect()
    }

    /// Letters to any of these that have not left.
    pub fn list_waiting_letters(&mut self, parties: &[Party]) -> Result<Vec<LetterId>, StoreError> {
        let waiting = letters::table.filter(letters::state.eq(LetterState::Queued.code()));
        // With the kinds before the party it goes by the index that keeps letters from being queued twice.
        let waiting = waiting.filter(letters::kind.eq_any(LetterKind::ALL.map(LetterKind::code)));
        let to = waiting.filter(letters::party.eq_any(parties.iter().map(|party| party.key())));
        ids(to.order(letters::id).select(letters::id).load::<String>(self.connection)?)
    }

    pub fn count_letters(&mut self, state: LetterState) -> Result<i64, StoreError> {
        Ok(letters::table.filter(letters::state.eq(state.code())).count().get_result(self.connection)?)
    }
}
