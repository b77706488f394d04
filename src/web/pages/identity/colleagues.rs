//! The owner of a support organisation says which of its mailboxes several people read.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse, web};
use askama::Template;

use crate::desk::{ColleagueView, list_colleagues, share_colleague};
use crate::web::body::Bytes;
use crate::web::pages::visit::AsClerk;
use crate::web::pages::words::Words;

#[derive(Template)]
#[template(path = "pages/colleagues.html")]
struct ColleaguesPage {
    t: Words,
    colleagues: Vec<ColleagueView>,
    value: String,
    done: Option<&'static str>,
}

pub async fn show_colleagues(AsClerk(visit): AsClerk) -> Result<HttpResponse, Error> {
    let colleagues = list_colleagues(visit.desk(), visit.role).await.map_err(|refusal| visit.refused(refusal))?;
    let done = visit.done(&["shared", "alone"]);
    Ok(visit.shown(StatusCode::OK, &ColleaguesPage { t: visit.words(), colleagues, value: visit.value(), done }))
}

pub async fn post_colleague(AsClerk(visit): AsClerk, id: web::Path<String>, body: Bytes) -> Result<HttpResponse, Error> {
    let is_shared = visit.pressed(&body)?.text("shared") == "yes";
    share_colleague(visit.desk(), visit.role, visit.id(&id)?, is_shared).await.map_err(|refusal| visit.refused(refusal))?;
    Ok(visit.see("/colleagues", if is_shared { "shared" } else { "alone" }))
}
