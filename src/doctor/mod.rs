//! `nakodo doctor`: looks at everything that an instance stands on and says in a line each whether it is well. It changes nothing, sends no
//! letter, and brings no schema up to date: what it finds is what is there.
//!
//! A check gives [`Finding`]s. Only `wrong` makes the whole fail: nakodo does not work, or not for long. `warn` is for a person to weigh.

mod bus;
mod database;
mod dates;
mod dns;
mod folder;
mod keys;
mod mail;
mod registry;
mod signature;
mod times;

use std::net::SocketAddr;

use serde::Serialize;

use crate::clock::Clock;
use crate::language::Language;
use crate::settings::{Profile, Settings};
use crate::wording::{say, say_with};

/// What was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Check {
    Settings,
    Folder,
    Disk,
    Database,
    Schema,
    Keys,
    Redis,
    Mail,
    Dkim,
    Clock,
    Dates,
    Registry,
}

impl Check {
    pub const ALL: [Check; 12] = [
        Self::Settings,
        Self::Folder,
        Self::Disk,
        Self::Database,
        Self::Schema,
        Self::Keys,
        Self::Redis,
        Self::Mail,
        Self::Dkim,
        Self::Clock,
        Self::Dates,
        Self::Registry,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Settings => "doctor-check-settings",
            Self::Folder => "doctor-check-folder",
            Self::Disk => "doctor-check-disk",
            Self::Database => "doctor-check-database",
            Self::Schema => "doctor-check-schema",
            Self::Keys => "doctor-check-keys",
            Self::Redis => "doctor-check-redis",
            Self::Mail => "doctor-check-mail",
            Self::Dkim => "doctor-check-dkim",
            Self::Clock => "doctor-check-clock",
            Self::Dates => "doctor-check-dates",
            Self::Registry => "doctor-check-registry",
        }
    }
}

/// How it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Well,
    Warn,
    Wrong,
}

impl Verdict {
    fn name(self) -> &'static str {
        match self {
            Self::Well => "doctor-verdict-well",
            Self::Warn => "doctor-verdict-warn",
            Self::Wrong => "doctor-verdict-wrong",
        }
    }
}

/// One line of the answer. It holds no password and no key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    pub check: Check,
    pub verdict: Verdict,
    /// Key of the sentence, which stays the same in every language and version.
    pub code: &'static str,
    /// What the sentence names.
    pub facts: Vec<(&'static str, String)>,
}

impl Finding {
    fn new(check: Check, verdict: Verdict, code: &'static str, facts: &[(&'static str, &str)]) -> Self {
        Self { check, verdict, code, facts: facts.iter().map(|(name, fact)| (*name, (*fact).to_owned())).collect() }
    }

    fn well(check: Check, code: &'static str, facts: &[(&'static str, &str)]) -> Self {
        Self::new(check, Verdict::Well, code, facts)
    }

    fn warn(check: Check, code: &'static str, facts: &[(&'static str, &str)]) -> Self {
        Self::new(check, Verdict::Warn, code, facts)
    }

    fn wrong(check: Check, code: &'static str, facts: &[(&'static str, &str)]) -> Self {
        Self::new(check, Verdict::Wrong, code, facts)
    }

    /// The sentence.
    pub fn text(&self, language: Language) -> String {
        let facts: Vec<(&str, &str)> = self.facts.iter().map(|(name, fact)| (*name, fact.as_str())).collect();
        say_with(language, self.code, &facts)
    }

    /// The whole line: how it is, what was looked at, the sentence.
    pub fn line(&self, language: Language) -> String {
        format!("[{}] {}: {}", say(language, self.verdict.name()), say(language, self.check.name()), self.text(language))
    }
}

/// Why the settings cannot be used; nothing else can be looked at then.
pub fn unusable_settings(why: &str) -> Finding {
    Finding::wrong(Check::Settings, "doctor-settings-wrong", &[("why", why)])
}

/// Whether an instance with these findings can work.
pub fn is_well(findings: &[Finding]) -> bool {
    findings.iter().all(|finding| finding.verdict != Verdict::Wrong)
}

/// Looks at everything. `dns` is asked instead of the machine's own name servers where given.
pub async fn examine(settings: &Settings, clock: &Clock, dns: Option<SocketAddr>) -> Vec<Finding> {
    let mut findings = meant(settings);
    findings.extend(folder::look(settings));
    let (of_database, database) = database::look(settings).await;
    findings.extend(of_database);
    findings.extend(keys::look(settings, database.as_ref()).await);
    let (of_bus, redis) = bus::look(settings).await;
    findings.extend(of_bus);
    findings.push(mail::look(settings).await);
    findings.extend(signature::look(settings, dns).await);
    findings.extend(times::look(clock, database.as_ref(), redis).await);
    findings.extend(dates::look(clock.today()));
    findings.extend(registry::look(clock.today(), database.as_ref()).await);
    findings
}

/// Settings that are allowed and most likely not meant.
fn meant(settings: &Settings) -> Vec<Finding> {
    let mut findings = vec![Finding::well(Check::Settings, "doctor-settings-well", &[])];
    if settings.profile == Profile::Development {
        findings.push(Finding::warn(Check::Settings, "doctor-settings-development", &[]));
    }
    let public = &settings.web.public_url;
    if public.scheme() == "http" && !is_here(public.host_str().unwrap_or_default()) {
        findings.push(Finding::warn(Check::Settings, "doctor-settings-no-https", &[("address", public.as_str())]));
    }
    if settings.profile == Profile::Production {
        // The name of the example is nobody's: letters from it are refused, and those to it reach nobody.
        let (sender, operator) = (&settings.post.from_address, &settings.operator.1);
        for (key, address) in [("post.from_address", sender), ("post.operator_address", operator)] {
            if address.domain().ends_with(".example") {
                findings.push(Finding::wrong(Check::Settings, "doctor-settings-example", &[("key", key)]));
            }
        }
    }
    findings
}

/// Whether a name means this machine.
fn is_here(host: &str) -> bool {
    host == "localhost" || host.trim_matches(['[', ']']).parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_in_both_languages() {
        for language in Language::ALL {
            for check in Check::ALL {
                assert!(!say(language, check.name()).is_empty());
            }
            let line = unusable_settings("setting profile: x").line(language);
            assert!(line.contains("setting profile: x"), "{line}");
        }
        assert_eq!(unusable_settings("why").line(Language::En), "[FAIL] Settings: why");
    }
}
