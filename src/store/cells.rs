//! What a cell of a table holds and what it means: the one place where ids, moments and documents are turned into columns and back.

use std::str::FromStr;

use chrono::NaiveDateTime;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::clock::Moment;
use crate::store::StoreError;

pub(super) fn time(moment: Moment) -> NaiveDateTime {
    moment.naive_utc()
}

pub(super) fn moment(time: NaiveDateTime) -> Moment {
    time.and_utc()
}

pub(super) fn document(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| unreadable("document", error))
}

pub(super) fn from_document<T: DeserializeOwned>(what: &'static str, text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|error| unreadable(what, error))
}

pub(super) fn id<T: FromStr<Err = uuid::Error>>(text: &str) -> Result<T, StoreError> {
    text.parse().map_err(|error| unreadable("id", error))
}

pub(super) fn ids<T: FromStr<Err = uuid::Error>>(texts: Vec<String>) -> Result<Vec<T>, StoreError> {
    texts.iter().map(|text| id(text)).collect()
}

/// A stored code that this build does not know is reported, never guessed.
pub(super) fn known<T>(what: &'static str, found: Option<T>) -> Result<T, StoreError> {
    found.ok_or_else(|| unreadable(what, "unknown code"))
}

pub(super) fn unreadable(what: &'static str, why: impl ToString) -> StoreError {
    StoreError::Unreadable { what, why: why.to_string() }
}
