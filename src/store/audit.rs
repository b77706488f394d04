//! Table `audit_log`: who did what. Rows are written in the transaction of the act, get their places in the chain afterwards, and are changed by
//! nothing else: triggers see to that (`audit_guard.rs`).

use std::sync::Arc;

use chrono::NaiveDateTime;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Nullable, Text, Timestamp};

use crate::clock::{Clock, Moment};
use crate::identity::{Actor, AuditEntry, Place, Role, Who};
use crate::ids::{AuditId, Ids};
use crate::store::cells::{id, moment, time};
use crate::store::connection::AnyConnection;
use crate::store::kept::Keep;
use crate::store::schema::audit_log;
use crate::store::{StoreError, Tx};

/// Who acts, with what a row needs besides.
#[derive(Clone, Debug)]
pub(super) struct Acting {
    pub(super) actor: Actor,
    pub(super) clock: Clock,
    pub(super) ids: Ids,
}

/// An act that says itself what it is.
pub(super) struct Noted {
    /// Where the act has just shown who it is.
    who: Option<Who>,
    act: &'static str,
    object: (&'static str, String),
}

/// Which rows to show.
#[derive(Clone, Debug, Default)]
pub struct AuditFilter {
    /// The beginning of who it was.
    pub who: Option<String>,
    /// The act, or the id of what it was done to.
    pub what: Option<String>,
    pub since: Option<Moment>,
    /// Only rows behind this one in the list.
    pub before: Option<(Moment, AuditId)>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = audit_log)]
pub(super) struct Row {
    id: String,
    at: NaiveDateTime,
    who: String,
    role: String,
    act: String,
    object_kind: String,
    object_id: String,
    source: String,
    request: String,
    reason: Option<String>,
    seq: Option<i64>,
    prev: Option<String>,
    seal: Option<String>,
}

pub(super) fn entry(row: Row) -> Result<(AuditEntry, Option<Place>), StoreError> {
    let entry = AuditEntry {
        id: id(&row.id)?,
        at: moment(row.at),
        who: row.who,
        role: row.role,
        act: row.act,
        object: (row.object_kind, row.object_id),
        source: row.source,
        request: row.request,
        reason: row.reason,
    };
    let place = row.seq.map(|seq| Place { seq, prev: row.prev.unwrap_or_default(), seal: row.seal.unwrap_or_default() });
    Ok((entry, place))
}

/// Any number will do, as long as every nakodo uses the same: "audit" in ASCII.
const LOCK: i64 = 0x61_7564_6974;

