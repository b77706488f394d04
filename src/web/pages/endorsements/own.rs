//! Who recommends the specialist, on the own pages: agreeing, declining, and ending it.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse, web};
use askama::Template;

use crate::desk::{EndorsementAnswer, Refusal, answer_own_endorsement, list_own_endorsements};
use crate::ids::{EndorsementId, SpecialistId};
use crate::web::body::Bytes;
use crate::web::pages::endorsements::{Given, Reader, given};
use crate::web::pages::visit::{AsSpecialist, Visit};
use crate::web::pages::words::Words;
use crate::web::problem::{Kind, Problem};
use crate::wording::say;

#[derive(Template)]
#[template(path = "pages/me_endorsements.html")]
struct OwnTemplate {
    t: Words,
    given: Vec<Given>,
    value: String,
    done: Option<&'static str>,
    again: Option<String>,
}

/// What the page says when it comes after something that was done.
const DONE: [&str; 3] = ["agreed", "declined", "ended"];

pub async fn show_own_endorsements(AsSpecialist(visit, id): AsSpecialist) -> Result<HttpResponse, Error> {
    shown(&visit, id, StatusCode::OK, None).await
}

pub async fn post_own_endorsement(
    AsSpecialist(visit, id): AsSpecialist,
    place: web::Path<(String, String)>,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let endorsement: EndorsementId = visit.id(&place.0)?;
    let answer = EndorsementAnswer::find(&place.1).ok_or_else(|| visit.refuse(Problem::new(Kind::NotFound, visit.language)))?;
    visit.pressed(&body)?;
    let done = match answer {
        EndorsementAnswer::Agree => "agreed",
        EndorsementAnswer::Decline => "declined",
        EndorsementAnswer::End => "ended",
    };
    match answer_own_endorsement(visit.desk(), id, endorsement, answer).await {
        Ok(()) => Ok(visit.see("/me/endorsements", done)),
        Err(Refusal::ChangedMeanwhile) => shown(&visit, id, StatusCode::CONFLICT, Some(say(visit.language, "endorsement-changed"))).await,
        Err(refusal) => Err(visit.refused(refusal)),
    }
}

async fn shown(visit: &Visit, id: SpecialistId, status: StatusCode, again: Option<String>) -> Result<HttpResponse, Error> {
    let all = list_own_endorsements(visit.desk(), id).await.map_err(|refusal| visit.refused(refusal))?;
    let (t, catalogue) = (visit.words(), &visit.desk().catalogue);
    let given = all.into_iter().map(|view| given(&t, catalogue, view, Reader::Own { is_named: true })).collect();
    let page = OwnTemplate { given, value: visit.value(), done: visit.done(&DONE), again, t };
    Ok(visit.shown(status, &page))
}
