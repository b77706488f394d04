//! Every request has a name, is counted, and, if it may have changed something, stands in the log: by the template of its address, never by the
//! address, which may be a secret.

use std::time::Instant;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, web};

use crate::traces::{TraceId, Work, answered, within};
use crate::web::State;

const TRACEPARENT: HeaderName = HeaderName::from_static("traceparent");
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The trace that the caller is part of (W3C Trace Context), if it says so in a way that can be read.
fn of_caller(headers: &HeaderMap) -> Option<TraceId> {
    headers.get(TRACEPARENT)?.to_str().ok().and_then(TraceId::of_traceparent)
}

pub async fn watched<B: MessageBody>(request: ServiceRequest, next: Next<B>) -> Result<ServiceResponse<B>, Error> {
    let Some(state) = request.app_data::<web::Data<State>>().cloned() else { return next.call(request).await };
    let (trace, began) = (of_caller(request.headers()).unwrap_or_else(|| state.desk.ids.trace()), Instant::now());
    let work = async {
        let mut answer = next.call(request).await?;
        let (method, route, status) = (answer.request().method().clone(), answer.request().match_pattern(), answer.status());
        let millis = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        let place = route.as_deref().unwrap_or("nowhere");
        if method.is_safe() && !status.is_server_error() {
            tracing::debug!(route = place, status = status.as_u16(), millis, "answered");
        } else {
            tracing::info!(route = place, status = status.as_u16(), millis, "answered");
        }
        answered(method.as_str(), place, status.as_u16());
        state.telemetry.answered(method.as_str(), route, status.as_u16(), began.elapsed());
        let mut span = [0; 8];
        span.copy_from_slice(state.desk.ids.trace().bytes().split_at(8).0);
        let headers = answer.headers_mut();
        for (name, value) in [(REQUEST_ID, trace.to_string()), (TRACEPARENT, trace.traceparent(span))] {
            // Hexadecimal digits and dashes can always be a header.
            if let Ok(value) = HeaderValue::try_from(value) {
                headers.insert(name, value);
            }
        }
        Ok(answer)
    };
    within(Some(trace), Work::Request, work).await
}
