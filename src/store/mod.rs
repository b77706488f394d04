//! The store: everything that lasts, in PostgreSQL or in one SQLite file. The only room that names Diesel; rows never leave it.
//!
//! The moving parts: [`Store::write`] runs a closure in one transaction and answers after the commit. On PostgreSQL that is a pooled
//! connection on a blocking thread. On SQLite there is one writer thread: it takes whatever is waiting, runs each closure in a savepoint
//! of its own, commits once, and then answers all of them, because a commit costs a real disk 2 ms and more whatever is in it.
//! [`Store::read`] uses pooled connections in both. A closure that recorded an event wakes whoever waits on [`Store::news`] after the
//! commit, never before.

mod accounts;
mod among;
mod api_keys;
mod audit;
mod audit_guard;
mod brokering;
mod cells;
mod choices;
mod codes;
mod complaints;
mod connection;
mod consents;
mod console;
mod copies;
mod corporations;
mod courses;
mod credits;
mod dead_letters;
mod deliveries;
mod endorsements;
mod engagements;
mod error;
mod events;
mod examine;
mod exporting;
mod farewells;
mod figures;
mod follow_ups;
mod forgetting;
mod freshness;
mod help_requests;
mod idempotency;
mod journal;
mod kept;
mod letter_batches;
mod letters;
mod links;
mod listings;
mod match_reviews;
mod next_waves;
mod offer_batches;
mod offers;
mod origins;
mod own_weeks;
mod people;
mod records;
mod registry;
mod reviews;
mod schema;
mod sealed;
mod seals;
mod second_factors;
mod sessions;
mod sign_ins;
mod specialists;
mod support_orgs;
mod suppressions;
mod tallies;
mod team_seats;
mod twins;
mod unfinished;
mod waiting;
mod webhooks;
mod weeks;
mod writer;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use diesel::Connection as _;
use diesel::r2d2::Pool;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
use tokio::sync::watch;

use crate::clock::Clock;
use crate::identity::Actor;
use crate::ids::Ids;
use crate::vault::Vault;

use audit::{Acting, Noted};
use connection::{AnyConnection, Manager, QuietErrors};
use events::{Kinds, Recorded};
use origins::Origins;
use writer::Writer;

pub use accounts::StoredAccount;
pub use api_keys::{ApiKey, StoredKey};
pub use audit::AuditFilter;
pub use brokering::{Charge, QueueRow, StoredConsent, StoredEntryLink, StoredHandOver, StoredMember, StoredPool, StoredReferral};
pub use codes::{KnownBrowser, StoredCode};
pub use complaints::StoredComplaint;
pub use connection::Location;
pub use console::{Pile, Piles, Way};
pub use copies::{CopyFacts, copy_sqlite, examine_sqlite};
pub use credits::{ConfirmedWork, StoredClaim};
pub use dead_letters::DeadLetter;
pub use endorsements::StoredEndorsement;
pub use engagements::StoredEngagement;
pub use error::StoreError;
pub use examine::SchemaState;
pub use exporting::{RowDates, SeenBrowser, SeenSignIn, SentCode, TimedEngagement};
pub use farewells::Farewell;
pub use figures::{HookFigures, QueueFigures, StateFigures};
pub use follow_ups::StoredFollowUp;
pub use help_requests::{HelpRequestFilter, Narrower, StoredHelpRequest};
pub use idempotency::StoredOutcome;
pub use journal::{JournalRow, LetterFilter, LetterRow, ToJournal};
pub use letter_batches::EndedLetter;
pub use letters::{LetterToQueue, NoticeToQueue, QueuedLetter};
pub use links::{Link, Purpose};
pub use listings::{ListingFilter, ListingSnapshot, StoredListing};
pub use match_reviews::StoredReviews;
pub use offer_batches::{Asked, TimedOffer};
pub use offers::{OfferToMake, StoredOffer};
pub use people::StoredPerson;
pub use registry::{StoredCase, StoredFinding, StoredSnapshot};
pub use reviews::StoredReview;
pub use sealed::{Resealing, sealed_columns};
pub use second_factors::StoredSecondFactor;
pub use sessions::StoredSession;
pub use sign_ins::StoredSignIn;
pub use specialists::StoredSpecialist;
pub use support_orgs::StoredSupportOrg;
pub use suppressions::Suppression;
pub use tallies::Shown;
pub use team_seats::StoredSeat;
pub use unfinished::Unfinished;
pub use webhooks::{StoredMessage, StoredWebhook};

const MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations");

