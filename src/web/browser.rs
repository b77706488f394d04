//! The one cookie: by it a browser is known whose reader has shown to read a specialist's mailbox. It opens nothing by itself, since every act
//! needs the link of a letter too.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{Error, FromRequest, HttpRequest, HttpResponse};

use crate::ids::Token;
use crate::web::State;

/// A year, in seconds.
const HOLDS: u32 = 31_536_000;

/// What the browser presented; none if it is nothing that could be ours.
#[derive(Clone, Debug)]
pub struct Browser(pub Option<Token>);

impl FromRequest for Browser {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let state = request.app_data::<actix_web::web::Data<State>>();
        let found = state.and_then(|state| {
            let texts = request.headers().get_all(header::COOKIE).filter_map(|value| value.to_str().ok());
            let mut cookies = texts.flat_map(|text| text.split(';')).filter_map(|cookie| cookie.trim().split_once('='));
            cookies.find(|(name, _)| *name == cookie_name(state)).and_then(|(_, value)| Token::find(value))
        });
        ready(Ok(Self(found)))
    }
}

fn is_https(state: &State) -> bool {
    state.settings.web.public_url.scheme() == "https"
}

/// Where nakodo is reached by https, the name binds the cookie to this very host: no neighbouring one can set it.
fn cookie_name(state: &State) -> &'static str {
    if is_https(state) { "__Host-nakodo" } else { "nakodo" }
}

/// Gives the browser its secret for a year from now.
pub fn remember(state: &State, answer: &mut HttpResponse, browser: &Token) {
    let secure = if is_https(state) { "; Secure" } else { "" };
    let cookie = format!("{}={}; Path=/; Max-Age={HOLDS}; HttpOnly; SameSite=Lax{secure}", cookie_name(state), browser.reveal());
    if let Ok(value) = HeaderValue::from_str(&cookie) {
        answer.headers_mut().append(header::SET_COOKIE, value);
    }
}
