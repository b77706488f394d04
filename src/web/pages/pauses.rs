//! "Do not ask me for a while": naming a day, seeing it, and taking it back with one press.

use actix_web::http::{StatusCode, header};
use actix_web::{Error, HttpRequest, HttpResponse, web};
use askama::Template;
use chrono::NaiveDate;
use serde_json::json;

use crate::active_list::PauseForm;
use crate::clock::spoken_date;
use crate::desk::{PausePage, Refusal, look_at_pauses, pause_offers, resume_offers};
use crate::ids::Token;
use crate::language::Language;
use crate::seals::Action;
use crate::web::State;
use crate::web::body::Bytes;
use crate::web::pages::pressed::{Pressed, again};
use crate::web::pages::words::Words;
use crate::web::pages::{MessagePage, ok, page};
use crate::web::problem::field_sentence;
use crate::web::reader::{Asked, find_token, refused, wants_document};
use crate::wording::{menu_name, say, say_with};

#[derive(Template)]
#[template(path = "pages/pauses.html")]
struct PauseTemplate {
    t: Words,
    token: String,
    view: PausePage,
    /// Name of each menu that rests, and from when on it may be asked about again.
    menus: Vec<(String, NaiveDate)>,
    /// What was typed, and what is wrong with it.
    again_on: String,
    mistake: Option<String>,
    /// Why the page comes again.
    again: Option<String>,
    /// What makes a press count: for pausing, for ending it.
    values: (String, String),
    tomorrow: NaiveDate,
}

pub async fn show_pauses(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    token: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let (secret, view) = look(&request, &state, &token).await?;
    if wants_document(&request) {
        let value = |action| state.desk.page_value(action, &secret).reveal();
        let values = json!({ "pause": view.may_pause.then(|| value(Action::Pause)), "resume": value(Action::Resume) });
        let told = json!({ "pauses": view.pauses, "values": values });
        return Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(told));
    }
    let language = asked.unwrap_or(view.language);
    Ok(ok(language, &template(&state, language, &secret, view)))
}

pub async fn post_pause(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    token: web::Path<String>,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let (secret, view) = look(&request, &state, &token).await?;
    let language = asked.unwrap_or(view.language);
    let pressed = Pressed::read(&request, &body);
    let form = PauseForm { again_on: pressed.text("again_on").to_owned() };
    match pause_offers(&state.desk, pressed.press(secret.clone()), form.clone()).await {
        Ok(again_on) => Ok(told(&request, language, &PAUSED, Some(again_on))),
        Err(refusal) if wants_document(&request) => Err(refused(&request, refusal)),
        Err(Refusal::Fields(errors)) => {
            let mistake = errors.iter().map(|error| field_sentence(error, language)).next();
            let shown = PauseTemplate { again_on: form.again_on, mistake, ..template(&state, language, &secret, view) };
            Ok(page(StatusCode::UNPROCESSABLE_ENTITY, language, &shown))
        }
        Err(Refusal::StalePage(stale)) => {
            let (status, sentence) = again(stale, language);
            let shown = template(&state, language, &secret, view);
            Ok(page(status, language, &PauseTemplate { again_on: form.again_on, again: Some(sentence), ..shown }))
        }
        Err(refusal) => Err(refused(&request, refusal)),
    }
}

pub async fn post_resume(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    token: web::Path<String>,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let (secret, view) = look(&request, &state, &token).await?;
    let language = asked.unwrap_or(view.language);
    match resume_offers(&state.desk, Pressed::read(&request, &body).press(secret.clone())).await {
        Ok(()) => Ok(told(&request, language, &RESUMED, None)),
        Err(Refusal::StalePage(stale)) if !wants_document(&request) => {
            let (status, sentence) = again(stale, language);
            let shown = template(&state, language, &secret, view);
            Ok(page(status, language, &PauseTemplate { again: Some(sentence), ..shown }))
        }
        Err(refusal) => Err(refused(&request, refusal)),
    }
}

/// Code of an outcome, and the keys of its title and text.
const PAUSED: [&str; 3] = ["paused", "outcome-paused", "outcome-paused-text"];
const RESUMED: [&str; 3] = ["resumed", "outcome-resumed", "outcome-resumed-text"];

fn told(request: &HttpRequest, language: Language, [code, title, text]: &[&str; 3], day: Option<NaiveDate>) -> HttpResponse {
    if wants_document(request) {
        return HttpResponse::Ok().json(json!({ "outcome": code, "again_on": day }));
    }
    let day = day.map(|day| spoken_date(day, language)).unwrap_or_default();
    let args = [("date", day.as_str())];
    let (title, text) = (say(language, title), say_with(language, text, &args));
    page(StatusCode::OK, language, &MessagePage { t: Words(language), title, text, note: Some(say(language, "may-close")) })
}

async fn look(request: &HttpRequest, state: &State, token: &str) -> Result<(Token, PausePage), Error> {
    let secret = find_token(request, token)?;
    let view = look_at_pauses(&state.desk, secret.clone()).await.map_err(|refusal| refused(request, refusal))?;
    Ok((secret, view))
}

fn template(state: &State, language: Language, token: &Token, view: PausePage) -> PauseTemplate {
    let value = |action| state.desk.page_value(action, token).reveal();
    let named = |(menu, again_on): (&String, &NaiveDate)| (menu_name(language, &state.desk.catalogue, menu), *again_on);
    PauseTemplate {
        t: Words(language),
        token: token.reveal(),
        menus: view.pauses.menus.iter().map(named).collect(),
        view,
        again_on: String::new(),
        mistake: None,
        again: None,
        values: (value(Action::Pause), value(Action::Resume)),
        tomorrow: state.desk.clock.today() + chrono::Days::new(1),
    }
}
