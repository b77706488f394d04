//! "I cannot after all": the press on the page of an engagement that withdraws it, and how such presses are answered.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpRequest, HttpResponse};
use serde_json::json;

use crate::desk::{Refusal, Withdrawing, withdraw_as_specialist};
use crate::engagement::WithdrawForm;
use crate::language::Language;
use crate::web::body::Bytes;
use crate::web::pages::course;
use crate::web::pages::linked::Linked;
use crate::web::pages::pressed::again;
use crate::web::pages::words::Words;
use crate::web::pages::{MessagePage, page};
use crate::web::problem::{Problem, field_sentence};
use crate::web::reader::{refuse_with, wants_document};
use crate::wording::say;

pub async fn post_withdrawal(linked: Linked, body: Bytes) -> Result<HttpResponse, Error> {
    let (view, language) = course::open(&linked).await?;
    let (request, pressed) = (linked.request(), linked.pressed(&body));
    let form = WithdrawForm { reason: pressed.text("reason").to_owned() };
    match withdraw_as_specialist(linked.desk(), pressed.press(linked.token.clone()), form.clone()).await {
        Ok(outcome) => Ok(told(request, language, outcome)),
        Err(Refusal::Fields(errors)) if !wants_document(request) => {
            let mistakes = errors.iter().map(|error| field_sentence(error, language)).collect();
            let mut shown = course::template(&linked, language, view);
            (shown.leaving, shown.mistakes) = (form, mistakes);
            Ok(page(StatusCode::UNPROCESSABLE_ENTITY, language, &shown))
        }
        Err(Refusal::StalePage(stale)) if !wants_document(request) => {
            let (status, sentence) = again(stale, language);
            let mut shown = course::template(&linked, language, view);
            (shown.leaving, shown.again) = (form, Some(sentence));
            Ok(page(status, language, &shown))
        }
        Err(refusal) => Err(refuse_with(request, Problem::of(refusal, language))),
    }
}

pub(super) fn told(request: &HttpRequest, language: Language, outcome: Withdrawing) -> HttpResponse {
    let (status, code) = match outcome {
        Withdrawing::Withdrawn => (StatusCode::OK, "match-withdrawn"),
        Withdrawing::Stopped => (StatusCode::OK, "match-stopped"),
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
