//! Who reads the answer: in which language, as a page or as a document.

use std::future::{Ready, ready};
use std::str::FromStr;

use actix_web::body::MessageBody;
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::header;
use actix_web::middleware::Next;
use actix_web::{Error, FromRequest, HttpRequest};

use crate::desk::Refusal;
use crate::ids::Token;
use crate::language::Language;
use crate::web::cookies::{read_language, write_language};
use crate::web::pages::ProblemPage;
use crate::web::problem::{Kind, Problem};

/// The language that a reader chose on this page (`?lang=`) or on one before ([`remember`]), if any. For pages behind a letter's link: their reader's language is on record and
/// says more than the browser's.
#[derive(Clone, Copy, Debug)]
pub struct Asked(pub Option<Language>);

/// The language of a reader whom we do not know: chosen on a page, or the browser's (`Accept-Language`), or Japanese.
#[derive(Clone, Copy, Debug)]
pub struct Reader(pub Language);

impl Asked {
    pub fn of(request: &HttpRequest) -> Self {
        Self(chosen(request))
    }
}

impl FromRequest for Asked {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self::of(request)))
    }
}

impl FromRequest for Reader {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self(language(request))))
    }
}

pub fn language(request: &HttpRequest) -> Language {
    chosen(request).or_else(|| accepted(request)).unwrap_or_default()
}

fn chosen(request: &HttpRequest) -> Option<Language> {
    named(request).or_else(|| read_language(request))
}

fn named(request: &HttpRequest) -> Option<Language> {
    let by_query = url::form_urlencoded::parse(request.query_string().as_bytes()).find(|(name, _)| name == "lang");
    by_query.and_then(|(_, tag)| Language::find(&tag))
}

/// Lets a language that was chosen on a page stay for the pages to come, also for those to which a form leads.
pub async fn remember(request: ServiceRequest, next: Next<impl MessageBody>) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let is_new = |language: &Language| read_language(request.request()) != Some(*language);
    let chosen = named(request.request()).filter(|language| !request.path().starts_with("/api/") && is_new(language));
    let mut answer = next.call(request).await?;
    if let Some(language) = chosen {
        write_language(&mut answer, language);
    }
    Ok(answer)
}

fn accepted(request: &HttpRequest) -> Option<Language> {
    let accepted = request.headers().get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    accepted.split(',').find_map(|part| Language::find(part.split(';').next().unwrap_or_default()))
}

/// Whether a program asks, by the address or by what it accepts.
pub fn wants_document(request: &HttpRequest) -> bool {
    let accepts = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    request.path().starts_with("/api/") || (accepts.contains("json") && !accepts.contains("text/html"))
}

/// A problem in the form that the client reads: a page for a browser, a document for a program.
pub fn refuse(request: &HttpRequest, kind: Kind) -> Error {
    refuse_with(request, Problem::new(kind, language(request)))
}

/// What cannot be an id is the id of nothing.
pub fn find_id<T: FromStr>(request: &HttpRequest, text: &str) -> Result<T, Error> {
    text.parse().map_err(|_| refuse(request, Kind::NotFound))
}

/// What cannot be a link's secret leads nowhere.
pub fn find_token(request: &HttpRequest, text: &str) -> Result<Token, Error> {
    Token::find(text).ok_or_else(|| refuse(request, Kind::NotFound))
}

/// What the desk refuses, told in the language of whoever asks.
pub fn refused(request: &HttpRequest, refusal: Refusal) -> Error {
    refuse_with(request, Problem::of(refusal, language(request)))
}

pub fn refuse_with(request: &HttpRequest, problem: Problem) -> Error {
    if wants_document(request) { problem.into() } else { ProblemPage(problem).into() }
}
