//! Which request a thing comes from: a trace id (W3C Trace Context) goes from a request through what it records, to the workers that handle it,
//! to the letters that leave, and stands in every log line on the way. It is a name without meaning: random, or given by who calls.
//!
//! The trace of what a task is doing is the task's own ([`within`]), so that acts need not hand it on. The store takes it from there.

use std::fmt;

use serde::{Deserialize, Serialize};
use tracing::field::Empty;
use tracing::{Instrument, Metadata, Span};

/// 16 bytes, written as 32 hexadecimal digits; never all zero.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TraceId([u8; 16]);

/// The name of a span that is only a place in the log.
const PLACE: &str = "at";

tokio::task_local! {
    static CURRENT: Option<TraceId>;
}

impl TraceId {
    pub fn new(bytes: [u8; 16]) -> Self {
        // Zero means "none" to others.
        Self(if bytes == [0; 16] { [1; 16] } else { bytes })
    }

    pub fn bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// As it is written; none if it cannot be one.
    pub fn find(text: &str) -> Option<Self> {
        let bytes = hex(text)?;
        Some(Self(bytes)).filter(|_| bytes != [0; 16])
    }

    /// The trace of a `traceparent` header (version 00, or a newer one that begins like it); none if it is not as the standard says, and then the
    /// caller's wish does not count.
    pub fn of_traceparent(header: &str) -> Option<Self> {
        let mut parts = header.split('-');
        let (version, trace, parent, flags) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        let [version] = hex::<1>(version)?;
        let more = parts.next().is_some();
        let is_right = version != 0xff && !(version == 0 && more) && hex::<8>(parent)? != [0; 8] && hex::<1>(flags).is_some();
        Self::find(trace).filter(|_| is_right)
    }

    /// The header that hands this trace on, as done by us under the name `span`.
    pub fn traceparent(self, span: [u8; 8]) -> String {
        let span = u64::from_be_bytes(span).max(1);
        format!("00-{self}-{span:016x}-01")
    }
}

/// Lower-case hexadecimal digits, as the standard wants them.
fn hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let is_hex = text.len() == N * 2 && text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
    if !is_hex {
        return None;
    }
    let mut bytes = [0; N];
    for (place, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(place * 2..place * 2 + 2)?, 16).ok()?;
    }
    Some(bytes)
}

impl fmt::Display for TraceId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
    }
}

impl fmt::Debug for TraceId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

impl From<TraceId> for String {
    fn from(trace: TraceId) -> Self {
        trace.to_string()
    }
}

impl TryFrom<String> for TraceId {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::find(&text).ok_or("no trace id")
    }
}

/// The trace of what this task is doing.
pub fn current() -> Option<TraceId> {
    CURRENT.try_with(|trace| *trace).ok().flatten()
}

/// What is done under a trace and told to a collector of traces, if there is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    Request,
    Wave,
    Letter,
    Webhook,
}

impl Work {
    fn span(self, trace: TraceId) -> Span {
        match self {
            // Filled in when the answer is known.
            Self::Request => tracing::info_span!(
                "request",
                %trace,
                http.request.method = Empty,
                http.route = Empty,
                http.response.status_code = Empty
            ),
            Self::Wave => tracing::info_span!("wave", %trace),
            Self::Letter => tracing::info_span!("letter", %trace),
            Self::Webhook => tracing::info_span!("webhook", %trace),
        }
    }
}

/// Whether a span is of some [`Work`], and not only a place in the log.
pub fn is_work(span: &Metadata<'_>) -> bool {
    span.is_span() && span.target() == module_path!() && span.name() != PLACE
}

/// Does something under a trace: what it records carries it, and so does what it logs.
pub async fn within<F: Future>(trace: Option<TraceId>, work: Work, doing: F) -> F::Output {
    CURRENT.scope(trace, doing.instrument(trace.map_or_else(Span::none, |trace| work.span(trace)))).await
}

/// Tells of work that was done together with other work, under the trace that it has by itself.
pub fn mark(trace: Option<TraceId>, work: Work, telling: impl FnOnce()) {
    CURRENT.sync_scope(trace, || trace.map_or_else(Span::none, |trace| work.span(trace)).in_scope(telling));
}

/// What became of the request that this task answers.
pub fn answered(method: &str, route: &str, status: u16) {
    let request = Span::current();
    request.record("http.request.method", method).record("http.route", route).record("http.response.status_code", status);
}

/// A place in the log that names the trace. Always as the same one field, whoever writes the line.
pub fn span(trace: Option<TraceId>) -> Span {
    trace.map_or_else(Span::none, |trace| tracing::info_span!(PLACE, %trace))
}

#[cfg(test)]
mod tests {
    use super::*;

    const RIGHT: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    #[test]
    fn a_traceparent_is_read_as_the_standard_says() {
        let trace = TraceId::of_traceparent(RIGHT).unwrap();
        assert_eq!(trace.to_string(), "4bf92f3577b34da6a3ce929d0e0e4736");
        assert!(TraceId::of_traceparent("cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what-comes").is_some());
        for wrong in [
            "",
            "00",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
            "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
            "00-4bf92f3577b34da6a3ce929d0e0e47-00f067aa0ba902b7-01",
            "00-soumu@seki-kinzoku.example.jp---00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-日",
        ] {
            assert_eq!(TraceId::of_traceparent(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_is_handed_on_is_read_back() {
        let trace = TraceId::new([7; 16]);
        for span in [[0; 8], [9; 8]] {
            assert_eq!(TraceId::of_traceparent(&trace.traceparent(span)), Some(trace));
        }
        assert_eq!(TraceId::of_traceparent(&TraceId::new([0; 16]).traceparent([0; 8])), Some(TraceId::new([1; 16])));
        assert_eq!(serde_json::from_str::<TraceId>(&serde_json::to_string(&trace).unwrap()).unwrap(), trace);
    }

    #[tokio::test]
    async fn a_task_has_a_trace_of_its_own() {
        assert_eq!(current(), None);
        let trace = Some(TraceId::new([7; 16]));
        within(trace, Work::Request, async {
            assert_eq!(current(), trace);
            assert_eq!(tokio::spawn(async { current() }).await.unwrap(), None, "another task is another matter");
            within(None, Work::Letter, async { assert_eq!(current(), None) }).await;
        })
        .await;
    }
}
