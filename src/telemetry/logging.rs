//! Where log lines go, and spans.

use std::io::IsTerminal;

use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::layer::{Layer, SubscriberExt};
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, fmt, registry};

use crate::telemetry::collector::Collector;
use crate::traces::is_work;

/// What goes on in the background while there are spans to hand on.
#[derive(Debug)]
pub struct Logging(Option<Collector>);

impl Logging {
    /// Starts logging to standard error, and handing spans to a collector if there is one (`collector`: its address, and the share of traces, 0 to 1). Must
    /// be called within a runtime; a second call in one process does nothing.
    ///
    /// # Errors
    ///
    /// A sentence, if the collector's address cannot be used.
    pub fn start(filter: &str, as_json: bool, collector: Option<(&str, f64)>) -> Result<Self, String> {
        let collector = collector.map(|(address, share)| Collector::new(address, share)).transpose().map_err(|error| error.to_string())?;
        let spans = collector.as_ref().map(|collector| {
            let layer = tracing_opentelemetry::layer().with_tracer(collector.tracer());
            let plain = layer.with_location(false).with_threads(false).with_target(false).with_tracked_inactivity(false);
            plain.with_filter(filter_fn(is_work))
        });
        let filter = EnvFilter::try_new(filter).unwrap_or_else(|_| EnvFilter::new("info"));
        let lines = fmt::layer().with_writer(std::io::stderr).with_ansi(std::io::stderr().is_terminal());
        let lines = if as_json { lines.json().with_filter(filter).boxed() } else { lines.with_filter(filter).boxed() };
        // An error means that logging has been started already.
        let _ = registry().with(lines).with(spans).try_init();
        Ok(Self(collector))
    }

    /// Hands over what is left.
    pub async fn end(self) {
        if let Some(collector) = self.0 {
            collector.end().await;
        }
    }
}
