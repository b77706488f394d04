//! The cookies. All but one hold 32 random bytes, of which only the hash is kept; scripts cannot read them, and other sites' forms do not carry them.
//! The one holds the language that a reader chose, and nothing else.

use actix_web::body::MessageBody;
use actix_web::dev::ServiceResponse;
use actix_web::http::header::{self, HeaderValue};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

use crate::ids::Token;
use crate::language::Language;
use crate::web::State;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cookie {
    /// By it a browser is known whose reader has shown to read a specialist's mailbox. It opens nothing by itself.
    Browser,
    /// The browser that asked to sign in, for ten minutes.
    SignIn,
    /// Somebody is signed in.
    Session,
}

impl Cookie {
    /// Where nakodo is reached by https, the name binds the cookie to this very host: no neighbouring one can set it.
    fn name(self, state: &State) -> &'static str {
        match (self, is_https(state)) {
            (Self::Browser, true) => "__Host-nakodo",
            (Self::Browser, false) => "nakodo",
            (Self::SignIn, true) => "__Host-nakodo-sign-in",
            (Self::SignIn, false) => "nakodo-sign-in",
            (Self::Session, true) => "__Host-nakodo-session",
            (Self::Session, false) => "nakodo-session",
        }
    }

    /// What the browser presented; none if it is nothing that could be ours.
    pub fn read(self, state: &State, request: &HttpRequest) -> Option<Token> {
        find(request, self.name(state)).and_then(Token::find)
    }

    /// Gives the browser its secret, for so many seconds from now.
    pub fn set(self, state: &State, answer: &mut HttpResponse, secret: &Token, seconds: i64) {
        self.write(state, answer, &secret.reveal(), seconds);
    }

    pub fn clear(self, state: &State, answer: &mut HttpResponse) {
        self.write(state, answer, "", 0);
    }

    fn write(self, state: &State, answer: &mut HttpResponse, value: &str, seconds: i64) {
        let secure = if is_https(state) { "; Secure" } else { "" };
        let cookie = format!("{}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}", self.name(state));
        if let Ok(value) = HeaderValue::from_str(&cookie) {
            answer.headers_mut().append(header::SET_COOKIE, value);
        }
    }
}

const LANGUAGE: &str = "nakodo-language";
/// A year.
const LANGUAGE_SECONDS: u32 = 365 * 24 * 3600;

/// The language that was chosen in this browser before.
pub fn read_language(request: &HttpRequest) -> Option<Language> {
    find(request, LANGUAGE).and_then(Language::find)
}

pub fn write_language(answer: &mut ServiceResponse<impl MessageBody>, language: Language) {
    let secure = answer.request().app_data::<Data<State>>().is_some_and(|state| is_https(state));
    let secure = if secure { "; Secure" } else { "" };
    let cookie = format!("{LANGUAGE}={}; Path=/; Max-Age={LANGUAGE_SECONDS}; HttpOnly; SameSite=Lax{secure}", language.tag());
    if let Ok(value) = HeaderValue::from_str(&cookie) {
        answer.headers_mut().append(header::SET_COOKIE, value);
    }
}

/// What the browser presented under this name.
fn find<'r>(request: &'r HttpRequest, wanted: &str) -> Option<&'r str> {
    let texts = request.headers().get_all(header::COOKIE).filter_map(|value| value.to_str().ok());
    let mut cookies = texts.flat_map(|text| text.split(';')).filter_map(|cookie| cookie.trim().split_once('='));
    cookies.find(|(name, _)| *name == wanted).map(|(_, value)| value)
}

/// A demo on one's own machine is reached by plain http, where browsers take no `Secure` cookie.
fn is_https(state: &State) -> bool {
    state.settings.web.public_url.scheme() == "https"
}
