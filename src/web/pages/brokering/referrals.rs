//! Referrals of an organisation: proposing one on the page of a help request, the list, taking one back, and saying whether one takes them.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use crate::brokering::ReferralForm;
use crate::desk::{ReferralView, Refusal, list_referrals, refer_help_request, take_back_referral, take_referrals, takes_referrals};
use crate::identity::{Rank, Role};
use crate::ids::{HelpRequestId, ReferralId};
use crate::web::body::Bytes;
use crate::web::pages::brokering::queued::{Referred, shown};
use crate::web::pages::visit::AsClerk;
use crate::web::pages::words::Words;
use crate::web::problem::{Problem, field_sentence};

/// How many stand on one page: it stays below 20 kB.
const SHOWN: usize = 10;

#[derive(Template)]
#[template(path = "pages/referrals.html")]
struct ReferralsPage {
    t: Words,
    referrals: Vec<ReferralView>,
    /// The last one shown, if more follow.
    next: Option<ReferralId>,
    /// Of whoever looks, as text.
    own: String,
    takes: bool,
    /// Whether who looks may change that.
    is_owner: bool,
    value: String,
    done: Option<&'static str>,
}

#[derive(Debug, Deserialize)]
pub struct Part {
    before: Option<String>,
}

pub async fn show_referrals(AsClerk(visit): AsClerk, part: web::Query<Part>) -> Result<HttpResponse, Error> {
    let before = part.before.as_deref().and_then(|id| id.parse().ok());
    let refused = |refusal: Refusal| visit.refused(refusal);
    let mut referrals = list_referrals(visit.desk(), visit.role, before, SHOWN + 1).await.map_err(refused)?;
    let goes_on = referrals.len() > SHOWN;
    referrals.truncate(SHOWN);
    let (own, is_owner) = match visit.role {
        Role::Broker(org, rank) => (org.to_string(), rank == Rank::Owner),
        _ => (String::new(), false),
    };
    let shown = ReferralsPage {
        t: visit.words(),
        next: referrals.last().filter(|_| goes_on).map(|last| last.id),
        referrals,
        own,
        takes: takes_referrals(visit.desk(), visit.role).await.map_err(refused)?,
        is_owner,
        value: visit.value(),
        done: visit.done(&["refer-taken-back"]),
    };
    Ok(visit.shown(StatusCode::OK, &shown))
}

pub async fn post_referral(AsClerk(visit): AsClerk, id: web::Path<String>, body: Bytes) -> Result<HttpResponse, Error> {
    let id: HelpRequestId = visit.id(&id)?;
    let pressed = visit.pressed(&body)?;
    let typed = ReferralForm { to: pressed.text("to").to_owned(), reason: pressed.text("reason").to_owned() };
    let (status, mistake) = match refer_help_request(visit.desk(), visit.role, id, typed.clone()).await {
        Ok(_) => return Ok(visit.see(&format!("/queue/{id}"), "refer-asked")),
        Err(Refusal::Fields(errors)) => {
            let sentences: Vec<String> = errors.iter().map(|error| field_sentence(error, visit.language)).collect();
            (StatusCode::UNPROCESSABLE_ENTITY, sentences.join("\n"))
        }
        Err(refusal @ (Refusal::AskedAlready | Refusal::HelpRequestEnded | Refusal::ConsentMissing)) => {
            (StatusCode::CONFLICT, Problem::of(refusal, visit.language).detail())
        }
        Err(refusal) => return Err(visit.refused(refusal)),
    };
    shown(&visit, visit.desk(), id, Referred { typed, mistake: Some(mistake), status }).await
}

pub async fn post_take_back(AsClerk(visit): AsClerk, id: web::Path<String>, body: Bytes) -> Result<HttpResponse, Error> {
    let id: ReferralId = visit.id(&id)?;
    visit.pressed(&body)?;
    take_back_referral(visit.desk(), visit.role, id).await.map_err(|refusal| visit.refused(refusal))?;
    Ok(visit.see("/referrals", "refer-taken-back"))
}

pub async fn post_taking(AsClerk(visit): AsClerk, body: Bytes) -> Result<HttpResponse, Error> {
    let takes = visit.pressed(&body)?.text("takes") == "yes";
    take_referrals(visit.desk(), visit.role, takes).await.map_err(|refusal| visit.refused(refusal))?;
    Ok(visit.see("/referrals", "taking"))
}
