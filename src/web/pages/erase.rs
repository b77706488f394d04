//! The pages on which somebody has erased what is kept of them: what goes and what stays, and then one press.

use actix_web::{Error, HttpRequest, HttpResponse, web};
use askama::Template;

use crate::desk::{ErasePage, Refusal, Stale, erase_help_request_by_link, erase_own, look_at_erasing, look_at_erasing_by_link};
use crate::ids::Token;
use crate::language::Language;
use crate::seals::Action;
use crate::web::State;
use crate::web::body::Bytes;
use crate::web::caller::Person;
use crate::web::cookies::Cookie;
use crate::web::pages::pressed::{Pressed, again_or_ok};
use crate::web::pages::words::Words;
use crate::web::pages::{MessagePage, ok, page};
use crate::web::reader::{Asked, find_token, refused};
use crate::wording::say;

#[derive(Template)]
#[template(path = "pages/erase.html")]
struct EraseTemplate {
    t: Words,
    view: ErasePage,
    /// Where the form goes, and the page from which the reader came.
    place: String,
    back: String,
    again: Option<String>,
    value: String,
}

fn shown(state: &State, language: Language, view: ErasePage, (back, token): (String, &Token), stale: Option<Stale>) -> HttpResponse {
    let (status, again) = again_or_ok(stale, language);
    let value = state.desk.page_value(Action::Erase, token).reveal();
    page(status, language, &EraseTemplate { t: Words(language), view, place: format!("{back}/erase"), back, again, value })
}

fn done(language: Language) -> HttpResponse {
    let (title, text) = (say(language, "erased-title"), say(language, "erased-text"));
    ok(language, &MessagePage { t: Words(language), title, text, note: Some(say(language, "may-close")) })
}

fn account(token: &Token) -> (String, &Token) {
    ("/account".to_owned(), token)
}

fn of_link(token: &Token) -> (String, &Token) {
    (format!("/help-requests/status/{}", token.reveal()), token)
}

pub async fn show_account_erasure(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    Person(signed): Person,
) -> Result<HttpResponse, Error> {
    let view = look_at_erasing(&state.desk, &signed).await.map_err(|refusal| refused(&request, refusal))?;
    Ok(shown(&state, asked.unwrap_or(view.language), view, account(&signed.token), None))
}

pub async fn post_account_erasure(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    Person(signed): Person,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let refused = |refusal| refused(&request, refusal);
    let view = look_at_erasing(&state.desk, &signed).await.map_err(refused)?;
    let language = asked.unwrap_or(view.language);
    let token = signed.token.clone();
    match erase_own(&state.desk, signed, Pressed::read(&request, &body).press(token.clone())).await {
        Ok(_) => {
            let mut answer = done(language);
            Cookie::Session.clear(&state, &mut answer);
            Ok(answer)
        }
        Err(Refusal::StalePage(stale)) => Ok(shown(&state, language, view, account(&token), Some(stale))),
        Err(refusal) => Err(refused(refusal)),
    }
}

pub async fn show_status_erasure(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    token: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let token = find_token(&request, &token)?;
    let view = look_at_erasing_by_link(&state.desk, token.clone()).await.map_err(|refusal| refused(&request, refusal))?;
    Ok(shown(&state, asked.unwrap_or(view.language), view, of_link(&token), None))
}

pub async fn post_status_erasure(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    token: web::Path<String>,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let token = find_token(&request, &token)?;
    let refused = |refusal| refused(&request, refusal);
    let view = look_at_erasing_by_link(&state.desk, token.clone()).await.map_err(refused)?;
    let language = asked.unwrap_or(view.language);
    match erase_help_request_by_link(&state.desk, Pressed::read(&request, &body).press(token.clone())).await {
        Ok(_) => Ok(done(language)),
        Err(Refusal::StalePage(stale)) => Ok(shown(&state, language, view, of_link(&token), Some(stale))),
        Err(refusal) => Err(refused(refusal)),
    }
}
