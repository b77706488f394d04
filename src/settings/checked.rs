//! Settings as meant.

use std::path::PathBuf;
use std::time::Duration;

use url::Url;

use crate::settings::keys::{KeySource, key_source};
use crate::settings::limits::{LimitSettings, origins};
use crate::settings::proxies::TrustedProxies;
use crate::settings::raw::{RawDkim, RawPost, RawReplies};
use crate::settings::{LogSettings, RawSettings, SettingsError, WebhookSettings};
use crate::store::Location;
use crate::values::{Line, MailAddress, ReplyAddress};

/// How strict an instance is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    Production,
    /// The mail folder can be read in the browser.
    Development,
}

#[derive(Clone, Debug)]
pub struct Settings {
    pub profile: Profile,
    /// Folder of the embedded mode.
    pub data_dir: PathBuf,
    pub store: Location,
    pub pool_size: u32,
    pub store_wait: Duration,
    pub keys: KeySource,
    /// Whether what is written is sealed: not while processes of a build that cannot open it still run.
    pub seals: bool,
    pub bus: BusSettings,
    pub web: WebSettings,
    pub limits: LimitSettings,
    pub post: PostSettings,
    /// Who reads letters about help requests without a support organisation.
    pub operator: (Line, MailAddress),
    /// Letters in hand at the same time.
    pub letters_at_once: usize,
    pub periods: Periods,
    /// How long somebody stays signed in: without use, and in all.
    pub sessions: (chrono::Duration, chrono::Duration),
    /// Whether what people write about themselves waits for an operator before anybody sees it.
    pub holds_texts: bool,
    /// Whether operators, auditors and support organisations show a second factor.
    pub second_factor: bool,
    pub webhooks: WebhookSettings,
    pub log: LogSettings,
}

/// How events travel.
#[derive(Clone, PartialEq, Eq)]
pub enum BusChoice {
    InProcess,
    /// URL of Redis; may hold a password, so it is never shown.
    Redis(String),
}

impl std::fmt::Debug for BusChoice {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(match self {
            Self::InProcess => "InProcess",
            Self::Redis(_) => "Redis(…)",
        })
    }
}

#[derive(Clone, Debug)]
pub struct BusSettings {
    pub choice: BusChoice,
    pub prefix: String,
    /// After this an event that was published and not handled is published again.
    pub redeliver_after: Duration,
    /// How many unhandled events of a group lie in the bus before the relay waits.
    pub max_ahead: usize,
    pub max_attempts: u16,
    pub backoff: Duration,
    pub longest_backoff: Duration,
    pub poll: Duration,
}

#[derive(Clone, Debug)]
pub struct WebSettings {
    pub listen: String,
    pub public_url: Url,
    pub workers: usize,
    pub header_deadline: Duration,
    pub request_deadline: Duration,
    pub max_connections: usize,
    pub trusted_proxies: TrustedProxies,
    /// Other sites whose pages may call the API.
    pub allowed_origins: Vec<String>,
    /// Whether the mail folder may be read in the browser.
    pub shows_mail: bool,
}

#[derive(Clone, Debug)]
pub struct PostSettings {
    pub transport: TransportChoice,
    pub from_name: Line,
    pub from_address: MailAddress,
    /// For handing one letter over, all steps of the conversation together.
    pub send_timeout: Duration,
    pub pool_size: u32,
    /// None: letters are not signed.
    pub dkim: Option<DkimSettings>,
    pub pace: PaceSettings,
    /// None: letters cannot be answered by mail.
    pub replies: Option<RepliesSettings>,
}

/// Where answers by mail go, and which mail server's word about their senders is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RepliesSettings {
    pub address: ReplyAddress,
    pub trusted_server: Option<String>,
}

/// Who signs letters, and with which key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DkimSettings {
    pub domain: String,
    pub selector: String,
    pub key_file: PathBuf,
}

/// What one mail provider may get; 0 stands for no limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PaceSettings {
    pub per_minute: usize,
    pub at_once: usize,
}

/// How letters leave.
#[derive(Clone, PartialEq, Eq)]
pub enum TransportChoice {
    /// A file for each letter in this folder.
    Folder(PathBuf),
    /// The URL may hold a password, so it is never shown. `authority_file` holds certificates in PEM that are trusted beside the usual ones.
    Smtp { url: String, authority_file: Option<PathBuf> },
}