/// How to open the store.
#[derive(Clone, Debug)]
pub struct StoreOptions {
    pub location: Location,
    /// Connections for reading (and on PostgreSQL for writing).
    pub pool_size: u32,
    /// How long a caller waits for a connection before it is told that the database cannot be reached.
    pub wait: Duration,
}

/// A handle on the database. Clones share it.
#[derive(Clone)]
pub struct Store {
    pool: Pool<Manager>,
    /// SQLite's one writer; none on PostgreSQL.
    writer: Option<Writer>,
    /// Counts commits that recorded events. A counter and not a mere signal, so that a listener who looks late still sees it.
    news: Arc<watch::Sender<u64>>,
    /// How many events of each kind have been recorded through this handle and its clones.
    tally: Arc<Mutex<BTreeMap<String, u64>>>,
    /// Who acts through this handle; none where it is the machine by itself.
    acting: Option<Arc<Acting>>,
    /// Seals and opens what is kept of people and companies.
    vault: Arc<Vault>,
}

/// A transaction in hand. Acts are written against this.
pub struct Tx<'c> {
    pub(in crate::store) connection: &'c mut AnyConnection,
    /// What has been recorded and is written at the end, all at once.
    recorded: Vec<Recorded>,
    /// Who acts; none where it is the machine by itself.
    acting: Option<Arc<Acting>>,
    /// What the act says of itself for the audit log.
    noted: Vec<Noted>,
    pub(in crate::store) vault: Arc<Vault>,
    origins: Origins,
}

impl Store {
    /// Opens the store without touching its schema. Blocking: call it at start or on a blocking thread.
    pub fn open(options: &StoreOptions) -> Result<Self, StoreError> {
        let manager = Manager::new(options.location.clone());
        // SQLite creates its file here, so a wrong path fails at start.
        let writer = match options.location {
            Location::Sqlite(_) => Some(Writer::start(manager.clone())?),
            Location::Postgres(_) => None,
        };
        let pool = Pool::builder()
            .max_size(options.pool_size)
            .min_idle(Some(0))
            .connection_timeout(options.wait)
            .error_handler(Box::new(QuietErrors))
            .build_unchecked(manager);
        Ok(Self { pool, writer, news: Arc::new(watch::Sender::new(0)), acting: None, tally: Arc::default(), vault: Arc::default() })
    }

    /// Brings the schema up to date; says how many migrations it ran. Safe to call from several processes at once.
    pub async fn migrate(&self) -> Result<usize, StoreError> {
        let pool = self.pool.clone();
        blocking(move || {
            let mut pooled = pool.get().map_err(unavailable)?;
            pooled.connection.exclusively(|connection| {
                let ran = connection.run_pending_migrations(MIGRATIONS);
                let ran = ran.map(|versions| versions.len()).map_err(|error| StoreError::Migration(error.to_string()))?;
                audit_guard::guard_audit_log(connection)?;
                credits::guard_ledgers(connection)?;
                Ok(ran)
            })
        })
        .await
    }

    /// A handle that seals and opens with this vault.
    pub fn with_vault(&self, vault: Vault) -> Self {
        Self { vault: Arc::new(vault), ..self.clone() }
    }

    /// A handle through which somebody acts: what is done stands in the audit log with their name.
    pub fn acting(&self, actor: Actor, clock: &Clock, ids: &Ids) -> Self {
        Self { acting: Some(Arc::new(Acting { actor, clock: clock.clone(), ids: ids.clone() })), ..self.clone() }
    }

    /// Who acts through this handle.
    pub fn actor(&self) -> Option<&Actor> {
        self.acting.as_deref().map(|acting| &acting.actor)
    }

    /// Runs `act` in one transaction: all of it, with its events, or nothing. Answers after the commit.
    pub async fn write<T, E>(&self, act: impl FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (outcome, recorded) = match &self.writer {
            Some(writer) => writer.run(self.hand(), act).await,
            None => {
                let (pool, hand) = (self.pool.clone(), self.hand());
                let run = move || {
                    let mut pooled = pool.get().map_err(|error| E::from(unavailable(error)))?;
                    let outcome = transact(&mut pooled.connection, hand, act);
                    pooled.after(outcome)
                };
                match tokio::task::spawn_blocking(run).await {
                    Ok(Ok((outcome, recorded))) => (Ok(outcome), recorded),
                    Ok(Err(error)) => (Err(error), Kinds::default()),
                    Err(error) => (Err(StoreError::Unavailable(error.to_string()).into()), Kinds::default()),
                }
            }
        };
        if !recorded.is_empty() && outcome.is_ok() {
            fail::fail_point!("after-commit");
            self.count(recorded);
            self.news.send_modify(|count| *count += 1);
        }
        outcome
    }

