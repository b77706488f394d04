//! The browser in which somebody answers offers: by its cookie it is known whose reader has shown to read the mailbox.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{Error, FromRequest, HttpRequest, HttpResponse};

use crate::ids::Token;
use crate::web::State;
use crate::web::cookies::Cookie;

/// A year, in seconds.
const HOLDS: i64 = 31_536_000;

/// What the browser presented; none if it is nothing that could be ours.
#[derive(Clone, Debug)]
pub struct Browser(pub Option<Token>);

impl FromRequest for Browser {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let state = request.app_data::<actix_web::web::Data<State>>();
        ready(Ok(Self(state.and_then(|state| Cookie::Browser.read(state, request)))))
    }
}

/// Gives the browser its secret for a year from now.
pub fn remember(state: &State, answer: &mut HttpResponse, browser: &Token) {
    Cookie::Browser.set(state, answer, browser, HOLDS);
}
