//! The company's own pages: "is this help request yours?", and "how is it going?".

use actix_web::http::StatusCode;
use actix_web::{Error, HttpRequest, HttpResponse, web};
use askama::Template;

use crate::desk::{
    AskedPerson, Confirmation, Refusal, WaitingView, cancel_help_request_by_link, confirm_help_request, look_at_confirmation,
    look_at_status,
};
use crate::engagement::WithdrawForm;
use crate::ids::Token;
use crate::intake::HelpRequestState;
use crate::language::Language;
use crate::web::State;
use crate::web::pages::helpdesks::{HelpdeskWords, helpdesks};
use crate::web::pages::words::Words;
use crate::web::pages::{MessagePage, ok, page};
use crate::web::problem::{Kind, Problem};
use crate::web::reader::{Asked, refuse, refuse_with};
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
    people: Vec<(String, String, String)>,
    /// What the law on small companies may have against a subsidy or a programme.
    warning: Option<String>,
    ended: bool,
    /// Whether there is a match that can be called off.
    matched: bool,
    /// Whether others are asked because a match was withdrawn.
    again: bool,
    /// What was typed into the refused form about the end of a match, and what is wrong with it.
    leaving: WithdrawForm,
    mistakes: Vec<String>,
    /// Shown first when something has happened already.
    helpdesks: Vec<HelpdeskWords>,
}

pub async fn show_confirmation(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    token: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let view = look_at_confirmation(&state.desk, parse(&request, &token)?).await.map_err(|refusal| refused(&request, refusal))?;
    let language = asked.unwrap_or(view.language);
    let menus = menus(&state, language, &view);
    let waits = view.state == HelpRequestState::AwaitingConfirmation;
    let helpdesks = helpdesks(&state.desk.catalogue, language, view.need.urgency);
    Ok(ok(language, &ConfirmPage { t: Words(language), token: token.into_inner(), view, menus, waits, helpdesks }))
}

pub async fn post_confirmation(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    token: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let secret = parse(&request, &token)?;
    let view = look_at_confirmation(&state.desk, secret.clone()).await.map_err(|refusal| refused(&request, refusal))?;
    let language = asked.unwrap_or(view.language);
    let confirmed = confirm_help_request(&state.desk, secret).await.map_err(|refusal| refused(&request, refusal))?;
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
    let view = look_at_status(&state.desk, parse(&request, &token)?).await.map_err(|refusal| refused(&request, refusal))?;
    let language = asked.unwrap_or(view.language);
    Ok(ok(language, &status_page(&state, language, token.into_inner(), view, WithdrawForm::default(), Vec::new())))
}

/// The page again with what was typed into the form about the end of a match, and what is wrong with it.
pub(super) fn refused_withdrawal(
    state: &State,
    language: Language,
    token: String,
    view: WaitingView,
    typed: WithdrawForm,
    mistakes: Vec<String>,
) -> HttpResponse {
    page(StatusCode::UNPROCESSABLE_ENTITY, language, &status_page(state, language, token, view, typed, mistakes))
}

fn status_page(
    state: &State,
    language: Language,
    token: String,
    view: WaitingView,
    leaving: WithdrawForm,
    mistakes: Vec<String>,
) -> StatusPage {
    let menus = menus(state, language, &view);
    let matched = view.state == HelpRequestState::Matched;
    let steps = vec![("step-submitted", true), ("step-asking", view.asked > 0), ("step-matched", matched)];
    let told = |person: &AskedPerson| (person.display_name.clone(), came_of(language, person), strongest(language, &person.explanation));
    StatusPage {
        t: Words(language),
        token,
        people: view.people.iter().map(told).collect(),
        warning: view.eligibility.as_ref().filter(|found| found.is_warning()).map(|found| found.explain(language)),
        ended: view.state.is_final(),
        helpdesks: helpdesks(&state.desk.catalogue, language, view.need.urgency),
        again: view.state == HelpRequestState::Open && view.people.iter().any(|person| person.withdrawn),
        matched,
        leaving,
        mistakes,
        view,
        menus,
        steps,
    }
}

/// What came of asking somebody.
fn came_of(language: Language, person: &AskedPerson) -> String {
    if person.withdrawn { say(language, "status-given-up") } else { say(language, &format!("offer-state-{}", person.state.code())) }
}

pub async fn post_cancellation(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    token: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let secret = parse(&request, &token)?;
    let view = look_at_status(&state.desk, secret.clone()).await.map_err(|refusal| refused(&request, refusal))?;
    cancel_help_request_by_link(&state.desk, secret).await.map_err(|refusal| refused(&request, refusal))?;
    Ok(message(asked.unwrap_or(view.language), StatusCode::OK, "cancelled"))
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
