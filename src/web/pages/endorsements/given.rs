//! Whom the organisation recommends, and ending that.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse, web};
use askama::Template;

use crate::desk::{Refusal, end_given_endorsement, list_given_endorsements};
use crate::ids::EndorsementId;
use crate::web::body::Bytes;
use crate::web::pages::endorsements::{Given, given};
use crate::web::pages::visit::{AsClerk, Visit};
use crate::web::pages::words::Words;
use crate::wording::say;

/// The newest of them; older ones have ended long ago.
const SHOWN: usize = 50;

#[derive(Template)]
#[template(path = "pages/endorsements.html")]
struct GivenTemplate {
    t: Words,
    given: Vec<Given>,
    value: String,
    done: Option<&'static str>,
    again: Option<String>,
}

/// What the page says when it comes after something that was done.
const DONE: [&str; 2] = ["asked", "ended"];

pub async fn show_given_endorsements(AsClerk(visit): AsClerk) -> Result<HttpResponse, Error> {
    shown(&visit, StatusCode::OK, None).await
}

pub async fn post_given_end(AsClerk(visit): AsClerk, id: web::Path<String>, body: Bytes) -> Result<HttpResponse, Error> {
    let id: EndorsementId = visit.id(&id)?;
    visit.pressed(&body)?;
    match end_given_endorsement(visit.desk(), visit.role, id).await {
        Ok(()) => Ok(visit.see("/endorsements", "ended")),
        Err(Refusal::ChangedMeanwhile) => shown(&visit, StatusCode::CONFLICT, Some(say(visit.language, "endorsement-changed"))).await,
        Err(refusal) => Err(visit.refused(refusal)),
    }
}

async fn shown(visit: &Visit, status: StatusCode, again: Option<String>) -> Result<HttpResponse, Error> {
    let all = list_given_endorsements(visit.desk(), visit.role, SHOWN).await.map_err(|refusal| visit.refused(refusal))?;
    let (t, catalogue) = (visit.words(), &visit.desk().catalogue);
    let given = all.into_iter().map(|view| given(&t, catalogue, view)).collect();
    let page = GivenTemplate { given, value: visit.value(), done: visit.done(&DONE), again, t };
    Ok(visit.shown(status, &page))
}
