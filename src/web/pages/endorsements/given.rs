//! Whom the organisation recommends, and ending that.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use crate::desk::{Refusal, end_given_endorsement, list_given_endorsements};
use crate::ids::EndorsementId;
use crate::web::body::Bytes;
use crate::web::pages::endorsements::{Given, Reader, given};
use crate::web::pages::visit::{AsClerk, Visit};
use crate::web::pages::words::Words;
use crate::wording::say;

/// How many stand on one page: it stays small.
const SHOWN: usize = 10;

#[derive(Template)]
#[template(path = "pages/endorsements.html")]
struct GivenTemplate {
    t: Words,
    given: Vec<Given>,
    /// The last one shown, if more follow.
    next: Option<EndorsementId>,
    value: String,
    done: Option<&'static str>,
    again: Option<String>,
}

/// What the page says when it comes after something that was done.
const DONE: [&str; 2] = ["asked", "ended"];

#[derive(Debug, Deserialize)]
pub struct Part {
    before: Option<String>,
}

pub async fn show_given_endorsements(AsClerk(visit): AsClerk, part: web::Query<Part>) -> Result<HttpResponse, Error> {
    let before = part.before.as_deref().and_then(|id| id.parse().ok());
    shown(&visit, before, StatusCode::OK, None).await
}

pub async fn post_given_end(AsClerk(visit): AsClerk, id: web::Path<String>, body: Bytes) -> Result<HttpResponse, Error> {
    let id: EndorsementId = visit.id(&id)?;
    visit.pressed(&body)?;
    match end_given_endorsement(visit.desk(), visit.role, id).await {
        Ok(()) => Ok(visit.see("/endorsements", "ended")),
        Err(Refusal::ChangedMeanwhile) => shown(&visit, None, StatusCode::CONFLICT, Some(say(visit.language, "endorsement-changed"))).await,
        Err(refusal) => Err(visit.refused(refusal)),
    }
}

async fn shown(visit: &Visit, before: Option<EndorsementId>, status: StatusCode, again: Option<String>) -> Result<HttpResponse, Error> {
    let all = list_given_endorsements(visit.desk(), visit.role, before, SHOWN + 1).await;
    let mut all = all.map_err(|refusal| visit.refused(refusal))?;
    let goes_on = all.len() > SHOWN;
    all.truncate(SHOWN);
    let next = all.last().filter(|_| goes_on).map(|last| last.id);
    let (t, catalogue) = (visit.words(), &visit.desk().catalogue);
    let given = all.into_iter().map(|view| given(&t, catalogue, view, Reader::Organisation)).collect();
    let page = GivenTemplate { next, given, value: visit.value(), done: visit.done(&DONE), again, t };
    Ok(visit.shown(status, &page))
}
