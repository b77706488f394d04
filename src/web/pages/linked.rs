//! Somebody at the page behind the link of a letter: no account, only the secret in the address, and the language that they chose. What these pages
//! answer alike; what a page shows is the page's business.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::{Error, FromRequest, HttpRequest, web};

use crate::desk::{Desk, Press, Refusal, Stale};
use crate::ids::Token;
use crate::language::Language;
use crate::seals::Action;
use crate::web::State;
use crate::web::body::Bytes;
use crate::web::pages::pressed::{Pressed, again};
use crate::web::problem::Kind;
use crate::web::reader::{Asked, find_token, language, refuse, refused};

/// In a handler's signature: whoever holds the link `{token}`. What cannot be a link's secret leads nowhere.
pub struct Linked {
    pub state: web::Data<State>,
    pub token: Token,
    asked: Option<Language>,
    request: HttpRequest,
}

impl FromRequest for Linked {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        ready(linked(request, payload))
    }
}

fn linked(request: &HttpRequest, payload: &mut Payload) -> Result<Linked, Error> {
    let token = find_token(request, request.match_info().query("token"))?;
    let state = web::Data::<State>::from_request(request, payload).into_inner()?;
    let Asked(asked) = Asked::of(request);
    Ok(Linked { state, token, asked, request: request.clone() })
}

impl Linked {
    pub fn desk(&self) -> &Desk {
        &self.state.desk
    }

    /// The language that was chosen on the page, or the one on record.
    pub fn language_of(&self, on_record: Language) -> Language {
        self.asked.unwrap_or(on_record)
    }

    /// The language before anything on record was looked at.
    pub fn language(&self) -> Language {
        language(&self.request)
    }

    /// What makes a press of this kind count.
    pub fn value(&self, action: Action) -> String {
        self.state.desk.page_value(action, &self.token).reveal()
    }

    pub fn pressed(&self, body: &Bytes) -> Pressed {
        Pressed::read(&self.request, body)
    }

    /// A press of which nothing but the button matters.
    pub fn press(&self, body: &Bytes) -> Press {
        self.pressed(body).press(self.token.clone())
    }

    /// Status, and the sentence with which the page comes again whose press did not count.
    pub fn again(&self, stale: Stale) -> (StatusCode, String) {
        again(stale, self.language())
    }

    /// For what answers programs too.
    pub fn request(&self) -> &HttpRequest {
        &self.request
    }

    pub fn missing(&self) -> Error {
        refuse(&self.request, Kind::NotFound)
    }

    pub fn refused(&self, refusal: Refusal) -> Error {
        refused(&self.request, refusal)
    }
}
