//! Settings as typed. `config/default.toml` is the only place of defaults.

use std::path::PathBuf;

use config::{Config, Environment, File, FileFormat};
use serde::Deserialize;

use crate::settings::SettingsError;
use crate::settings::log::RawLog;
use crate::settings::webhooks::RawWebhooks;

/// The defaults, compiled in.
pub const DEFAULTS: &str = include_str!("../../config/default.toml");

/// What the command line says over files and environment.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    pub config_file: Option<PathBuf>,
    pub data_dir: Option<PathBuf>,
    pub listen: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawSettings {
    pub profile: String,
    pub data_dir: PathBuf,
    pub store: RawStore,
    pub bus: RawBus,
    pub web: RawWeb,
    pub limits: RawLimits,
    pub post: RawPost,
    pub periods: RawPeriods,
    pub freshness: RawFreshness,
    pub moderation: RawModeration,
    pub sessions: RawSessions,
    pub webhooks: RawWebhooks,
    pub log: RawLog,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawStore {
    pub url: String,
    pub pool_size: u32,
    pub wait_seconds: u64,
    pub keys: String,
    pub keys_file: PathBuf,
    pub seals: bool,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawModeration {
    pub before_listing: bool,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawBus {
    pub url: String,
    pub prefix: String,
    pub redeliver_seconds: u64,
    pub max_ahead: usize,
    pub max_attempts: u16,
    pub backoff_seconds: u64,
    pub longest_backoff_seconds: u64,
    pub poll_ms: u64,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawWeb {
    pub listen: String,
    pub public_url: String,
    pub workers: usize,
    pub header_seconds: u64,
    pub request_seconds: u64,
    pub max_connections: usize,
    pub trusted_proxies: String,
    pub allowed_origins: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawLimits {
    pub key_per_minute: u32,
    pub address_per_minute: u32,
    pub costly_per_minute: u32,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawPost {
    pub transport: String,
    pub from_name: String,
    pub from_address: String,
    pub operator_name: String,
    pub operator_address: String,
    pub send_seconds: u64,
    pub at_once: usize,
    pub per_domain_per_minute: usize,
    pub per_domain_at_once: usize,
    pub smtp: RawSmtp,
    pub dkim: RawDkim,
    pub replies: RawReplies,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawSmtp {
    pub url: String,
    pub authority_file: PathBuf,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawDkim {
    pub domain: String,
    pub selector: String,
    pub key_file: PathBuf,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawReplies {
    pub address: String,
    pub trusted_server: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawPeriods {
    pub confirm_days: u32,
    pub follow_days: u32,
    pub outcome_days: u32,
    pub timekeeper_seconds: u64,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawFreshness {
    pub ask_days: u32,
    pub stale_days: u32,
    pub hide_days: u32,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawSessions {
    pub idle_minutes: u32,
    pub whole_hours: u32,
    pub second_factor: bool,
}

impl RawSettings {
    /// Defaults, then `text` (TOML); nothing of this machine.
    pub fn of_text(text: &str) -> Result<Self, SettingsError> {
        let layers =
            Config::builder().add_source(File::from_str(DEFAULTS, FileFormat::Toml)).add_source(File::from_str(text, FileFormat::Toml));
        layers.build().and_then(Config::try_deserialize).map_err(|error| SettingsError::Unreadable(error.to_string()))
    }

    /// Defaults, then the file, then `NAKODO__SECTION__KEY`, then flags.
    pub fn load(overrides: &Overrides) -> Result<Self, SettingsError> {
        let mut layers = Config::builder().add_source(File::from_str(DEFAULTS, FileFormat::Toml));
        if let Some(path) = &overrides.config_file {
            layers = layers.add_source(File::from(path.as_path()).format(FileFormat::Toml));
        }
        layers = layers.add_source(Environment::with_prefix("NAKODO").prefix_separator("__").separator("__").try_parsing(true));
        let unreadable = |error: config::ConfigError| SettingsError::Unreadable(error.to_string());
        let data_dir = overrides.data_dir.as_ref().map(|path| path.to_string_lossy().into_owned());
        layers = layers.set_override_option("data_dir", data_dir).map_err(unreadable)?;
        layers = layers.set_override_option("web.listen", overrides.listen.clone()).map_err(unreadable)?;
        layers.build().and_then(Config::try_deserialize).map_err(unreadable)
    }
}
