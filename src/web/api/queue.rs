//! `/api/v1/queue` and `/api/v1/hand-overs`: what lies before a support organisation, and who is in charge of it.

use actix_web::http::header;
use actix_web::{Error, HttpRequest, HttpResponse, web};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::brokering::Basket;
use crate::desk::{HandOverForm, HandOverView, Queue, QueueFilter, hand_over, show_queue, undo_hand_over, view_hand_over};
use crate::ids::{AccountId, HandOverId};
use crate::web::State;
use crate::web::body::Json;
use crate::web::guards::{May, QueueRead, QueueWrite};
use crate::web::problem::{Kind, Problem, ProblemDocument};
use crate::web::reader::{Reader, refuse};

#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct QueueQuery {
    /// One basket: `nobody_found`, `silent`, `waiting`, `under_way` or `done`; all but the last if left out
    basket: Option<String>,
    /// Only what this account is in charge of
    clerk: Option<AccountId>,
}

/// The help requests of the organisation by basket, the oldest first, at most 1,000.
#[utoipa::path(
    get, path = "/api/v1/queue", tag = "queue", security(("key" = [])), params(QueueQuery),
    responses(
        (status = 200, description = "The queue", body = Queue),
        (status = "4XX", description = "Refused", body = ProblemDocument, content_type = "application/problem+json")
    )
)]
pub async fn get_queue(
    request: HttpRequest,
    state: web::Data<State>,
    may: May<QueueRead>,
    Reader(language): Reader,
    query: web::Query<QueueQuery>,
) -> Result<HttpResponse, Error> {
    let basket = query.basket.as_deref().map(|code| Basket::find(code).ok_or_else(|| refuse(&request, Kind::NotFound))).transpose()?;
    let queue = show_queue(&state.desk, may.role, QueueFilter { basket, clerk: query.clerk }).await;
    Ok(HttpResponse::Ok().json(queue.map_err(|refusal| Problem::of(refusal, language))?))
}

/// Hand over to a colleague: one help request, or all that somebody is in charge of.
#[utoipa::path(
    post, path = "/api/v1/hand-overs", tag = "queue", security(("key" = [])), request_body = HandOverForm,
    responses(
        (status = 201, description = "Handed over", body = HandOverView),
        (status = "4XX", description = "Refused", body = ProblemDocument, content_type = "application/problem+json")
    )
)]
pub async fn post_hand_over(
    state: web::Data<State>,
    may: May<QueueWrite>,
    Reader(language): Reader,
    form: Json<HandOverForm>,
) -> Result<HttpResponse, Error> {
    let refused = |refusal| Problem::of(refusal, language);
    let id = hand_over(&state.desk, may.role, form.value).await.map_err(refused)?;
    let view = view_hand_over(&state.desk, may.role, id).await.map_err(refused)?;
    Ok(HttpResponse::Created().insert_header((header::LOCATION, format!("/api/v1/hand-overs/{id}"))).json(view))
}

/// What was handed over.
#[utoipa::path(
    get, path = "/api/v1/hand-overs/{id}", tag = "queue", security(("key" = [])),
    params(("id" = HandOverId, Path, description = "The hand-over")),
    responses(
        (status = 200, description = "The hand-over", body = HandOverView),
        (status = "4XX", description = "Refused", body = ProblemDocument, content_type = "application/problem+json")
    )
)]
pub async fn get_hand_over(
    request: HttpRequest,
    state: web::Data<State>,
    may: May<QueueRead>,
    Reader(language): Reader,
    id: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let view = view_hand_over(&state.desk, may.role, parse(&request, &id)?).await;
    Ok(HttpResponse::Ok().json(view.map_err(|refusal| Problem::of(refusal, language))?))
}

/// Take a hand-over back, within seven days. Doing it again changes nothing.
#[utoipa::path(
    post, path = "/api/v1/hand-overs/{id}/undo", tag = "queue", security(("key" = [])),
    params(("id" = HandOverId, Path, description = "The hand-over")),
    responses(
        (status = 200, description = "Taken back", body = HandOverView),
        (status = "4XX", description = "Refused", body = ProblemDocument, content_type = "application/problem+json")
    )
)]
pub async fn undo(
    request: HttpRequest,
    state: web::Data<State>,
    may: May<QueueWrite>,
    Reader(language): Reader,
    id: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let (id, refused) = (parse(&request, &id)?, |refusal| Problem::of(refusal, language));
    undo_hand_over(&state.desk, may.role, id).await.map_err(refused)?;
    Ok(HttpResponse::Ok().json(view_hand_over(&state.desk, may.role, id).await.map_err(refused)?))
}

fn parse(request: &HttpRequest, id: &str) -> Result<HandOverId, Error> {
    id.parse().map_err(|_| refuse(request, Kind::NotFound))
}