    /// Runs `look` on a connection of its own, without changing anything.
    pub async fn read<T, E>(&self, look: impl FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let hand = Hand { acting: None, origins: Origins::default(), vault: Arc::clone(&self.vault) };
        let pool = self.pool.clone();
        let run = move || {
            let mut pooled = pool.get().map_err(|error| E::from(unavailable(error)))?;
            let outcome = look(&mut hand.tx(&mut pooled.connection));
            pooled.after(outcome)
        };
        match tokio::task::spawn_blocking(run).await {
            Ok(outcome) => outcome,
            Err(error) => Err(StoreError::Unavailable(error.to_string()).into()),
        }
    }

    fn hand(&self) -> Hand {
        Hand { acting: self.acting.clone(), origins: Origins::of_task(), vault: Arc::clone(&self.vault) }
    }

    fn count(&self, kinds: Kinds) {
        let mut tally = self.tally.lock().unwrap_or_else(PoisonError::into_inner);
        for kind in kinds {
            *tally.entry(kind).or_default() += 1;
        }
    }

    /// How many events of each kind this process has recorded.
    pub fn recorded(&self) -> BTreeMap<String, u64> {
        self.tally.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Connections: in use, idle, and at most.
    pub fn connections(&self) -> (u32, u32, u32) {
        let state = self.pool.state();
        (state.connections - state.idle_connections, state.idle_connections, self.pool.max_size())
    }

    /// Runs `act`, which is one statement on PostgreSQL and records no event, without the two journeys of a transaction around it.
    pub async fn write_one<T, E>(&self, act: impl FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        if self.is_embedded() { self.write(act).await } else { self.read(act).await }
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), StoreError> {
        self.read(|tx| tx.ping()).await
    }

    /// Changes after each commit of this process that recorded events.
    pub fn news(&self) -> watch::Receiver<u64> {
        self.news.subscribe()
    }

    /// Whether this is the embedded store, which one process serves alone.
    pub fn is_embedded(&self) -> bool {
        self.writer.is_some()
    }
}

/// What a transaction gets from the handle that begins it.
struct Hand {
    acting: Option<Arc<Acting>>,
    origins: Origins,
    vault: Arc<Vault>,
}

impl Hand {
    /// Of nobody, and without a key.
    fn nobody() -> Self {
        Self { acting: None, origins: Origins::default(), vault: Arc::default() }
    }

    fn tx(self, connection: &mut AnyConnection) -> Tx<'_> {
        let Self { acting, origins, vault } = self;
        Tx { connection, recorded: Vec::new(), acting, noted: Vec::new(), origins, vault }
    }
}

impl Tx<'_> {
    fn ping(&mut self) -> Result<(), StoreError> {
        use diesel::RunQueryDsl;
        diesel::sql_query("SELECT 1").execute(self.connection)?;
        Ok(())
    }
}

/// Carries a caller's own error through Diesel's transaction, which insists on one that it can make itself.
enum Undone<E> {
    Act(E),
    Store(StoreError),
}

impl<E> From<diesel::result::Error> for Undone<E> {
    fn from(error: diesel::result::Error) -> Self {
        Self::Store(error.into())
    }
}

/// One transaction (a savepoint where one is open already); gives the kinds of events that it recorded.
fn transact<T, E: From<StoreError>>(
    connection: &mut AnyConnection,
    hand: Hand,
    act: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
) -> Result<(T, Kinds), E> {
    let done = connection.transaction(|connection| {
        let mut tx = hand.tx(connection);
        let outcome = act(&mut tx).map_err(Undone::Act)?;
        tx.write_audited().map_err(Undone::Store)?;
        let recorded = tx.write_recorded().map_err(Undone::Store)?;
        Ok((outcome, recorded))
    });
    done.map_err(|undone| match undone {
        Undone::Act(error) => error,
        Undone::Store(error) => error.into(),
    })
}

async fn blocking<T: Send + 'static>(run: impl FnOnce() -> Result<T, StoreError> + Send + 'static) -> Result<T, StoreError> {
    tokio::task::spawn_blocking(run).await.unwrap_or_else(|error| Err(StoreError::Unavailable(error.to_string())))
}

fn unavailable(error: diesel::r2d2::PoolError) -> StoreError {
    StoreError::Unavailable(error.to_string())
}
