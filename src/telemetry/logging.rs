//! Where log lines go, and spans.

use std::io::IsTerminal;

use opentelemetry_sdk::trace::SdkTracer;
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::layer::{Layer, SubscriberExt};
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, fmt, registry};

use crate::traces::is_work;

/// Starts logging to standard error, and telling spans to whoever gathers them; a second call in one process does nothing.
pub fn start_logging(filter: &str, as_json: bool, spans: Option<SdkTracer>) {
    let filter = EnvFilter::try_new(filter).unwrap_or_else(|_| EnvFilter::new("info"));
    let lines = fmt::layer().with_writer(std::io::stderr).with_ansi(std::io::stderr().is_terminal());
    let lines = if as_json { lines.json().with_filter(filter).boxed() } else { lines.with_filter(filter).boxed() };
    let spans = spans.map(|tracer| {
        let layer = tracing_opentelemetry::layer().with_tracer(tracer).with_tracked_inactivity(false);
        layer.with_location(false).with_threads(false).with_target(false).with_filter(filter_fn(is_work))
    });
    // An error means that logging has been started already.
    let _ = registry().with(lines).with(spans).try_init();
}
