//! A company without an account takes out all that is kept of its help request.

use actix_web::{Error, HttpRequest, HttpResponse, web};

use crate::desk::export_help_request_by_link;
use crate::web::State;
use crate::web::api::saved;
use crate::web::reader::{find_token, refused};

pub async fn download_help_request(request: HttpRequest, state: web::Data<State>, token: web::Path<String>) -> Result<HttpResponse, Error> {
    let token = find_token(&request, &token)?;
    let export = export_help_request_by_link(&state.desk, token).await.map_err(|refusal| refused(&request, refusal))?;
    Ok(saved(&format!("nakodo-help-request-{}.json", export.help_request.id), &export))
}
