//! `/api/v1/specialists`.

use actix_web::http::header;
use actix_web::{Error, HttpRequest, HttpResponse, web};

use crate::active_list::{ConsentForm, PauseForm, Pauses, Specialist, SpecialistForm};
use crate::desk::{self, Enrolled, Refusal, SpecialistView, change_specialist, enrol_specialist, view_specialist};
use crate::ids::SpecialistId;
use crate::report::FieldError;
use crate::store::StoreError;
use crate::web::State;
use crate::web::api::request_key;
use crate::web::body::Json;
use crate::web::guards::{May, SpecialistsEnrol, SpecialistsRead, SpecialistsWrite};
use crate::web::problem::{Kind, Problem, ProblemDocument};
use crate::web::reader::{Reader, refuse};

/// Put a specialist on the active list.
#[utoipa::path(
    post, path = "/api/v1/specialists", tag = "specialists", security(("key" = [])), request_body = SpecialistForm,
    params(("Idempotency-Key" = Option<String>, Header, description = "Up to 255 characters; the same key with the same body gives the first outcome again")),
    responses(
        (status = 201, description = "Enrolled", body = Enrolled),
        (status = "4XX", description = "Refused", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 503, description = "The database is away", body = ProblemDocument, content_type = "application/problem+json")
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

/// Show a profile: to the operator, and to the specialist whose it is.
#[utoipa::path(
    get, path = "/api/v1/specialists/{id}", tag = "specialists", security(("key" = [])),
    params(("id" = SpecialistId, Path, description = "The specialist")),
    responses(
        (status = 200, description = "The profile", body = SpecialistView),
        (status = "4XX", description = "Refused", body = ProblemDocument, content_type = "application/problem+json")
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
    Ok(HttpResponse::Ok().json(view))
}

/// Change parts of a profile (JSON merge patch, RFC 7396). `consents` are added to the history.
#[utoipa::path(
    patch, path = "/api/v1/specialists/{id}", tag = "specialists", security(("key" = [])),
    request_body(content = SpecialistForm, content_type = "application/merge-patch+json"),
    params(("id" = SpecialistId, Path, description = "The specialist")),
    responses(
        (status = 200, description = "The changed profile", body = SpecialistView),
        (status = "4XX", description = "Refused", body = ProblemDocument, content_type = "application/problem+json")
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
    let changed = change_specialist(&state.desk, id, move |before| merged(before, &patch.value)).await;
    Ok(HttpResponse::Ok().json(changed.map_err(|refusal| Problem::of(refusal, language))?))
}

/// Pause all offers: nobody asks before the day that is named. What has been offered already stays open.
#[utoipa::path(
    post, path = "/api/v1/specialists/{id}/pause", tag = "specialists", security(("key" = [])), request_body = PauseForm,
    params(("id" = SpecialistId, Path, description = "The specialist")),
    responses(
        (status = 200, description = "The pauses that hold now", body = Pauses),
        (status = "4XX", description = "Refused", body = ProblemDocument, content_type = "application/problem+json")
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
        (status = 200, description = "The pauses that hold now: none", body = Pauses),
        (status = "4XX", description = "Refused", body = ProblemDocument, content_type = "application/problem+json")
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

fn kept<N>(request: &HttpRequest, may: &May<N>, id: &str) -> Result<SpecialistId, Error> {
    let id = id.parse().ok().filter(|id| may.keeps(*id));
    // Somebody else's profile looks like none.
    id.ok_or_else(|| refuse(request, Kind::NotFound))
}
