//! Erasing on request.

use actix_web::{Error, HttpRequest, HttpResponse, web};

use crate::desk::{EraseForm, Erased, erase_help_request, erase_specialist};
use crate::ids::{HelpRequestId, SpecialistId};
use crate::web::State;
use crate::web::api::specialists::kept;
use crate::web::body::Json;
use crate::web::guards::{HelpRequestsWrite, May, SpecialistsWrite};
use crate::web::problem::Problem;
use crate::web::reader::{Reader, find_id};

/// Erase all that says who a specialist is. Words of consent and open offers are withdrawn first, and others are asked. Nothing brings it back; not while a
/// match goes on. Erasing again changes nothing.
#[utoipa::path(
    post, path = "/api/v1/specialists/{id}/erase", tag = "specialists", security(("key" = [])), request_body = EraseForm,
    params(
        ("id" = SpecialistId, Path, description = "The specialist"),
        ("Nakodo-Reason" = Option<String>, Header, description = "Why, up to 200 characters; needed by operators and auditors, and kept in the audit log")
    ),
    responses(
        (status = 200, description = "Erased", body = Erased)
    )
)]
pub async fn post_specialist_erasure(
    request: HttpRequest,
    state: web::Data<State>,
    may: May<SpecialistsWrite>,
    Reader(language): Reader,
    id: web::Path<String>,
    form: Json<EraseForm>,
) -> Result<HttpResponse, Error> {
    let id = kept(&request, &may, &id)?;
    let erased = erase_specialist(&state.desk, id, may.role, form.value).await.map_err(|refusal| Problem::of(refusal, language))?;
    Ok(HttpResponse::Ok().json(erased))
}

/// Erase all that says which company a help request is of. One that is open is cancelled first. Nothing brings it back; not while its match goes on. Erasing
/// again changes nothing.
#[utoipa::path(
    post, path = "/api/v1/help-requests/{id}/erase", tag = "help requests", security(("key" = [])), request_body = EraseForm,
    params(
        ("id" = HelpRequestId, Path, description = "The help request"),
        ("Nakodo-Reason" = Option<String>, Header, description = "Why, up to 200 characters; needed by operators and auditors, and kept in the audit log")
    ),
    responses(
        (status = 200, description = "Erased", body = Erased)
    )
)]
pub async fn post_help_request_erasure(
    request: HttpRequest,
    state: web::Data<State>,
    may: May<HelpRequestsWrite>,
    Reader(language): Reader,
    id: web::Path<String>,
    form: Json<EraseForm>,
) -> Result<HttpResponse, Error> {
    let id = find_id(&request, &id)?;
    let erased = erase_help_request(&state.desk, id, may.role, form.value).await.map_err(|refusal| Problem::of(refusal, language))?;
    Ok(HttpResponse::Ok().json(erased))
}
