//! A row of a list, as it is kept.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::values::{Line, folded};

/// A service that somebody offers, as a list tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listing {
    /// Its number on the list; none where the list has none.
    pub number: Option<Line>,
    pub provider: Line,
    pub service: Line,
    /// Codes of our services, in the order of the list's words.
    pub services: Vec<String>,
    /// Codes of prefectures in their order, all 47 for the whole country; none where the list does not say.
    pub prefectures: Option<Vec<String>>,
    /// The page of the service.
    pub link: Option<String>,
    pub registered_on: Option<NaiveDate>,
    /// The last day of the registration.
    pub valid_until: Option<NaiveDate>,
}

impl Listing {
    /// By what it is found again in the next snapshot.
    pub fn key(&self) -> String {
        match &self.number {
            Some(number) => folded(number.as_str()),
            None => folded(&format!("{}|{}", self.provider.as_str(), self.service.as_str())),
        }
    }

    /// In what words are looked for.
    pub fn haystack(&self) -> String {
        folded(&format!("{} {}", self.provider.as_str(), self.service.as_str()))
    }

    /// As a report names it.
    pub fn title(&self) -> String {
        format!("{}: {}", self.provider.as_str(), self.service.as_str())
    }
}
