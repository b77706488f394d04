//! One connection type over both databases, and how to open it.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use diesel::r2d2::ManageConnection;
use diesel::{Connection as _, ConnectionError, ConnectionResult, PgConnection, RunQueryDsl, SqliteConnection};

use crate::store::StoreError;

/// Where the data are.
#[derive(Clone, PartialEq, Eq)]
pub enum Location {
    /// Path of the database file.
    Sqlite(PathBuf),
    /// `postgres://…` URL. May hold a password, so it is never shown.
    Postgres(String),
}

impl fmt::Debug for Location {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(out, "Sqlite({})", path.display()),
            Self::Postgres(_) => out.write_str("Postgres(…)"),
        }
    }
}

/// Diesel's statements are written once and run on either.
#[derive(diesel::MultiConnection)]
pub(super) enum AnyConnection {
    Postgres(PgConnection),
    Sqlite(SqliteConnection),
}

impl AnyConnection {
    /// Runs `work` while no other process runs its own: only migrations need that. SQLite's file is ours alone already.
    pub(super) fn exclusively<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T, StoreError>) -> Result<T, StoreError> {
        /// Any number will do, as long as every nakodo uses the same: "nakodo" in ASCII.
        const LOCK: i64 = 0x6E61_6B6F_646F;
        if let Self::Sqlite(_) = self {
            return work(self);
        }
        diesel::sql_query(format!("SELECT pg_advisory_lock({LOCK})")).execute(self)?;
        let outcome = work(self);
        diesel::sql_query(format!("SELECT pg_advisory_unlock({LOCK})")).execute(self)?;
        outcome
    }
}

/// Opens connections for the pool. The variant follows from the location: Diesel's own `establish` would try one after the other and open
/// a new SQLite file when PostgreSQL is down.
#[derive(Clone, Debug)]
pub(super) struct Manager {
    location: Location,
    /// How many connections have been found broken.
    broken: Arc<AtomicU64>,
}

impl Manager {
    pub(super) fn new(location: Location) -> Self {
        Self { location, broken: Arc::default() }
    }

    pub(super) fn open(&self) -> ConnectionResult<AnyConnection> {
        match &self.location {
            Location::Sqlite(path) => open_sqlite(path).map(AnyConnection::Sqlite),
            Location::Postgres(url) => open_postgres(url).map(AnyConnection::Postgres),
        }
    }
}

/// A plan that PostgreSQL keeps is made when a table may still be empty, and then it reads the whole of it, however much it grows, until
/// somebody analyses it: on a fresh instance that doubled what the database did. All our statements have an index, so they are told to go by it.
/// (What has no index is read as a whole all the same, and must not be compiled for its seeming price.)
fn open_postgres(url: &str) -> ConnectionResult<PgConnection> {
    let mut connection = PgConnection::establish(url)?;
    let settings = "SET enable_seqscan = off; SET jit = off;";
    connection.batch_execute(settings).map_err(ConnectionError::CouldntSetupConfiguration)?;
    Ok(connection)
}

pub(super) fn open_sqlite(path: &Path) -> ConnectionResult<SqliteConnection> {
    let path = path.to_str().ok_or_else(|| ConnectionError::BadConnection("the path of the database is not valid UTF-8".to_owned()))?;
    let mut connection = SqliteConnection::establish(path)?;
    // FULL: a commit is a promise also when the power goes. The time-out matters only while another process holds the file (a backup, say).
    // MEMORY: or each savepoint would write a journal of its own to a file.
    // secure_delete: what is forgotten is overwritten, and does not lie about in the file until its place is needed.
    let settings = "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -8000; \
         PRAGMA temp_store = MEMORY; PRAGMA secure_delete = ON;";
    connection.batch_execute(settings).map_err(ConnectionError::CouldntSetupConfiguration)?;
    Ok(connection)
}

/// A connection of the pool.
pub(super) struct Pooled {
    pub(super) connection: AnyConnection,
    /// When it last answered a trial, and how many connections had been found broken by then.
    tried_at: Instant,
    broken_then: u64,
    broken: Arc<AtomicU64>,
}

impl Pooled {
    /// Gives on what an act came to. Where it failed because the connection broke, all others are tried before they are used again: it was the
    /// database that went away, more likely than not, and they would fail one act each.
    pub(super) fn after<T, E>(&mut self, outcome: Result<T, E>) -> Result<T, E> {
        if outcome.is_err() && diesel::sql_query("SELECT 1").execute(&mut self.connection).is_err() {
            self.broken.fetch_add(1, Ordering::Relaxed);
        }
        outcome
    }
}

/// A connection that answered so lately is not tried again: the two journeys of a trial were a sixth of all that the database did. One that
/// breaks within this time fails its next act, which is answered like any other moment without a database.
const SURELY_WELL: Duration = Duration::from_secs(1);

impl ManageConnection for Manager {
    type Connection = Pooled;
    type Error = diesel::r2d2::Error;

    fn connect(&self) -> Result<Pooled, Self::Error> {
        let connection = self.open().map_err(diesel::r2d2::Error::ConnectionError)?;
        let broken = Arc::clone(&self.broken);
        Ok(Pooled { connection, tried_at: Instant::now(), broken_then: broken.load(Ordering::Relaxed), broken })
    }

    fn is_valid(&self, pooled: &mut Pooled) -> Result<(), Self::Error> {
        let broken = self.broken.load(Ordering::Relaxed);
        if pooled.tried_at.elapsed() > SURELY_WELL || pooled.broken_then != broken {
            diesel::sql_query("SELECT 1").execute(&mut pooled.connection).map_err(diesel::r2d2::Error::QueryError)?;
            (pooled.tried_at, pooled.broken_then) = (Instant::now(), broken);
        }
        Ok(())
    }

    fn has_broken(&self, pooled: &mut Pooled) -> bool {
        use diesel::connection::{AnsiTransactionManager, TransactionManager};
        match &mut pooled.connection {
            AnyConnection::Postgres(inner) => std::thread::panicking() || AnsiTransactionManager::is_broken_transaction_manager(inner),
            AnyConnection::Sqlite(inner) => std::thread::panicking() || AnsiTransactionManager::is_broken_transaction_manager(inner),
        }
    }
}

/// The pool would print every failed connection attempt to standard error; callers are told anyway.
#[derive(Debug)]
pub(super) struct QuietErrors;

impl<E> diesel::r2d2::HandleError<E> for QuietErrors {
    fn handle_error(&self, _error: E) {}
}