impl Tx<'_> {
    /// Who acts, as the audit log names them.
    pub fn who(&self) -> String {
        self.acting.as_ref().map_or_else(|| "machine".to_owned(), |acting| acting.actor.who.key())
    }

    /// Says what the act in hand is, where the events that it records do not, or where it records none.
    pub fn note_act(&mut self, act: &'static str, kind: &'static str, id: impl ToString) {
        self.noted.push(Noted { who: None, act, object: (kind, id.to_string()) });
    }

    /// The same where the act itself has shown who it is: by signing in.
    pub fn note_act_of(&mut self, who: Who, act: &'static str, kind: &'static str, id: impl ToString) {
        self.noted.push(Noted { who: Some(who), act, object: (kind, id.to_string()) });
    }

    /// Writes rows for what somebody did in this transaction: for what was noted, and else for what the first event tells. What the machine does by
    /// itself stands in the journal only.
    pub(super) fn write_audited(&mut self) -> Result<(), StoreError> {
        let Some(acting) = self.acting.clone() else { return Ok(()) };
        let mut noted = std::mem::take(&mut self.noted);
        if noted.is_empty() {
            let Some((act, kind, object)) = self.told_by_events() else { return Ok(()) };
            return self.add_audit(&acting, &acting.actor.who, &act, (&kind, &object));
        }
        for Noted { who, act, object } in noted.drain(..) {
            self.add_audit(&acting, who.as_ref().unwrap_or(&acting.actor.who), act, (object.0, &object.1))?;
        }
        Ok(())
    }

    fn add_audit(&mut self, acting: &Arc<Acting>, who: &Who, act: &str, object: (&str, &str)) -> Result<(), StoreError> {
        let now = acting.clock.now();
        let actor = &acting.actor;
        let added = diesel::sql_query(
            "INSERT INTO audit_log (id, at, who, role, act, object_kind, object_id, source, request, reason) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        )
        .bind::<Text, _>(acting.ids.beside::<AuditId>(now).to_string())
        .bind::<Timestamp, _>(time(now))
        .bind::<Text, _>(who.key())
        .bind::<Text, _>(actor.role.map(Role::key).unwrap_or_default())
        .bind::<Text, _>(act)
        .bind::<Text, _>(object.0)
        .bind::<Text, _>(object.1)
        .bind::<Text, _>(&actor.source)
        .bind::<Text, _>(&actor.request)
        .bind::<Nullable<Text>, _>(actor.reason.as_deref());
        added.kept().execute(self.connection)?;
        Ok(())
    }

    /// Keeps everybody else from sealing until the end of the transaction. SQLite has one writer.
    pub fn lock_audit_chain(&mut self) -> Result<(), StoreError> {
        if let AnyConnection::Postgres(connection) = &mut *self.connection {
            diesel::sql_query("SELECT pg_advisory_xact_lock($1)").bind::<BigInt, _>(LOCK).execute(connection)?;
        }
        Ok(())
    }

    /// Rows without a place, the oldest first.
    pub fn list_unsealed(&mut self, limit: i64) -> Result<Vec<AuditEntry>, StoreError> {
        let rows = audit_log::table.filter(audit_log::seq.is_null()).order((audit_log::at, audit_log::id)).limit(limit);
        let rows = rows.select(Row::as_select()).load::<Row>(self.connection)?;
        rows.into_iter().map(|row| entry(row).map(|(entry, _)| entry)).collect()
    }

    pub fn count_unsealed(&mut self) -> Result<i64, StoreError> {
        Ok(audit_log::table.filter(audit_log::seq.is_null()).count().get_result(self.connection)?)
    }

    /// The last place of the chain with its seal.
    pub fn end_of_audit_chain(&mut self) -> Result<Option<(i64, String)>, StoreError> {
        let last = audit_log::table.filter(audit_log::seq.is_not_null()).order(audit_log::seq.desc());
        let last = last.select((audit_log::seq.assume_not_null(), audit_log::seal.assume_not_null()));
        Ok(last.first::<(i64, String)>(self.connection).optional()?)
    }

    /// Gives rows their places.
    pub fn seal_audited(&mut self, places: &[(AuditId, Place)]) -> Result<(), StoreError> {
        match &mut *self.connection {
            AnyConnection::Postgres(connection) => {
                let column = |of: fn(&(AuditId, Place)) -> String| places.iter().map(of).collect::<Vec<_>>();
                diesel::sql_query(
                    "UPDATE audit_log SET seq = one.seq, prev = one.prev, seal = one.seal \
                     FROM unnest($1, $2, $3, $4) AS one (id, seq, prev, seal) WHERE audit_log.id = one.id AND audit_log.seq IS NULL",
                )
                .bind::<Array<Text>, _>(column(|(id, _)| id.to_string()))
                .bind::<Array<BigInt>, _>(places.iter().map(|(_, place)| place.seq).collect::<Vec<_>>())
                .bind::<Array<Text>, _>(column(|(_, place)| place.prev.clone()))
                .bind::<Array<Text>, _>(column(|(_, place)| place.seal.clone()))
                .kept()
                .execute(connection)?;
            }
            AnyConnection::Sqlite(connection) => {
                for (id, place) in places {
                    diesel::sql_query("UPDATE audit_log SET seq = $1, prev = $2, seal = $3 WHERE id = $4 AND seq IS NULL")
                        .bind::<BigInt, _>(place.seq)
                        .bind::<Text, _>(&place.prev)
                        .bind::<Text, _>(&place.seal)
                        .bind::<Text, _>(id.to_string())
                        .kept()
                        .execute(connection)?;
                }
            }
        }
        Ok(())
    }

    /// Sealed rows behind a place, in their order.
    pub fn list_sealed(&mut self, after: i64, limit: i64) -> Result<Vec<(AuditEntry, Place)>, StoreError> {
        let rows = audit_log::table.filter(audit_log::seq.gt(after)).order(audit_log::seq).limit(limit);
        let rows = rows.select(Row::as_select()).load::<Row>(self.connection)?;
        let sealed = rows.into_iter().map(|row| entry(row).map(|(entry, place)| place.map(|place| (entry, place))));
        sealed.filter_map(Result::transpose).collect()
    }

    /// Rows, the newest first.
    pub fn list_audited(&mut self, filter: &AuditFilter, limit: i64) -> Result<Vec<(AuditEntry, Option<Place>)>, StoreError> {
        let mut rows = audit_log::table.order((audit_log::at.desc(), audit_log::id.desc())).limit(limit).into_boxed();
        if let Some(who) = &filter.who {
            // A beginning without wildcards of its own.
            let beginning = who.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
            rows = rows.filter(audit_log::who.like(format!("{beginning}%")).escape('\\'));
        }
        if let Some(what) = &filter.what {
            rows = rows.filter(audit_log::act.eq(what.clone()).or(audit_log::object_id.eq(what.clone())));
        }
        if let Some(since) = filter.since {
            rows = rows.filter(audit_log::at.ge(time(since)));
        }
        if let Some((at, id)) = filter.before {
            let (at, id) = (time(at), id.to_string());
            rows = rows.filter(audit_log::at.lt(at).or(audit_log::at.eq(at).and(audit_log::id.lt(id))));
        }
        rows.select(Row::as_select()).load::<Row>(self.connection)?.into_iter().map(entry).collect()
    }
}
