//! Table `suppressions`: who does not get which letters, and why.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use diesel::sql_types::{Text, Timestamp};

use crate::clock::Moment;
use crate::correspondence::{LetterKind, Silence};
use crate::store::among::{among, keys};
use crate::store::cells::{known, moment, time};
use crate::store::kept::Keep;
use crate::store::schema::suppressions;
use crate::store::{StoreError, Tx};

/// Stands for all kinds.
const ALL_KINDS: &str = "*";

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suppression {
    /// A mailbox in small letters, or a party as its key. Which of the two, the `@` tells.
    pub subject: String,
    /// None: all kinds.
    pub kind: Option<LetterKind>,
    pub why: Silence,
    /// Codes of the mail server.
    pub answer: String,
    pub at: Moment,
}

#[derive(Queryable, QueryableByName, Selectable)]
#[diesel(table_name = suppressions)]
struct Row {
    subject: String,
    kind: String,
    why: String,
    answer: String,
    at: NaiveDateTime,
}

fn suppression(row: Row) -> Result<Suppression, StoreError> {
    Ok(Suppression {
        subject: row.subject,
        kind: (row.kind != ALL_KINDS).then(|| known("letter kind", LetterKind::find(&row.kind))).transpose()?,
        why: known("reason of a silence", Silence::find(&row.why))?,
        answer: row.answer,
        at: moment(row.at),
    })
}

fn code(kind: Option<LetterKind>) -> &'static str {
    kind.map_or(ALL_KINDS, LetterKind::code)
}

impl Tx<'_> {
    /// What is suppressed for any of these subjects.
    pub fn list_suppressed(&mut self, subjects: &[String]) -> Result<Vec<Suppression>, StoreError> {
        let text = "SELECT subject, kind, why, answer, at FROM suppressions WHERE subject AMONG($1)";
        among!(self.connection, text, [], keys(subjects), load::<Row>)?.into_iter().map(suppression).collect()
    }

    /// Everything that is suppressed, by subject. Read by people.
    pub fn list_suppressions(&mut self) -> Result<Vec<Suppression>, StoreError> {
        let rows = suppressions::table.order((suppressions::subject, suppressions::kind)).select(Row::as_select());
        rows.load::<Row>(self.connection)?.into_iter().map(suppression).collect()
    }

    /// Adds one; false if the subject does not get these letters already.
    pub fn add_suppression(&mut self, new: &Suppression) -> Result<bool, StoreError> {
        let added = diesel::sql_query(
            "INSERT INTO suppressions (subject, kind, why, answer, at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (subject, kind) DO NOTHING",
        )
        .bind::<Text, _>(&new.subject)
        .bind::<Text, _>(code(new.kind))
        .bind::<Text, _>(new.why.code())
        .bind::<Text, _>(&new.answer)
        .bind::<Timestamp, _>(time(new.at));
        Ok(added.kept().execute(self.connection)? == 1)
    }

    /// Takes one away; false if there was none.
    pub fn lift_suppression(&mut self, subject: &str, kind: Option<LetterKind>) -> Result<bool, StoreError> {
        let place = suppressions::table.find((subject, code(kind)));
        Ok(diesel::delete(place).execute(self.connection)? == 1)
    }
}
