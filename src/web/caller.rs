//! Who calls: found out once for each request, before its handler. Guards and pages only ask what was found.

use std::future::{Ready, ready};
use std::net::IpAddr;
use std::rc::Rc;

use actix_web::body::MessageBody;
use actix_web::dev::{Extensions, Payload, ServiceRequest, ServiceResponse};
use actix_web::http::header;
use actix_web::middleware::Next;
use actix_web::{Error, FromRequest, HttpMessage, HttpRequest, HttpResponse, ResponseError, web};

use crate::desk::{Refusal, Signed, find_key, find_signed};
use crate::identity::{Actor, Who};
use crate::ids::Token;
use crate::store::ApiKey;
use crate::traces::current;
use crate::values::Line;
use crate::web::State;
use crate::web::cookies::Cookie;
use crate::web::problem::{Kind, Problem};
use crate::web::reader::{language, refuse};

/// Who calls. A key goes before a session: a program that sends both means the key.
#[derive(Clone, Debug)]
pub enum Caller {
    Nobody,
    Key(ApiKey),
    Person(Box<Signed>),
}

/// Why somebody looks at what is not theirs.
pub const REASON: &str = "Nakodo-Reason";

/// What was found, or why it could not be.
#[derive(Clone, Debug)]
struct Found(Result<Caller, Kind>);

/// Finds out who calls.
pub async fn identify(mut request: ServiceRequest, next: Next<impl MessageBody>) -> Result<ServiceResponse<impl MessageBody>, Error> {
    if let Some(state) = request.app_data::<web::Data<State>>().cloned() {
        let found = find(&state, request.request()).await;
        let actor = actor(&state, request.request(), found.as_ref().ok());
        // The desk that the handler finds is one at which this caller acts, so no handler can forget to say who it is.
        let mut data = Extensions::new();
        data.insert(web::Data::new(State { desk: state.desk.acting(actor), ..State::clone(&state) }));
        request.add_data_container(Rc::new(data));
        request.extensions_mut().insert(Found(found));
    }
    next.call(request).await
}

/// Who acts. The token of a letter's link stands in the path.
fn actor(state: &State, request: &HttpRequest, found: Option<&Caller>) -> Actor {
    let link = || request.path().split('/').find_map(Token::find).map_or(Who::Nobody, |token| Who::link(&token.hash()));
    let (who, role) = match found {
        Some(Caller::Key(key)) => (Who::Key(key.id), Some(key.role)),
        // Of whoever has not said yet who they are nothing is known but the link in their hand.
        Some(Caller::Person(signed)) if !signed.wants_name() => {
            (Who::of_account(signed.id, signed.person.as_ref().map(|(id, _)| *id)), signed.acts_as())
        }
        Some(Caller::Person(signed)) if link() == Who::Nobody => (Who::Account(signed.id), None),
        Some(Caller::Nobody | Caller::Person(_)) | None => (link(), None),
    };
    let reason = request.headers().get(REASON).and_then(|value| std::str::from_utf8(value.as_bytes()).ok());
    let reason = reason.and_then(|text| Line::parse(text, 200).ok()).map(|line| line.as_str().to_owned());
    // The name that stands in the answer, with events and letters, and in the log: what one request did is found together.
    let trace = current().unwrap_or_else(|| state.desk.ids.trace());
    Actor { who, role, source: source(state, request), request: trace.to_string(), reason }
}

async fn find(state: &State, request: &HttpRequest) -> Result<Caller, Kind> {
    let away = |refusal: Refusal| Problem::of(refusal, language(request)).kind;
    if let Some(value) = request.headers().get(header::AUTHORIZATION) {
        let text = value.to_str().ok().and_then(|text| text.strip_prefix("Bearer ")).ok_or(Kind::KeyUnknown)?;
        let token = Token::find(text.trim()).ok_or(Kind::KeyUnknown)?;
        return find_key(&state.desk, token).await.map_err(away)?.map(Caller::Key).ok_or(Kind::KeyUnknown);
    }
    let Some(token) = Cookie::Session.read(state, request) else { return Ok(Caller::Nobody) };
    let signed = find_signed(&state.desk, token).await.map_err(away)?;
    Ok(signed.map_or(Caller::Nobody, |signed| Caller::Person(Box::new(signed))))
}

/// Who calls, as was found.
pub fn caller(request: &HttpRequest) -> Result<Caller, Kind> {
    let found = request.extensions().get::<Found>().cloned();
    found.map_or(Ok(Caller::Nobody), |Found(found)| found)
}

/// Somebody who is signed in and of whom it is known who they are. Others are led to the page on which to sign in, or to say their name.
#[derive(Clone, Debug)]
pub struct Person(pub Signed);

impl FromRequest for Person {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let signed = SignedIn::from_request(request, payload).into_inner();
        ready(signed.and_then(|SignedIn(signed)| if signed.wants_name() { Err(To("/account/name").into()) } else { Ok(Self(signed)) }))
    }
}

/// Somebody who is signed in, perhaps with an account of several people of whom nobody knows yet who it is: for saying that, and for signing out.
#[derive(Clone, Debug)]
pub struct SignedIn(pub Signed);

impl FromRequest for SignedIn {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(match caller(request) {
            Ok(Caller::Person(signed)) => Ok(Self(*signed)),
            Ok(Caller::Nobody | Caller::Key(_)) => Err(To("/sign-in").into()),
            Err(kind) => Err(refuse(request, kind)),
        })
    }
}

#[derive(Debug, thiserror::Error)]
#[error("nobody knows who it is")]
struct To(&'static str);

impl ResponseError for To {
    fn error_response(&self) -> HttpResponse {
        HttpResponse::SeeOther().insert_header((header::LOCATION, self.0)).insert_header((header::CACHE_CONTROL, "no-store")).finish()
    }
}

/// The client's address, as far as our own proxies say it.
#[derive(Clone, Debug)]
pub struct Source(pub String);

impl FromRequest for Source {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let state = request.app_data::<web::Data<State>>();
        ready(Ok(Self(state.map(|state| source(state, request)).unwrap_or_default())))
    }
}

fn source(state: &State, request: &HttpRequest) -> String {
    source_address(state, request).map(|address| address.to_string()).unwrap_or_default()
}

/// None where nobody is at the other end: in a test of a handler.
pub fn source_address(state: &State, request: &HttpRequest) -> Option<IpAddr> {
    let peer = request.peer_addr()?;
    let forwarded: Vec<&str> = request.headers().get_all("X-Forwarded-For").filter_map(|value| value.to_str().ok()).collect();
    Some(state.settings.web.trusted_proxies.client(peer.ip(), &forwarded))
}
