//! What can be said about the database itself, without changing it: for `nakodo doctor`, the readiness probe, and copies.

use chrono::NaiveDateTime;
use diesel::migration::MigrationSource;
use diesel::prelude::*;
use diesel::sql_types::{Text, Timestamp};
use diesel::sqlite::Sqlite;

use crate::clock::Moment;
use crate::store::cells::moment;
use crate::store::connection::AnyConnection;
use crate::store::schema::events;
use crate::store::{MIGRATIONS, Store, StoreError, Tx};

diesel::table! {
    __diesel_schema_migrations (version) {
        version -> Text,
        run_on -> Timestamp,
    }
}

/// How the schema stands to this build.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SchemaState {
    /// Migrations of this build that have not run.
    pub missing: Vec<String>,
    /// Migrations that have run and that this build does not know: a newer build has been here.
    pub unknown: Vec<String>,
}

/// The migrations that this build knows, by their versions.
fn known_migrations() -> Result<Vec<String>, StoreError> {
    let known = MigrationSource::<Sqlite>::migrations(&MIGRATIONS).map_err(|error| StoreError::Migration(error.to_string()))?;
    let mut versions: Vec<String> = known.iter().map(|migration| migration.name().version().to_string()).collect();
    versions.sort_unstable();
    Ok(versions)
}

/// A database that no nakodo has ever opened has no table of migrations.
fn is_no_such_table(error: &diesel::result::Error) -> bool {
    let text = error.to_string();
    text.contains("no such table") || text.contains("does not exist")
}

impl Tx<'_> {
    /// Which migrations have run, seen from this build.
    pub fn schema_state(&mut self) -> Result<SchemaState, StoreError> {
        let ran = __diesel_schema_migrations::table.select(__diesel_schema_migrations::version);
        let ran = match ran.load::<String>(self.connection) {
            Err(error) if is_no_such_table(&error) => Vec::new(),
            ran => ran?,
        };
        let known = known_migrations()?;
        let unknown = ran.iter().filter(|version| !known.contains(version)).cloned().collect();
        let missing = known.into_iter().filter(|version| !ran.contains(version)).collect();
        Ok(SchemaState { missing, unknown })
    }

    /// The time by the clock of the database's machine; none for SQLite, which has no other than ours.
    pub fn database_clock(&mut self) -> Result<Option<Moment>, StoreError> {
        let AnyConnection::Postgres(connection) = &mut *self.connection else { return Ok(None) };
        let now = diesel::select(diesel::dsl::sql::<Timestamp>("clock_timestamp() AT TIME ZONE 'UTC'"));
        Ok(Some(moment(now.get_result::<NaiveDateTime>(connection)?)))
    }

    /// When the newest event of the journal happened, by the clock of whoever recorded it.
    pub fn newest_event_at(&mut self) -> Result<Option<Moment>, StoreError> {
        let newest = events::table.select(events::at).order(events::seq.desc()).first::<NaiveDateTime>(self.connection).optional()?;
        Ok(newest.map(moment))
    }

    /// What SQLite finds wrong with its file, if anything. PostgreSQL looks after its own.
    pub fn damages(&mut self) -> Result<Vec<String>, StoreError> {
        let AnyConnection::Sqlite(connection) = &mut *self.connection else { return Ok(Vec::new()) };
        let told = diesel::sql_query("SELECT integrity_check AS line FROM pragma_integrity_check").load::<Line>(connection)?;
        Ok(told.into_iter().map(|told| told.line).filter(|line| line != "ok").collect())
    }
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

impl Store {
    /// How the schema stands to this build.
    pub async fn schema_state(&self) -> Result<SchemaState, StoreError> {
        self.read(|tx| tx.schema_state()).await
    }
}
