//! One set of changes that would bring more people: a clerk asks the company by letter, or notes that it has agreed.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use crate::desk::{Refusal, Said, ask_to_widen, may_note, note_widening, suggest_relaxations, view_help_request};
use crate::ids::HelpRequestId;
use crate::web::body::Bytes;
use crate::web::pages::visit::{AsClerk, Visit};
use crate::web::pages::words::Words;
use crate::web::problem::Problem;
use crate::web::telling::Teller;
use crate::wording::say;

#[derive(Template)]
#[template(path = "pages/wider.html")]
struct WiderPage {
    t: Words,
    id: HelpRequestId,
    company: String,
    set: String,
    /// The changes in words, and how many people could be asked then; none where the set brings nobody any more.
    told: Option<(Vec<String>, usize)>,
    /// Whether the company's consent lies on paper with the organisation.
    may_note: bool,
    mistake: Option<String>,
    value: String,
}

#[derive(Debug, Deserialize)]
pub struct Asked {
    set: Option<String>,
}

pub async fn show_wider(AsClerk(visit): AsClerk, id: web::Path<String>, asked: web::Query<Asked>) -> Result<HttpResponse, Error> {
    let id = visit.id(&id)?;
    shown(&visit, id, asked.into_inner().set.unwrap_or_default(), StatusCode::OK, None).await
}

pub async fn post_wider(AsClerk(visit): AsClerk, id: web::Path<String>, body: Bytes) -> Result<HttpResponse, Error> {
    let id: HelpRequestId = visit.id(&id)?;
    let pressed = visit.pressed(&body)?;
    let (set, how) = (pressed.text("set").to_owned(), pressed.text("how").to_owned());
    let (done, outcome) = match (how.as_str(), Said::find(&how)) {
        (_, Some(said)) => ("widened", note_widening(visit.desk(), visit.role, id, set.clone(), said).await),
        ("letter", None) => ("wider-asked", ask_to_widen(visit.desk(), visit.role, id, set.clone()).await),
        _ => {
            let mistake = say(visit.language, "wider-how-missing");
            return shown(&visit, id, set, StatusCode::UNPROCESSABLE_ENTITY, Some(mistake)).await;
        }
    };
    match outcome {
        Ok(()) => Ok(visit.see(&format!("/queue/{id}"), done)),
        Err(refusal @ (Refusal::StillAsked | Refusal::HelpRequestEnded | Refusal::ConsentMissing | Refusal::ChangedMeanwhile)) => {
            let mistake = Problem::of(refusal, visit.language).detail();
            shown(&visit, id, set, StatusCode::CONFLICT, Some(mistake)).await
        }
        Err(refusal) => Err(visit.refused(refusal)),
    }
}

async fn shown(visit: &Visit, id: HelpRequestId, set: String, status: StatusCode, mistake: Option<String>) -> Result<HttpResponse, Error> {
    let refused = |refusal| visit.refused(refusal);
    let view = view_help_request(visit.desk(), id, visit.role).await.map_err(refused)?;
    let found = suggest_relaxations(visit.desk(), id, visit.role).await.map_err(refused)?;
    let teller = Teller { language: visit.language, catalogue: &visit.desk().catalogue };
    let told = found.relaxations.iter().find(|one| one.key() == set);
    let shown = WiderPage {
        t: visit.words(),
        id,
        company: view.help_request.company.name.as_str().to_owned(),
        told: told.map(|one| (teller.changes(one), one.people)),
        set,
        may_note: may_note(visit.desk(), visit.role, id).await.map_err(refused)?,
        mistake,
        value: visit.value(),
    };
    Ok(visit.shown(status, &shown))
}
