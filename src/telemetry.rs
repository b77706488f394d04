//! What can be seen of a running process: logs, counters, and whether it is well. Counters belong to an instance and not to the program,
//! so that tests can run many instances side by side. No label and no log line holds a name, an address or a token.

use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;
use tracing_subscriber::EnvFilter;

use crate::clock::Moment;

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Outcome {
    outcome: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Handled {
    group: &'static str,
    outcome: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct EmptiedBy {
    filter: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct KeptOut {
    rule: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    status: u16,
}

/// The signals of one instance. Clones share them.
#[derive(Clone)]
pub struct Telemetry {
    inner: Arc<Inner>,
}

struct Inner {
    registry: Registry,
    letters: Family<Outcome, Counter>,
    mails: Family<Outcome, Counter>,
    handled: Family<Handled, Counter>,
    published: Counter,
    waves: Family<Outcome, Counter>,
    kept_out: Family<KeptOut, Counter>,
    lapsed: Counter,
    answered: Family<Answered, Counter>,
    searches: Counter,
    emptied: Family<EmptiedBy, Counter>,
    index_cards: Gauge,
    waiting: Gauge,
    dead: Gauge,
    bus_well: AtomicBool,
    /// Microseconds since the epoch.
    last_beat: AtomicI64,
}

impl Default for Telemetry {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("nakodo");
        let (letters, handled, published) = (Family::default(), Family::default(), Counter::default());
        let (waves, lapsed, answered, index_cards) = (Family::default(), Counter::default(), Family::default(), Gauge::default());
        registry.register("letters", "Letters by what became of them", letters.clone());
        let mails = Family::default();
        registry.register("mails", "Mails that arrived through the API, by what became of them", mails.clone());
        registry.register("deliveries_handled", "Events handled, by group and outcome", handled.clone());
        registry.register("deliveries_published", "Events published to the bus", published.clone());
        let kept_out = Family::default();
        let help = "People whom a rule kept out, summed over the waves for which fewer fitted than were wanted";
        registry.register("kept_out", help, kept_out.clone());
        registry.register("waves", "Tries to open a wave of offers, by outcome", waves.clone());
        registry.register("offers_lapsed", "Offers that lapsed in silence", lapsed.clone());
        let (searches, emptied) = (Counter::default(), Family::default());
        registry.register("searches", "Searches of the active list", searches.clone());
        registry.register("searches_empty", "Searches that found nobody, by the filter to leave out first", emptied.clone());
        registry.register("http_answers", "HTTP answers by status", answered.clone());
        registry.register("index_cards", "Specialists in the index in memory", index_cards.clone());
        let (waiting, dead) = (Gauge::default(), Gauge::default());
        registry.register("deliveries_waiting", "Events that are not handled yet", waiting.clone());
        registry.register("deliveries_dead", "Events put aside for the operator", dead.clone());
        let inner = Inner {
            registry,
            letters,
            mails,
            handled,
            published,
            waves,
            kept_out,
            lapsed,
            answered,
            searches,
            emptied,
            index_cards,
            waiting,
            dead,
            bus_well: AtomicBool::new(true),
            last_beat: AtomicI64::new(0),
        };
        Self { inner: Arc::new(inner) }
    }
}

impl Telemetry {
    /// `outcome` is one of a few fixed words.
    pub fn letter(&self, outcome: &'static str) {
        self.inner.letters.get_or_create(&Outcome { outcome }).inc();
    }

    /// A mail that arrived; likewise. Whoever wrote it is counted nowhere.
    pub fn mail(&self, outcome: &'static str) {
        self.inner.mails.get_or_create(&Outcome { outcome }).inc();
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

    pub fn lapsed(&self, count: usize) {
        self.inner.lapsed.inc_by(u64::try_from(count).unwrap_or(u64::MAX));
    }

    pub fn answered(&self, status: u16) {
        self.inner.answered.get_or_create(&Answered { status }).inc();
    }

    /// A search of the active list. If it found nobody, `filter` names the one that should be left out first; none where no single one would
    /// do. Never the words themselves.
    pub fn searched(&self, is_empty: bool, filter: Option<&'static str>) {
        self.inner.searches.inc();
        if is_empty {
            self.inner.emptied.get_or_create(&EmptiedBy { filter: filter.unwrap_or("several") }).inc();
        }
    }

    pub fn index_cards(&self, count: usize) {
        self.inner.index_cards.set(i64::try_from(count).unwrap_or(i64::MAX));
    }

    /// How many events wait, and how many were put aside.
    pub fn deliveries(&self, waiting: i64, dead: i64) {
        self.inner.waiting.set(waiting);
        self.inner.dead.set(dead);
    }

    /// Notes whether the bus answered when it was last used.
    pub fn bus_is_well(&self, well: bool) {
        self.inner.bus_well.store(well, Ordering::Relaxed);
    }

    pub fn is_bus_well(&self) -> bool {
        self.inner.bus_well.load(Ordering::Relaxed)
    }

    /// The workers' sign of life.
    pub fn beat(&self, now: Moment) {
        self.inner.last_beat.store(now.timestamp_micros(), Ordering::Relaxed);
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

/// Starts logging to standard error; a second call in one process does nothing.
pub fn start_logging(filter: &str, as_json: bool) {
    let filter = EnvFilter::try_new(filter).unwrap_or_else(|_| EnvFilter::new("info"));
    let subscriber =
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(std::io::stderr().is_terminal());
    // An error means that logging has been started already.
    let _ = if as_json { subscriber.json().try_init() } else { subscriber.try_init() };
}
