//! A clerk at a page of their organisation: who it is, in which language, and what all these pages answer alike. What a page shows is the page's business.

use std::collections::HashMap;
use std::future::{Ready, ready};
use std::str::FromStr;

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderMap};
use actix_web::{Error, FromRequest, HttpRequest, HttpResponse, web};
use askama::Template;

use crate::desk::{Desk, Press, Refusal, Stale};
use crate::identity::Role;
use crate::language::Language;
use crate::seals::Action;
use crate::web::State;
use crate::web::body::Bytes;
use crate::web::caller::Clerk;
use crate::web::pages::page;
use crate::web::pages::pressed::Pressed;
use crate::web::pages::words::Words;
use crate::web::problem::Problem;
use crate::web::reader::{Asked, find_id, refuse_with};

/// In a handler's signature it is the guard: only who acts for a support organisation gets in.
pub struct Visit {
    pub state: web::Data<State>,
    pub clerk: Clerk,
    pub language: Language,
    request: HttpRequest,
}

impl FromRequest for Visit {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let clerk = Clerk::from_request(request, payload).into_inner();
        let state = web::Data::<State>::from_request(request, payload).into_inner();
        ready(clerk.and_then(|clerk| Ok(Self::of(request, state?, clerk))))
    }
}

impl Visit {
    /// The language is the one that was chosen on the page, or the account's.
    pub fn of(request: &HttpRequest, state: web::Data<State>, clerk: Clerk) -> Self {
        let Asked(asked) = Asked::of(request);
        let language = asked.unwrap_or(clerk.signed.account.language);
        Self { state, clerk, language, request: request.clone() }
    }

    pub fn desk(&self) -> &Desk {
        &self.state.desk
    }

    pub fn words(&self) -> Words {
        Words(self.language)
    }

    pub fn headers(&self) -> &HeaderMap {
        self.request.headers()
    }

    pub fn role(&self) -> Role {
        self.clerk.role
    }

    /// What makes a press on this page count.
    pub fn value(&self) -> String {
        self.state.desk.page_value(Action::Manage, &self.clerk.signed.token).reveal()
    }

    /// What a form sent, if it came from a page of this session.
    pub fn pressed(&self, body: &Bytes) -> Result<Pressed, Error> {
        self.own(Pressed::read(&self.request, body))
    }

    /// The same of a form with a file: its texts by name.
    pub fn pressed_with_file(&self, texts: HashMap<String, String>) -> Result<Pressed, Error> {
        self.own(Pressed::of_texts(&self.request, texts))
    }

    /// Another site's form cannot hold the value.
    fn own(&self, pressed: Pressed) -> Result<Pressed, Error> {
        let press: Press = pressed.press(self.clerk.signed.token.clone());
        let is_ours = self.state.desk.is_of_page(&press, Action::Manage);
        if is_ours { Ok(pressed) } else { Err(self.refused(Refusal::StalePage(Stale::Unknown))) }
    }

    /// What cannot be an id is the id of nothing.
    pub fn id<T: FromStr>(&self, text: &str) -> Result<T, Error> {
        find_id(&self.request, text)
    }

    pub fn refused(&self, refusal: Refusal) -> Error {
        self.refuse(Problem::of(refusal, crate::web::reader::language(&self.request)))
    }

    pub fn refuse(&self, problem: Problem) -> Error {
        refuse_with(&self.request, problem)
    }

    pub fn shown(&self, status: StatusCode, template: &impl Template) -> HttpResponse {
        page(status, self.language, template)
    }

    /// On to a page, after a press; `done` says there what was done.
    pub fn see(&self, place: &str, done: &str) -> HttpResponse {
        let place = format!("{place}?lang={}&done={done}", self.language.tag());
        HttpResponse::SeeOther().insert_header((header::LOCATION, place)).insert_header((header::CACHE_CONTROL, "no-store")).finish()
    }

    /// What was done just now, as the address says; one of `known`.
    pub fn done(&self, known: &[&'static str]) -> Option<&'static str> {
        let asked = url::form_urlencoded::parse(self.request.query_string().as_bytes()).find(|(name, _)| name == "done")?.1;
        known.iter().find(|one| **one == asked).copied()
    }
}
