//! The page behind "I cannot after all" in the letter about a match, and the company's word of the same. Opening it changes nothing.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpRequest, HttpResponse, web};
use askama::Template;
use serde_json::json;

use crate::desk::{EngagementPage, Refusal, Withdrawing, look_at_engagement, look_at_status, withdraw_as_company, withdraw_as_specialist};
use crate::engagement::WithdrawForm;
use crate::ids::Token;
use crate::language::Language;
use crate::web::State;
use crate::web::body::Bytes;
use crate::web::pages::words::Words;
use crate::web::pages::{MessagePage, ok, page, status};
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
}

pub async fn show_engagement(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    token: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let view = look(&request, &state, &token).await?;
    let language = asked.unwrap_or(view.language);
    Ok(ok(language, &template(&state, language, token.into_inner(), view, WithdrawForm::default(), Vec::new())))
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
    let form = read(&body);
    match withdraw_as_specialist(&state.desk, parse(&request, &token)?, form.clone()).await {
        Ok(outcome) => Ok(told(&request, language, outcome)),
        Err(Refusal::Fields(errors)) if !wants_document(&request) => {
            let mistakes = errors.iter().map(|error| field_sentence(error, language)).collect();
            let again = template(&state, language, token.into_inner(), view, form, mistakes);
            Ok(page(StatusCode::UNPROCESSABLE_ENTITY, language, &again))
        }
        Err(refusal) => Err(refuse_with(&request, Problem::of(refusal, language))),
    }
}

/// The company says that the match does not hold.
pub async fn post_company_withdrawal(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    token: web::Path<String>,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let secret = parse(&request, &token)?;
    let refused = |refusal| refuse_with(&request, Problem::of(refusal, crate::web::reader::language(&request)));
    let view = look_at_status(&state.desk, secret.clone()).await.map_err(refused)?;
    let language = asked.unwrap_or(view.language);
    let form = read(&body);
    match withdraw_as_company(&state.desk, secret, form.clone()).await {
        Ok(outcome) => Ok(told(&request, language, outcome)),
        Err(Refusal::Fields(errors)) if !wants_document(&request) => {
            let mistakes = errors.iter().map(|error| field_sentence(error, language)).collect();
            Ok(status::refused_withdrawal(&state, language, token.into_inner(), view, form, mistakes))
        }
        Err(refusal) => Err(refuse_with(&request, Problem::of(refusal, language))),
    }
}

/// A form of a browser or a JSON document.
fn read(body: &Bytes) -> WithdrawForm {
    if let Ok(form) = serde_json::from_slice(&body.0) {
        return form;
    }
    let typed = url::form_urlencoded::parse(&body.0).find(|(name, _)| name == "reason");
    WithdrawForm { reason: typed.map(|(_, value)| value.into_owned()).unwrap_or_default() }
}

fn told(request: &HttpRequest, language: Language, outcome: Withdrawing) -> HttpResponse {
    let (status, code) = match outcome {
        Withdrawing::Withdrawn => (StatusCode::OK, "match-withdrawn"),
        Withdrawing::WithdrawnBefore => (StatusCode::CONFLICT, "match-withdrawn-before"),
    };
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

fn template(
    state: &State,
    language: Language,
    token: String,
    view: EngagementPage,
    typed: WithdrawForm,
    mistakes: Vec<String>,
) -> EngagementTemplate {
    let catalogue = &state.desk.catalogue;
    EngagementTemplate {
        t: Words(language),
        token,
        menus: view.need.menus.iter().map(|code| menu_name(language, catalogue, code)).collect(),
        place: prefecture_name(language, catalogue, &view.need.prefecture),
        typed,
        mistakes,
        view,
    }
}
