//! The page on which a clerk takes a member off the list: what goes and what stays, and then one press.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse, web};
use askama::Template;

use crate::desk::{RemovalView, look_at_removal, remove_member};
use crate::web::body::Bytes;
use crate::web::pages::visit::AsClerk;
use crate::web::pages::words::Words;

#[derive(Template)]
#[template(path = "pages/removal.html")]
struct RemovalPage {
    t: Words,
    view: RemovalView,
    value: String,
}

pub async fn show_removal(AsClerk(visit): AsClerk, id: web::Path<String>) -> Result<HttpResponse, Error> {
    let view = look_at_removal(visit.desk(), visit.role, visit.id(&id)?).await.map_err(|refusal| visit.refused(refusal))?;
    Ok(visit.shown(StatusCode::OK, &RemovalPage { t: visit.words(), view, value: visit.value() }))
}

pub async fn post_removal(AsClerk(visit): AsClerk, id: web::Path<String>, body: Bytes) -> Result<HttpResponse, Error> {
    let id = visit.id(&id)?;
    visit.pressed(&body)?;
    remove_member(visit.desk(), visit.role, id).await.map_err(|refusal| visit.refused(refusal))?;
    Ok(visit.see("/members", "removed"))
}
