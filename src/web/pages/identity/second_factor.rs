//! The second factor: setting up an authenticator with a picture or by hand, and showing its code in a session.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpRequest, HttpResponse, web};
use askama::Template;

use crate::desk::{Proving, Refusal, SecondFactorPage, Signed, look_at_second_factor, prove_second_factor, set_up_second_factor};
use crate::language::Language;
use crate::seals::Action;
use crate::web::State;
use crate::web::body::Bytes;
use crate::web::caller::Person;
use crate::web::cookies::Cookie;
use crate::web::pages::identity::see;
use crate::web::pages::page_of;
use crate::web::pages::picture::picture;
use crate::web::pages::pressed::{Pressed, again};
use crate::web::pages::words::Words;
use crate::web::reader::{Asked, refused};
use crate::wording::say;

#[derive(Template)]
#[template(path = "pages/second_factor.html")]
struct FactorPage {
    t: Words,
    is_set: bool,
    /// Whether a code is asked for; else a new authenticator can be set up.
    asks: bool,
    key: String,
    /// The picture in the page itself: nothing is loaded from anywhere.
    picture: String,
    mistake: Option<String>,
    again: Option<String>,
    /// What makes a press count: for showing, for setting up.
    values: (String, String),
}

#[derive(Template)]
#[template(path = "pages/recovery.html")]
struct RecoveryPage {
    t: Words,
    codes: Vec<String>,
}

/// Why the page comes again.
#[derive(Default)]
struct Why {
    mistake: Option<String>,
    again: Option<String>,
}

pub async fn show_second_factor(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    Person(signed): Person,
) -> Result<HttpResponse, Error> {
    let language = asked.unwrap_or(signed.account.language);
    shown(&request, &state, language, &signed, StatusCode::OK, Why::default()).await
}

pub async fn post_new_second_factor(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    Person(signed): Person,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let language = asked.unwrap_or(signed.account.language);
    let pressed = Pressed::read(&request, &body);
    let press = pressed.press(signed.token.clone());
    let outcome = set_up_second_factor(&state.desk, signed.clone(), press, pressed.text("code").to_owned()).await;
    told(&request, &state, language, &signed, outcome).await
}

pub async fn post_second_factor(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    Person(signed): Person,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let language = asked.unwrap_or(signed.account.language);
    let pressed = Pressed::read(&request, &body);
    let press = pressed.press(signed.token.clone());
    let outcome = prove_second_factor(&state.desk, signed.clone(), press, pressed.text("code").to_owned()).await;
    told(&request, &state, language, &signed, outcome).await
}

async fn told(
    request: &HttpRequest,
    state: &State,
    language: Language,
    signed: &Signed,
    outcome: Result<Proving, Refusal>,
) -> Result<HttpResponse, Error> {
    let mistake = |key: &str| Why { mistake: Some(say(language, key)), again: None };
    match outcome {
        Ok(Proving::Done { token, recovery }) => {
            let mut answer = match recovery.is_empty() {
                true => see("/account", language),
                false => page_of(signed, StatusCode::OK, language, &RecoveryPage { t: Words(language), codes: recovery }),
            };
            Cookie::Session.set(state, &mut answer, &token, state.settings.sessions.1.num_seconds());
            Ok(answer)
        }
        Ok(Proving::WrongCode) => shown(request, state, language, signed, StatusCode::FORBIDDEN, mistake("second-factor-wrong")).await,
        Ok(Proving::TooMany) => {
            shown(request, state, language, signed, StatusCode::TOO_MANY_REQUESTS, mistake("second-factor-too-many")).await
        }
        Err(Refusal::StalePage(stale)) => {
            let (status, sentence) = again(stale, language);
            shown(request, state, language, signed, status, Why { again: Some(sentence), mistake: None }).await
        }
        Err(refusal) => Err(refused(request, refusal)),
    }
}

async fn shown(
    request: &HttpRequest,
    state: &State,
    language: Language,
    signed: &Signed,
    status: StatusCode,
    why: Why,
) -> Result<HttpResponse, Error> {
    let view = look_at_second_factor(&state.desk, signed.clone()).await.map_err(|refusal| refused(request, refusal))?;
    let SecondFactorPage { is_set, new } = view;
    let asks = new.is_none();
    let (key, address) = new.unwrap_or_default();
    let value = |action| state.desk.page_value(action, &signed.token).reveal();
    let shown = FactorPage {
        t: Words(language),
        is_set,
        asks,
        picture: if asks { String::new() } else { picture(&address) },
        key,
        mistake: why.mistake,
        again: why.again,
        values: (value(Action::ShowSecondFactor), value(Action::SetUpSecondFactor)),
    };
    Ok(page_of(signed, status, language, &shown))
}
