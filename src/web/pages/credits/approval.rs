//! The page behind the link of a letter on which somebody approves what a specialist says that they did, or says why not.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpRequest, HttpResponse, web};
use askama::Template;

use crate::credits::ClaimState;
use crate::desk::{ApprovalPage, Refusal, answer_approval, look_at_approval};
use crate::ids::Token;
use crate::seals::Action;
use crate::web::State;
use crate::web::body::Bytes;
use crate::web::pages::credits::telling::{facts, role};
use crate::web::pages::page;
use crate::web::pages::pressed::{Pressed, again};
use crate::web::pages::words::Words;
use crate::web::problem::field_sentence;
use crate::web::reader::{Asked, find_token, refused};

#[derive(Template)]
#[template(path = "pages/approval.html")]
struct ApprovalTemplate {
    t: Words,
    token: String,
    view: ApprovalPage,
    role: String,
    facts: Vec<(String, String)>,
    again: Option<String>,
    /// What was typed into the refused form, and what is wrong with it.
    reason: String,
    mistake: Option<String>,
    /// What makes a press count: for a yes, for a no.
    values: (String, String),
}

impl ApprovalTemplate {
    /// What has become of it, where there is nothing to answer any more.
    fn ending(&self) -> Option<&'static str> {
        match self.view.state {
            _ if self.view.can_answer => None,
            ClaimState::Entered => Some("approval-is-approved"),
            ClaimState::Declined => Some("approval-is-declined"),
            ClaimState::Dropped | ClaimState::TakenBack | ClaimState::Struck => Some("approval-is-taken-back"),
            ClaimState::Waiting | ClaimState::Lapsed => Some("approval-is-over"),
        }
    }
}

/// What the page says besides how things stand.
#[derive(Default)]
struct Said {
    again: Option<String>,
    reason: String,
    mistake: Option<String>,
}

pub async fn show_approval(
    request: HttpRequest,
    state: web::Data<State>,
    asked: Asked,
    token: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let token = find_token(&request, &token)?;
    shown(&request, &state, asked, token, StatusCode::OK, Said::default()).await
}

pub async fn post_approval(
    request: HttpRequest,
    state: web::Data<State>,
    asked: Asked,
    token: web::Path<String>,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    answered(&request, &state, asked, &token, &body, false).await
}

pub async fn post_approval_declined(
    request: HttpRequest,
    state: web::Data<State>,
    asked: Asked,
    token: web::Path<String>,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    answered(&request, &state, asked, &token, &body, true).await
}

async fn answered(
    request: &HttpRequest,
    state: &State,
    asked: Asked,
    token: &str,
    body: &Bytes,
    declines: bool,
) -> Result<HttpResponse, Error> {
    let token = find_token(request, token)?;
    let pressed = Pressed::read(request, body);
    let reason = pressed.text("reason").to_owned();
    let language = crate::web::reader::language(request);
    match answer_approval(&state.desk, pressed.press(token.clone()), declines.then(|| reason.clone())).await {
        Ok(()) => shown(request, state, asked, token, StatusCode::OK, Said::default()).await,
        Err(Refusal::Fields(errors)) => {
            let language = asked.0.unwrap_or(language);
            let mistake = errors.first().map(|error| field_sentence(error, language));
            shown(request, state, asked, token, StatusCode::UNPROCESSABLE_ENTITY, Said { reason, mistake, again: None }).await
        }
        Err(Refusal::StalePage(stale)) => {
            let (status, sentence) = again(stale, language);
            shown(request, state, asked, token, status, Said { again: Some(sentence), reason, mistake: None }).await
        }
        // The page says what has happened meanwhile.
        Err(Refusal::ChangedMeanwhile) => shown(request, state, asked, token, StatusCode::CONFLICT, Said::default()).await,
        Err(refusal) => Err(refused(request, refusal)),
    }
}

async fn shown(
    request: &HttpRequest,
    state: &State,
    Asked(asked): Asked,
    token: Token,
    status: StatusCode,
    Said { again, reason, mistake }: Said,
) -> Result<HttpResponse, Error> {
    let view = look_at_approval(&state.desk, token.clone()).await.map_err(|refusal| refused(request, refusal))?;
    let language = asked.unwrap_or(view.language);
    let t = Words(language);
    let value = |action| state.desk.page_value(action, &token).reveal();
    let template = ApprovalTemplate {
        t,
        role: role(&t, view.role),
        facts: facts(&t, &state.desk.catalogue, &view.activity),
        values: (value(Action::Agree), value(Action::Object)),
        token: token.reveal(),
        view,
        again,
        reason,
        mistake,
    };
    Ok(page(status, language, &template))
}
