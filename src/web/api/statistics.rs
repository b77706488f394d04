//! `/api/v1/statistics`.

use actix_web::{Error, HttpResponse, web};

use crate::desk::{StatisticsView, look_at_statistics};
use crate::web::State;
use crate::web::problem::Problem;
use crate::web::reader::Reader;

/// Help requests in figures, for anybody: of twelve months, by prefecture and menu, with at least five companies behind each figure.
#[utoipa::path(
    get, path = "/api/v1/statistics", tag = "statistics", security(()),
    responses(
        (status = 200, description = "The figures", body = StatisticsView)
    )
)]
pub async fn get_statistics(state: web::Data<State>, Reader(language): Reader) -> Result<HttpResponse, Error> {
    let view = look_at_statistics(&state.desk).await.map_err(|refusal| Problem::of(refusal, language))?;
    Ok(HttpResponse::Ok().json(&*view))
}
