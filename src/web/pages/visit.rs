//! Somebody signed in at a page: who it is, in which role and language, and what all these pages answer alike. What a page shows is the page's business.

use std::collections::HashMap;
use std::future::{Ready, ready};
use std::str::FromStr;

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::http::header::HeaderMap;
use actix_web::{Error, FromRequest, HttpRequest, HttpResponse, web};
use askama::Template;

use crate::desk::{Desk, Press, Refusal, Signed, Stale};
use crate::identity::{Role, Scope};
use crate::ids::SpecialistId;
use crate::language::Language;
use crate::seals::Action;
use crate::web::State;
use crate::web::body::Bytes;
use crate::web::caller::Person;
use crate::web::pages::page_of;
use crate::web::pages::pressed::Pressed;
use crate::web::pages::see_other;
use crate::web::pages::words::Words;
use crate::web::problem::{Kind, Problem};
use crate::web::reader::{Asked, find_id, refuse, refuse_with};

pub struct Visit {
    pub state: web::Data<State>,
    pub signed: Signed,
    pub role: Role,
    pub language: Language,
    request: HttpRequest,
}

/// In a handler's signature the guard: somebody who acts for a support organisation.
pub struct AsClerk(pub Visit);

/// In a handler's signature the guard: somebody who acts as a specialist, and as which.
pub struct AsSpecialist(pub Visit, pub SpecialistId);

/// In a handler's signature the guard: an operator, or an auditor, who only looks.
pub struct AsOperator(pub Visit);

/// In a handler's signature the guard: somebody who has webhooks, or an auditor, who only looks.
pub struct AsHookKeeper(pub Visit);

impl FromRequest for AsHookKeeper {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        ready(visit(request, payload, |role| role.may(Scope::WebhooksRead)).map(Self))
    }
}

impl FromRequest for AsClerk {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        ready(visit(request, payload, |role| matches!(role, Role::Broker(..))).map(Self))
    }
}

impl FromRequest for AsSpecialist {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let visit = visit(request, payload, |role| matches!(role, Role::Specialist(_)));
        ready(visit.and_then(|visit| match visit.role {
            Role::Specialist(id) => Ok(Self(visit, id)),
            _ => Err(refuse(request, Kind::NotAllowed)),
        }))
    }
}

/// In a handler's signature the guard: somebody for whom there are reports: a clerk, an operator or an auditor.
pub struct AsReporter(pub Visit);

impl FromRequest for AsReporter {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        ready(visit(request, payload, |role| role.sees_all() || matches!(role, Role::Broker(..))).map(Self))
    }
}

impl FromRequest for AsOperator {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        ready(visit(request, payload, Role::sees_all).map(Self))
    }
}

/// Whoever has not shown the second factor is told to.
fn visit(request: &HttpRequest, payload: &mut Payload, lets_in: fn(Role) -> bool) -> Result<Visit, Error> {
    let Person(signed) = Person::from_request(request, payload).into_inner()?;
    let state = web::Data::<State>::from_request(request, payload).into_inner()?;
    match signed.acts_as() {
        Some(role) if lets_in(role) => Ok(Visit::of(request, state, signed, role)),
        _ if signed.wants_proof => Err(refuse(request, Kind::SecondFactorMissing)),
        _ => Err(refuse(request, Kind::NotAllowed)),
    }
}

impl Visit {
    /// The language is the one that was chosen on the page, or the account's.
    pub fn of(request: &HttpRequest, state: web::Data<State>, signed: Signed, role: Role) -> Self {
        let Asked(asked) = Asked::of(request);
        let language = asked.unwrap_or(signed.account.language);
        Self { state, signed, role, language, request: request.clone() }
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

    /// What makes a press on this page count.
    pub fn value(&self) -> String {
        self.state.desk.page_value(Action::Manage, &self.signed.token).reveal()
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
        let press: Press = pressed.press(self.signed.token.clone());
        let is_ours = self.state.desk.is_of_page(&press, Action::Manage);
        if is_ours { Ok(pressed) } else { Err(self.refused(Refusal::StalePage(Stale::Unknown))) }
    }

    /// What cannot be an id is the id of nothing.
    pub fn id<T: FromStr>(&self, text: &str) -> Result<T, Error> {
        find_id(&self.request, text)
    }

    /// Refuses whoever may look and not do this.
    pub fn must_have(&self, scope: Scope) -> Result<(), Error> {
        if self.role.may(scope) { Ok(()) } else { Err(refuse(&self.request, Kind::NotAllowed)) }
    }

    pub fn refused(&self, refusal: Refusal) -> Error {
        self.refuse(Problem::of(refusal, crate::web::reader::language(&self.request)))
    }

    pub fn refuse(&self, problem: Problem) -> Error {
        refuse_with(&self.request, problem)
    }

    pub fn shown(&self, status: StatusCode, template: &impl Template) -> HttpResponse {
        page_of(&self.signed, status, self.language, template)
    }

    /// On to a page, after a press; `done` says there what was done.
    pub fn see(&self, place: &str, done: &str) -> HttpResponse {
        let place = format!("{place}?lang={}&done={done}", self.language.tag());
        see_other(&place)
    }

    /// What was done just now, as the address says; one of `known`.
    pub fn done(&self, known: &[&'static str]) -> Option<&'static str> {
        let asked = url::form_urlencoded::parse(self.request.query_string().as_bytes()).find(|(name, _)| name == "done")?.1;
        known.iter().find(|one| **one == asked).copied()
    }
}
