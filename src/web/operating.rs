//! For whoever operates an instance: is it alive, is it ready, what does it count.

use actix_web::http::header;
use actix_web::{HttpResponse, web};
use serde_json::json;

use crate::web::State;

/// The process runs.
pub async fn healthz() -> HttpResponse {
    HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(json!({ "status": "ok" }))
}

/// How old the workers' last sign of life may be: longer than a whole batch of letters takes that all run into their deadline.
const STUCK_AFTER: chrono::Duration = chrono::Duration::minutes(5);

/// Whether help requests can be taken in and are worked on: the store must answer, and workers of this process must show life. A bus that is
/// away only delays, so it is told but does not fail.
pub async fn readyz(state: web::Data<State>) -> HttpResponse {
    let store = state.desk.store.ping().await.is_ok();
    let bus = state.telemetry.is_bus_well();
    let beat = state.telemetry.last_beat().map(|at| state.desk.clock.now() - at);
    let stuck = beat.is_some_and(|age| age > STUCK_AFTER);
    let word = |well: bool, otherwise: &'static str| if well { "ok" } else { otherwise };
    let status = match (store && !stuck, bus) {
        (true, true) => "ok",
        (true, false) => "degraded",
        (false, _) => "unavailable",
    };
    let mut answer = if store && !stuck { HttpResponse::Ok() } else { HttpResponse::ServiceUnavailable() };
    answer.insert_header((header::CACHE_CONTROL, "no-store"));
    let workers = if beat.is_none() { "elsewhere" } else { word(!stuck, "stuck") };
    answer.json(json!({ "status": status, "store": word(store, "unavailable"), "bus": word(bus, "unavailable"), "workers": workers }))
}

/// Prometheus text.
pub async fn metrics(state: web::Data<State>) -> HttpResponse {
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    HttpResponse::Ok().insert_header((header::CONTENT_TYPE, kind)).body(state.telemetry.text())
}
