//! Other public lists of services, for anybody: whose they are and of which date stands above what they say.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpRequest, HttpResponse, web};
use askama::Template;
use chrono::NaiveDate;
use serde::Deserialize;

use crate::catalogue::{Catalogue, Named};
use crate::desk::{ListingForm, ListingView, ListingsFound, list_listing_sources, search_listings};
use crate::ids::ListingId;
use crate::language::Language;
use crate::web::State;
use crate::web::pages::page;
use crate::web::pages::words::Words;
use crate::web::problem::{Problem, field_sentence};
use crate::web::query::Query;
use crate::web::reader::{Reader, refuse_with};
use crate::wording::{prefecture_name, say, say_with};

/// Services on one page.
const SHOWN: usize = 20;
/// All prefectures.
const EVERYWHERE: usize = 47;

#[derive(Template)]
#[template(path = "pages/listings.html")]
struct ListingsPage {
    t: Words,
    form: ListingForm,
    mistakes: Vec<String>,
    /// Code and name.
    prefectures: Vec<(String, String)>,
    kinds: Vec<(String, String)>,
    /// Name of a category with its services.
    services: Vec<(String, Vec<(String, String)>)>,
    sources: Vec<SourceWords>,
    total: i64,
    hits: Vec<HitWords>,
    /// Where an empty answer comes from, with the search without it.
    emptied: Vec<(String, String)>,
    next: Option<String>,
}

/// A list, in words.
struct SourceWords {
    name: String,
    publisher: String,
    as_of: NaiveDate,
    source: String,
}

/// A service, in words.
struct HitWords {
    service: String,
    provider: String,
    link: Option<String>,
    services: String,
    place: String,
    until: Option<NaiveDate>,
    list: String,
    as_of: NaiveDate,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ListingsQuery {
    q: Option<String>,
    prefecture: Option<String>,
    service: Option<String>,
    kind: Option<String>,
    after: Option<String>,
}

pub async fn show_listings(
    request: HttpRequest,
    state: web::Data<State>,
    Reader(language): Reader,
    Query(query): Query<ListingsQuery>,
) -> Result<HttpResponse, Error> {
    let text = |text: Option<String>| text.unwrap_or_default();
    let form =
        ListingForm { words: text(query.q), prefecture: text(query.prefecture), service: text(query.service), kind: text(query.kind) };
    let refused = |refusal| refuse_with(&request, Problem::of(refusal, language));
    let after: Option<ListingId> = query.after.and_then(|key| key.parse().ok());
    let (found, mistakes) = match form.check(&state.desk) {
        Ok(wanted) => (search_listings(&state.desk, wanted, after, SHOWN as i64 + 1).await.map_err(refused)?, Vec::new()),
        Err(errors) => (ListingsFound::default(), errors.iter().map(|error| field_sentence(error, language)).collect()),
    };
    let status = if mistakes.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let catalogue = &state.desk.catalogue;
    let sources = list_listing_sources(&state.desk).await.map_err(refused)?.into_iter().filter_map(|source| {
        let kind = catalogue.listing_kind(&source.kind)?;
        let publisher = if language.is_japanese() { kind.publisher_ja.clone() } else { kind.publisher_en.clone() };
        Some(SourceWords { name: named(language, kind), publisher, as_of: source.as_of, source: source.source })
    });
    let mut hits = found.hits;
    let more = hits.len() > SHOWN;
    hits.truncate(SHOWN);
    let next = hits.last().filter(|_| more).map(|last| place(language, &form, Some(last.id)));
    let shown = ListingsPage {
        t: Words(language),
        mistakes,
        prefectures: catalogue.prefectures().iter().map(|one| (one.code.clone(), named(language, one))).collect(),
        kinds: catalogue.listing_kinds().iter().map(|one| (one.code.clone(), named(language, one))).collect(),
        services: services(language, catalogue),
        sources: sources.collect(),
        total: found.total,
        hits: hits.into_iter().map(|hit| words(language, catalogue, hit)).collect(),
        emptied: found.emptied_by.iter().map(|(filter, count)| emptied(language, &form, filter, *count)).collect(),
        next,
        form,
    };
    Ok(page(status, language, &shown))
}

fn named(language: Language, one: &impl Named) -> String {
    if language.is_japanese() { one.ja().to_owned() } else { one.en().to_owned() }
}

fn services(language: Language, catalogue: &Catalogue) -> Vec<(String, Vec<(String, String)>)> {
    let of = |category: &str| {
        let own = catalogue.services().iter().filter(move |service| service.category == category);
        own.map(|service| (service.code.clone(), named(language, service))).collect()
    };
    catalogue.service_categories().iter().map(|category| (named(language, category), of(&category.code))).collect()
}

fn words(language: Language, catalogue: &Catalogue, hit: ListingView) -> HitWords {
    let joiner = if language.is_japanese() { "、" } else { ", " };
    let service = |code: &String| catalogue.services().iter().find(|one| one.code == *code).map(|one| named(language, one));
    let place = match &hit.prefectures {
        None => say(language, "listing-place-unsaid"),
        Some(codes) if codes.len() == EVERYWHERE => say(language, "listing-everywhere"),
        Some(codes) => codes.iter().map(|code| prefecture_name(language, catalogue, code)).collect::<Vec<_>>().join(joiner),
    };
    HitWords {
        services: hit.services.iter().filter_map(service).collect::<Vec<_>>().join(joiner),
        list: catalogue.listing_kind(&hit.kind).map(|kind| named(language, kind)).unwrap_or_default(),
        service: hit.service,
        provider: hit.provider,
        link: hit.link,
        place,
        until: hit.valid_until,
        as_of: hit.as_of,
    }
}

/// What to leave out, with where that leads.
fn emptied(language: Language, form: &ListingForm, filter: &str, count: i64) -> (String, String) {
    let mut without = form.clone();
    match filter {
        "words" => without.words.clear(),
        "prefecture" => without.prefecture.clear(),
        "service" => without.service.clear(),
        _ => without.kind.clear(),
    }
    let name = say(language, &format!("listings-filter-{filter}"));
    let sentence = say_with(language, "listings-emptied-by", &[("filter", &name), ("count", &count.to_string())]);
    (sentence, place(language, &without, None))
}

/// The address of what a search finds.
pub(super) fn place(language: Language, form: &ListingForm, after: Option<ListingId>) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("lang", language.tag());
    let after = after.map(|id| id.to_string()).unwrap_or_default();
    let filters =
        [("q", &form.words), ("prefecture", &form.prefecture), ("service", &form.service), ("kind", &form.kind), ("after", &after)];
    for (name, value) in filters.into_iter().filter(|(_, value)| !value.is_empty()) {
        query.append_pair(name, value);
    }
    format!("/listings?{}#found", query.finish())
}
