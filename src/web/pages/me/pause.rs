//! "Not now" from the own page: no offers until a day, and taking that back with one press. The same as behind a letter's link.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse};
use askama::Template;
use chrono::{Days, NaiveDate};

use crate::active_list::{PauseForm, Pauses};
use crate::desk::{Refusal, pause_specialist, resume_specialist, view_specialist};
use crate::ids::SpecialistId;
use crate::web::body::Bytes;
use crate::web::pages::visit::{AsSpecialist, Visit};
use crate::web::pages::words::Words;
use crate::web::problem::field_sentence;
use crate::wording::menu_name;

#[derive(Template)]
#[template(path = "pages/me_pause.html")]
struct PauseTemplate {
    t: Words,
    pauses: Pauses,
    /// Name of each menu that rests, and from when on it may be asked about again.
    menus: Vec<(String, NaiveDate)>,
    again_on: String,
    mistake: Option<String>,
    done: Option<&'static str>,
    tomorrow: String,
    value: String,
}

/// What the page says when it comes after something that was done.
const DONE: [&str; 2] = ["paused", "resumed"];

pub async fn show_own_pauses(AsSpecialist(visit, id): AsSpecialist) -> Result<HttpResponse, Error> {
    shown(&visit, id, StatusCode::OK, String::new(), None).await
}

pub async fn post_own_pause(AsSpecialist(visit, id): AsSpecialist, body: Bytes) -> Result<HttpResponse, Error> {
    let again_on = visit.pressed(&body)?.text("again_on").to_owned();
    match pause_specialist(visit.desk(), id, PauseForm { again_on: again_on.clone() }).await {
        Ok(_) => Ok(visit.see("/me/pauses", "paused")),
        Err(Refusal::Fields(errors)) => {
            let mistake = errors.iter().map(|error| field_sentence(error, visit.language)).next();
            shown(&visit, id, StatusCode::UNPROCESSABLE_ENTITY, again_on, mistake).await
        }
        Err(refusal) => Err(visit.refused(refusal)),
    }
}

pub async fn post_own_resume(AsSpecialist(visit, id): AsSpecialist, body: Bytes) -> Result<HttpResponse, Error> {
    visit.pressed(&body)?;
    resume_specialist(visit.desk(), id).await.map_err(|refusal| visit.refused(refusal))?;
    Ok(visit.see("/me/pauses", "resumed"))
}

async fn shown(
    visit: &Visit,
    id: SpecialistId,
    status: StatusCode,
    again_on: String,
    mistake: Option<String>,
) -> Result<HttpResponse, Error> {
    let view = view_specialist(visit.desk(), id).await.map_err(|refusal| visit.refused(refusal))?;
    let today = visit.desk().clock.today();
    let pauses = view.pauses.on(today);
    let name = |code: &String| menu_name(visit.language, &visit.desk().catalogue, code);
    let page = PauseTemplate {
        t: visit.words(),
        menus: pauses.menus.iter().map(|(menu, again_on)| (name(menu), *again_on)).collect(),
        pauses,
        again_on,
        mistake,
        done: visit.done(&DONE),
        tomorrow: (today + Days::new(1)).to_string(),
        value: visit.value(),
    };
    Ok(visit.shown(status, &page))
}
