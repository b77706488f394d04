//! One claim: what it says, what each scheme makes of it, showing it on the public page, and taking it back.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse, web};
use askama::Template;

use crate::credits::{ClaimState, Draw};
use crate::desk::{ClaimView, Refusal, look_at_claim, publish_credit, take_back};
use crate::ids::{ClaimId, SpecialistId};
use crate::web::body::Bytes;
use crate::web::pages::credits::schemes::of_entry;
use crate::web::pages::credits::telling::{facts, state};
use crate::web::pages::visit::{AsSpecialist, Visit};
use crate::web::pages::words::Words;
use crate::wording::activity_name;

#[derive(Template)]
#[template(path = "pages/credit.html")]
struct EntryTemplate {
    t: Words,
    title: String,
    claim: ClaimView,
    standing: String,
    facts: Vec<(String, String)>,
    /// What each scheme makes of it.
    counts: Vec<(String, String)>,
    listed: bool,
    value: String,
}

impl EntryTemplate {
    fn is_entered(&self) -> bool {
        self.claim.state == ClaimState::Entered
    }

    fn is_waiting(&self) -> bool {
        self.claim.state == ClaimState::Waiting
    }

    fn is_questioned(&self) -> bool {
        self.is_entered() && self.claim.draw == Some(Draw::Questioned)
    }
}

pub async fn show_credit(AsSpecialist(visit, id): AsSpecialist, claim: web::Path<String>) -> Result<HttpResponse, Error> {
    let claim: ClaimId = visit.id(&claim)?;
    let (claim, page) = look_at_claim(visit.desk(), id, claim).await.map_err(|refusal| visit.refused(refusal))?;
    let (t, catalogue) = (visit.words(), &visit.desk().catalogue);
    let shown = EntryTemplate {
        t,
        title: activity_name(visit.language, catalogue, &claim.activity.kind),
        standing: state(&t, &claim),
        facts: facts(&t, catalogue, &claim.activity),
        counts: page.schemes.iter().filter_map(|scheme| of_entry(&t, scheme, claim.id)).collect(),
        listed: page.listed,
        value: visit.value(),
        claim,
    };
    Ok(visit.shown(StatusCode::OK, &shown))
}

pub async fn post_credit_taken_back(
    AsSpecialist(visit, id): AsSpecialist,
    claim: web::Path<String>,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    visit.pressed(&body)?;
    take_back(visit.desk(), id, visit.id(&claim)?).await.map_err(|refusal| visit.refused(refusal))?;
    Ok(visit.see("/me/credits", "taken-back"))
}

pub async fn post_credit_published(
    AsSpecialist(visit, id): AsSpecialist,
    claim: web::Path<String>,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    show_to_all(&visit, id, &claim, &body, true).await
}

pub async fn post_credit_hidden(
    AsSpecialist(visit, id): AsSpecialist,
    claim: web::Path<String>,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    show_to_all(&visit, id, &claim, &body, false).await
}

async fn show_to_all(visit: &Visit, id: SpecialistId, claim: &str, body: &Bytes, shown: bool) -> Result<HttpResponse, Error> {
    visit.pressed(body)?;
    let done: Result<(), Refusal> = publish_credit(visit.desk(), id, visit.id(claim)?, shown).await;
    done.map_err(|refusal| visit.refused(refusal))?;
    Ok(visit.see("/me/credits", if shown { "published" } else { "hidden" }))
}
