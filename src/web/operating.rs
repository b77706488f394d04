//! For whoever operates an instance: is it alive, is it ready, what does it count.

use std::time::Duration;

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

/// How long the database may take for the answer. Who asks gives up soon, and an answer that comes later tells nobody anything.
const PATIENCE: Duration = Duration::from_secs(2);

/// Whether help requests can be taken in and are worked on: the store must answer and have the schema of this build, and workers of this process
/// must show life. A bus that is away only delays, so it is told but does not fail; it is not asked here either, so that one that hangs holds
/// up nobody.
pub async fn readyz(state: web::Data<State>) -> HttpResponse {
    let schema = tokio::time::timeout(PATIENCE, state.desk.store.schema_state()).await.ok().and_then(Result::ok);
    let (store, schema) = match &schema {
        None => ("unavailable", "unknown"),
        Some(schema) if !schema.missing.is_empty() => ("ok", "behind"),
        // A newer build has been here, which lets this one go on.
        Some(schema) if !schema.unknown.is_empty() => ("ok", "ahead"),
        Some(_) => ("ok", "ok"),
    };
    let bus = if state.telemetry.is_bus_well() { "ok" } else { "unavailable" };
    let beat = state.telemetry.last_beat().map(|at| state.desk.clock.now() - at);
    let workers = beat.map_or("elsewhere", |age| if age > STUCK_AFTER { "stuck" } else { "ok" });
    let parts = [("store", store), ("schema", schema), ("bus", bus), ("workers", workers)];
    let lacking = parts.iter().filter(|(_, word)| !matches!(*word, "ok" | "ahead" | "elsewhere" | "unknown")).map(|(part, _)| *part);
    let missing: Vec<&str> = lacking.collect();
    let status = match missing[..] {
        [] => "ok",
        ["bus"] => "degraded",
        _ => "unavailable",
    };
    let mut answer = if status == "unavailable" { HttpResponse::ServiceUnavailable() } else { HttpResponse::Ok() };
    answer.insert_header((header::CACHE_CONTROL, "no-store"));
    let [store, schema, bus, workers] = parts.map(|(_, word)| word);
    answer.json(json!({ "status": status, "missing": missing, "store": store, "schema": schema, "bus": bus, "workers": workers }))
}

/// OpenMetrics text. Asks nobody: what comes from the database was read before.
pub async fn metrics(state: web::Data<State>) -> HttpResponse {
    let (in_use, idle, max) = state.desk.store.connections();
    state.telemetry.connections(in_use, idle, max);
    state.telemetry.index_cards(state.desk.index.read().len());
    state.telemetry.recorded(state.desk.store.recorded());
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    HttpResponse::Ok().insert_header((header::CONTENT_TYPE, kind)).body(state.telemetry.text())
}
