//! The page behind the link of a letter on which somebody approves what a specialist says that they did, or says why not.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse};
use askama::Template;

use crate::credits::ClaimState;
use crate::desk::{ApprovalPage, Refusal, answer_approval, look_at_approval};
use crate::seals::Action;
use crate::web::body::Bytes;
use crate::web::pages::credits::telling::{facts, role};
use crate::web::pages::linked::Linked;
use crate::web::pages::page;
use crate::web::pages::words::Words;
use crate::web::problem::field_sentence;

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

pub async fn show_approval(linked: Linked) -> Result<HttpResponse, Error> {
    shown(&linked, StatusCode::OK, Said::default()).await
}

pub async fn post_approval(linked: Linked, body: Bytes) -> Result<HttpResponse, Error> {
    answered(&linked, &body, false).await
}

pub async fn post_approval_declined(linked: Linked, body: Bytes) -> Result<HttpResponse, Error> {
    answered(&linked, &body, true).await
}

async fn answered(linked: &Linked, body: &Bytes, declines: bool) -> Result<HttpResponse, Error> {
    let pressed = linked.pressed(body);
    let reason = pressed.text("reason").to_owned();
    match answer_approval(linked.desk(), pressed.press(linked.token.clone()), declines.then(|| reason.clone())).await {
        Ok(()) => shown(linked, StatusCode::OK, Said::default()).await,
        Err(Refusal::Fields(errors)) => {
            let mistake = errors.first().map(|error| field_sentence(error, linked.language()));
            shown(linked, StatusCode::UNPROCESSABLE_ENTITY, Said { reason, mistake, again: None }).await
        }
        Err(Refusal::StalePage(stale)) => {
            let (status, sentence) = linked.again(stale);
            shown(linked, status, Said { again: Some(sentence), reason, mistake: None }).await
        }
        // The page says what has happened meanwhile.
        Err(Refusal::ChangedMeanwhile) => shown(linked, StatusCode::CONFLICT, Said::default()).await,
        Err(refusal) => Err(linked.refused(refusal)),
    }
}

async fn shown(linked: &Linked, status: StatusCode, Said { again, reason, mistake }: Said) -> Result<HttpResponse, Error> {
    let view = look_at_approval(linked.desk(), linked.token.clone()).await.map_err(|refusal| linked.refused(refusal))?;
    let language = linked.language_of(view.language);
    let t = Words(language);
    let template = ApprovalTemplate {
        t,
        role: role(&t, view.role),
        facts: facts(&t, &linked.desk().catalogue, &view.activity),
        values: (linked.value(Action::Agree), linked.value(Action::Object)),
        token: linked.token.reveal(),
        view,
        again,
        reason,
        mistake,
    };
    Ok(page(status, language, &template))
}
