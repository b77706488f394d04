//! How other programs are told what happens.

use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

use ipnet::IpNet;
use serde::Deserialize;

use crate::settings::SettingsError;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawWebhooks {
    pub allowed_networks: String,
    pub authority_file: PathBuf,
    pub call_seconds: u64,
    pub at_once: usize,
    pub at_once_each: usize,
    pub pauses_seconds: String,
    pub give_up_days: u32,
    pub keep_days: u32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebhookSettings {
    /// Networks that may be called though they are not of the open internet.
    pub allowed: Vec<IpNet>,
    /// Certificates in PEM that are trusted beside those of the web.
    pub authority_file: Option<PathBuf>,
    /// Whether only https is called.
    pub https_only: bool,
    /// For one call, from the name's resolution to the answer's head.
    pub timeout: Duration,
    /// Calls in hand at the same time: of a process, and to one webhook.
    pub at_once: usize,
    pub at_once_each: usize,
    /// Pauses between tries; after the last a message is given up.
    pub pauses: Vec<Duration>,
    /// After so long without a message that arrived a webhook is switched off.
    pub give_up: chrono::Duration,
    /// How long messages are kept.
    pub keep: chrono::Duration,
}

fn wrong(key: &'static str, why: impl ToString) -> SettingsError {
    SettingsError::Wrong { key, why: why.to_string() }
}

fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|part| !part.is_empty())
}

impl RawWebhooks {
    pub(super) fn check(&self, https_only: bool) -> Result<WebhookSettings, SettingsError> {
        let network = |part: &str| {
            let network = part.parse::<IpNet>().or_else(|_| part.parse::<IpAddr>().map(IpNet::from));
            network.map_err(|_| wrong("webhooks.allowed_networks", format!("{part:?} is neither an address nor a network")))
        };
        let pause = |part: &str| {
            let pause = part.parse::<u64>().map(Duration::from_secs);
            pause.map_err(|_| wrong("webhooks.pauses_seconds", format!("{part:?} is no number of seconds")))
        };
        let days = |days: u32| chrono::Duration::days(i64::from(days.max(1)));
        if self.keep_days < self.give_up_days {
            return Err(wrong(
                "webhooks.keep_days",
                "must not be shorter than webhooks.give_up_days, or messages would go before they are given up",
            ));
        }
        Ok(WebhookSettings {
            allowed: parts(&self.allowed_networks).map(network).collect::<Result<_, _>>()?,
            authority_file: Some(self.authority_file.clone()).filter(|file| !file.as_os_str().is_empty()),
            https_only,
            timeout: Duration::from_secs(self.call_seconds.max(1)),
            at_once: self.at_once.max(1),
            at_once_each: self.at_once_each.max(1),
            pauses: parts(&self.pauses_seconds).map(pause).collect::<Result<_, _>>()?,
            give_up: days(self.give_up_days),
            keep: days(self.keep_days),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw() -> RawWebhooks {
        RawWebhooks {
            allowed_networks: "127.0.0.1, 10.0.0.0/8".into(),
            authority_file: PathBuf::new(),
            call_seconds: 10,
            at_once: 8,
            at_once_each: 2,
            pauses_seconds: "5, 300".into(),
            give_up_days: 5,
            keep_days: 30,
        }
    }

    #[test]
    fn what_is_no_network_or_no_pause_is_named() {
        let settings = raw().check(true).unwrap();
        assert_eq!(settings.allowed, ["127.0.0.1/32", "10.0.0.0/8"].map(|text| text.parse::<IpNet>().unwrap()));
        assert_eq!(settings.pauses, [5, 300].map(Duration::from_secs));
        let key = |change: fn(&mut RawWebhooks)| {
            let mut raw = raw();
            change(&mut raw);
            match raw.check(true) {
                Err(SettingsError::Wrong { key, .. }) => key,
                other => panic!("expected a wrong setting, got {other:?}"),
            }
        };
        assert_eq!(key(|raw| raw.allowed_networks = "intranet".into()), "webhooks.allowed_networks");
        assert_eq!(key(|raw| raw.pauses_seconds = "5, soon".into()), "webhooks.pauses_seconds");
        assert_eq!(key(|raw| raw.keep_days = 4), "webhooks.keep_days");
    }
}