impl std::fmt::Debug for TransportChoice {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Folder(path) => write!(out, "Folder({})", path.display()),
            Self::Smtp { .. } => out.write_str("Smtp(…)"),
        }
    }
}

#[derive(Clone, Copy, Debug)]
pub struct Periods {
    pub confirm: chrono::Duration,
    pub follow: chrono::Duration,
    pub outcome: chrono::Duration,
    pub timekeeper: Duration,
    /// Days after which people are asked whether their profiles are still right (none: never), after which a profile without an answer counts as
    /// stale, and after which it is hidden.
    pub freshness: (Option<u32>, u32, u32),
}

fn wrong(key: &'static str, why: impl ToString) -> SettingsError {
    SettingsError::Wrong { key, why: why.to_string() }
}

fn line(key: &'static str, text: &str) -> Result<Line, SettingsError> {
    Line::parse(text, 120).map_err(|mistake| wrong(key, mistake.code))
}

fn address(key: &'static str, text: &str) -> Result<MailAddress, SettingsError> {
    MailAddress::parse(text).map_err(|mistake| wrong(key, mistake.code))
}

/// All three, or none. A signature of another domain than that of the sender proves nothing about the sender (RFC 7489, 3.1.1).
fn dkim(post: &RawPost) -> Result<Option<DkimSettings>, SettingsError> {
    let RawDkim { domain, selector, key_file } = &post.dkim;
    if domain.is_empty() && selector.is_empty() && key_file.as_os_str().is_empty() {
        return Ok(None);
    }
    let is_name = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte));
    if !is_name(selector) {
        return Err(wrong("post.dkim.selector", "is missing or no name"));
    }
    if key_file.as_os_str().is_empty() {
        return Err(wrong("post.dkim.key_file", "is missing"));
    }
    let sender = address("post.from_address", &post.from_address)?;
    let domain = domain.to_ascii_lowercase();
    if !is_name(&domain) || !(sender.domain() == domain || sender.domain().ends_with(&format!(".{domain}"))) {
        return Err(wrong("post.dkim.domain", "must be the domain of post.from_address, or one above it"));
    }
    Ok(Some(DkimSettings { domain, selector: selector.clone(), key_file: key_file.clone() }))
}

/// A mail server by itself would have nothing to vouch for.
fn replies(raw: &RawReplies) -> Result<Option<RepliesSettings>, SettingsError> {
    let RawReplies { address: mailbox, trusted_server } = raw;
    let is_name = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte));
    if !is_name(trusted_server) || (mailbox.is_empty() && !trusted_server.is_empty()) {
        return Err(wrong("post.replies.trusted_server", "is no name of a mail server, or has no post.replies.address"));
    }
    if mailbox.is_empty() {
        return Ok(None);
    }
    let no_room = || wrong("post.replies.address", "must have at most 31 characters before the @, and no +: a letter's id is put there");
    let address = ReplyAddress::find(address("post.replies.address", mailbox)?).ok_or_else(no_room)?;
    Ok(Some(RepliesSettings { address, trusted_server: Some(trusted_server.clone()).filter(|name| !name.is_empty()) }))
}

