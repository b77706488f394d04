//! Finding somebody for a pool, by words, among those who agreed to be found.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use crate::desk::{HitView, SearchForm, search_active_list, view_pool};
use crate::ids::PoolId;
use crate::web::pages::visit::AsClerk;
use crate::web::pages::words::Words;
use crate::wording::prefecture_name;

/// How many are shown.
const SHOWN: usize = 20;

#[derive(Template)]
#[template(path = "pages/pool_specialists.html")]
struct SpecialistsPage {
    t: Words,
    id: PoolId,
    name: String,
    q: String,
    /// Each with where they are; without those who were asked already.
    found: Vec<(HitView, String)>,
}

#[derive(Debug, Deserialize)]
pub struct Search {
    q: Option<String>,
}

pub async fn show_pool_specialists(
    AsClerk(visit): AsClerk,
    id: web::Path<String>,
    asked: web::Query<Search>,
) -> Result<HttpResponse, Error> {
    let id: PoolId = visit.id(&id)?;
    let view = view_pool(visit.desk(), visit.role, id).await.map_err(|refusal| visit.refused(refusal))?;
    let q = asked.into_inner().q.unwrap_or_default();
    let form = SearchForm { words: q.clone(), limit: Some(SHOWN.to_string()), ..SearchForm::default() };
    let hits = search_active_list(visit.desk(), &form).await.map_err(|refusal| visit.refused(refusal))?.hits;
    let place = |hit: HitView| {
        let place = prefecture_name(visit.language, &visit.desk().catalogue, &hit.base.prefecture);
        (hit, place)
    };
    let found = hits.into_iter().filter(|hit| view.pool.seat(hit.specialist).is_none()).map(place).collect();
    let page = SpecialistsPage { t: visit.words(), id, name: view.pool.name.as_str().to_owned(), q, found };
    Ok(visit.shown(StatusCode::OK, &page))
}
