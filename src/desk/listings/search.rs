//! Searching other public lists, as anybody may: by words, prefecture, service and list. An empty answer says which of these did it.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::desk::{Desk, Refusal};
use crate::ids::ListingId;
use crate::intake::AnonymousNeed;
use crate::report::{Checker, FieldError, Mistake};
use crate::store::{ListingFilter, ListingSnapshot, StoredListing, Tx};
use crate::values::{folded, known_code};

/// Letters of the words, and how many words.
const LONGEST_WORDS: usize = 200;
const MOST_WORDS: usize = 10;

/// A search as typed. What is empty is not asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListingForm {
    pub words: String,
    pub prefecture: String,
    pub service: String,
    pub kind: String,
}

/// A search that can be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListingsWanted(ListingFilter);

/// A service on another list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ListingView {
    pub id: ListingId,
    /// Which list: `service-standards` or `otasuke`.
    #[schema(example = "service-standards")]
    pub kind: String,
    /// Its number on the list.
    #[schema(example = "025-0001")]
    pub number: Option<String>,
    /// The company that offers it.
    #[schema(example = "架空監査株式会社")]
    pub provider: String,
    /// What it is called.
    #[schema(example = "まもる監査")]
    pub service: String,
    /// Codes of services, as in the search of the active list.
    #[schema(example = json!(["security-audit"]))]
    pub services: Vec<String>,
    /// JIS X 0401 codes of the prefectures that it serves; none where the list does not say.
    #[schema(example = json!(["21", "23"]))]
    pub prefectures: Option<Vec<String>>,
    /// The page of the service.
    #[schema(example = "https://kansa.example.jp/service")]
    pub link: Option<String>,
    /// Since when it is on the list.
    #[schema(example = "2025-04-01")]
    pub registered_on: Option<NaiveDate>,
    /// The last day of its registration on the list.
    #[schema(example = "2027-03-31")]
    pub valid_until: Option<NaiveDate>,
    /// The day of which the list tells.
    #[schema(example = "2026-11-01")]
    pub as_of: NaiveDate,
    /// Where the list came from.
    #[schema(example = "https://www.ipa.go.jp/security/service_list.html")]
    pub source: String,
}

/// A list of which there is a snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListingSource {
    pub kind: String,
    pub as_of: NaiveDate,
    pub source: String,
    pub rows: usize,
}

/// What a search found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListingsFound {
    pub total: i64,
    /// At most as many as were wanted and one more.
    pub hits: Vec<ListingView>,
    /// If nothing fits: each filter (`words`, `prefecture`, `service`, `kind`) without which something would, with how much, the most first.
    pub emptied_by: Vec<(&'static str, i64)>,
}

impl ListingForm {
    /// Checks what was typed; mistakes are told by the names of the parameters.
    pub fn check(&self, desk: &Desk) -> Result<ListingsWanted, Vec<FieldError>> {
        let catalogue = &desk.catalogue;
        let mut checker = Checker::new();
        let words = checker.take("/q", words(&self.words));
        let mut code = |pointer: &str, text: &str, kind: &'static str, is_known: bool| {
            if text.trim().is_empty() { Some(None) } else { checker.take(pointer, known_code(text, kind, is_known)).map(Some) }
        };
        let (prefecture, service, list) = (self.prefecture.trim(), self.service.trim(), self.kind.trim());
        let prefecture = code("/prefecture", prefecture, "prefecture", catalogue.prefecture(prefecture).is_some());
        let service = code("/service", service, "service", catalogue.services().iter().any(|one| one.code == service));
        let kind = code("/kind", list, "kind", catalogue.listing_kind(list).is_some());
        let today = desk.clock.today();
        let build =
            || Some(ListingsWanted(ListingFilter { kind: kind?, prefecture: prefecture?, service: service?, words: words?, today }));
        let wanted = build();
        checker.finish(wanted)
    }
}

fn words(text: &str) -> Result<Vec<String>, Mistake> {
    let count = text.chars().count();
    if count > LONGEST_WORDS || text.contains('\0') {
        return Err(Mistake::new("too-long").with("max", LONGEST_WORDS).with("count", count));
    }
    let words: Vec<String> = folded(text).split_whitespace().map(str::to_owned).collect();
    if words.len() > MOST_WORDS { Err(Mistake::new("too-many").with("max", MOST_WORDS)) } else { Ok(words) }
}

