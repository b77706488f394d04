//! How requests were answered, and how long that took.

use std::time::Duration;

use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

use crate::telemetry::labels::Request;

/// Seconds. A page takes a few milliseconds; beyond ten seconds the request has been given up.
const BOUNDS: [f64; 11] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 2.5, 10.0];

/// Methods that have a name here; a stranger may send any word.
const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PATCH", "PUT", "DELETE", "OPTIONS"];

/// What is at no address of ours.
const NOWHERE: &str = "nowhere";

#[derive(Clone)]
pub(super) struct Web {
    durations: Family<Request, Histogram, fn() -> Histogram>,
}

impl Web {
    pub fn register(registry: &mut Registry) -> Self {
        let durations: Family<Request, Histogram, fn() -> Histogram> = Family::new_with_constructor(|| Histogram::new(BOUNDS));
        let help = "Requests by the template of their address, and how long each took until its answer began";
        registry.register_with_unit("http_request_duration", help, Unit::Seconds, durations.clone());
        Self { durations }
    }

    pub fn answered(&self, method: &str, route: Option<String>, status: u16, took: Duration) {
        let method = METHODS.into_iter().find(|known| *known == method).unwrap_or("OTHER");
        let route = route.unwrap_or_else(|| NOWHERE.to_owned());
        self.durations.get_or_create(&Request { method, route, status }).observe(took.as_secs_f64());
    }
}
