//! "Where am I signed in", and ending that.

use actix_web::{Error, HttpRequest, HttpResponse, web};
use askama::Template;

use crate::clock::Moment;
use crate::desk::{Refusal, SessionView, Signed, Stale, end_all_sessions, end_session, list_sessions};
use crate::language::Language;
use crate::seals::Action;
use crate::web::State;
use crate::web::body::Bytes;
use crate::web::caller::Person;
use crate::web::pages::identity::account::signed_out;
use crate::web::pages::identity::see;
use crate::web::pages::page_of;
use crate::web::pages::pressed::{Pressed, again_or_ok};
use crate::web::pages::words::Words;
use crate::web::reader::{Asked, find_id, refused};
use crate::wording::say;

struct Line {
    id: String,
    browser: String,
    /// Who it is, where several people share the account.
    person: Option<String>,
    role: String,
    made_at: Moment,
    seen_at: Moment,
    is_here: bool,
    value: String,
}

#[derive(Template)]
#[template(path = "pages/sessions.html")]
struct SessionsPage {
    t: Words,
    sessions: Vec<Line>,
    again: Option<String>,
    value: String,
}

pub async fn show_sessions(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    Person(signed): Person,
) -> Result<HttpResponse, Error> {
    let language = asked.unwrap_or(signed.account.language);
    shown(&request, &state, language, &signed, None).await
}

pub async fn post_end_session(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    Person(signed): Person,
    session: web::Path<String>,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let language = asked.unwrap_or(signed.account.language);
    let session = find_id(&request, &session)?;
    let press = Pressed::read(&request, &body).press(signed.token.clone());
    match end_session(&state.desk, signed.clone(), press, session).await {
        Ok(()) if session == signed.session => Ok(signed_out(&state, language)),
        Ok(()) => Ok(see("/account/sessions", language)),
        Err(Refusal::StalePage(stale)) => shown(&request, &state, language, &signed, Some(stale)).await,
        Err(refusal) => Err(refused(&request, refusal)),
    }
}

pub async fn post_end_all_sessions(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    Person(signed): Person,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let language = asked.unwrap_or(signed.account.language);
    let press = Pressed::read(&request, &body).press(signed.token.clone());
    match end_all_sessions(&state.desk, signed.clone(), press).await {
        Ok(()) => Ok(signed_out(&state, language)),
        Err(Refusal::StalePage(stale)) => shown(&request, &state, language, &signed, Some(stale)).await,
        Err(refusal) => Err(refused(&request, refusal)),
    }
}

async fn shown(
    request: &HttpRequest,
    state: &State,
    language: Language,
    signed: &Signed,
    stale: Option<Stale>,
) -> Result<HttpResponse, Error> {
    let sessions = list_sessions(&state.desk, signed).await.map_err(|refusal| refused(request, refusal))?;
    let value = || state.desk.page_value(Action::SignOut, &signed.token).reveal();
    let line = |session: SessionView| Line {
        id: session.id.to_string(),
        browser: Some(session.browser).filter(|name| !name.is_empty()).unwrap_or_else(|| say(language, "agent-unknown")),
        role: session.role.map(|role| say(language, &format!("role-{}", role.code()))).unwrap_or_default(),
        person: session.person.map(|name| name.as_str().to_owned()),
        made_at: session.made_at,
        seen_at: session.seen_at,
        is_here: session.is_here,
        value: value(),
    };
    let (status, again) = again_or_ok(stale, language);
    let lines = sessions.into_iter().map(line).collect();
    Ok(page_of(signed, status, language, &SessionsPage { t: Words(language), sessions: lines, again, value: value() }))
}
