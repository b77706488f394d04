//! The page behind "I cannot after all" in the letter about a match. Opening it changes nothing.

use actix_web::http::{StatusCode, header};
use actix_web::{Error, HttpRequest, HttpResponse, web};
use askama::Template;
use serde_json::json;

use crate::desk::{EngagementPage, Refusal, Withdrawing, look_at_engagement, withdraw_as_specialist};
use crate::engagement::WithdrawForm;
use crate::ids::Token;
use crate::language::Language;
use crate::seals::Action;
use crate::web::State;
use crate::web::body::Bytes;
use crate::web::pages::pressed::{Pressed, again};
use crate::web::pages::words::Words;
use crate::web::pages::{MessagePage, ok, page};
use crate::web::problem::{Kind, Problem, field_sentence};
use crate::web::reader::{Asked, refuse, refuse_with, wants_document};
use crate::wording::{menu_name, prefecture_name, say};

#[derive(Template)]
#[template(path = "pages/engagement.html")]
struct EngagementTemplate {
    t: Words,
    token: String,
    view: EngagementPage,
    menus: Vec<String>,
    place: String,
    /// What was typed into the refused form, and what is wrong with it.
    typed: WithdrawForm,
    mistakes: Vec<String>,
    /// Why the page comes again, and what makes its press count.
    again: Option<String>,
    value: String,
}

pub async fn show_engagement(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    token: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let view = look(&request, &state, &token).await?;
    let language = asked.unwrap_or(view.language);
    let page = template(&state, language, &parse(&request, &token)?, view, WithdrawForm::default());
    if wants_document(&request) {
        let values = page.view.running.then(|| json!({ "withdraw": page.value }));
        let answer = json!({ "running": page.view.running, "values": values });
        return Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(answer));
    }
    Ok(ok(language, &page))
}

pub async fn post_withdrawal(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    token: web::Path<String>,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let view = look(&request, &state, &token).await?;
    let language = asked.unwrap_or(view.language);
    let (secret, pressed) = (parse(&request, &token)?, Pressed::read(&request, &body));
    let form = WithdrawForm { reason: pressed.text("reason").to_owned() };
    let again_page = |form| template(&state, language, &secret, view, form);
    match withdraw_as_specialist(&state.desk, pressed.press(secret.clone()), form.clone()).await {
        Ok(outcome) => Ok(told(&request, language, outcome)),
        Err(Refusal::Fields(errors)) if !wants_document(&request) => {
            let mistakes = errors.iter().map(|error| field_sentence(error, language)).collect();
            Ok(page(StatusCode::UNPROCESSABLE_ENTITY, language, &EngagementTemplate { mistakes, ..again_page(form) }))
        }
        Err(Refusal::StalePage(stale)) if !wants_document(&request) => {
            let (status, sentence) = again(stale, language);
            Ok(page(status, language, &EngagementTemplate { again: Some(sentence), ..again_page(form) }))
        }
        Err(refusal) => Err(refuse_with(&request, Problem::of(refusal, language))),
    }
}

pub(super) fn told(request: &HttpRequest, language: Language, outcome: Withdrawing) -> HttpResponse {
    let (status, code) = match outcome {
        Withdrawing::Withdrawn => (StatusCode::OK, "match-withdrawn"),
        Withdrawing::WithdrawnBefore => (StatusCode::CONFLICT, "match-withdrawn-before"),
    };
    say_outcome(request, language, status, code)
}

/// The outcome of a press: a page, or `{"outcome": …}` for a program.
pub(super) fn say_outcome(request: &HttpRequest, language: Language, status: StatusCode, code: &str) -> HttpResponse {
    if wants_document(request) {
        return HttpResponse::build(status).json(json!({ "outcome": code }));
    }
    let title = say(language, &format!("outcome-{code}"));
    let text = say(language, &format!("outcome-{code}-text"));
    page(status, language, &MessagePage { t: Words(language), title, text, note: Some(say(language, "may-close")) })
}

fn parse(request: &HttpRequest, token: &str) -> Result<Token, Error> {
    Token::find(token).ok_or_else(|| refuse(request, Kind::NotFound))
}

async fn look(request: &HttpRequest, state: &State, token: &str) -> Result<EngagementPage, Error> {
    let secret = parse(request, token)?;
    let language = crate::web::reader::language(request);
    look_at_engagement(&state.desk, secret).await.map_err(|refusal| refuse_with(request, Problem::of(refusal, language)))
}

fn template(state: &State, language: Language, token: &Token, view: EngagementPage, typed: WithdrawForm) -> EngagementTemplate {
    let catalogue = &state.desk.catalogue;
    EngagementTemplate {
        t: Words(language),
        token: token.reveal(),
        menus: view.need.menus.iter().map(|code| menu_name(language, catalogue, code)).collect(),
        place: prefecture_name(language, catalogue, &view.need.prefecture),
        typed,
        mistakes: Vec::new(),
        again: None,
        value: state.desk.page_value(Action::Withdraw, token).reveal(),
        view,
    }
}
