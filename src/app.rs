//! The only place where the parts are joined into an instance.

pub(crate) mod keys;

use std::fs::File;
use std::io::Write;
use std::net::TcpListener;
use std::sync::{Arc, OnceLock};

use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::active_list::Freshness;
use crate::bus::{BusError, EventBus};
use crate::catalogue::{Catalogue, CatalogueError};
use crate::clock::Clock;
use crate::courier::Courier;
use crate::desk::{CardIndex, Desk, Periods, Refusal, Replies, StatisticsCache, Tallies, fill_index};
use crate::full_text::{SearchError, SearchIndex};
use crate::identity::SessionLimits;
use crate::ids::Ids;
use crate::post::{Post, PostError};
use crate::settings::{BusChoice, Settings};
use crate::store::{Location, Store, StoreError, StoreOptions};
use crate::telemetry::Telemetry;
use crate::web::{Limits, State};
use crate::workers::Crew;

/// Why an instance does not come up.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error("the data folder {folder} cannot be used: {why}")]
    Folder { folder: String, why: String },
    #[error("another nakodo is using the data folder {0}")]
    FolderInUse(String),
    #[error(transparent)]
    Catalogue(#[from] CatalogueError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("the keys of the data: {0}")]
    Keys(String),
    #[error(transparent)]
    Bus(#[from] BusError),
    #[error("letters cannot be sent: {0}")]
    Post(#[from] PostError),
    #[error("other programs cannot be called: {0}")]
    Courier(String),
    #[error(transparent)]
    Search(#[from] SearchError),
    #[error(transparent)]
    Desk(#[from] Refusal),
    #[error("cannot listen on {address}: {why}")]
    Listen { address: String, why: String },
}

/// An instance. Clones share everything.
#[derive(Clone)]
pub struct App {
    pub settings: Arc<Settings>,
    pub desk: Desk,
    pub crew: Crew,
    pub telemetry: Telemetry,
    /// The lock on the data folder, once this instance is awake; held as long as it lives.
    folder: Arc<OnceLock<File>>,
}

/// The parts that tests and the demo choose themselves.
#[derive(Clone, Debug)]
pub struct Sources {
    pub clock: Clock,
    pub ids: Ids,
}

impl Sources {
    /// What a real instance uses.
    pub fn real() -> Self {
        Self { clock: Clock::system(), ids: Ids::Random }
    }
}

impl App {
    /// Joins the parts and brings the schema up to date. Nothing runs yet, and the index is empty. Enough for a single act (a key, an import),
    /// also while another process serves the same folder: SQLite lets them write in turn, and the journal tells the other.
    pub async fn build(settings: Settings, sources: Sources) -> Result<Self, StartError> {
        if matches!(settings.store, Location::Sqlite(_)) {
            let made = std::fs::create_dir_all(settings.data_dir.join("mail"));
            made.map_err(|error| StartError::Folder { folder: settings.data_dir.display().to_string(), why: error.to_string() })?;
        }
        let catalogue = Arc::new(Catalogue::embedded(sources.clock.today())?);
        let options = StoreOptions { location: settings.store.clone(), pool_size: settings.pool_size, wait: settings.store_wait };
        let store = Store::open(&options)?;
        store.migrate().await?;
        let store = keys::unlock(&store, &settings, &sources.clock, &sources.ids).await?;
        let bus = match &settings.bus.choice {
            BusChoice::InProcess => EventBus::in_process(),
            BusChoice::Redis(url) => EventBus::redis(url, &settings.bus.prefix, &consumer_name(&sources), settings.bus.redeliver_after)?,
        };
        let post = Arc::new(Post::new(&settings.post, settings.web.public_url.clone(), catalogue.clone())?);
        let periods = Periods {
            confirm_within: settings.periods.confirm,
            follow_for: settings.periods.follow,
            show_outcome_for: settings.periods.outcome,
            freshness: Freshness {
                ask_after: settings.periods.freshness.0,
                stale_after: settings.periods.freshness.1,
                hide_after: settings.periods.freshness.2,
            },
            second_factor: settings.second_factor,
            session: SessionLimits { idle: settings.sessions.0, whole: settings.sessions.1 },
            // Longer than a whole conversation with the mail server may last, shorter than the pause after which a letter comes back.
            letter_lease: chrono::Duration::from_std((settings.post.send_timeout + settings.bus.redeliver_after) / 2)
                .unwrap_or(chrono::Duration::seconds(45)),
        };
        let Sources { clock, ids } = sources;
        let search = SearchIndex::new(catalogue.clone())?;
        let (fresh, now) = (ids.secret(), clock.now());
        let secret = store.write(move |tx| tx.instance_secret("seals", &fresh, now)).await?;
        let replies = settings.post.replies.as_ref().map(|replies| Replies { are_vouched: replies.trusted_server.is_some() });
        let desk = Desk {
            store,
            catalogue,
            index: CardIndex::default(),
            search,
            statistics: StatisticsCache::default(),
            tallies: Tallies::default(),
            clock,
            ids,
            periods,
            secret,
            holds_texts: settings.holds_texts,
            replies,
        };
        let mode = if desk.store.is_embedded() { "embedded" } else { "scale-out" };
        let telemetry = Telemetry::new(mode, desk.clock.now());
        let settings = Arc::new(settings);
        let courier = Courier::new(&settings.webhooks).map_err(StartError::Courier)?;
        let crew = Crew { desk: desk.clone(), bus, post, courier, settings: settings.clone(), telemetry: telemetry.clone() };
        Ok(Self { settings, desk, crew, telemetry, folder: Arc::default() })
    }

    /// Fills the index and repairs what a crash left behind. In the embedded mode that takes for granted that nobody else is at work, so the
    /// folder is locked first. A bus that is away does not keep an instance from starting: the outbox waits.
    pub async fn wake(&self) -> Result<(), StartError> {
        if self.desk.store.is_embedded() {
            let lock = lock_folder(&self.settings)?;
            // An instance that wakes twice holds its first lock.
            let _ = self.folder.set(lock);
        }
        fill_index(&self.desk).await?;
        self.telemetry.index_read(self.desk.clock.now());
        self.crew.recover().await?;
        if let Err(error) = self.crew.bus.prepare().await {
            self.telemetry.bus_is_well(false);
            tracing::warn!(%error, "starting without the bus; events wait in the outbox");
        }
        Ok(())
    }

    /// What the web needs.
    pub fn state(&self, is_demo: bool) -> State {
        let limits = Arc::new(Limits::new(self.settings.limits, &self.desk.clock));
        State {
            desk: self.desk.clone(),
            settings: self.settings.clone(),
            telemetry: self.telemetry.clone(),
            limits,
            closing: CancellationToken::new(),
            is_demo,
        }
    }

    /// Opens the port of the settings; port 0 takes a free one.
    pub fn listen(&self) -> Result<TcpListener, StartError> {
        let address = self.settings.web.listen.clone();
        TcpListener::bind(&address).map_err(|error| StartError::Listen { address, why: error.to_string() })
    }

    /// Runs the web and what belongs to it until `stop`: in the embedded mode also the workers, since there is no other process.
    pub async fn serve(&self, listener: TcpListener, is_demo: bool, stop: CancellationToken) -> Result<(), StartError> {
        let address = listener.local_addr().map(|address| address.to_string()).unwrap_or_default();
        let unusable = |error: std::io::Error| StartError::Listen { address: address.clone(), why: error.to_string() };
        let server = crate::web::serve(State { closing: stop.clone(), ..self.state(is_demo) }, listener).map_err(unusable)?;
        let handle = server.handle();
        let mut loops = JoinSet::new();
        self.crew.start_basics(&mut loops, &stop);
        if self.desk.store.is_embedded() {
            self.crew.start_workers(&mut loops, &stop);
        }
        announce(&format!("listening on http://{address}"));
        let ended = tokio::spawn(server);
        stop.cancelled().await;
        // First no new requests, then the events that the last ones made.
        handle.stop(true).await;
        let _ = ended.await;
        finish(loops).await;
        Ok(())
    }

    /// Runs the workers until `stop`.
    pub async fn work(&self, stop: CancellationToken) {
        let mut loops = JoinSet::new();
        self.crew.start_basics(&mut loops, &stop);
        self.crew.start_workers(&mut loops, &stop);
        announce("working");
        stop.cancelled().await;
        finish(loops).await;
    }
}

/// People and tests wait for this line. Nobody may be reading, which is no reason to stop.
fn announce(line: &str) {
    let mut out = std::io::stdout();
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}

async fn finish(mut loops: JoinSet<()>) {
    while let Some(ended) = loops.join_next().await {
        if let Err(error) = ended {
            tracing::error!(%error, "a worker ended abnormally");
        }
    }
}

/// Stable for this process and different from every other's: the host, and the process with the time at which it began.
fn consumer_name(sources: &Sources) -> String {
    let host = std::env::var("HOSTNAME").unwrap_or_else(|_| "nakodo".to_owned());
    format!("{host}-{}-{}", std::process::id(), sources.clock.now().timestamp_micros())
}

/// Keeps every other process from serving the folder, as long as the file is held.
pub(crate) fn lock_folder(settings: &Settings) -> Result<File, StartError> {
    let folder = settings.data_dir.display().to_string();
    let unusable = |error: std::io::Error| StartError::Folder { folder: folder.clone(), why: error.to_string() };
    let file = File::create(settings.data_dir.join("nakodo.lock")).map_err(unusable)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(std::fs::TryLockError::WouldBlock) => Err(StartError::FolderInUse(folder)),
        Err(std::fs::TryLockError::Error(error)) => Err(unusable(error)),
    }
}