/// What fits behind `after`, without counting.
pub async fn find_listings(desk: &Desk, wanted: ListingsWanted, after: Option<ListingId>, limit: i64) -> Result<Vec<ListingView>, Refusal> {
    desk.store.read(move |tx| find(tx, &wanted.0, after, limit)).await
}

/// The same with how many fit, and what to leave out if nothing does.
pub async fn search_listings(desk: &Desk, wanted: ListingsWanted, after: Option<ListingId>, limit: i64) -> Result<ListingsFound, Refusal> {
    desk.store
        .read(move |tx| {
            let filter = wanted.0;
            let total = tx.count_listings(&filter)?;
            let emptied_by = if total == 0 { emptied_by(tx, &filter)? } else { Vec::new() };
            Ok(ListingsFound { total, hits: find(tx, &filter, after, limit)?, emptied_by })
        })
        .await
}

fn find(tx: &mut Tx<'_>, filter: &ListingFilter, after: Option<ListingId>, limit: i64) -> Result<Vec<ListingView>, Refusal> {
    let snapshots = tx.listing_snapshots()?;
    let found = tx.find_listings(filter, after, limit)?;
    Ok(found.into_iter().filter_map(|stored| view(&snapshots, stored)).collect())
}

fn view(snapshots: &HashMap<String, ListingSnapshot>, StoredListing { id, kind, listing }: StoredListing) -> Option<ListingView> {
    let snapshot = snapshots.get(&kind)?;
    Some(ListingView {
        id,
        kind,
        number: listing.number.map(|number| number.as_str().to_owned()),
        provider: listing.provider.as_str().to_owned(),
        service: listing.service.as_str().to_owned(),
        services: listing.services,
        prefectures: listing.prefectures,
        link: listing.link,
        registered_on: listing.registered_on,
        valid_until: listing.valid_until,
        as_of: snapshot.as_of,
        source: snapshot.source.clone(),
    })
}

fn emptied_by(tx: &mut Tx<'_>, filter: &ListingFilter) -> Result<Vec<(&'static str, i64)>, Refusal> {
    let mut without = Vec::new();
    if !filter.words.is_empty() {
        without.push(("words", ListingFilter { words: Vec::new(), ..filter.clone() }));
    }
    if filter.prefecture.is_some() {
        without.push(("prefecture", ListingFilter { prefecture: None, ..filter.clone() }));
    }
    if filter.service.is_some() {
        without.push(("service", ListingFilter { service: None, ..filter.clone() }));
    }
    if filter.kind.is_some() {
        without.push(("kind", ListingFilter { kind: None, ..filter.clone() }));
    }
    let mut counted = Vec::new();
    for (name, filter) in without {
        counted.push((name, tx.count_listings(&filter)?));
    }
    counted.retain(|(_, count)| *count > 0);
    counted.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    Ok(counted)
}

/// The lists of which there is a snapshot, in the order of the catalogue.
pub async fn list_listing_sources(desk: &Desk) -> Result<Vec<ListingSource>, Refusal> {
    let mut snapshots = desk.store.read(|tx| Ok::<_, Refusal>(tx.listing_snapshots()?)).await?;
    let of_kind = desk.catalogue.listing_kinds().iter().filter_map(|kind| snapshots.remove(&kind.code));
    Ok(of_kind.map(|ListingSnapshot { kind, as_of, source, rows, .. }| ListingSource { kind, as_of, source, rows }).collect())
}

/// A search of which a company may like to see the answer, for what nobody on the active list was found: a service that its menus stand for and that
/// somebody offers where it is; without such a service the prefecture alone. None where no list has anything there.
pub async fn suggest_listings(desk: &Desk, need: &AnonymousNeed) -> Result<Option<ListingForm>, Refusal> {
    let offers = |menus: &[String]| need.menus.iter().any(|menu| menus.contains(menu));
    let services = desk.catalogue.services().iter().filter(|service| offers(&service.menus));
    let services: Vec<String> = services.map(|service| service.code.clone()).collect();
    let (prefecture, today) = (need.prefecture.clone(), desk.clock.today());
    desk.store
        .read(move |tx| {
            let there = ListingFilter { prefecture: Some(prefecture.clone()), today, ..ListingFilter::default() };
            if tx.count_listings(&there)? == 0 {
                return Ok(None);
            }
            let form = ListingForm { prefecture, ..ListingForm::default() };
            for service in services {
                if tx.count_listings(&ListingFilter { service: Some(service.clone()), ..there.clone() })? > 0 {
                    return Ok(Some(ListingForm { service, ..form }));
                }
            }
            Ok(Some(form))
        })
        .await
}
