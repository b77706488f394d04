//! The ledger of credits on a specialist's own pages: what can be entered, what waits for whom, what stands there, and what each scheme makes of it.

mod approval;
mod book;
mod entry;
mod files;
mod form;
mod schemes;
mod telling;

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse, web};
use askama::Template;
use chrono::Datelike;

use crate::credits::ClaimState;
use crate::desk::{ClaimView, CreditsPage, Refusal, claim_work, look_at_credits, set_cycle, set_title};
use crate::ids::SpecialistId;
use crate::report::FieldError;
use crate::web::body::Bytes;
use crate::web::pages::credits::schemes::{SchemeWords, scheme_words};
use crate::web::pages::credits::telling::{facts, state};
use crate::web::pages::visit::{AsSpecialist, Visit};
use crate::web::pages::words::Words;
use crate::web::problem::field_sentence;
use crate::wording::activity_name;

pub use approval::{post_approval, post_approval_declined, show_approval};
pub use entry::{post_credit_hidden, post_credit_published, post_credit_taken_back, show_credit};
pub use files::{download_credit_book, download_credit_sheet, download_statement, show_credits_print, show_ledger_key};
pub use form::{post_new_credit, show_credit_kinds, show_new_credit};
pub(super) use telling::{approved, facts as activity_facts, line as activity_line};

/// What the page says when it comes after something that was done.
const DONE: [&str; 8] = ["entered", "asked", "taken-back", "published", "hidden", "cycle", "title", "title-out"];

/// Something in a list: where it leads, what it is, and how it stands.
struct Line {
    place: String,
    name: String,
    note: String,
}

/// Work that can be entered with one press.
struct Work {
    action: String,
    facts: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "pages/credits.html")]
struct CreditsTemplate {
    t: Words,
    done: Option<String>,
    work: Vec<Work>,
    waiting: Vec<Line>,
    /// By the year in which it ended, the newest first.
    years: Vec<(i32, Vec<Line>)>,
    /// What came to nothing.
    ended: Vec<Line>,
    schemes: Vec<SchemeWords>,
    is_empty: bool,
    mistake: Option<(String, String)>,
    value: String,
}

pub async fn show_credits(AsSpecialist(visit, id): AsSpecialist) -> Result<HttpResponse, Error> {
    shown(&visit, id, StatusCode::OK, &[], None).await
}

/// Enters work with confirmed hours, with one press.
pub async fn post_work(AsSpecialist(visit, id): AsSpecialist, work: web::Path<String>, body: Bytes) -> Result<HttpResponse, Error> {
    visit.pressed(&body)?;
    match claim_work(visit.desk(), id, visit.id(&work)?).await {
        // A second press finds it done.
        Ok(_) | Err(Refusal::ChangedMeanwhile) => Ok(visit.see("/me/credits", "entered")),
        Err(refusal) => Err(visit.refused(refusal)),
    }
}

/// Keeps since when a cycle of a scheme runs.
pub async fn post_cycle(AsSpecialist(visit, id): AsSpecialist, scheme: web::Path<String>, body: Bytes) -> Result<HttpResponse, Error> {
    let day = visit.pressed(&body)?.text("begun").to_owned();
    match set_cycle(visit.desk(), id, scheme.into_inner(), day.clone()).await {
        Ok(()) => Ok(visit.see("/me/credits", "cycle")),
        Err(Refusal::Fields(errors)) => shown(&visit, id, StatusCode::UNPROCESSABLE_ENTITY, &errors, Some(day)).await,
        Err(refusal) => Err(visit.refused(refusal)),
    }
}

/// Keeps since when a title is held, or takes it out again.
pub async fn post_title(AsSpecialist(visit, id): AsSpecialist, title: web::Path<String>, body: Bytes) -> Result<HttpResponse, Error> {
    let pressed = visit.pressed(&body)?;
    let takes_out = pressed.text("out") == "yes";
    let day = if takes_out { String::new() } else { pressed.text("since").to_owned() };
    let is_out = day.trim().is_empty();
    match set_title(visit.desk(), id, title.into_inner(), day.clone()).await {
        Ok(()) => Ok(visit.see("/me/credits", if is_out { "title-out" } else { "title" })),
        Err(Refusal::Fields(errors)) => shown(&visit, id, StatusCode::UNPROCESSABLE_ENTITY, &errors, Some(day)).await,
        Err(refusal) => Err(visit.refused(refusal)),
    }
}

async fn shown(
    visit: &Visit,
    id: SpecialistId,
    status: StatusCode,
    errors: &[FieldError],
    typed: Option<String>,
) -> Result<HttpResponse, Error> {
    let page = look_at_credits(visit.desk(), id).await.map_err(|refusal| visit.refused(refusal))?;
    let t = visit.words();
    let CreditsPage { work, claims, schemes, .. } = &page;
    let mut years: BTreeMap<i32, Vec<Line>> = BTreeMap::new();
    for claim in claims.iter().filter(|claim| claim.state == ClaimState::Entered) {
        years.entry(claim.activity.until.year()).or_default().push(line(visit, claim));
    }
    let of =
        |wanted: fn(ClaimState) -> bool| claims.iter().filter(move |claim| wanted(claim.state)).map(|claim| line(visit, claim)).collect();
    let mistake = errors.first().map(|error| (error.pointer.trim_start_matches('/').to_owned(), field_sentence(error, visit.language)));
    let mut words: Vec<SchemeWords> = schemes.iter().map(|one| scheme_words(&t, one, &page)).collect();
    if let Some((field, day)) = mistake.as_ref().map(|(field, _)| field).zip(typed) {
        words.iter_mut().for_each(|one| one.keep(field, &day));
    }
    let template = CreditsTemplate {
        t,
        done: visit.done(&DONE).map(|what| done(&t, what)),
        work: work
            .iter()
            .map(|one| Work {
                action: format!("/me/credits/work/{}", one.key),
                facts: facts(&t, &visit.desk().catalogue, &one.activity)
                    .into_iter()
                    .chain([(t.say("credit-approved"), approved(&t, one.approved_as))])
                    .collect(),
            })
            .collect(),
        waiting: of(|state| state == ClaimState::Waiting),
        years: years.into_iter().rev().collect(),
        ended: of(|state| !matches!(state, ClaimState::Waiting | ClaimState::Entered)),
        is_empty: claims.is_empty() && work.is_empty(),
        schemes: words,
        mistake,
        value: visit.value(),
    };
    Ok(visit.shown(status, &template))
}

fn done(t: &Words, what: &str) -> String {
    let key = match what {
        "entered" => "credits-done-entered",
        "asked" => "credits-done-asked",
        "taken-back" => "credits-done-taken-back",
        "published" => "credits-done-published",
        "hidden" => "credits-done-hidden",
        "title" => "credits-done-title",
        "title-out" => "credits-done-title-out",
        _ => "credits-done-cycle",
    };
    t.say(key)
}

fn line(visit: &Visit, claim: &ClaimView) -> Line {
    let t = visit.words();
    Line {
        place: format!("/me/credits/entries/{}", claim.id),
        name: activity_name(visit.language, &visit.desk().catalogue, &claim.activity.kind),
        note: format!("{} · {}", telling::line(&t, &claim.activity), state(&t, claim)),
    }
}
