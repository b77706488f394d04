//! `/api/v1/queue` and `/api/v1/hand-overs`: what lies before a support organisation, and who is in charge of it.

use actix_web::http::header;
use actix_web::{Error, HttpRequest, HttpResponse, web};
use serde::Deserialize;

use crate::brokering::Basket;
use crate::desk::{HandOverForm, HandOverView, Queue, QueueFilter, hand_over, show_queue, undo_hand_over, view_hand_over};
use crate::ids::{AccountId, HandOverId};
use crate::report::{Checker, FieldError, Mistake};
use crate::web::State;
use crate::web::body::Json;
use crate::web::guards::{May, QueueRead, QueueWrite};
use crate::web::problem::Problem;
use crate::web::query::Query;
use crate::web::reader::{Reader, find_id};

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct QueueQuery {
    basket: Option<String>,
    clerk: Option<String>,
}

impl QueueQuery {
    fn check(&self) -> Result<QueueFilter, Vec<FieldError>> {
        let mut checker = Checker::new();
        let choices = Basket::ALL.map(Basket::code).join(", ");
        let basket = |code: &str| Basket::find(code).ok_or_else(|| Mistake::new("not-one-of").with("choices", choices));
        let clerk = |text: &str| text.parse::<AccountId>().map_err(|_| Mistake::new("not-an-id"));
        let filter = QueueFilter {
            basket: self.basket.as_deref().and_then(|code| checker.take("/basket", basket(code))),
            clerk: self.clerk.as_deref().and_then(|text| checker.take("/clerk", clerk(text))),
        };
        checker.finish(Some(filter))
    }
}

/// The help requests of the organisation by basket, the oldest first, at most 1,000.
#[utoipa::path(
    get, path = "/api/v1/queue", tag = "queue", security(("key" = [])), params(
        ("basket" = Option<String>, Query, description = "One basket: `nobody_found`, `silent`, `waiting`, `under_way` or `done`; all but the last if left out", example = "silent"),
        ("clerk" = Option<AccountId>, Query, description = "Only what this account is in charge of")
    ),
    responses(
        (status = 200, description = "The queue", body = Queue)
    )
)]
pub async fn get_queue(
    state: web::Data<State>,
    may: May<QueueRead>,
    Reader(language): Reader,
    Query(query): Query<QueueQuery>,
) -> Result<HttpResponse, Error> {
    let refused = |refusal| Problem::of(refusal, language);
    let filter = query.check().map_err(|errors| refused(errors.into()))?;
    Ok(HttpResponse::Ok().json(show_queue(&state.desk, may.role, filter).await.map_err(refused)?))
}

/// Hand over to a colleague: one help request, or all that somebody is in charge of.
#[utoipa::path(
    post, path = "/api/v1/hand-overs", tag = "queue", security(("key" = [])), request_body = HandOverForm,
    responses(
        (status = 201, description = "Handed over", body = HandOverView)
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
        (status = 200, description = "The hand-over", body = HandOverView)
    )
)]
pub async fn get_hand_over(
    request: HttpRequest,
    state: web::Data<State>,
    may: May<QueueRead>,
    Reader(language): Reader,
    id: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let view = view_hand_over(&state.desk, may.role, find_id(&request, &id)?).await;
    Ok(HttpResponse::Ok().json(view.map_err(|refusal| Problem::of(refusal, language))?))
}

/// Take a hand-over back, within seven days. Doing it again changes nothing.
#[utoipa::path(
    post, path = "/api/v1/hand-overs/{id}/undo", tag = "queue", security(("key" = [])),
    params(("id" = HandOverId, Path, description = "The hand-over")),
    responses(
        (status = 200, description = "Taken back", body = HandOverView)
    )
)]
pub async fn undo(
    request: HttpRequest,
    state: web::Data<State>,
    may: May<QueueWrite>,
    Reader(language): Reader,
    id: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let (id, refused) = (find_id(&request, &id)?, |refusal| Problem::of(refusal, language));
    undo_hand_over(&state.desk, may.role, id).await.map_err(refused)?;
    Ok(HttpResponse::Ok().json(view_hand_over(&state.desk, may.role, id).await.map_err(refused)?))
}
