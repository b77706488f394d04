//! `config/listings`: how other public lists of services are read.

use std::collections::HashSet;

use serde::Deserialize;

use crate::catalogue::Named;
use crate::catalogue::mapped::{Mapped, plain};

/// What a column of such a list tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ListingField {
    Number,
    Provider,
    Service,
    Category,
    Prefectures,
    Link,
    RegisteredOn,
    ValidUntil,
}

/// Words of a list with what they mean in our services.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListingCategory {
    pub words: Vec<String>,
    pub services: Vec<String>,
}

/// A public list that somebody else keeps.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListingKind {
    pub code: String,
    pub ja: String,
    pub en: String,
    pub publisher_ja: String,
    pub publisher_en: String,
    /// The page of the publisher.
    pub home: String,
    /// A snapshot with fewer rows than this share of the last one is refused.
    pub least_percent: u32,
    /// Words for the whole country.
    pub everywhere: Vec<String>,
    /// What every row offers.
    pub services: Vec<String>,
    #[serde(rename = "column")]
    pub columns: Mapped<ListingField>,
    #[serde(rename = "category", default)]
    pub categories: Vec<ListingCategory>,
}

impl Named for ListingKind {
    fn ja(&self) -> &str {
        &self.ja
    }

    fn en(&self) -> &str {
        &self.en
    }
}

impl ListingKind {
    /// Codes of the services that a word of the list means.
    pub fn services_of(&self, word: &str) -> Option<&[String]> {
        let word = plain(word);
        let means = |category: &&ListingCategory| category.words.iter().any(|known| plain(known) == word);
        self.categories.iter().find(means).map(|category| category.services.as_slice())
    }

    /// Whether a word stands for the whole country.
    pub fn is_everywhere(&self, word: &str) -> bool {
        let word = plain(word);
        self.everywhere.iter().any(|known| plain(known) == word)
    }

    fn check(&self, is_service: &impl Fn(&str) -> bool) -> Result<(), String> {
        self.columns.check(&[ListingField::Provider, ListingField::Service])?;
        let mut words = HashSet::new();
        if let Some(twice) = self.categories.iter().flat_map(|category| &category.words).find(|word| !words.insert(plain(word))) {
            return Err(format!("the word {twice} stands twice"));
        }
        let services = self.services.iter().chain(self.categories.iter().flat_map(|category| &category.services));
        if let Some(unknown) = services.clone().find(|code| !is_service(code)) {
            return Err(format!("{unknown} is no service"));
        }
        let is_told = !self.categories.is_empty() && self.categories.iter().all(|category| !category.services.is_empty());
        let offers_something = is_told || !self.services.is_empty();
        if !offers_something || !self.home.starts_with("https://") || !(1..=100).contains(&self.least_percent) {
            return Err("it offers nothing, its page is no https address, or least_percent is not 1 to 100".to_owned());
        }
        Ok(())
    }
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct ListingsFile {
    #[serde(rename = "edition")]
    pub name: String,
    #[serde(rename = "kind")]
    pub kinds: Vec<ListingKind>,
}

impl ListingsFile {
    pub(super) fn check(&self, is_service: impl Fn(&str) -> bool) -> Result<(), String> {
        let mut codes = HashSet::new();
        for kind in &self.kinds {
            if !codes.insert(&kind.code) {
                return Err(format!("{} stands twice", kind.code));
            }
            kind.check(&is_service).map_err(|why| format!("{}: {why}", kind.code))?;
        }
        Ok(())
    }
}
