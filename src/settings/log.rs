//! What is logged, and whether traces are handed on.

use serde::Deserialize;
use url::Url;

use crate::settings::SettingsError;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawLog {
    pub filter: String,
    pub format: String,
    pub otlp_address: String,
    pub otlp_percent: u8,
}

#[derive(Clone, Debug, PartialEq)]
pub struct LogSettings {
    /// In the syntax of tracing's EnvFilter.
    pub filter: String,
    pub as_json: bool,
    /// Where a collector takes traces, and which share of them, 0 to 1.
    pub collector: Option<(Url, f64)>,
}

impl RawLog {
    pub fn check(self) -> Result<LogSettings, SettingsError> {
        let wrong = |key: &'static str, why: String| SettingsError::Wrong { key, why };
        let as_json = match self.format.as_str() {
            "text" => false,
            "json" => true,
            other => return Err(wrong("log.format", format!("{other:?} is neither text nor json"))),
        };
        if self.otlp_percent > 100 {
            return Err(wrong("log.otlp_percent", format!("{} is not 0 to 100", self.otlp_percent)));
        }
        let address = Some(self.otlp_address.trim()).filter(|text| !text.is_empty());
        let address = address.map(|text| Url::parse(text).map_err(|error| wrong("log.otlp_address", error.to_string()))).transpose()?;
        if let Some(address) = address.as_ref().filter(|address| !matches!(address.scheme(), "http" | "https") || !address.has_host()) {
            return Err(wrong("log.otlp_address", format!("{address} is not called by http or https")));
        }
        let share = f64::from(self.otlp_percent) / 100.0;
        Ok(LogSettings { filter: self.filter, as_json, collector: address.map(|address| (address, share)) })
    }
}
