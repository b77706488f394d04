//! The company's own pages: "is this help request yours?", and "how is it going?".

use actix_web::http::{StatusCode, header};
use actix_web::{Error, HttpRequest, HttpResponse, web};
use askama::Template;
use serde_json::json;

use crate::desk::{
    AskedPerson, Confirmation, Refusal, WaitingView, cancel_help_request_by_link, confirm_help_request, look_at_confirmation,
    look_at_status,
};
use crate::ids::Token;
use crate::intake::HelpRequestState;
use crate::language::Language;
use crate::seals::Action;
use crate::web::State;
use crate::web::body::Bytes;
use crate::web::pages::helpdesks::{HelpdeskWords, helpdesks};
use crate::web::pages::pressed::{Pressed, again};
use crate::web::pages::words::Words;
use crate::web::pages::{MessagePage, ok, page};
use crate::web::problem::{Kind, Problem};
use crate::web::reader::{Asked, refuse, refuse_with, wants_document};
use crate::web::telling::strongest;
use crate::wording::{menu_name, say};

#[derive(Template)]
#[template(path = "pages/confirm.html")]
struct ConfirmPage {
    t: Words,
    token: String,
    view: WaitingView,
    menus: Vec<String>,
    waits: bool,
    /// Why the page comes again, and what makes its press count.
    again: Option<String>,
    value: String,
    /// Shown first when something has happened already.
    helpdesks: Vec<HelpdeskWords>,
}

#[derive(Template)]
#[template(path = "pages/status.html")]
struct StatusPage {
    t: Words,
    token: String,
    view: WaitingView,
    menus: Vec<String>,
    /// The story so far: key of the step's name, and whether it is done.
    steps: Vec<(&'static str, bool)>,
    /// Of each person asked: the name, what came of it, and what speaks most for that person.
    people: Vec<(String, &'static str, String)>,
    /// What the law on small companies may have against a subsidy or a programme.
    warning: Option<String>,
    ended: bool,
    /// Why the page comes again, and what makes its press count.
    again: Option<String>,
    value: String,
    /// Shown first when something has happened already.
    helpdesks: Vec<HelpdeskWords>,
}

pub async fn show_confirmation(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    token: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let secret = parse(&request, &token)?;
    let view = look_at_confirmation(&state.desk, secret.clone()).await.map_err(|refusal| refused(&request, refusal))?;
    let language = asked.unwrap_or(view.language);
    let page = confirm_page(&state, language, &secret, view);
    Ok(if wants_document(&request) { values(page.view.state, page.waits.then_some(("confirm", page.value))) } else { ok(language, &page) })
}

fn confirm_page(state: &State, language: Language, token: &Token, view: WaitingView) -> ConfirmPage {
    ConfirmPage {
        t: Words(language),
        token: token.reveal(),
        menus: menus(state, language, &view),
        waits: view.state == HelpRequestState::AwaitingConfirmation,
        again: None,
        value: state.desk.page_value(Action::Confirm, token).reveal(),
        helpdesks: helpdesks(&state.desk.catalogue, language, view.need.urgency),
        view,
    }
}

pub async fn post_confirmation(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    token: web::Path<String>,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let secret = parse(&request, &token)?;
    let view = look_at_confirmation(&state.desk, secret.clone()).await.map_err(|refusal| refused(&request, refusal))?;
    let language = asked.unwrap_or(view.language);
    let confirmed = match confirm_help_request(&state.desk, Pressed::read(&request, &body).press(secret.clone())).await {
        Ok(confirmed) => confirmed,
        Err(Refusal::StalePage(stale)) if !wants_document(&request) => {
            let (status, sentence) = again(stale, language);
            return Ok(page(status, language, &ConfirmPage { again: Some(sentence), ..confirm_page(&state, language, &secret, view) }));
        }
        Err(refusal) => return Err(refused(&request, refusal)),
    };
    let (status, code) = match confirmed {
        Confirmation::Opened(_) => (StatusCode::OK, "confirmed"),
        Confirmation::OpenAlready(_) => (StatusCode::OK, "confirmed-already"),
        Confirmation::TooLate => (StatusCode::GONE, "confirmed-too-late"),
    };
    Ok(message(language, status, code))
}

pub async fn show_status(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    token: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let secret = parse(&request, &token)?;
    let view = look_at_status(&state.desk, secret.clone()).await.map_err(|refusal| refused(&request, refusal))?;
    let language = asked.unwrap_or(view.language);
    let page = status_page(&state, language, &secret, view);
    Ok(if wants_document(&request) {
        values(page.view.state, (!page.ended).then_some(("cancel", page.value)))
    } else {
        ok(language, &page)
    })
}

fn status_page(state: &State, language: Language, token: &Token, view: WaitingView) -> StatusPage {
    let matched = view.state == HelpRequestState::Matched;
    let told = |person: &AskedPerson| (person.display_name.clone(), person.state.code(), strongest(language, &person.explanation));
    StatusPage {
        t: Words(language),
        token: token.reveal(),
        menus: menus(state, language, &view),
        steps: vec![("step-submitted", true), ("step-asking", view.asked > 0), ("step-matched", matched)],
        people: view.people.iter().map(told).collect(),
        warning: view.eligibility.as_ref().filter(|found| found.is_warning()).map(|found| found.explain(language)),
        ended: view.state.is_final(),
        again: None,
        value: state.desk.page_value(Action::Cancel, token).reveal(),
        helpdesks: helpdesks(&state.desk.catalogue, language, view.need.urgency),
        view,
    }
}

pub async fn post_cancellation(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    token: web::Path<String>,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let secret = parse(&request, &token)?;
    let view = look_at_status(&state.desk, secret.clone()).await.map_err(|refusal| refused(&request, refusal))?;
    let language = asked.unwrap_or(view.language);
    match cancel_help_request_by_link(&state.desk, Pressed::read(&request, &body).press(secret.clone())).await {
        Ok(()) => Ok(message(language, StatusCode::OK, "cancelled")),
        Err(Refusal::StalePage(stale)) if !wants_document(&request) => {
            let (status, sentence) = again(stale, language);
            Ok(page(status, language, &StatusPage { again: Some(sentence), ..status_page(&state, language, &secret, view) }))
        }
        Err(refusal) => Err(refused(&request, refusal)),
    }
}

/// For programs: the state, and the values with which a press counts.
fn values(state: HelpRequestState, value: Option<(&str, String)>) -> HttpResponse {
    let values: serde_json::Map<String, serde_json::Value> =
        value.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect();
    HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(json!({ "state": state, "values": values }))
}

fn message(language: Language, status: StatusCode, code: &str) -> HttpResponse {
    let title = say(language, &format!("outcome-{code}"));
    let text = say(language, &format!("outcome-{code}-text"));
    page(status, language, &MessagePage { t: Words(language), title, text, note: Some(say(language, "may-close")) })
}

fn menus(state: &State, language: Language, view: &WaitingView) -> Vec<String> {
    view.need.menus.iter().map(|code| menu_name(language, &state.desk.catalogue, code)).collect()
}

fn parse(request: &HttpRequest, token: &str) -> Result<Token, Error> {
    Token::find(token).ok_or_else(|| refuse(request, Kind::NotFound))
}

fn refused(request: &HttpRequest, refusal: Refusal) -> Error {
    refuse_with(request, Problem::of(refusal, crate::web::reader::language(request)))
}
