//! The key that signs letters: whether it can be read, and whether DNS names it.

use std::net::SocketAddr;

use crate::doctor::{Check, Finding, dns};
use crate::post::{DkimRecord, dkim_record};
use crate::settings::{Settings, TransportChoice};

/// RFC 8301: shorter keys must not be used, and this is the least to use today.
const SHORTEST: usize = 1024;
const LONG_ENOUGH: usize = 2048;

pub(super) async fn look(settings: &Settings, server: Option<SocketAddr>) -> Vec<Finding> {
    let Some(dkim) = &settings.post.dkim else {
        let leaves = matches!(settings.post.transport, TransportChoice::Smtp { .. });
        return if leaves { vec![Finding::warn(Check::Dkim, "doctor-dkim-none", &[])] } else { Vec::new() };
    };
    let record = match dkim_record(dkim) {
        Ok(record) => record,
        Err(why) => return vec![Finding::wrong(Check::Dkim, "doctor-dkim-key", &[("why", &why)])],
    };
    let mut findings = Vec::new();
    if record.rsa_bits.is_some_and(|bits| bits < LONG_ENOUGH) {
        let bits = record.rsa_bits.unwrap_or(0);
        let told = if bits < SHORTEST { Finding::wrong } else { Finding::warn };
        findings.push(told(Check::Dkim, "doctor-dkim-short", &[("bits", &bits.to_string())]));
    }
    findings.push(published(&record, dns::texts(&record.name, server).await));
    findings
}

/// What DNS says, seen beside what it should say.
fn published(record: &DkimRecord, answer: Result<Vec<String>, String>) -> Finding {
    let facts = [("name", record.name.as_str()), ("record", record.text.as_str())];
    let texts = match answer {
        Ok(texts) => texts,
        Err(why) => return Finding::warn(Check::Dkim, "doctor-dkim-not-asked", &[facts[0], facts[1], ("why", &why)]),
    };
    let keys: Vec<String> = texts.iter().filter_map(|text| DkimRecord::key_in(text)).collect();
    if keys.contains(&record.key) {
        Finding::well(Check::Dkim, "doctor-dkim-well", &facts[..1])
    } else if keys.is_empty() {
        Finding::wrong(Check::Dkim, "doctor-dkim-missing", &facts)
    } else if keys.iter().all(String::is_empty) {
        Finding::wrong(Check::Dkim, "doctor-dkim-withdrawn", &facts)
    } else {
        Finding::wrong(Check::Dkim, "doctor-dkim-other", &facts)
    }
}
