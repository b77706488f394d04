//! The active list, or what a search finds of it, as a feed (Atom, RFC 4287): who came or confirmed the profile last stands first. Whoever withdraws
//! is gone from it at once, as from the search.

use actix_web::http::header;
use actix_web::{Error, HttpRequest, HttpResponse, web};
use atom_syndication::{Category, Entry, Feed, FixedDateTime, Link, Person, Text};
use chrono::NaiveDate;

use crate::catalogue::Catalogue;
use crate::clock::{in_japan, japanese};
use crate::desk::{HitView, search_active_list};
use crate::language::Language;
use crate::web::State;
use crate::web::pages::listed::address_of;
use crate::web::problem::Problem;
use crate::web::reader::{Reader, refuse_with};
use crate::web::searching::{read_search, search_query};
use crate::wording::{menu_name, prefecture_name, say};

/// People in the feed, unless asked otherwise.
const SHOWN: usize = 50;

pub async fn show_feed(request: HttpRequest, state: web::Data<State>, Reader(language): Reader) -> Result<HttpResponse, Error> {
    let refused = |refusal| refuse_with(&request, Problem::of(refusal, language));
    let mut form = read_search(request.query_string()).map_err(|errors| refused(errors.into()))?;
    form.limit.get_or_insert_with(|| SHOWN.to_string());
    let mut found = search_active_list(&state.desk, &form).await.map_err(refused)?;
    found.hits.sort_by_key(|hit| std::cmp::Reverse((hit.last_confirmed, hit.specialist)));
    let base = state.settings.web.public_url.as_str().trim_end_matches('/');
    let query = search_query(&form, language);
    let link = |rel: &str, href: String, mime: &str| Link {
        rel: rel.to_owned(),
        href,
        mime_type: Some(mime.to_owned()),
        hreflang: Some(language.tag().to_owned()),
        ..Link::default()
    };
    let feed = Feed {
        title: Text::plain(say(language, "feed-title")),
        subtitle: Some(Text::plain(say(language, "active-list-lead"))),
        id: format!("{base}/specialists?{query}"),
        updated: found.hits.first().map_or_else(FixedDateTime::default, |newest| midnight(newest.last_confirmed)),
        authors: vec![Person { name: say(language, "site-name"), ..Person::default() }],
        links: vec![
            link("self", format!("{base}/specialists/feed.atom?{query}"), "application/atom+xml"),
            link("alternate", format!("{base}/specialists?{query}"), "text/html"),
        ],
        lang: Some(language.tag().to_owned()),
        entries: found
            .hits
            .iter()
            .map(|hit| entry(language, &state, hit, link("alternate", address_of(&state, hit.specialist), "text/html")))
            .collect(),
        ..Feed::default()
    };
    let mut answer = HttpResponse::Ok();
    answer.insert_header((header::CONTENT_TYPE, "application/atom+xml; charset=utf-8")).insert_header((header::CACHE_CONTROL, "no-store"));
    Ok(answer.insert_header((header::CONTENT_LANGUAGE, language.tag())).body(feed.to_string()))
}

fn entry(language: Language, state: &State, hit: &HitView, link: Link) -> Entry {
    let catalogue = &state.desk.catalogue;
    Entry {
        title: Text::plain(hit.display_name.clone()),
        id: format!("urn:uuid:{}", hit.specialist),
        updated: midnight(hit.last_confirmed),
        authors: vec![Person { name: hit.display_name.clone(), uri: Some(link.href.clone()), ..Person::default() }],
        categories: hit.menus.iter().map(|offered| category(language, catalogue, &offered.menu)).collect(),
        summary: Some(Text::plain(summary(language, catalogue, hit))),
        links: vec![link],
        ..Entry::default()
    }
}

fn category(language: Language, catalogue: &Catalogue, menu: &str) -> Category {
    Category { term: menu.to_owned(), label: Some(menu_name(language, catalogue, menu)), ..Category::default() }
}

fn summary(language: Language, catalogue: &Catalogue, hit: &HitView) -> String {
    let joiner = if language.is_japanese() { "、" } else { ", " };
    let menus: Vec<String> = hit.menus.iter().map(|offered| menu_name(language, catalogue, &offered.menu)).collect();
    format!("{} | {}", prefecture_name(language, catalogue, &hit.base.prefecture), menus.join(joiner))
}

/// A profile is confirmed on a day, as people in Japan count days.
fn midnight(day: NaiveDate) -> FixedDateTime {
    in_japan(japanese(day, 0))
}
