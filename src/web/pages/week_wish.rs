//! The page on which a support organisation chooses whether the weekly letter comes, and the address behind a mail program's own button for it
//! (RFC 8058), which only a POST moves.

use actix_web::{Error, HttpRequest, HttpResponse, web};
use askama::Template;

use crate::desk::{choose_weekly_letter, look_at_week_wish};
use crate::web::State;
use crate::web::body::Bytes;
use crate::web::pages::ok;
use crate::web::pages::pressed::Pressed;
use crate::web::pages::words::Words;
use crate::web::reader::{Asked, find_token, refused};

#[derive(Template)]
#[template(path = "pages/week_wish.html")]
struct WeekWishTemplate {
    t: Words,
    token: String,
    comes: bool,
    saved: bool,
}

async fn shown(request: &HttpRequest, state: &State, asked: Asked, token: &str, saved: bool) -> Result<HttpResponse, Error> {
    let view = look_at_week_wish(&state.desk, find_token(request, token)?).await.map_err(|refusal| refused(request, refusal))?;
    let language = asked.0.unwrap_or(view.language);
    Ok(ok(language, &WeekWishTemplate { t: Words(language), token: token.to_owned(), comes: view.comes, saved }))
}

pub async fn show_week_wish(
    request: HttpRequest,
    state: web::Data<State>,
    asked: Asked,
    token: web::Path<String>,
) -> Result<HttpResponse, Error> {
    shown(&request, &state, asked, &token, false).await
}

pub async fn post_week_wish(
    request: HttpRequest,
    state: web::Data<State>,
    asked: Asked,
    token: web::Path<String>,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    choose(&request, &state, &token, Pressed::read(&request, &body).text("comes") == "yes").await?;
    shown(&request, &state, asked, &token, true).await
}

/// Mail programs send `List-Unsubscribe=One-Click`; whoever follows the address by hand sees the page and presses there.
pub async fn post_week_unsubscribe(
    request: HttpRequest,
    state: web::Data<State>,
    asked: Asked,
    token: web::Path<String>,
) -> Result<HttpResponse, Error> {
    choose(&request, &state, &token, false).await?;
    shown(&request, &state, asked, &token, true).await
}

async fn choose(request: &HttpRequest, state: &State, token: &str, comes: bool) -> Result<(), Error> {
    choose_weekly_letter(&state.desk, find_token(request, token)?, comes).await.map_err(|refusal| refused(request, refusal))
}
