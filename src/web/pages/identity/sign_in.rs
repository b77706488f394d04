//! Signing in: ask for the letter, then type its code here or open its link in this browser. The answer to the first does not say whether the
//! address is known.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpRequest, HttpResponse, web};
use askama::Template;

use crate::desk::{
    NewSession, Refusal, SignInForm, SignInPage, SigningIn, ask_to_sign_in, look_at_sign_in, sign_in_by_code, sign_in_by_link,
};
use crate::identity::{Role, SIGN_IN_HOLDS};
use crate::ids::Token;
use crate::language::Language;
use crate::seals::Action;
use crate::web::State;
use crate::web::agent::agent;
use crate::web::body::Bytes;
use crate::web::caller::Source;
use crate::web::cookies::Cookie;
use crate::web::pages::identity::see;
use crate::web::pages::pressed::{Pressed, again};
use crate::web::pages::words::Words;
use crate::web::pages::{MessagePage, ok, page};
use crate::web::problem::{Kind, field_sentence};
use crate::web::reader::{Asked, Reader, refuse, refused};
use crate::wording::say;

#[derive(Template)]
#[template(path = "pages/sign_in.html")]
struct AskPage {
    t: Words,
    address: String,
    mistake: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/sign_in_code.html")]
struct CodePage {
    t: Words,
    mistake: Option<String>,
    /// Whether a code can still be typed; else another can be asked for.
    open: bool,
}

#[derive(Template)]
#[template(path = "pages/sign_in_link.html")]
struct LinkPage {
    t: Words,
    token: String,
    value: String,
    again: Option<String>,
}

pub async fn show_sign_in(Reader(language): Reader) -> HttpResponse {
    ok(language, &AskPage { t: Words(language), address: String::new(), mistake: None })
}

pub async fn post_sign_in(
    request: HttpRequest,
    state: web::Data<State>,
    Reader(language): Reader,
    Source(source): Source,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let ask = async |form, browser| ask_to_sign_in(&state.desk, form, browser, source).await;
    let again = |address, mistake| page(StatusCode::UNPROCESSABLE_ENTITY, language, &AskPage { t: Words(language), address, mistake });
    ask_for_code(&request, &state, language, &body, ask, again).await
}

/// Takes the address of a form, has `ask` send a letter with a code to it, and shows where to type that code, in this browser alone. What is wrong
/// with the address is told by `again`, which gets it as typed.
pub async fn ask_for_code(
    request: &HttpRequest,
    state: &State,
    language: Language,
    body: &Bytes,
    ask: impl AsyncFnOnce(SignInForm, Token) -> Result<(), Refusal>,
    again: impl FnOnce(String, Option<String>) -> HttpResponse,
) -> Result<HttpResponse, Error> {
    let pressed = Pressed::read(request, body);
    if pressed.is_from_elsewhere() {
        return Err(refuse(request, Kind::NotFromPage));
    }
    let (address, browser) = (pressed.text("address").to_owned(), state.desk.ids.secret());
    match ask(SignInForm { address: address.clone() }, browser.clone()).await {
        Ok(()) => {
            let mut answer = code_page(language);
            Cookie::SignIn.set(state, &mut answer, &browser, SIGN_IN_HOLDS.num_seconds());
            Ok(answer)
        }
        Err(Refusal::Fields(errors)) => Ok(again(address, errors.first().map(|error| field_sentence(error, language)))),
        Err(refusal) => Err(refused(request, refusal)),
    }
}

pub async fn post_sign_in_code(
    request: HttpRequest,
    state: web::Data<State>,
    Reader(language): Reader,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let Some(browser) = Cookie::SignIn.read(&state, &request) else { return Ok(over(language)) };
    let pressed = Pressed::read(&request, &body);
    if pressed.is_from_elsewhere() {
        return Err(refuse(&request, Kind::NotFromPage));
    }
    let outcome = sign_in_by_code(&state.desk, browser, pressed.text("code").to_owned(), agent(&request)).await;
    Ok(match outcome.map_err(|refusal| refused(&request, refusal))? {
        SigningIn::Done(session) => signed_in(&state, language, &session),
        SigningIn::WrongCode => {
            let mistake = Some(say(language, "sign-in-wrong"));
            page(StatusCode::FORBIDDEN, language, &CodePage { t: Words(language), mistake, open: true })
        }
        SigningIn::Over | SigningIn::OtherBrowser => over(language),
    })
}

pub async fn show_sign_in_link(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    token: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let secret = Token::find(&token).ok_or_else(|| refuse(&request, Kind::NotFound))?;
    let browser = Cookie::SignIn.read(&state, &request);
    let shown = look_at_sign_in(&state.desk, secret.clone(), browser).await.map_err(|refusal| refused(&request, refusal))?;
    let language = asked.unwrap_or(shown.1);
    Ok(match shown.0 {
        SignInPage::Ready => ok(language, &link_page(&state, language, &secret, None)),
        SignInPage::OtherBrowser => elsewhere(language),
        SignInPage::Over => over(language),
    })
}

pub async fn post_sign_in_link(
    request: HttpRequest,
    state: web::Data<State>,
    Reader(language): Reader,
    token: web::Path<String>,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let secret = Token::find(&token).ok_or_else(|| refuse(&request, Kind::NotFound))?;
    let press = Pressed::read(&request, &body).press(secret.clone()).of(Cookie::SignIn.read(&state, &request));
    match sign_in_by_link(&state.desk, press, agent(&request)).await {
        Ok(SigningIn::Done(session)) => Ok(signed_in(&state, language, &session)),
        Ok(SigningIn::OtherBrowser) => Ok(elsewhere(language)),
        Ok(SigningIn::WrongCode | SigningIn::Over) => Ok(over(language)),
        Err(Refusal::StalePage(stale)) => {
            let (status, sentence) = again(stale, language);
            Ok(page(status, language, &link_page(&state, language, &secret, Some(sentence))))
        }
        Err(refusal) => Err(refused(&request, refusal)),
    }
}

/// Where the code from the letter is typed.
fn code_page(language: Language) -> HttpResponse {
    ok(language, &CodePage { t: Words(language), mistake: None, open: true })
}

fn link_page(state: &State, language: Language, secret: &Token, again: Option<String>) -> LinkPage {
    let value = state.desk.page_value(Action::SignIn, secret).reveal();
    LinkPage { t: Words(language), token: secret.reveal(), value, again }
}

/// A session of its own for each time: whatever the browser presented before is not taken over.
fn signed_in(state: &State, language: Language, session: &NewSession) -> HttpResponse {
    let place = match session.role {
        Some(Role::Specialist(_)) => "/me",
        None if session.joins => "/join",
        _ => "/account",
    };
    let mut answer = see(place, language);
    Cookie::SignIn.clear(state, &mut answer);
    Cookie::Session.set(state, &mut answer, &session.token, state.desk.periods.session.whole.num_seconds());
    answer
}

fn over(language: Language) -> HttpResponse {
    let mistake = Some(say(language, "sign-in-over"));
    page(StatusCode::GONE, language, &CodePage { t: Words(language), mistake, open: false })
}

fn elsewhere(language: Language) -> HttpResponse {
    let (title, text) = (say(language, "sign-in-elsewhere"), say(language, "sign-in-elsewhere-text"));
    page(StatusCode::FORBIDDEN, language, &MessagePage { t: Words(language), title, text, note: None })
}
