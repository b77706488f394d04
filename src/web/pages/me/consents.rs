//! What the specialist agrees to: the words, since when, and taking them back after a page that says what follows.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse, web};
use askama::Template;

use crate::active_list::{ConsentRecord, LISTING};
use crate::catalogue::{ConsentScope, Named};
use crate::clock::Moment;
use crate::desk::{OwnConsents, Refusal, look_at_consents, say_consent};
use crate::web::body::Bytes;
use crate::web::pages::visit::{AsSpecialist, Visit};
use crate::web::pages::words::Words;
use crate::wording::say;

/// A scope as the page shows it.
struct Word {
    code: String,
    short: String,
    text: String,
    means: String,
    /// What is no more once it is withdrawn.
    follows: String,
    needed: bool,
    given: bool,
    /// When it was said last.
    at: Option<Moment>,
}

#[derive(Template)]
#[template(path = "pages/me_consents.html")]
struct ConsentsPage {
    t: Words,
    words: Vec<Word>,
    history: Vec<(ConsentRecord, String)>,
    done: Option<&'static str>,
    value: String,
}

#[derive(Template)]
#[template(path = "pages/me_consent.html")]
struct WithdrawalPage {
    t: Words,
    word: Word,
    /// Offers that end with it, and matches that go on.
    ends: usize,
    running: usize,
    value: String,
}

/// What the page says when it comes after something that was done.
const DONE: [&str; 2] = ["given", "withdrawn"];

pub async fn show_consents(AsSpecialist(visit, id): AsSpecialist) -> Result<HttpResponse, Error> {
    let own = look_at_consents(visit.desk(), id).await.map_err(|refusal| visit.refused(refusal))?;
    let scopes = visit.desk().catalogue.consent_scopes();
    let name = |word: &ConsentRecord| {
        let scope = scopes.iter().find(|scope| scope.code == word.scope);
        scope.map_or_else(|| word.scope.clone(), |scope| say(visit.language, &format!("consent-{}-short", scope.code)))
    };
    let shown = ConsentsPage {
        t: visit.words(),
        words: scopes.iter().map(|scope| word(&visit, scope, &own)).collect(),
        history: own.words.iter().rev().map(|word| (word.clone(), name(word))).collect(),
        done: visit.done(&DONE),
        value: visit.value(),
    };
    Ok(visit.shown(StatusCode::OK, &shown))
}

/// What follows of taking one back; nothing is changed by looking.
pub async fn show_withdrawal(AsSpecialist(visit, id): AsSpecialist, name: web::Path<String>) -> Result<HttpResponse, Error> {
    let own = look_at_consents(visit.desk(), id).await.map_err(|refusal| visit.refused(refusal))?;
    let scope = visit.desk().catalogue.consent_scope(&name).ok_or_else(|| visit.refused(Refusal::NotFound))?;
    let shown = WithdrawalPage {
        t: visit.words(),
        word: word(&visit, scope, &own),
        ends: own.ends(&scope.code),
        running: own.running,
        value: visit.value(),
    };
    Ok(visit.shown(StatusCode::OK, &shown))
}

pub async fn post_own_consent(AsSpecialist(visit, id): AsSpecialist, name: web::Path<String>, body: Bytes) -> Result<HttpResponse, Error> {
    said(&visit, id, name.into_inner(), body, true).await
}

pub async fn post_withdrawal_of_consent(
    AsSpecialist(visit, id): AsSpecialist,
    name: web::Path<String>,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    said(&visit, id, name.into_inner(), body, false).await
}

async fn said(visit: &Visit, id: crate::ids::SpecialistId, scope: String, body: Bytes, given: bool) -> Result<HttpResponse, Error> {
    visit.pressed(&body)?;
    say_consent(visit.desk(), id, scope, given).await.map_err(|refusal| visit.refused(refusal))?;
    Ok(visit.see("/me/consents", if given { "given" } else { "withdrawn" }))
}

fn word(visit: &Visit, scope: &ConsentScope, own: &OwnConsents) -> Word {
    let latest = own.latest(&scope.code);
    Word {
        text: if visit.language.is_japanese() { scope.ja() } else { scope.en() }.to_owned(),
        short: say(visit.language, &format!("consent-{}-short", scope.code)),
        follows: say(visit.language, &format!("consent-{}-ends", scope.code)),
        means: say(visit.language, &format!("consent-{}-means", scope.code)),
        needed: scope.code == LISTING,
        given: latest.is_some_and(|word| word.given),
        at: latest.map(|word| word.at),
        code: scope.code.clone(),
    }
}
