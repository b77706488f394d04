//! What can be seen of a running process: logs, counters, and whether it is well. Counters belong to an instance and not to the program,
//! so that tests can run many instances side by side. No label and no log line holds a name, an address or a token.
//!
//! Counters are of this process since its start, and add up over processes. What is read from the database (`whole`) is the same whoever reads
//! it, so only processes with workers do, now and then and never for a scrape.

mod labels;
mod logging;
mod web;
mod whole;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::Registry;

use crate::clock::Moment;
use labels::{EmptiedBy, Handled, KeptOut, Kind, LetterLabels, Outcome, State};
use web::Web;
use whole::Whole;

pub use logging::start_logging;
pub use whole::{GroupFigures, HookState, RegisterFigures, WholeState};

/// The signals of one instance. Clones share them.
#[derive(Clone)]
pub struct Telemetry {
    inner: Arc<Inner>,
}

struct Inner {
    registry: Registry,
    letters: Family<LetterLabels, Counter>,
    mails: Family<Outcome, Counter>,
    webhooks: Family<Outcome, Counter>,
    handled: Family<Handled, Counter>,
    published: Counter,
    waves: Family<Outcome, Counter>,
    kept_out: Family<KeptOut, Counter>,
    events: Family<Kind, Counter>,
    offers: Family<Outcome, Counter>,
    matches: Counter,
    searches: Counter,
    emptied: Family<EmptiedBy, Counter>,
    index_cards: Gauge,
    index_read_at: Gauge,
    connections: Family<State, Gauge>,
    connections_max: Gauge,
    bus_up: Gauge,
    beat_at: Gauge,
    web: Web,
    whole: Whole,
    bus_well: AtomicBool,
    /// Microseconds since the epoch.
    last_beat: AtomicI64,
}

impl Telemetry {
    /// `mode` is how the instance runs, in one word.
    pub fn new(mode: &'static str, started: Moment) -> Self {
        let mut registry = Registry::with_prefix("nakodo");
        let r = &mut registry;
        let started_at: Gauge = added(r, "started_timestamp_seconds", "When this process started, in seconds since 1970");
        started_at.set(started.timestamp());
        r.register("build", "What is running", Info::new([("version", env!("CARGO_PKG_VERSION")), ("mode", mode)]));
        let inner = Inner {
            letters: added(r, "letters", "Letters by kind and by what became of them"),
            mails: added(r, "mails", "Mails that arrived through the API, by what became of them"),
            webhooks: added(r, "webhook_calls", "Calls of other programs, by outcome"),
            handled: added(r, "deliveries_handled", "Events handled, by group and outcome"),
            published: added(r, "deliveries_published", "Events published to the bus"),
            waves: added(r, "waves", "Tries to open a wave of offers, by outcome"),
            kept_out: added(r, "kept_out", "People whom a rule kept out, summed over the waves for which fewer fitted than were wanted"),
            events: added(r, "events", "Events that this process has recorded, by kind"),
            offers: added(r, "offers", "Steps of offers that this process has recorded, by outcome"),
            matches: added(r, "matches", "Matches that this process has recorded"),
            searches: added(r, "searches", "Searches of the active list"),
            emptied: added(r, "searches_empty", "Searches that found nobody, by the filter to leave out first"),
            index_cards: added(r, "index_cards", "Specialists in the index in memory"),
            index_read_at: added(
                r,
                "index_read_timestamp_seconds",
                "When the index had last read the whole journal, in seconds since 1970",
            ),
            connections: added(r, "store_connections", "Connections to the database, by what they do"),
            connections_max: added(r, "store_connections_max", "Connections to the database that this process may have"),
            bus_up: added(r, "bus_up", "Whether the bus answered when it was last used"),
            beat_at: added(
                r,
                "workers_beat_timestamp_seconds",
                "Last sign of life of this process' workers, in seconds since 1970; 0: none run",
            ),
            web: Web::register(r),
            whole: Whole::register(r),
            bus_well: AtomicBool::new(true),
            last_beat: AtomicI64::new(0),
            registry,
        };
        inner.bus_up.set(1);
        Self { inner: Arc::new(inner) }
    }

    /// `kind` is a letter's code; `outcome` is one of a few fixed words.
    pub fn letter(&self, kind: &'static str, outcome: &'static str) {
        self.inner.letters.get_or_create(&LetterLabels { kind, outcome }).inc();
    }

    /// A mail that arrived; likewise. Whoever wrote it is counted nowhere.
    pub fn mail(&self, outcome: &'static str) {
        self.inner.mails.get_or_create(&Outcome { outcome }).inc();
    }

    /// A call of another program; `outcome` is one of a few fixed words.
    pub fn webhook(&self, outcome: &'static str) {
        self.inner.webhooks.get_or_create(&Outcome { outcome }).inc();
    }

