//! `/api/v1/webhooks`: other programs that are told what happens.

use actix_web::http::header;
use actix_web::{Error, HttpRequest, HttpResponse, web};

use crate::desk::{
    MadeWebhook, RotatedSecret, WebhookView, add_webhook, change_webhook, list_webhooks, remove_webhook, rotate_secret, view_webhook,
};
use crate::hooks::WebhookForm;
use crate::ids::WebhookId;
use crate::web::State;
use crate::web::api::paging::PageQuery;
use crate::web::api::versions::{etag, version_read, with_version};
use crate::web::body::Json;
use crate::web::guards::{May, WebhooksRead, WebhooksWrite};
use crate::web::problem::Problem;
use crate::web::query::Query;
use crate::web::reader::{Reader, find_id};

/// All webhooks, the oldest first. An organisation sees its own.
#[utoipa::path(
    get, path = "/api/v1/webhooks", tag = "webhooks", security(("key" = [])), params(
        ("cursor" = Option<String>, Query, description = "From the link `rel=\"next\"` of the page before", example = "MDE5YWExYjI"),
        ("limit" = Option<u32>, Query, description = "Rows of a page, 1 to 200; 50 if left out", minimum = 1, maximum = 200, example = 50)
    ),
    responses(
        (status = 200, description = "Webhooks without their secrets", body = [WebhookView])
    )
)]
pub async fn get_webhooks(
    request: HttpRequest,
    state: web::Data<State>,
    may: May<WebhooksRead>,
    Reader(language): Reader,
    Query(query): Query<PageQuery>,
) -> Result<HttpResponse, Error> {
    let refused = |refusal| Problem::of(refusal, language);
    let paging = query.check(|key| key.parse::<WebhookId>().is_ok()).map_err(|errors| refused(errors.into()))?;
    let all = list_webhooks(&state.desk, may.role).await.map_err(refused)?;
    let key = |one: &WebhookView| one.id.to_string();
    Ok(paging.answer(&request, paging.cut(all, key), key))
}

/// Set up a webhook: from now on news about the organisation's help requests (the operator: all) goes there, signed after the Standard Webhooks
/// specification. At most 20 for one owner.
#[utoipa::path(
    post, path = "/api/v1/webhooks", tag = "webhooks", security(("key" = [])), request_body = WebhookForm,
    responses(
        (status = 201, description = "The webhook with its secret, shown this once", body = MadeWebhook, headers(("ETag" = String, description = "Its version")))
    )
)]
pub async fn post_webhook(
    state: web::Data<State>,
    may: May<WebhooksWrite>,
    Reader(language): Reader,
    form: Json<WebhookForm>,
) -> Result<HttpResponse, Error> {
    let made = add_webhook(&state.desk, may.role, form.value, state.settings.webhooks.https_only).await;
    let made = made.map_err(|refusal| Problem::of(refusal, language))?;
    let place = format!("/api/v1/webhooks/{}", made.webhook.id);
    let mut answer = HttpResponse::Created();
    answer.insert_header((header::LOCATION, place)).insert_header((header::ETAG, etag(made.webhook.version)));
    Ok(answer.insert_header((header::CACHE_CONTROL, "no-store")).json(made))
}

/// A webhook, without its secret.
#[utoipa::path(
    get, path = "/api/v1/webhooks/{id}", tag = "webhooks", security(("key" = [])),
    params(("id" = WebhookId, Path, description = "The webhook")),
    responses(
        (status = 200, description = "The webhook", body = WebhookView, headers(("ETag" = String, description = "Its version")))
    )
)]
pub async fn get_webhook(
    request: HttpRequest,
    state: web::Data<State>,
    may: May<WebhooksRead>,
    Reader(language): Reader,
    id: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let view = view_webhook(&state.desk, may.role, find_id(&request, &id)?).await.map_err(|refusal| Problem::of(refusal, language))?;
    Ok(with_version(view.version, &view))
}

/// Change a webhook, or switch it off or on. What waits for one that is switched on again is sent. What was changed by somebody else since it was read
/// stays as it is: the answer is 412 then.
#[utoipa::path(
    put, path = "/api/v1/webhooks/{id}", tag = "webhooks", security(("key" = [])), request_body = WebhookForm,
    params(
        ("id" = WebhookId, Path, description = "The webhook"),
        ("If-Match" = String, Header, description = "The ETag with which the webhook was read, or `*` to write over whatever is there", example = "\"3\"")
    ),
    responses(
        (status = 200, description = "The changed webhook", body = WebhookView, headers(("ETag" = String, description = "Its new version")))
    )
)]
pub async fn put_webhook(
    request: HttpRequest,
    state: web::Data<State>,
    may: May<WebhooksWrite>,
    Reader(language): Reader,
    id: web::Path<String>,
    form: Json<WebhookForm>,
) -> Result<HttpResponse, Error> {
    let id = find_id(&request, &id)?;
    let read = version_read(&request)?;
    let changed = change_webhook(&state.desk, may.role, id, read, form.value, state.settings.webhooks.https_only).await;
    let view = changed.map_err(|refusal| Problem::of(refusal, language))?;
    Ok(with_version(view.version, &view))
}

/// Remove a webhook with all that was sent to it. To keep that, switch it off instead.
#[utoipa::path(
    delete, path = "/api/v1/webhooks/{id}", tag = "webhooks", security(("key" = [])),
    params(("id" = WebhookId, Path, description = "The webhook")),
    responses(
        (status = 204, description = "It is gone")
    )
)]
pub async fn delete_webhook(
    request: HttpRequest,
    state: web::Data<State>,
    may: May<WebhooksWrite>,
    Reader(language): Reader,
    id: web::Path<String>,
) -> Result<HttpResponse, Error> {
    remove_webhook(&state.desk, may.role, find_id(&request, &id)?).await.map_err(|refusal| Problem::of(refusal, language))?;
    Ok(HttpResponse::NoContent().finish())
}

/// Give a webhook another secret. For a day messages carry signatures with both.
#[utoipa::path(
    post, path = "/api/v1/webhooks/{id}/secret", tag = "webhooks", security(("key" = [])),
    params(("id" = WebhookId, Path, description = "The webhook")),
    responses(
        (status = 200, description = "The new secret, shown this once", body = RotatedSecret)
    )
)]
pub async fn post_secret(
    request: HttpRequest,
    state: web::Data<State>,
    may: May<WebhooksWrite>,
    Reader(language): Reader,
    id: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let rotated = rotate_secret(&state.desk, may.role, find_id(&request, &id)?).await.map_err(|refusal| Problem::of(refusal, language))?;
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(rotated))
}
