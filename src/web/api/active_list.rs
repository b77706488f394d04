//! `/api/v1/active-list`.

use std::collections::BTreeSet;

use actix_web::http::header;
use actix_web::{Error, HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::desk::{SearchForm, SearchView, note_search, search_active_list};
use crate::full_text::{Dimension, Emptied};
use crate::language::Language;
use crate::report::FieldError;
use crate::web::State;
use crate::web::agent::onlooker;
use crate::web::problem::Problem;
use crate::web::query::pointer;
use crate::web::reader::Reader;
use crate::wording::{say, say_with};

/// What a search found, and what to leave out if that is nobody.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct SearchAnswer {
    #[serde(flatten)]
    found: SearchView,
    /// If nobody fits: each single filter without which somebody would, best first.
    emptied_by: Vec<EmptiedBy>,
    /// If nobody fits: the same for a reader, as one sentence for each; or that several filters together are too narrow.
    advice: Vec<String>,
}

/// A filter that could be left out.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct EmptiedBy {
    /// `words` (the parameter `q`), or the name of a parameter.
    #[schema(example = "prefecture")]
    filter: String,
    /// How many would fit without it.
    people: usize,
}

/// Search the people who agreed to be found by anybody. Several codes of one filter (repeated, or with commas) are alternatives; filters and
/// words must all fit.
#[utoipa::path(
    get, path = "/api/v1/active-list", tag = "active list", security(()),
    params(
        ("q" = Option<String>, Query, description = "Words with spaces between them; all must be found. At most 200 characters"),
        ("prefecture" = Option<String>, Query, description = "JIS X 0401 codes: where people are based or to where they travel"),
        ("menu" = Option<String>, Query, description = "Codes of support menus"),
        ("field" = Option<String>, Query, description = "Codes of ITSS+ fields"),
        ("service" = Option<String>, Query, description = "Codes of services"),
        ("category" = Option<String>, Query, description = "Codes of service categories"),
        ("industry" = Option<String>, Query, description = "Industries of experience, `A` to `T`"),
        ("remote" = Option<String>, Query, description = "`yes`: only people who work from afar"),
        ("limit" = Option<usize>, Query, description = "1 to 100, 20 if left out"),
        ("offset" = Option<usize>, Query, description = "How many of the best to leave out")
    ),
    responses(
        (status = 200, description = "Who was found", body = SearchAnswer)
    )
)]
pub async fn get_active_list(request: HttpRequest, state: web::Data<State>, Reader(language): Reader) -> Result<HttpResponse, Error> {
    let form = read(request.query_string()).map_err(|errors| Problem::of(errors.into(), language))?;
    let found = search_active_list(&state.desk, &form).await;
    let found = found.map_err(|refusal| Problem::of(refusal, language))?;
    let is_first_page = form.offset.as_deref().is_none_or(|offset| offset.trim() == "0");
    note_search(&state.desk, &found, is_first_page, onlooker(&request));
    state.telemetry.searched(found.total == 0, found.emptied_by.first().map(|emptied| emptied.filter.code()));
    let advice = if found.total == 0 { advice(&found.emptied_by, language) } else { Vec::new() };
    let named = |emptied: &Emptied| EmptiedBy { filter: emptied.filter.code().to_owned(), people: emptied.people };
    let answer = SearchAnswer { emptied_by: found.emptied_by.iter().map(named).collect(), found, advice };
    // Who withdraws disappears at once: nobody may keep an answer.
    let mut response = HttpResponse::Ok();
    Ok(response.insert_header((header::CACHE_CONTROL, "no-store")).insert_header((header::CONTENT_LANGUAGE, language.tag())).json(answer))
}

/// The parameters of a search. One that nobody knows is named: passed over, a filter that is misspelled would show too much. Only filters may come twice.
fn read(query: &str) -> Result<SearchForm, Vec<FieldError>> {
    let (mut form, mut errors, mut seen) = (SearchForm::default(), Vec::new(), BTreeSet::new());
    for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
        let dimension = Dimension::ALL.into_iter().find(|dimension| dimension.code() == name);
        match (name.as_ref(), dimension) {
            ("q" | "limit" | "offset", _) if !seen.insert(name.clone()) => errors.push(FieldError::new(pointer(&name), "named-twice")),
            ("q", _) => form.words = value.into_owned(),
            ("limit", _) => form.limit = Some(value.into_owned()),
            ("offset", _) => form.offset = Some(value.into_owned()),
            (_, Some(dimension)) => {
                // A form sends an empty field for "any".
                let codes = value.split(',').map(str::trim).filter_map(|code| code_of(dimension, code));
                form.wanted.entry(dimension).or_default().extend(codes);
            }
            ("lang", _) => {}
            _ => errors.push(FieldError::new(pointer(&name), "unknown-field")),
        }
    }
    if errors.is_empty() { Ok(form) } else { Err(errors) }
}

fn code_of(dimension: Dimension, code: &str) -> Option<String> {
    match (dimension, code) {
        (_, "") | (Dimension::Remote, "no" | "false" | "0") => None,
        (Dimension::Remote, "true" | "1") => Some("yes".to_owned()),
        (_, code) => Some(code.to_owned()),
    }
}

/// What to do about an empty list, in the reader's language.
fn advice(emptied_by: &[Emptied], language: Language) -> Vec<String> {
    if emptied_by.is_empty() {
        return vec![say(language, "search-emptied-by-several")];
    }
    let sentence = |emptied: &Emptied| {
        let filter = say(language, &format!("search-filter-{}", emptied.filter.code()));
        say_with(language, "search-emptied-by", &[("filter", &filter), ("count", &emptied.people.to_string())])
    };
    emptied_by.iter().map(sentence).collect()
}