    pub fn handled(&self, group: &'static str, outcome: &'static str) {
        self.inner.handled.get_or_create(&Handled { group, outcome }).inc();
    }

    /// Entries of the bus that this build could not read.
    pub fn unreadable(&self, group: &'static str, count: usize) {
        let outcome = Handled { group, outcome: "unreadable" };
        self.inner.handled.get_or_create(&outcome).inc_by(u64::try_from(count).unwrap_or(u64::MAX));
    }

    pub fn published(&self, count: usize) {
        self.inner.published.inc_by(u64::try_from(count).unwrap_or(u64::MAX));
    }

    pub fn wave(&self, outcome: &'static str) {
        self.inner.waves.get_or_create(&Outcome { outcome }).inc();
    }

    /// A wave for which fewer people fitted than were wanted: how many each rule kept out.
    pub fn short_wave(&self, kept_out: impl Iterator<Item = (&'static str, usize)>) {
        for (rule, people) in kept_out {
            self.inner.kept_out.get_or_create(&KeptOut { rule }).inc_by(u64::try_from(people).unwrap_or(u64::MAX));
        }
    }

    /// How many events of each kind the store of this process has recorded since its start.
    pub fn recorded(&self, kinds: impl IntoIterator<Item = (String, u64)>) {
        for (kind, count) in kinds {
            if let Some(outcome) = offer_outcome(&kind) {
                self.inner.offers.get_or_create(&Outcome { outcome }).inner().store(count, Ordering::Relaxed);
            }
            if kind == "engagement_opened" {
                self.inner.matches.inner().store(count, Ordering::Relaxed);
            }
            self.inner.events.get_or_create(&Kind { kind }).inner().store(count, Ordering::Relaxed);
        }
    }

    /// A request and its answer. `route` is the template of the address, never the address itself: that may hold a token.
    pub fn answered(&self, method: &str, route: Option<String>, status: u16, took: std::time::Duration) {
        self.inner.web.answered(method, route, status, took);
    }

    /// A search of the active list. If it found nobody, `filter` names the one that should be left out first; none where no single one would
    /// do. Never the words themselves.
    pub fn searched(&self, is_empty: bool, filter: Option<&'static str>) {
        self.inner.searches.inc();
        if is_empty {
            self.inner.emptied.get_or_create(&EmptiedBy { filter: filter.unwrap_or("several") }).inc();
        }
    }

    /// The index has read the whole journal.
    pub fn index_read(&self, now: Moment) {
        self.inner.index_read_at.set(now.timestamp());
    }

    pub fn index_cards(&self, count: usize) {
        self.inner.index_cards.set(i64::try_from(count).unwrap_or(i64::MAX));
    }

    /// Connections to the database: in use, idle, and at most.
    pub fn connections(&self, in_use: u32, idle: u32, max: u32) {
        for (state, count) in [("in_use", in_use), ("idle", idle)] {
            self.inner.connections.get_or_create(&State { state }).set(count.into());
        }
        self.inner.connections_max.set(max.into());
    }

    /// What was read from the database.
    pub fn whole(&self, state: &WholeState, now: Moment) {
        self.inner.whole.set(state, now);
    }

    /// Notes whether the bus answered when it was last used.
    pub fn bus_is_well(&self, well: bool) {
        self.inner.bus_well.store(well, Ordering::Relaxed);
        self.inner.bus_up.set(well.into());
    }

    pub fn is_bus_well(&self) -> bool {
        self.inner.bus_well.load(Ordering::Relaxed)
    }

    /// The workers' sign of life.
    pub fn beat(&self, now: Moment) {
        self.inner.last_beat.store(now.timestamp_micros(), Ordering::Relaxed);
        self.inner.beat_at.set(now.timestamp());
    }

    pub fn last_beat(&self) -> Option<Moment> {
        let micros = self.inner.last_beat.load(Ordering::Relaxed);
        (micros != 0).then(|| Moment::from_timestamp_micros(micros)).flatten()
    }

    /// All signals as Prometheus reads them (OpenMetrics text).
    pub fn text(&self) -> String {
        let mut text = String::new();
        // Writing into a string cannot fail.
        let _ = encode(&mut text, &self.inner.registry);
        text
    }
}

/// Makes a metric and registers it.
fn added<M>(registry: &mut Registry, name: &'static str, help: &'static str) -> M
where
    M: Clone + Default + prometheus_client::registry::Metric,
{
    let metric = M::default();
    registry.register(name, help, metric.clone());
    metric
}

/// What the event says about an offer.
fn offer_outcome(kind: &str) -> Option<&'static str> {
    let outcomes = ["made", "sent", "reminded", "willing", "accepted", "declined", "lapsed", "withdrawn", "not_chosen"];
    let said = kind.strip_prefix("offer_")?;
    outcomes.into_iter().find(|outcome| *outcome == said)
}
