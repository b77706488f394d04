//! "Is your profile still right?": one press says yes, another page pauses.

use actix_web::http::{StatusCode, header};
use actix_web::{Error, HttpRequest, HttpResponse, web};
use askama::Template;
use serde_json::json;

use crate::desk::{ProfileCheckPage, Refusal, confirm_profile, look_at_profile_check};
use crate::ids::Token;
use crate::language::Language;
use crate::seals::Action;
use crate::web::State;
use crate::web::body::Bytes;
use crate::web::pages::pressed::{Pressed, again};
use crate::web::pages::words::Words;
use crate::web::pages::{MessagePage, ok, page};
use crate::web::reader::{Asked, find_token, refused, wants_document};
use crate::wording::say;

#[derive(Template)]
#[template(path = "pages/profile_check.html")]
struct ProfileCheckTemplate {
    t: Words,
    token: String,
    last_confirmed: chrono::NaiveDate,
    is_fresh: bool,
    /// Why the page comes again.
    again: Option<String>,
    /// What makes a press count.
    value: String,
}

pub async fn show_profile_check(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    token: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let (secret, view) = look(&request, &state, &token).await?;
    if wants_document(&request) {
        let values = json!({ "confirm": value(&state, &secret) });
        let told = json!({ "last_confirmed": view.last_confirmed, "fresh": view.is_fresh, "values": values });
        return Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(told));
    }
    let language = asked.unwrap_or(view.language);
    Ok(ok(language, &template(&state, language, &secret, &view, None)))
}

pub async fn post_profile_check(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    token: web::Path<String>,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let (secret, view) = look(&request, &state, &token).await?;
    let language = asked.unwrap_or(view.language);
    match confirm_profile(&state.desk, Pressed::read(&request, &body).press(secret.clone())).await {
        Ok(()) if wants_document(&request) => Ok(HttpResponse::Ok().json(json!({ "outcome": "confirmed" }))),
        Ok(()) => {
            let (title, text) = (say(language, "profile-check-thanks"), say(language, "profile-check-thanks-text"));
            Ok(page(StatusCode::OK, language, &MessagePage { t: Words(language), title, text, note: Some(say(language, "may-close")) }))
        }
        Err(Refusal::StalePage(stale)) if !wants_document(&request) => {
            let (status, sentence) = again(stale, language);
            Ok(page(status, language, &template(&state, language, &secret, &view, Some(sentence))))
        }
        Err(refusal) => Err(refused(&request, refusal)),
    }
}

async fn look(request: &HttpRequest, state: &State, token: &str) -> Result<(Token, ProfileCheckPage), Error> {
    let secret = find_token(request, token)?;
    let view = look_at_profile_check(&state.desk, secret.clone()).await.map_err(|refusal| refused(request, refusal))?;
    Ok((secret, view))
}

fn value(state: &State, token: &Token) -> String {
    state.desk.page_value(Action::Vouch, token).reveal()
}

fn template(state: &State, language: Language, token: &Token, view: &ProfileCheckPage, again: Option<String>) -> ProfileCheckTemplate {
    let ProfileCheckPage { last_confirmed, is_fresh, .. } = *view;
    ProfileCheckTemplate { t: Words(language), token: token.reveal(), last_confirmed, is_fresh, again, value: value(state, token) }
}
