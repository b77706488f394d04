//! Table `suppressions`: who does not get which letters, and why.

use std::collections::HashMap;

use chrono::NaiveDateTime;
use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text, Timestamp};

use crate::clock::Moment;
use crate::correspondence::{LetterKind, Silence};
use crate::store::among::{among, keys};
use crate::store::cells::{known, moment, time};
use crate::store::kept::Keep;
use crate::store::schema::suppressions;
use crate::store::sealed::MAILBOX;
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
    mailbox: Option<String>,
}

/// The kind of text by which a mailbox is found.
pub(super) const SUBJECT: &str = "mailbox";

/// What names a row.
fn row_key(subject: &str, kind: &str) -> String {
    format!("{subject}/{kind}")
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
    /// By what a subject is found that is written now. Only mailboxes are keyed.
    fn subject(&self, subject: &str) -> String {
        if subject.contains('@') { self.keyed(SUBJECT, subject) } else { subject.to_owned() }
    }

    /// By what a subject may have been written.
    fn ways_to_find_subject(&self, subject: &str) -> Vec<String> {
        if subject.contains('@') { self.ways_to_find(SUBJECT, subject) } else { vec![subject.to_owned()] }
    }

    /// What is suppressed for any of these subjects.
    pub fn list_suppressed(&mut self, subjects: &[String]) -> Result<Vec<Suppression>, StoreError> {
        let ways = |subject: &String| self.ways_to_find_subject(subject).into_iter().map(|way| (way, subject.clone())).collect::<Vec<_>>();
        let asked: HashMap<String, String> = subjects.iter().flat_map(ways).collect();
        let ways: Vec<String> = asked.keys().cloned().collect();
        let text = "SELECT subject, kind, why, answer, at, mailbox FROM suppressions WHERE subject AMONG($1)";
        let rows = among!(self.connection, text, [], keys(&ways), load::<Row>)?.into_iter();
        // Whoever asked knows the mailbox: there is nothing to open.
        rows.map(|row| suppression(Row { subject: asked.get(&row.subject).cloned().unwrap_or(row.subject), ..row })).collect()
    }

    /// Everything that is suppressed, by subject. Read by people.
    pub fn list_suppressions(&mut self) -> Result<Vec<Suppression>, StoreError> {
        let rows = suppressions::table.order((suppressions::subject, suppressions::kind)).select(Row::as_select());
        let opened = rows.load::<Row>(self.connection)?.into_iter().map(|row| {
            let mailbox = row.mailbox.as_deref().map(|cell| MAILBOX.open(&self.vault, &row_key(&row.subject, &row.kind), cell));
            suppression(Row { subject: mailbox.transpose()?.map_or(row.subject.clone(), Into::into), ..row })
        });
        let mut opened = opened.collect::<Result<Vec<Suppression>, StoreError>>()?;
        opened.sort_by(|one, other| one.subject.cmp(&other.subject));
        Ok(opened)
    }

    /// Adds one; false if the subject does not get these letters already.
    pub fn add_suppression(&mut self, new: &Suppression) -> Result<bool, StoreError> {
        let subject = self.subject(&new.subject);
        let is_keyed = subject != new.subject;
        if is_keyed && self.is_suppressed_as_it_is(&new.subject, code(new.kind))? {
            return Ok(false);
        }
        let mailbox = is_keyed.then(|| MAILBOX.seal(&self.vault, &row_key(&subject, code(new.kind)), &new.subject));
        let added = diesel::sql_query(
            "INSERT INTO suppressions (subject, kind, why, answer, at, mailbox) VALUES ($1, $2, $3, $4, $5, $6) \
             ON CONFLICT (subject, kind) DO NOTHING",
        )
        .bind::<Text, _>(&subject)
        .bind::<Text, _>(code(new.kind))
        .bind::<Text, _>(new.why.code())
        .bind::<Text, _>(&new.answer)
        .bind::<Timestamp, _>(time(new.at))
        .bind::<Nullable<Text>, _>(mailbox);
        Ok(added.kept().execute(self.connection)? == 1)
    }

    /// Takes one away; false if there was none.
    pub fn lift_suppression(&mut self, subject: &str, kind: Option<LetterKind>) -> Result<bool, StoreError> {
        let place = suppressions::table.filter(suppressions::subject.eq_any(self.ways_to_find_subject(subject)));
        Ok(diesel::delete(place.filter(suppressions::kind.eq(code(kind)))).execute(self.connection)? > 0)
    }

    /// Whether a mailbox stands there as it is, from before mailboxes were keyed.
    fn is_suppressed_as_it_is(&mut self, subject: &str, kind: &str) -> Result<bool, StoreError> {
        let place = suppressions::table.find((subject, kind)).count();
        Ok(place.get_result::<i64>(self.connection)? > 0)
    }

    /// Keys some of the mailboxes that still stand there as they are; says how many.
    pub(super) fn hide_subjects(&mut self, limit: i64) -> Result<u64, StoreError> {
        let plain =
            suppressions::table.filter(suppressions::subject.like("%@%")).limit(limit).select((suppressions::subject, suppressions::kind));
        let mut hidden = 0;
        for (subject, kind) in plain.load::<(String, String)>(self.connection)? {
            let Some(keyed) = self.vault.keyed(SUBJECT, &subject) else { return Ok(hidden) };
            let mailbox = MAILBOX.reseal(&self.vault, &row_key(&keyed, &kind), &subject);
            let place = suppressions::table.find((&subject, &kind));
            // Where it stands there both ways, one is enough.
            let both = suppressions::table.find((&keyed, &kind)).count().get_result::<i64>(self.connection)? > 0;
            hidden += match both {
                true => diesel::delete(place).execute(self.connection)?,
                false => diesel::update(place)
                    .set((suppressions::subject.eq(&keyed), suppressions::mailbox.eq(mailbox)))
                    .execute(self.connection)?,
            } as u64;
        }
        Ok(hidden)
    }
}
