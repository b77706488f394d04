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
    let mut findings: Vec<Finding> = record.rsa_bits.and_then(too_short).into_iter().collect();
    findings.push(published(&record, dns::texts(&record.name, server).await));
    findings
}

fn too_short(bits: usize) -> Option<Finding> {
    let told = if bits < SHORTEST { Finding::wrong } else { Finding::warn };
    (bits < LONG_ENOUGH).then(|| told(Check::Dkim, "doctor-dkim-short", &[("bits", &bits.to_string())]))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doctor::Verdict;

    #[test]
    fn a_short_key_is_told_and_a_very_short_one_is_wrong() {
        let judged = |bits| too_short(bits).map(|finding| finding.verdict);
        assert_eq!([512, 1024, 2048].map(judged), [Some(Verdict::Wrong), Some(Verdict::Warn), None]);
    }
}
