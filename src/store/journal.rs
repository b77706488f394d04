//! Table `letter_journal`: how each attempt at a letter ended. And letters as an operator looks at them.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use diesel::sql_types::{Array, Text, Timestamp};

use crate::clock::Moment;
use crate::correspondence::{LetterKind, LetterState, LetterStep};
use crate::ids::LetterId;
use crate::store::cells::{document, known, moment, time};
use crate::store::connection::AnyConnection;
use crate::store::kept::Keep;
use crate::store::letters::{Row, queued};
use crate::store::schema::{letter_journal, letters};
use crate::store::{QueuedLetter, StoreError, Tx};
use crate::traces::TraceId;

/// An ending that is to be noted. Its attempt is the one that the letter is at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToJournal {
    pub letter: LetterId,
    pub step: LetterStep,
    /// Codes of the mail server, or why there was nothing to send. Never an address.
    pub answer: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalRow {
    pub attempt: u16,
    pub step: LetterStep,
    pub at: Moment,
    pub answer: String,
}

/// A letter with what only an operator asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct LetterRow {
    pub letter: QueuedLetter,
    pub attempts: u16,
    pub sent_at: Option<Moment>,
    /// The request from which it comes.
    pub trace: Option<TraceId>,
}

/// Which letters to list.
#[derive(Clone, Copy, Debug, Default)]
pub struct LetterFilter {
    pub state: Option<LetterState>,
    pub kind: Option<LetterKind>,
    /// Only those queued from one moment on and before another.
    pub queued: Option<(Moment, Moment)>,
    /// Only those queued before this one.
    pub before: Option<LetterId>,
}

impl Tx<'_> {
    /// Notes endings, all at once. What has been noted of the same attempt stays.
    pub fn note_steps(&mut self, endings: &[ToJournal], now: Moment) -> Result<(), StoreError> {
        match &mut *self.connection {
            AnyConnection::Postgres(connection) => {
                let column = |of: fn(&ToJournal) -> String| endings.iter().map(of).collect::<Vec<_>>();
                diesel::sql_query(
                    "INSERT INTO letter_journal (letter_id, attempt, step, at, answer) \
                     SELECT letters.id, letters.attempts, one.step, $4, one.answer FROM unnest($1, $2, $3) AS one (id, step, answer) \
                     JOIN letters ON letters.id = one.id ON CONFLICT (letter_id, attempt, step) DO NOTHING",
                )
                .bind::<Array<Text>, _>(column(|one| one.letter.to_string()))
                .bind::<Array<Text>, _>(column(|one| one.step.code().to_owned()))
                .bind::<Array<Text>, _>(column(|one| one.answer.clone()))
                .bind::<Timestamp, _>(time(now))
                .kept()
                .execute(connection)?;
            }
            AnyConnection::Sqlite(connection) => {
                let rows: Vec<[String; 3]> =
                    endings.iter().map(|one| [one.letter.to_string(), one.step.code().to_owned(), one.answer.clone()]).collect();
                // Without the WHERE, SQLite takes ON for a part of the join. It numbers variables by where they stand.
                diesel::sql_query(
                    "INSERT INTO letter_journal (letter_id, attempt, step, at, answer) \
                     SELECT letters.id, letters.attempts, json_extract(one.value, '$[1]'), $1, json_extract(one.value, '$[2]') \
                     FROM json_each($2) AS one JOIN letters ON letters.id = json_extract(one.value, '$[0]') \
                     WHERE TRUE ON CONFLICT (letter_id, attempt, step) DO NOTHING",
                )
                .bind::<Timestamp, _>(time(now))
                .bind::<Text, _>(document(&rows)?)
                .kept()
                .execute(connection)?;
            }
        }
        Ok(())
    }

    /// What was noted of a letter, oldest first.
    pub fn list_journal(&mut self, letter: LetterId) -> Result<Vec<JournalRow>, StoreError> {
        let rows = letter_journal::table.filter(letter_journal::letter_id.eq(letter.to_string()));
        let rows = rows.select((letter_journal::attempt, letter_journal::step, letter_journal::at, letter_journal::answer));
        let rows = rows.load::<(i32, String, NaiveDateTime, String)>(self.connection)?;
        let row = |(attempt, step, at, answer): (i32, String, NaiveDateTime, String)| {
            let step = known("step of a letter", LetterStep::find(&step))?;
            Ok(JournalRow { attempt: u16::try_from(attempt).unwrap_or(u16::MAX), step, at: moment(at), answer })
        };
        let mut rows: Vec<JournalRow> = rows.into_iter().map(row).collect::<Result<_, StoreError>>()?;
        rows.sort_by_key(|row| (row.attempt, row.at, row.step));
        Ok(rows)
    }

    /// Letters, the newest first.
    pub fn list_newest_letters(&mut self, filter: LetterFilter, limit: i64) -> Result<Vec<LetterRow>, StoreError> {
        // The time is the beginning of an id.
        let mut found = letters::table.order(letters::id.desc()).limit(limit).into_boxed();
        if let Some(state) = filter.state {
            found = found.filter(letters::state.eq(state.code()));
        }
        if let Some(kind) = filter.kind {
            found = found.filter(letters::kind.eq(kind.code()));
        }
        if let Some((from, until)) = filter.queued {
            found = found.filter(letters::queued_at.ge(time(from))).filter(letters::queued_at.lt(time(until)));
        }
        if let Some(before) = filter.before {
            found = found.filter(letters::id.lt(before.to_string()));
        }
        let rows = found.select((Row::as_select(), letters::attempts, letters::sent_at, letters::trace));
        rows.load::<(Row, i32, Option<NaiveDateTime>, Option<String>)>(self.connection)?.into_iter().map(seen).collect()
    }

    /// One letter as an operator looks at it.
    pub fn find_letter_row(&mut self, id: LetterId) -> Result<Option<LetterRow>, StoreError> {
        let row = letters::table.find(id.to_string()).select((Row::as_select(), letters::attempts, letters::sent_at, letters::trace));
        row.first::<(Row, i32, Option<NaiveDateTime>, Option<String>)>(self.connection).optional()?.map(seen).transpose()
    }
}

pub(super) fn seen((row, attempts, sent_at, trace): (Row, i32, Option<NaiveDateTime>, Option<String>)) -> Result<LetterRow, StoreError> {
    let trace = trace.as_deref().and_then(TraceId::find);
    Ok(LetterRow { letter: queued(row)?, attempts: u16::try_from(attempts).unwrap_or(u16::MAX), sent_at: sent_at.map(moment), trace })
}
