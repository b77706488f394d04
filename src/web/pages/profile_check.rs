//! "Is your profile still right?": one press says yes.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpRequest, HttpResponse, web};
use askama::Template;

use crate::desk::{Refusal, confirm_profile, look_at_profile_check};
use crate::ids::Token;
use crate::web::State;
use crate::web::pages::words::Words;
use crate::web::pages::{MessagePage, ok, page};
use crate::web::problem::{Kind, Problem};
use crate::web::reader::{Asked, refuse, refuse_with};
use crate::wording::say;

#[derive(Template)]
#[template(path = "pages/profile_check.html")]
struct ProfileCheckTemplate {
    t: Words,
    token: String,
    last_confirmed: chrono::NaiveDate,
    is_fresh: bool,
}

pub async fn show_profile_check(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    token: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let view = look_at_profile_check(&state.desk, parse(&request, &token)?).await.map_err(|refusal| refused(&request, refusal))?;
    let language = asked.unwrap_or(view.language);
    let (last_confirmed, is_fresh) = (view.last_confirmed, view.is_fresh);
    Ok(ok(language, &ProfileCheckTemplate { t: Words(language), token: token.into_inner(), last_confirmed, is_fresh }))
}

pub async fn post_profile_check(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    token: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let secret = parse(&request, &token)?;
    let view = look_at_profile_check(&state.desk, secret.clone()).await.map_err(|refusal| refused(&request, refusal))?;
    confirm_profile(&state.desk, secret).await.map_err(|refusal| refused(&request, refusal))?;
    let language = asked.unwrap_or(view.language);
    let (title, text) = (say(language, "profile-check-thanks"), say(language, "profile-check-thanks-text"));
    Ok(page(StatusCode::OK, language, &MessagePage { t: Words(language), title, text, note: Some(say(language, "may-close")) }))
}

fn parse(request: &HttpRequest, token: &str) -> Result<Token, Error> {
    Token::find(token).ok_or_else(|| refuse(request, Kind::NotFound))
}

fn refused(request: &HttpRequest, refusal: Refusal) -> Error {
    refuse_with(request, Problem::of(refusal, crate::web::reader::language(request)))
}
