//! Traces for a collector (OTLP over HTTP, as JSON): one span for each request, wave, letter and webhook, under the trace that all of them carry anyway
//! (`traces.rs`). Spans hold ids, codes and routes as templates, as log lines do.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use opentelemetry::KeyValue;
use opentelemetry::trace::{SpanId, TraceId, TracerProvider};
use opentelemetry_http::{Bytes, HttpClient, HttpError, Request, Response};
use opentelemetry_otlp::{ExporterBuildError, Protocol, SpanExporter, WithExportConfig, WithHttpConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::{IdGenerator, RandomIdGenerator, Sampler, SdkTracer, SdkTracerProvider};
use tokio::runtime::Handle;

use crate::traces::current;

/// How long one hand-over may take.
const LONGEST: Duration = Duration::from_secs(5);

/// Hands spans on in the background, as many at once as there are. While the collector does not answer they are dropped: nothing waits for it.
#[derive(Debug)]
pub struct Collector(SdkTracerProvider);

impl Collector {
    /// `share` of all traces, 0 to 1, go to `address`. Must be called within a runtime, which carries the calls.
    pub fn new(address: &str, share: f64) -> Result<Self, ExporterBuildError> {
        let redirect = reqwest::redirect::Policy::none();
        let client = reqwest::Client::builder().redirect(redirect).timeout(LONGEST).build().unwrap_or_default();
        let client = Carrier { client, runtime: Handle::current(), is_well: AtomicBool::new(true) };
        let exporter = SpanExporter::builder().with_http().with_http_client(client).with_protocol(Protocol::HttpJson);
        let resource = [KeyValue::new("service.name", "nakodo"), KeyValue::new("service.version", env!("CARGO_PKG_VERSION"))];
        let provider = SdkTracerProvider::builder()
            .with_batch_exporter(exporter.with_endpoint(address).build()?)
            .with_id_generator(OfTask::default())
            .with_sampler(Sampler::TraceIdRatioBased(share))
            .with_resource(Resource::builder_empty().with_attributes(resource).build());
        Ok(Self(provider.build()))
    }

    pub fn tracer(&self) -> SdkTracer {
        self.0.tracer("nakodo")
    }

    /// Hands over what is left.
    pub async fn end(self) {
        // It waits for its own thread, which the runtime must not.
        let ended = tokio::task::spawn_blocking(move || self.0.shutdown_with_timeout(LONGEST)).await;
        if let Ok(Err(error)) = ended {
            tracing::warn!(%error, "the last traces could not be handed over");
        }
    }
}

/// A span belongs to the trace of its task.
#[derive(Debug, Default)]
struct OfTask(RandomIdGenerator);

impl IdGenerator for OfTask {
    fn new_trace_id(&self) -> TraceId {
        current().map_or_else(|| self.0.new_trace_id(), |trace| TraceId::from_bytes(*trace.bytes()))
    }

    fn new_span_id(&self) -> SpanId {
        self.0.new_span_id()
    }
}

/// Calls from the runtime: the thread that gathers spans has none.
#[derive(Debug)]
struct Carrier {
    client: reqwest::Client,
    runtime: Handle,
    /// Whether the last call succeeded, so that a collector that is away is told once.
    is_well: AtomicBool,
}

#[async_trait::async_trait]
impl HttpClient for Carrier {
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let (client, request) = (self.client.clone(), reqwest::Request::try_from(request)?);
        let calling = self.runtime.spawn(async move {
            let answer = client.execute(request).await?.error_for_status()?;
            let mut taken = Response::new(Bytes::new());
            *taken.status_mut() = answer.status();
            *taken.body_mut() = answer.bytes().await?;
            Ok::<_, reqwest::Error>(taken)
        });
        let called = calling.await?;
        let was_well = self.is_well.swap(called.is_ok(), Ordering::Relaxed);
        match called {
            Ok(answer) => Ok(answer),
            Err(error) => {
                let error = error.without_url();
                if was_well {
                    tracing::warn!(%error, "the collector of traces does not take them; they are dropped until it does");
                }
                Err(error.into())
            }
        }
    }
}
