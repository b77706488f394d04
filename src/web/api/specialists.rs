//! `/api/v1/specialists`.

use actix_web::http::header;
use actix_web::{Error, HttpRequest, HttpResponse, web};
use serde::Deserialize;

use crate::active_list::{ConsentForm, PauseForm, Pauses, Specialist, SpecialistForm};
use crate::desk::{
    self, Enrolled, Refusal, SpecialistLine, SpecialistView, change_specialist, enrol_specialist, list_specialists, view_specialist,
};
use crate::ids::SpecialistId;
use crate::report::{Checker, FieldError};
use crate::store::StoreError;
use crate::web::State;
use crate::web::api::paging::Paging;
use crate::web::api::request_key;
use crate::web::api::versions::{asked_versions, etag, version_read, with_version};
use crate::web::body::Json;
use crate::web::guards::{May, SpecialistsEnrol, SpecialistsRead, SpecialistsWrite};
use crate::web::problem::{Kind, Problem};
use crate::web::query::Query;
use crate::web::reader::{Reader, refuse};

/// Put a specialist on the active list.
#[utoipa::path(
    post, path = "/api/v1/specialists", tag = "specialists", security(("key" = [])), request_body = SpecialistForm,
    params(("Idempotency-Key" = Option<String>, Header, description = "Up to 255 characters; the same key with the same body gives the first outcome again")),
    responses(
        (status = 201, description = "Enrolled", body = Enrolled)
    )
)]
pub async fn post_specialist(
    request: HttpRequest,
    state: web::Data<State>,
    may: May<SpecialistsEnrol>,
    Reader(language): Reader,
    form: Json<SpecialistForm>,
) -> Result<HttpResponse, Error> {
    let key = request_key(&request, Some(&may.owner), &form.bytes)?;
    let enrolled = enrol_specialist(&state.desk, form.value, key).await.map_err(|refusal| Problem::of(refusal, language))?;
    let place = format!("/api/v1/specialists/{}", enrolled.id);
    Ok(HttpResponse::Created().insert_header((header::LOCATION, place)).json(enrolled))
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SpecialistsQuery {
    number: Option<String>,
    cursor: Option<String>,
    limit: Option<String>,
}

/// List specialists in the order in which they were enrolled: the operator sees all, a specialist the own profile.
#[utoipa::path(
    get, path = "/api/v1/specialists", tag = "specialists", security(("key" = [])), params(
        ("number" = Option<String>, Query, description = "Only who has this registration number", example = "012345"),
        ("cursor" = Option<String>, Query, description = "From the link `rel=\"next\"` of the page before", example = "MDE5YWExYjI"),
        ("limit" = Option<u32>, Query, description = "Rows of a page, 1 to 200; 50 if left out", minimum = 1, maximum = 200, example = 50)
    ),
    responses(
        (status = 200, description = "Specialists", body = [SpecialistLine])
    )
)]
pub async fn get_specialists(
    request: HttpRequest,
    state: web::Data<State>,
    may: May<SpecialistsRead>,
    Reader(language): Reader,
    Query(query): Query<SpecialistsQuery>,
) -> Result<HttpResponse, Error> {
    let refused = |refusal| Problem::of(refusal, language);
    let mut checker = Checker::new();
    let is_id = |key: &str| key.parse::<SpecialistId>().is_ok();
    let paging = Paging::read(&mut checker, query.limit.as_deref(), query.cursor.as_deref(), is_id);
    let paging = checker.finish(Some(paging)).map_err(|errors| refused(errors.into()))?;
    let after = paging.after.as_ref().and_then(|key| key.parse().ok());
    let found = list_specialists(&state.desk, may.role, query.number, after, paging.wanted()).await.map_err(refused)?;
    Ok(paging.answer(&request, found, |line: &SpecialistLine| line.id.to_string()))
}

/// Show a profile: to the operator, and to the specialist whose it is.
#[utoipa::path(
    get, path = "/api/v1/specialists/{id}", tag = "specialists", security(("key" = [])),
    params(
        ("id" = SpecialistId, Path, description = "The specialist"),
        ("If-None-Match" = Option<String>, Header, description = "The ETag of what is known already", example = "\"3\"")
    ),
    responses(
        (status = 200, description = "The profile", body = SpecialistView, headers(("ETag" = String, description = "Its version, for If-Match"))),
        (status = 304, description = "It is as it was known")
    )
)]
pub async fn get_specialist(
    request: HttpRequest,
    state: web::Data<State>,
    may: May<SpecialistsRead>,
    Reader(language): Reader,
    id: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let id = kept(&request, &may, &id)?;
    let view = view_specialist(&state.desk, id).await.map_err(|refusal| Problem::of(refusal, language))?;
    if asked_versions(&request, &header::IF_NONE_MATCH).is_some_and(|known| known.holds(view.version)) {
        return Ok(HttpResponse::NotModified().insert_header((header::ETAG, etag(view.version))).finish());
    }
    Ok(with_version(view.version, &view))
}

