//! For whoever operates an instance: is it alive, is it ready, what does it count.

use actix_web::http::header;
use actix_web::{HttpResponse, web};
use serde_json::json;

use crate::web::State;

/// The process runs.
pub async fn healthz() -> HttpResponse {
    HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(json!({ "status": "ok" }))
}

/// Whether help requests can be taken in: the store must answer. A bus that is away only delays, so it is told but does not fail.
pub async fn readyz(state: web::Data<State>) -> HttpResponse {
    let store = state.desk.store.ping().await.is_ok();
    let bus = state.telemetry.is_bus_well();
    let word = |well: bool, otherwise: &'static str| if well { "ok" } else { otherwise };
    let status = match (store, bus) {
        (true, true) => "ok",
        (true, false) => "degraded",
        (false, _) => "unavailable",
    };
    let mut answer = if store { HttpResponse::Ok() } else { HttpResponse::ServiceUnavailable() };
    answer.insert_header((header::CACHE_CONTROL, "no-store"));
    answer.json(json!({ "status": status, "store": word(store, "unavailable"), "bus": word(bus, "unavailable") }))
}

/// Prometheus text.
pub async fn metrics(state: web::Data<State>) -> HttpResponse {
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    HttpResponse::Ok().insert_header((header::CONTENT_TYPE, kind)).body(state.telemetry.text())
}
