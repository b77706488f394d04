//! Settings: raw (as typed in files, environment and flags) and checked (as meant). A wrong setting ends the start with a sentence.

mod checked;
mod keys;
mod limits;
mod log;
mod proxies;
mod raw;
mod webhooks;

pub use checked::{
    BusChoice, BusSettings, DkimSettings, PaceSettings, Periods, PostSettings, Profile, RepliesSettings, Settings, TransportChoice,
    WebSettings,
};
pub use keys::KeySource;
pub use limits::LimitSettings;
pub use log::LogSettings;
pub use proxies::TrustedProxies;
pub use raw::{DEFAULTS, Overrides, RawSettings};
pub use webhooks::WebhookSettings;

/// Why nakodo does not start.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// A file or variable cannot be read as settings.
    #[error("the settings cannot be read: {0}")]
    Unreadable(String),
    /// A value makes no sense, or two do not go together.
    #[error("setting {key}: {why}")]
    Wrong { key: &'static str, why: String },
}
