//! `/api/v1/active-list`.

use actix_web::http::header;
use actix_web::{Error, HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::desk::SearchView;
use crate::full_text::Emptied;
use crate::web::State;
use crate::web::problem::Problem;
use crate::web::reader::Reader;
use crate::web::searching::{advice, read_search, search};

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
    let form = read_search(request.query_string()).map_err(|errors| Problem::of(errors.into(), language))?;
    let found = search(&request, &state, &form).await.map_err(|refusal| Problem::of(refusal, language))?;
    let advice = if found.total == 0 { advice(&found.emptied_by, language) } else { Vec::new() };
    let named = |emptied: &Emptied| EmptiedBy { filter: emptied.filter.code().to_owned(), people: emptied.people };
    let answer = SearchAnswer { emptied_by: found.emptied_by.iter().map(named).collect(), found, advice };
    // Who withdraws disappears at once: nobody may keep an answer.
    let mut response = HttpResponse::Ok();
    Ok(response.insert_header((header::CACHE_CONTROL, "no-store")).insert_header((header::CONTENT_LANGUAGE, language.tag())).json(answer))
}
