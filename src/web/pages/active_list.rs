//! Searching the active list, for anybody: words and filters in an address that can be passed on, and an empty answer that says what to leave out.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpRequest, HttpResponse, web};
use askama::Template;

use crate::catalogue::Catalogue;
use crate::desk::{HitView, Refusal, SearchForm, SearchView};
use crate::full_text::{Dimension, Filter, Part};
use crate::language::Language;
use crate::web::State;
use crate::web::pages::page;
use crate::web::pages::profile::{menu_and_fee, place_of};
use crate::web::pages::words::Words;
use crate::web::problem::{Problem, field_sentence};
use crate::web::reader::{Reader, refuse_with};
use crate::web::searching::{advice, code_name, read_search, search, search_query};
use crate::wording::{say, say_with};

/// People on one page.
const SHOWN: usize = 20;
/// In the order in which somebody asks for help thinks of them. Categories of services are for programs.
const ASKED: [Dimension; 5] = [Dimension::Prefecture, Dimension::Menu, Dimension::Service, Dimension::Field, Dimension::Industry];

#[derive(Template)]
#[template(path = "pages/active_list.html")]
struct ActiveListPage {
    t: Words,
    words: String,
    choices: Vec<Choice>,
    remote: bool,
    mistakes: Vec<String>,
    found: SearchView,
    hits: Vec<HitWords>,
    /// Each filter in force, with the search without it.
    chosen: Vec<(String, String)>,
    /// If nobody fits: a sentence for each filter that could be left out, with the search without it.
    without: Vec<(String, String)>,
    /// If leaving one out does not help.
    advice: Vec<String>,
    earlier: Option<String>,
    later: Option<String>,
    feed: String,
}

/// One filter as a list to choose from.
struct Choice {
    code: &'static str,
    label: String,
    /// Code, name, whether it is chosen.
    options: Vec<(String, String, bool)>,
}

struct HitWords {
    link: String,
    name: String,
    place: String,
    remote: bool,
    /// Menus with what they cost at least.
    menus: Vec<String>,
    snippet: Vec<Part>,
    last_confirmed: chrono::NaiveDate,
}

pub async fn show_active_list(request: HttpRequest, state: web::Data<State>, Reader(language): Reader) -> Result<HttpResponse, Error> {
    let refused = |refusal| refuse_with(&request, Problem::of(refusal, language));
    let mut form = read_search(request.query_string()).map_err(|errors| refused(errors.into()))?;
    form.limit = Some(SHOWN.to_string());
    let (found, mistakes) = match search(&request, &state, &form).await {
        Ok(found) => (found, Vec::new()),
        Err(Refusal::Fields(errors)) => (SearchView::default(), errors.iter().map(|error| field_sentence(error, language)).collect()),
        Err(refusal) => return Err(refused(refusal)),
    };
    let status = if mistakes.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(page(status, language, &shown(language, &state.desk.catalogue, &form, found, mistakes)))
}

fn shown(language: Language, catalogue: &Catalogue, form: &SearchForm, found: SearchView, mistakes: Vec<String>) -> ActiveListPage {
    let offset = form.offset.as_deref().and_then(|text| text.trim().parse().ok()).unwrap_or(0_usize);
    let at = |offset: usize| {
        let query = search_query(form, language);
        if offset == 0 { format!("/specialists?{query}#found") } else { format!("/specialists?{query}&offset={offset}#found") }
    };
    let is_empty = found.total == 0;
    let without = found.emptied_by.iter().filter(|_| is_empty).zip(advice(&found.emptied_by, language));
    ActiveListPage {
        t: Words(language),
        words: form.words.clone(),
        choices: ASKED.into_iter().map(|dimension| choice(language, catalogue, form, &found, dimension)).collect(),
        remote: form.wanted.get(&Dimension::Remote).is_some_and(|codes| !codes.is_empty()),
        hits: found.hits.iter().map(|hit| hit_words(language, catalogue, hit)).collect(),
        chosen: chosen(language, catalogue, form),
        without: without.map(|(emptied, sentence)| (sentence, place(&left_out(form, emptied.filter), language))).collect(),
        advice: if is_empty && found.emptied_by.is_empty() { advice(&[], language) } else { Vec::new() },
        earlier: (offset > 0).then(|| at(offset.saturating_sub(SHOWN))),
        later: (offset + found.hits.len() < found.total).then(|| at(offset + SHOWN)),
        feed: format!("/specialists/feed.atom?{}", search_query(form, language)),
        mistakes,
        found,
    }
}

/// A list to choose from; how many would be found stands behind each name. What would find nobody is left out, unless nothing finds anybody.
fn choice(language: Language, catalogue: &Catalogue, form: &SearchForm, found: &SearchView, dimension: Dimension) -> Choice {
    let wanted = form.wanted.get(&dimension).map(Vec::as_slice).unwrap_or_default();
    let counted = found.facets.get(&dimension).map(Vec::as_slice).unwrap_or_default();
    let option = |code: &str| {
        let people = counted.iter().find(|counted| counted.code == code).map_or(0, |counted| counted.people);
        let is_chosen = wanted.iter().any(|wanted| wanted == code);
        let name = code_name(language, catalogue, dimension, code);
        (people > 0 || is_chosen || counted.is_empty()).then(|| (code.to_owned(), format!("{name} ({people})"), is_chosen))
    };
    let label = say(language, &format!("search-filter-{}", dimension.code()));
    Choice { code: dimension.code(), label, options: dimension.codes(catalogue).into_iter().filter_map(option).collect() }
}

/// What is asked for, each with the search without it.
fn chosen(language: Language, catalogue: &Catalogue, form: &SearchForm) -> Vec<(String, String)> {
    let mut chosen = Vec::new();
    if !form.words.trim().is_empty() {
        chosen.push((form.words.trim().to_owned(), place(&left_out(form, Filter::Words), language)));
    }
    for (dimension, codes) in &form.wanted {
        for code in codes {
            let mut without = form.clone();
            without.wanted.entry(*dimension).or_default().retain(|other| other != code);
            chosen.push((code_name(language, catalogue, *dimension, code), place(&without, language)));
        }
    }
    chosen
}

fn left_out(form: &SearchForm, filter: Filter) -> SearchForm {
    let mut without = form.clone();
    match filter {
        Filter::Words => without.words.clear(),
        Filter::By(dimension) => drop(without.wanted.remove(&dimension)),
    }
    without
}

fn place(form: &SearchForm, language: Language) -> String {
    format!("/specialists?{}#found", search_query(form, language))
}

fn hit_words(language: Language, catalogue: &Catalogue, hit: &HitView) -> HitWords {
    let menus = hit.menus.iter().map(|offered| {
        let (menu, fee) = menu_and_fee(language, catalogue, offered);
        say_with(language, "listed-menu", &[("menu", &menu), ("fee", &fee)])
    });
    HitWords {
        link: format!("/specialists/{}?lang={}", hit.specialist, language.tag()),
        name: hit.display_name.clone(),
        place: place_of(language, catalogue, &hit.base),
        remote: hit.remote,
        menus: menus.collect(),
        snippet: hit.snippet.clone(),
        last_confirmed: hit.last_confirmed,
    }
}