impl RawSettings {
    /// Checks each setting, and that those that depend on one another go together.
    pub fn check(self) -> Result<Settings, SettingsError> {
        let profile = match self.profile.as_str() {
            "production" => Profile::Production,
            "development" => Profile::Development,
            other => return Err(wrong("profile", format!("{other:?} is neither production nor development"))),
        };
        let store = match self.store.url.as_str() {
            "" => Location::Sqlite(self.data_dir.join("nakodo.sqlite")),
            url if url.starts_with("postgres://") || url.starts_with("postgresql://") => Location::Postgres(url.to_owned()),
            _ => return Err(wrong("store.url", "must be empty (SQLite) or begin with postgres://")),
        };
        let choice = match (self.bus.url.as_str(), &store) {
            ("", Location::Sqlite(_)) => BusChoice::InProcess,
            ("", Location::Postgres(_)) => {
                return Err(wrong("bus.url", "PostgreSQL is for several processes, which need Redis between them"));
            }
            (_, Location::Sqlite(_)) => {
                return Err(wrong("bus.url", "SQLite is for one process, which needs no Redis; set store.url or leave this empty"));
            }
            (url, Location::Postgres(_)) if url.starts_with("redis://") || url.starts_with("redis+unix://") => {
                BusChoice::Redis(url.to_owned())
            }
            _ => return Err(wrong("bus.url", "must be empty or begin with redis://")),
        };
        let keys = key_source(&self, profile == Profile::Production && matches!(store, Location::Postgres(_)))?;
        let transport = match self.post.transport.as_str() {
            "folder" => TransportChoice::Folder(self.data_dir.join("mail")),
            "smtp" if self.post.smtp.url.is_empty() => return Err(wrong("post.smtp.url", "is missing, so no letter could leave")),
            "smtp" => TransportChoice::Smtp {
                url: self.post.smtp.url.clone(),
                authority_file: Some(self.post.smtp.authority_file.clone()).filter(|file| !file.as_os_str().is_empty()),
            },
            other => return Err(wrong("post.transport", format!("{other:?} is neither folder nor smtp"))),
        };
        if profile == Profile::Production && matches!(transport, TransportChoice::Folder(_)) {
            return Err(wrong("post.transport", "letters in a folder reach nobody; production needs smtp"));
        }
        let public_url = Url::parse(&self.web.public_url).map_err(|error| wrong("web.public_url", error))?;
        if public_url.host_str().is_none() || !matches!(public_url.scheme(), "http" | "https") {
            return Err(wrong("web.public_url", "must be an http or https address"));
        }
        // Letters of others are not for the whole network, whatever the profile.
        let is_here =
            self.web.listen.starts_with("127.") || self.web.listen.starts_with("localhost:") || self.web.listen.starts_with("[::1]:");
        let seconds = Duration::from_secs;
        let (send, redeliver) = (seconds(self.post.send_seconds), seconds(self.bus.redeliver_seconds));
        if send >= redeliver {
            return Err(wrong("bus.redeliver_seconds", "must be longer than post.send_seconds, or letters in hand would be sent again"));
        }
        Ok(Settings {
            profile,
            data_dir: self.data_dir,
            store,
            pool_size: self.store.pool_size.max(1),
            store_wait: seconds(self.store.wait_seconds.max(1)),
            keys,
            seals: self.store.seals,
            bus: BusSettings {
                choice,
                prefix: self.bus.prefix,
                redeliver_after: redeliver,
                max_ahead: self.bus.max_ahead.max(1),
                max_attempts: self.bus.max_attempts.max(1),
                backoff: seconds(self.bus.backoff_seconds),
                longest_backoff: seconds(self.bus.longest_backoff_seconds.max(self.bus.backoff_seconds)),
                poll: Duration::from_millis(self.bus.poll_ms.max(10)),
            },
            web: WebSettings {
                listen: self.web.listen.clone(),
                public_url,
                workers: self.web.workers.max(1),
                header_deadline: seconds(self.web.header_seconds.max(1)),
                request_deadline: seconds(self.web.request_seconds.max(1)),
                max_connections: self.web.max_connections.max(1),
                trusted_proxies: TrustedProxies::parse(&self.web.trusted_proxies)
                    .map_err(|part| wrong("web.trusted_proxies", format!("{part:?} is neither an address nor a network")))?,
                allowed_origins: origins(&self.web.allowed_origins)?,
                shows_mail: profile == Profile::Development && matches!(transport, TransportChoice::Folder(_)) && is_here,
            },
            limits: self.limits.check(),
            post: PostSettings {
                transport,
                from_name: line("post.from_name", &self.post.from_name)?,
                from_address: address("post.from_address", &self.post.from_address)?,
                send_timeout: send,
                pool_size: u32::try_from(self.post.at_once).unwrap_or(8).max(1),
                dkim: dkim(&self.post)?,
                pace: PaceSettings { per_minute: self.post.per_domain_per_minute, at_once: self.post.per_domain_at_once },
                replies: replies(&self.post.replies)?,
            },
            operator: (
                line("post.operator_name", &self.post.operator_name)?,
                address("post.operator_address", &self.post.operator_address)?,
            ),
            letters_at_once: self.post.at_once.max(1),
            periods: Periods {
                confirm: chrono::Duration::days(i64::from(self.periods.confirm_days)),
                follow: chrono::Duration::days(i64::from(self.periods.follow_days)),
                outcome: chrono::Duration::days(i64::from(self.periods.outcome_days)),
                timekeeper: seconds(self.periods.timekeeper_seconds.max(1)),
                freshness: (
                    (self.freshness.ask_days > 0).then_some(self.freshness.ask_days),
                    self.freshness.stale_days.max(1),
                    self.freshness.hide_days.max(1),
                ),
            },
            holds_texts: self.moderation.before_listing,
            second_factor: self.sessions.second_factor,
            webhooks: self.webhooks.check(profile == Profile::Production)?,
            sessions: (
                chrono::Duration::minutes(i64::from(self.sessions.idle_minutes.max(1))),
                chrono::Duration::hours(i64::from(self.sessions.whole_hours.max(1))),
            ),
            log: self.log.check()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Overrides;

    fn defaults() -> RawSettings {
        RawSettings::load(&Overrides::default()).expect("the defaults are readable")
    }

    #[test]
    fn the_defaults_are_a_whole_embedded_instance() {
        let settings = defaults().check().expect("the defaults are right");
        assert!(matches!(settings.store, Location::Sqlite(_)));
        assert_eq!(settings.bus.choice, BusChoice::InProcess);
    }

    #[test]
    fn settings_that_do_not_go_together_end_the_start_with_the_key() {
        let key = |change: fn(&mut RawSettings)| {
            let mut raw = defaults();
            change(&mut raw);
            match raw.check() {
                Err(SettingsError::Wrong { key, .. }) => key,
                other => panic!("expected a wrong setting, got {other:?}"),
            }
        };
        assert_eq!(key(|raw| raw.post.transport = "smtp".into()), "post.smtp.url");
        assert_eq!(key(|raw| raw.profile = "production".into()), "post.transport");
        assert_eq!(key(|raw| raw.store.url = "postgres://h/d".into()), "bus.url");
        assert_eq!(key(|raw| raw.bus.url = "redis://h/".into()), "bus.url");
        assert_eq!(key(|raw| raw.bus.redeliver_seconds = 30), "bus.redeliver_seconds");
        assert_eq!(key(|raw| (raw.store.keys, raw.store.keys_file) = ("a".into(), "b".into())), "store.keys");
        let scaled = |raw: &mut RawSettings| {
            (raw.profile, raw.post.transport, raw.post.smtp.url) = ("production".into(), "smtp".into(), "smtp://h".into());
            (raw.store.url, raw.bus.url) = ("postgres://h/d".into(), "redis://h/".into());
        };
        assert_eq!(key(scaled), "store.keys_file");
        assert_eq!(key(|raw| raw.post.from_address = "nobody@localhost".into()), "post.from_address");
        assert_eq!(key(|raw| raw.web.trusted_proxies = "proxy.example".into()), "web.trusted_proxies");
        assert_eq!(key(|raw| raw.post.dkim.selector = "s1".into()), "post.dkim.key_file");
        assert_eq!(key(|raw| raw.post.dkim.key_file = "key.pem".into()), "post.dkim.selector");
        let strange = |raw: &mut RawSettings| {
            (raw.post.dkim.selector, raw.post.dkim.key_file) = ("s1".into(), "key.pem".into());
            raw.post.dkim.domain = "other.example".into();
        };
        assert_eq!(key(strange), "post.dkim.domain");
        assert_eq!(key(|raw| raw.post.replies.address = "offers+a@nakodo.example".into()), "post.replies.address");
        assert_eq!(key(|raw| raw.post.replies.trusted_server = "mx.nakodo.example".into()), "post.replies.trusted_server");
    }

    #[test]
    fn passwords_do_not_show_in_debug_output() {
        let mut raw = defaults();
        raw.store.keys = "secret0".into();
        raw.store.url = "postgres://nakodo:secret1@h/d".into();
        raw.bus.url = "redis://:secret2@h/".into();
        raw.post.transport = "smtp".into();
        raw.post.smtp.url = "smtp://u:secret3@h".into();
        let shown = format!("{:?}", raw.check().expect("right settings"));
        assert!(!shown.contains("secret"), "{shown}");
    }
}
