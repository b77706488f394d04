//! Where the keys of what is kept are.

use std::path::PathBuf;

use crate::settings::{RawSettings, SettingsError};

/// Where the keys of what is kept are.
#[derive(Clone, PartialEq, Eq)]
pub enum KeySource {
    /// The keys themselves, which are never shown.
    Text(String),
    /// A file that has to be there.
    File(PathBuf),
    /// A file in the data folder, made at the first start.
    Folder(PathBuf),
}

impl std::fmt::Debug for KeySource {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(_) => out.write_str("Text(…)"),
            Self::File(file) => write!(out, "File({})", file.display()),
            Self::Folder(file) => write!(out, "Folder({})", file.display()),
        }
    }
}

/// What the settings say of it. Processes on several machines `share` the data, so they cannot each make keys of their own.
pub(super) fn key_source(raw: &RawSettings, share: bool) -> Result<KeySource, SettingsError> {
    let wrong = |key, why: &str| SettingsError::Wrong { key, why: why.to_owned() };
    match (raw.store.keys.trim(), raw.store.keys_file.as_os_str().is_empty()) {
        ("", true) if share => {
            Err(wrong("store.keys_file", "is missing: every process needs the same keys (nakodo data-keys new makes one)"))
        }
        ("", true) => Ok(KeySource::Folder(raw.data_dir.join("data.keys"))),
        ("", false) => Ok(KeySource::File(raw.store.keys_file.clone())),
        (_, false) => Err(wrong("store.keys", "is there besides store.keys_file: give one of them")),
        (text, true) => Ok(KeySource::Text(text.to_owned())),
    }
}
