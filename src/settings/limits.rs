//! How much one caller may ask, and pages of which other sites may call the API.

use url::Url;

use crate::settings::SettingsError;
use crate::settings::raw::RawLimits;

/// Requests within a minute; none: no limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LimitSettings {
    /// Of one key.
    pub key: Option<u32>,
    /// Of one address without a key.
    pub address: Option<u32>,
    /// Those of one address without a key that cost most: what is sent, and searches.
    pub costly: Option<u32>,
}

impl RawLimits {
    pub(super) fn check(&self) -> LimitSettings {
        let limit = |figure: u32| Some(figure).filter(|figure| *figure > 0);
        LimitSettings { key: limit(self.key_per_minute), address: limit(self.address_per_minute), costly: limit(self.costly_per_minute) }
    }
}

/// Origins with commas between, each as a browser says it: scheme and host, and the port where it is not the usual one.
pub(super) fn origins(text: &str) -> Result<Vec<String>, SettingsError> {
    let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
    let origin = |part: &str| {
        let url = Url::parse(part).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
        let origin = url.map(|url| url.origin().ascii_serialization()).filter(|origin| origin == part);
        let wrong =
            || SettingsError::Wrong { key: "web.allowed_origins", why: format!("{part:?} is no origin, such as https://app.example.jp") };
        origin.ok_or_else(wrong)
    };
    parts.map(origin).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_taken_only_as_a_browser_says_it() {
        assert_eq!(origins("").unwrap(), Vec::<String>::new());
        assert_eq!(origins("https://app.example.jp, http://localhost:5173").unwrap(), ["https://app.example.jp", "http://localhost:5173"]);
        for wrong in ["*", "app.example.jp", "https://app.example.jp/", "https://app.example.jp:443", "null", "file:///etc"] {
            assert!(origins(wrong).is_err(), "{wrong}");
        }
    }
}
