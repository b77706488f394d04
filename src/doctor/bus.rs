//! Redis: whether it answers, is new enough, can be written to, and what it forgets.

use crate::bus::{EventBus, RedisFacts};
use crate::clock::Moment;
use crate::doctor::{Check, Finding};
use crate::settings::{BusChoice, Settings};

/// What there is to say, and the time by the clock of Redis.
pub(super) async fn look(settings: &Settings) -> (Vec<Finding>, Option<Moment>) {
    let BusChoice::Redis(url) = &settings.bus.choice else { return (Vec::new(), None) };
    let asked = async { EventBus::redis(url, &settings.bus.prefix, "doctor", settings.bus.redeliver_after)?.examine().await };
    match asked.await {
        Ok(Some(facts)) => (findings(&facts), Some(facts.now)),
        Ok(None) => (Vec::new(), None),
        Err(error) => (vec![Finding::wrong(Check::Redis, "doctor-redis-away", &[("why", &error.to_string())])], None),
    }
}

fn findings(facts: &RedisFacts) -> Vec<Finding> {
    let mut findings = Vec::new();
    let version = [("version", facts.version.as_str())];
    if !facts.is_new_enough() {
        findings.push(Finding::wrong(Check::Redis, "doctor-redis-old", &version));
    }
    if facts.is_replica {
        findings.push(Finding::wrong(Check::Redis, "doctor-redis-replica", &[]));
    }
    // What is lost is published again from the outbox, so neither of these ends anything.
    if facts.may_evict() {
        findings.push(Finding::warn(Check::Redis, "doctor-redis-evicts", &[("policy", &facts.eviction)]));
    }
    if !facts.keeps_log && facts.takes_snapshots == Some(false) {
        findings.push(Finding::warn(Check::Redis, "doctor-redis-forgets", &[]));
    }
    if findings.is_empty() {
        findings.push(Finding::well(Check::Redis, "doctor-redis-well", &version));
    }
    findings
}
