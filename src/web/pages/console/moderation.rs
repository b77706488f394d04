//! Texts that people on the list wrote and nobody has looked at: accepted by one operator, or hidden by two.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse, web};
use askama::Template;

use crate::desk::{HidingForm, Refusal, ReviewLine, ReviewView, accept_entry, confirm_hiding, list_reviews, propose_hiding, view_review};
use crate::identity::{Scope, Who, account_of};
use crate::ids::SpecialistId;
use crate::web::body::Bytes;
use crate::web::pages::console::{mistake_at, mistakes};
use crate::web::pages::pressed::Pressed;
use crate::web::pages::visit::{AsOperator, Visit};
use crate::web::pages::words::Words;

/// Entries on one page: it stays below 20 kB. The oldest come first.
const SHOWN: usize = 40;

#[derive(Template)]
#[template(path = "pages/console_moderation.html")]
struct ListPage {
    t: Words,
    here: &'static str,
    entries: Vec<ReviewLine>,
    done: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "pages/console_review.html")]
struct ReviewPage {
    t: Words,
    here: &'static str,
    entry: ReviewView,
    decides: bool,
    /// Whether the reader has proposed to hide it.
    is_own: bool,
    typed: String,
    mistakes: Vec<(String, String)>,
    value: String,
}

impl ReviewPage {
    fn error(&self, at: &str) -> Option<&str> {
        mistake_at(&self.mistakes, at)
    }
}

pub async fn show_moderation(AsOperator(visit): AsOperator) -> Result<HttpResponse, Error> {
    let entries = list_reviews(visit.desk(), SHOWN).await.map_err(|refusal| visit.refused(refusal))?;
    let done = visit.done(&["accepted", "proposed", "hidden"]);
    Ok(visit.shown(StatusCode::OK, &ListPage { t: visit.words(), here: "moderation", entries, done }))
}

pub async fn show_review(AsOperator(visit): AsOperator, id: web::Path<String>) -> Result<HttpResponse, Error> {
    shown(&visit, visit.id(&id)?, StatusCode::OK, String::new(), Vec::new()).await
}

async fn shown(
    visit: &Visit,
    id: SpecialistId,
    status: StatusCode,
    typed: String,
    mistakes: Vec<(String, String)>,
) -> Result<HttpResponse, Error> {
    let entry = view_review(visit.desk(), id).await.map_err(|refusal| visit.refused(refusal))?;
    let own = Who::Account(visit.signed.id).key();
    let shown = ReviewPage {
        t: visit.words(),
        here: "moderation",
        decides: visit.role.may(Scope::SpecialistsWrite) && entry.waiting_since.is_some(),
        is_own: entry.proposal.as_ref().is_some_and(|(_, by)| account_of(by) == own),
        typed,
        mistakes,
        value: visit.value(),
        entry,
    };
    Ok(visit.shown(status, &shown))
}

/// A press on the page of an entry, with the version that it showed.
fn pressed(visit: &Visit, id: &str, body: &Bytes) -> Result<(SpecialistId, i32, Pressed), Error> {
    visit.must_have(Scope::SpecialistsWrite)?;
    let pressed = visit.pressed(body)?;
    Ok((visit.id(id)?, visit.id(pressed.text("version"))?, pressed))
}

pub async fn post_accepted_entry(AsOperator(visit): AsOperator, id: web::Path<String>, body: Bytes) -> Result<HttpResponse, Error> {
    let (id, version, _) = pressed(&visit, &id, &body)?;
    accept_entry(visit.desk(), id, version).await.map_err(|refusal| visit.refused(refusal))?;
    Ok(visit.see("/console/moderation", "accepted"))
}

pub async fn post_hiding(AsOperator(visit): AsOperator, id: web::Path<String>, body: Bytes) -> Result<HttpResponse, Error> {
    let (id, version, pressed) = pressed(&visit, &id, &body)?;
    let reason = pressed.text("reason").to_owned();
    match propose_hiding(visit.desk(), id, version, HidingForm { reason: reason.clone() }).await {
        Ok(()) => Ok(visit.see("/console/moderation", "proposed")),
        Err(Refusal::Fields(errors)) => {
            shown(&visit, id, StatusCode::UNPROCESSABLE_ENTITY, reason, mistakes(visit.language, &errors)).await
        }
        Err(refusal) => Err(visit.refused(refusal)),
    }
}

pub async fn post_confirmed_hiding(AsOperator(visit): AsOperator, id: web::Path<String>, body: Bytes) -> Result<HttpResponse, Error> {
    let (id, version, _) = pressed(&visit, &id, &body)?;
    confirm_hiding(visit.desk(), id, version).await.map_err(|refusal| visit.refused(refusal))?;
    Ok(visit.see("/console/moderation", "hidden"))
}
