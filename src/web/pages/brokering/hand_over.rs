//! Handing over to a colleague: what was handed over is shown, with the button that takes it back.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse, web};
use askama::Template;

use crate::desk::{HandOverForm, HandOverView, hand_over, undo_hand_over, view_hand_over};
use crate::web::body::Bytes;
use crate::web::pages::visit::AsClerk;
use crate::web::pages::words::Words;

#[derive(Template)]
#[template(path = "pages/hand_over.html")]
struct HandOverPage {
    t: Words,
    view: HandOverView,
    to: String,
    count: String,
    value: String,
    done: Option<&'static str>,
}

pub async fn post_hand_over(AsClerk(visit): AsClerk, body: Bytes) -> Result<HttpResponse, Error> {
    let pressed = visit.pressed(&body)?;
    let given = |name: &str| Some(pressed.text(name).to_owned()).filter(|text| !text.is_empty());
    let form = HandOverForm { help_request: given("help_request"), from: given("from"), to: pressed.text("to").to_owned() };
    let id = hand_over(visit.desk(), visit.role, form).await.map_err(|refusal| visit.refused(refusal))?;
    Ok(visit.see(&format!("/hand-overs/{id}"), "done"))
}

pub async fn show_hand_over(AsClerk(visit): AsClerk, id: web::Path<String>) -> Result<HttpResponse, Error> {
    let view = view_hand_over(visit.desk(), visit.role, visit.id(&id)?).await.map_err(|refusal| visit.refused(refusal))?;
    let count = view.help_requests.len().to_string();
    let shown =
        HandOverPage { t: visit.words(), to: view.to.named(), view, count, value: visit.value(), done: visit.done(&["done", "undone"]) };
    Ok(visit.shown(StatusCode::OK, &shown))
}

pub async fn post_undo_hand_over(AsClerk(visit): AsClerk, id: web::Path<String>, body: Bytes) -> Result<HttpResponse, Error> {
    let id = visit.id(&id)?;
    visit.pressed(&body)?;
    undo_hand_over(visit.desk(), visit.role, id).await.map_err(|refusal| visit.refused(refusal))?;
    Ok(visit.see(&format!("/hand-overs/{id}"), "undone"))
}
