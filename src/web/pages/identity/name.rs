//! Whose hand it is, where several people share an account: asked before anything else, and changed when somebody else sits down.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpRequest, HttpResponse, web};
use askama::Template;

use crate::desk::{Refusal, Signed, name_person};
use crate::identity::PersonForm;
use crate::language::Language;
use crate::seals::Action;
use crate::web::State;
use crate::web::body::Bytes;
use crate::web::caller::SignedIn;
use crate::web::cookies::Cookie;
use crate::web::pages::identity::see;
use crate::web::pages::page_of;
use crate::web::pages::pressed::{Pressed, again};
use crate::web::pages::words::Words;
use crate::web::problem::{Kind, field_sentence};
use crate::web::reader::{Asked, refuse, refused};

#[derive(Template)]
#[template(path = "pages/name.html")]
struct NamePage {
    t: Words,
    address: String,
    /// As typed before.
    name: String,
    /// Whether the session has a name already, so that there is a way back.
    is_named: bool,
    mistake: Option<String>,
    again: Option<String>,
    /// What makes a press count: for the name, for signing out.
    values: (String, String),
}

/// Why the page comes again.
#[derive(Default)]
struct Why {
    status: StatusCode,
    name: String,
    mistake: Option<String>,
    again: Option<String>,
}

/// Whoever has their mailbox alone is known already.
fn shared(request: &HttpRequest, signed: &Signed) -> Result<(), Error> {
    if signed.account.is_shared { Ok(()) } else { Err(refuse(request, Kind::NotFound)) }
}

pub async fn show_name(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    SignedIn(signed): SignedIn,
) -> Result<HttpResponse, Error> {
    shared(&request, &signed)?;
    Ok(shown(&state, asked.unwrap_or(signed.account.language), &signed, Why::default()))
}

pub async fn post_name(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    SignedIn(signed): SignedIn,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    shared(&request, &signed)?;
    let language = asked.unwrap_or(signed.account.language);
    let pressed = Pressed::read(&request, &body);
    let name = pressed.text("name").to_owned();
    match name_person(&state.desk, signed.clone(), pressed.press(signed.token.clone()), PersonForm { name: name.clone() }).await {
        Ok(fresh) => {
            let mut answer = see("/account", language);
            Cookie::Session.set(&state, &mut answer, &fresh, state.desk.periods.session.whole.num_seconds());
            Ok(answer)
        }
        Err(Refusal::Fields(errors)) => {
            let mistake = errors.iter().map(|error| field_sentence(error, language)).next();
            Ok(shown(&state, language, &signed, Why { status: StatusCode::UNPROCESSABLE_ENTITY, name, mistake, again: None }))
        }
        Err(Refusal::StalePage(stale)) => {
            let (status, sentence) = again(stale, language);
            Ok(shown(&state, language, &signed, Why { status, name, mistake: None, again: Some(sentence) }))
        }
        Err(refusal) => Err(refused(&request, refusal)),
    }
}

fn shown(state: &State, language: Language, signed: &Signed, why: Why) -> HttpResponse {
    let value = |action| state.desk.page_value(action, &signed.token).reveal();
    let template = NamePage {
        t: Words(language),
        address: signed.account.address.as_str().to_owned(),
        name: why.name,
        is_named: signed.person.is_some(),
        mistake: why.mistake,
        again: why.again,
        values: (value(Action::Name), value(Action::SignOut)),
    };
    page_of(signed, why.status, language, &template)
}
