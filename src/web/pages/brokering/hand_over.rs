//! Handing over to a colleague: what was handed over is shown, with the button that takes it back.

use actix_web::{Error, HttpRequest, HttpResponse, web};
use askama::Template;

use crate::desk::{HandOverForm, HandOverView, hand_over, undo_hand_over, view_hand_over};
use crate::ids::HandOverId;
use crate::web::State;
use crate::web::body::Bytes;
use crate::web::caller::Clerk;
use crate::web::pages::brokering::{came_from_page, done, language, refused, see, value};
use crate::web::pages::ok;
use crate::web::pages::pressed::Pressed;
use crate::web::pages::words::Words;
use crate::web::problem::Kind;
use crate::web::reader::{Asked, refuse};

#[derive(Template)]
#[template(path = "pages/hand_over.html")]
struct HandOverPage {
    t: Words,
    view: HandOverView,
    count: String,
    value: String,
    done: Option<&'static str>,
}

pub async fn post_hand_over(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    clerk: Clerk,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let language = language(asked, &clerk);
    let pressed = Pressed::read(&request, &body);
    came_from_page(&state, &request, &clerk, &pressed)?;
    let given = |name: &str| Some(pressed.text(name).to_owned()).filter(|text| !text.is_empty());
    let form = HandOverForm { help_request: given("help_request"), from: given("from"), to: pressed.text("to").to_owned() };
    let id = hand_over(&state.desk, clerk.role, form).await.map_err(|refusal| refused(&request, refusal))?;
    Ok(see(&format!("/hand-overs/{id}"), language, "done"))
}

pub async fn show_hand_over(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    clerk: Clerk,
    id: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let language = language(asked, &clerk);
    let view = view_hand_over(&state.desk, clerk.role, parse(&request, &id)?).await.map_err(|refusal| refused(&request, refusal))?;
    let count = view.help_requests.len().to_string();
    let shown = HandOverPage { t: Words(language), view, count, value: value(&state, &clerk), done: done(&request, &["done", "undone"]) };
    Ok(ok(language, &shown))
}

pub async fn post_undo_hand_over(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    clerk: Clerk,
    id: web::Path<String>,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let (language, id) = (language(asked, &clerk), parse(&request, &id)?);
    came_from_page(&state, &request, &clerk, &Pressed::read(&request, &body))?;
    undo_hand_over(&state.desk, clerk.role, id).await.map_err(|refusal| refused(&request, refusal))?;
    Ok(see(&format!("/hand-overs/{id}"), language, "undone"))
}

fn parse(request: &HttpRequest, id: &str) -> Result<HandOverId, Error> {
    id.parse().map_err(|_| refuse(request, Kind::NotFound))
}