/// Change parts of a profile (JSON merge patch, RFC 7396). `consents` are added to the history. What was changed by somebody else since it was read
/// stays as it is: the answer is 412 then.
#[utoipa::path(
    patch, path = "/api/v1/specialists/{id}", tag = "specialists", security(("key" = [])),
    request_body(content = SpecialistForm, content_type = "application/merge-patch+json"),
    params(
        ("id" = SpecialistId, Path, description = "The specialist"),
        ("If-Match" = String, Header, description = "The ETag with which the profile was read, or `*` to write over whatever is there", example = "\"3\"")
    ),
    responses(
        (status = 200, description = "The changed profile", body = SpecialistView, headers(("ETag" = String, description = "Its new version")))
    )
)]
pub async fn patch_specialist(
    request: HttpRequest,
    state: web::Data<State>,
    may: May<SpecialistsWrite>,
    Reader(language): Reader,
    id: web::Path<String>,
    patch: Json<serde_json::Value>,
) -> Result<HttpResponse, Error> {
    let id = kept(&request, &may, &id)?;
    let read = version_read(&request)?;
    let changed = change_specialist(&state.desk, id, read, move |before| merged(before, &patch.value)).await;
    let view = changed.map_err(|refusal| Problem::of(refusal, language))?;
    Ok(with_version(view.version, &view))
}

/// Pause all offers: nobody asks before the day that is named. What has been offered already stays open.
#[utoipa::path(
    post, path = "/api/v1/specialists/{id}/pause", tag = "specialists", security(("key" = [])), request_body = PauseForm,
    params(("id" = SpecialistId, Path, description = "The specialist")),
    responses(
        (status = 200, description = "The pauses that hold now", body = Pauses)
    )
)]
pub async fn pause_specialist(
    request: HttpRequest,
    state: web::Data<State>,
    may: May<SpecialistsWrite>,
    Reader(language): Reader,
    id: web::Path<String>,
    form: Json<PauseForm>,
) -> Result<HttpResponse, Error> {
    let id = kept(&request, &may, &id)?;
    let pauses = desk::pause_specialist(&state.desk, id, form.value).await.map_err(|refusal| Problem::of(refusal, language))?;
    Ok(HttpResponse::Ok().json(pauses))
}

/// End every pause, also of single menus.
#[utoipa::path(
    post, path = "/api/v1/specialists/{id}/resume", tag = "specialists", security(("key" = [])),
    params(("id" = SpecialistId, Path, description = "The specialist")),
    responses(
        (status = 200, description = "The pauses that hold now: none", body = Pauses)
    )
)]
pub async fn resume_specialist(
    request: HttpRequest,
    state: web::Data<State>,
    may: May<SpecialistsWrite>,
    Reader(language): Reader,
    id: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let id = kept(&request, &may, &id)?;
    let pauses = desk::resume_specialist(&state.desk, id).await.map_err(|refusal| Problem::of(refusal, language))?;
    Ok(HttpResponse::Ok().json(pauses))
}

/// The profile as a form with the patch laid over it. The patch brings words of consent; the profile itself holds none.
fn merged(before: &Specialist, patch: &serde_json::Value) -> Result<SpecialistForm, Refusal> {
    let unreadable = |error: serde_json::Error| Refusal::Store(StoreError::Unreadable { what: "profile", why: error.to_string() });
    let mut document = serde_json::to_value(before).map_err(unreadable)?;
    document["consents"] = serde_json::to_value(Vec::<ConsentForm>::new()).map_err(unreadable)?;
    json_patch::merge(&mut document, patch);
    serde_path_to_error::deserialize(&document).map_err(|error| {
        let pointer: String = error.path().to_string().split('.').map(|part| format!("/{part}")).collect();
        let code = if error.inner().to_string().contains("unknown field") { "unknown-field" } else { "wrong-type" };
        Refusal::Fields(vec![FieldError::new(pointer, code)])
    })
}

pub(super) fn kept<N>(request: &HttpRequest, may: &May<N>, id: &str) -> Result<SpecialistId, Error> {
    let id = id.parse().ok().filter(|id| may.keeps(*id));
    // Somebody else's profile looks like none.
    id.ok_or_else(|| refuse(request, Kind::NotFound))
}
