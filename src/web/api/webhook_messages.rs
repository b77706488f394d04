//! `/api/v1/webhooks/{id}/…`: what was sent to a webhook, sending it once more, and the test button.

use actix_web::{Error, HttpRequest, HttpResponse, web};

use crate::desk::{MessageView, ReplayForm, Replayed, list_messages, replay_messages, test_webhook};
use crate::ids::{MessageId, WebhookId};
use crate::web::State;
use crate::web::api::paging::PageQuery;
use crate::web::body::Json;
use crate::web::guards::{May, WebhooksRead, WebhooksWrite};
use crate::web::problem::Problem;
use crate::web::query::Query;
use crate::web::reader::{Reader, find_id};

/// Send a test (`webhook.test`, without data). It goes the way of every message; one that is not on gets it once it is.
#[utoipa::path(
    post, path = "/api/v1/webhooks/{id}/test", tag = "webhooks", security(("key" = [])),
    params(("id" = WebhookId, Path, description = "The webhook")),
    responses(
        (status = 202, description = "The message that is sent now", body = MessageView)
    )
)]
pub async fn post_webhook_test(
    request: HttpRequest,
    state: web::Data<State>,
    may: May<WebhooksWrite>,
    Reader(language): Reader,
    id: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let message = test_webhook(&state.desk, may.role, find_id(&request, &id)?).await.map_err(|refusal| Problem::of(refusal, language))?;
    Ok(HttpResponse::Accepted().json(message))
}

/// What was sent to a webhook and what it answered, the newest first, as far back as messages are kept (30 days).
#[utoipa::path(
    get, path = "/api/v1/webhooks/{id}/messages", tag = "webhooks", security(("key" = [])), params(
        ("id" = WebhookId, Path, description = "The webhook"),
        ("cursor" = Option<String>, Query, description = "From the link `rel=\"next\"` of the page before", example = "MDE5YWExYjI"),
        ("limit" = Option<u32>, Query, description = "Rows of a page, 1 to 200; 50 if left out", minimum = 1, maximum = 200, example = 50)
    ),
    responses(
        (status = 200, description = "Messages", body = [MessageView])
    )
)]
pub async fn get_messages(
    request: HttpRequest,
    state: web::Data<State>,
    may: May<WebhooksRead>,
    Reader(language): Reader,
    id: web::Path<String>,
    Query(query): Query<PageQuery>,
) -> Result<HttpResponse, Error> {
    let (id, refused) = (find_id(&request, &id)?, |refusal| Problem::of(refusal, language));
    let paging = query.check(|key| key.parse::<MessageId>().is_ok()).map_err(|errors| refused(errors.into()))?;
    let before = paging.after.as_deref().and_then(|key| key.parse().ok());
    let wanted = i64::try_from(paging.wanted()).unwrap_or(i64::MAX);
    let messages = list_messages(&state.desk, may.role, id, before, wanted).await.map_err(refused)?;
    Ok(paging.answer(&request, messages, |one: &MessageView| one.id.to_string()))
}

/// Send messages once more, one or all since a moment, with the ids that they had: a receiver that keeps ids knows which it has seen.
#[utoipa::path(
    post, path = "/api/v1/webhooks/{id}/replay", tag = "webhooks", security(("key" = [])), request_body = ReplayForm,
    params(("id" = WebhookId, Path, description = "The webhook")),
    responses(
        (status = 200, description = "How many are sent once more", body = Replayed)
    )
)]
pub async fn post_replay(
    request: HttpRequest,
    state: web::Data<State>,
    may: May<WebhooksWrite>,
    Reader(language): Reader,
    id: web::Path<String>,
    form: Json<ReplayForm>,
) -> Result<HttpResponse, Error> {
    let replayed = replay_messages(&state.desk, may.role, find_id(&request, &id)?, form.value).await;
    Ok(HttpResponse::Ok().json(replayed.map_err(|refusal| Problem::of(refusal, language))?))
}
