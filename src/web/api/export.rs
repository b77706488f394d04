//! Taking out all that is kept of somebody: one document to be saved.

use actix_web::http::header;
use actix_web::{Error, HttpRequest, HttpResponse, web};
use serde::Serialize;

use crate::desk::{HelpRequestExport, SpecialistExport, export_help_request, export_specialist};
use crate::ids::{HelpRequestId, SpecialistId};
use crate::web::State;
use crate::web::api::specialists::kept;
use crate::web::guards::{HelpRequestsRead, May, SpecialistsRead};
use crate::web::problem::Problem;
use crate::web::reader::{Reader, find_id};

/// Take out all that is kept of a specialist: the person themselves, or the operator with a reason. A company is named only while a match with it holds.
#[utoipa::path(
    get, path = "/api/v1/specialists/{id}/export", tag = "specialists", security(("key" = [])),
    params(
        ("id" = SpecialistId, Path, description = "The specialist"),
        ("Nakodo-Reason" = Option<String>, Header, description = "Why, up to 200 characters; needed by operators and auditors, and kept in the audit log")
    ),
    responses(
        (status = 200, description = "All that is kept", body = SpecialistExport,
            headers(("Content-Disposition" = String, description = "Under which name to save it")))
    )
)]
pub async fn get_specialist_export(
    request: HttpRequest,
    state: web::Data<State>,
    may: May<SpecialistsRead>,
    Reader(language): Reader,
    id: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let id = kept(&request, &may, &id)?;
    let export = export_specialist(&state.desk, id, may.role).await.map_err(|refusal| Problem::of(refusal, language))?;
    Ok(saved(&format!("nakodo-specialist-{id}.json"), &export))
}

/// Take out all that is kept of a help request: its company, its support organisation (without the company's accounts), or the operator with a reason. Of
/// those who were asked it has numbers only, and who won while the match holds.
#[utoipa::path(
    get, path = "/api/v1/help-requests/{id}/export", tag = "help requests", security(("key" = [])),
    params(
        ("id" = HelpRequestId, Path, description = "The help request"),
        ("Nakodo-Reason" = Option<String>, Header, description = "Why, up to 200 characters; needed by operators and auditors, and kept in the audit log")
    ),
    responses(
        (status = 200, description = "All that is kept", body = HelpRequestExport,
            headers(("Content-Disposition" = String, description = "Under which name to save it")))
    )
)]
pub async fn get_help_request_export(
    request: HttpRequest,
    state: web::Data<State>,
    may: May<HelpRequestsRead>,
    Reader(language): Reader,
    id: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let id = find_id(&request, &id)?;
    let export = export_help_request(&state.desk, id, may.role).await.map_err(|refusal| Problem::of(refusal, language))?;
    Ok(saved(&format!("nakodo-help-request-{id}.json"), &export))
}

/// A document that a browser saves, and nothing on the way keeps. `name` is of letters, digits, `-` and `.`.
pub fn saved(name: &str, document: &impl Serialize) -> HttpResponse {
    let mut answer = HttpResponse::Ok();
    answer.insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")));
    answer.insert_header((header::CACHE_CONTROL, "no-store")).json(document)
}
