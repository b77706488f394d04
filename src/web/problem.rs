//! What a client is told when something is not done: RFC 9457 problem documents for programs, a page for people. This is the one table from
//! what went wrong to status and code; sentences are in `locales/*/problem.ftl` (`problem-<code>`) and `locales/*/field.ftl`.

use std::fmt;

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, ResponseError};
use serde::Serialize;
use utoipa::ToSchema;

use crate::desk::{Refusal, Stale};
use crate::language::Language;
use crate::report::FieldError;
use crate::wording::{say, say_with};

/// What went wrong, as a client can tell it apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    InvalidBody,
    InvalidFields,
    NotFound,
    KeyMissing,
    KeyUnknown,
    NotAllowed,
    WrongMethod,
    TooLarge,
    WrongMediaType,
    TooSlow,
    NumberTaken,
    ChangedMeanwhile,
    HelpRequestEnded,
    KeyReused,
    NotFromPage,
    PageUsed,
    KeyTooLong,
    LetterWaits,
    NothingToSay,
    NoMailbox,
    TooMany,
    TooFast,
    Outdated,
    ReadFirst,
    SecondFactorMissing,
    NameMissing,
    ReasonMissing,
    ConsentMissing,
    AskedAlready,
    FourEyes,
    KeptOut,
    StillAsked,
    CompanyChooses,
    EngagementRuns,
    MemberStays,
    Unavailable,
    Internal,
}

/// Every code with its status.
pub const CODES: [(Kind, &str, u16); 37] = [
    (Kind::InvalidBody, "invalid-body", 400),
    (Kind::InvalidFields, "invalid-fields", 422),
    (Kind::NotFound, "not-found", 404),
    (Kind::KeyMissing, "key-missing", 401),
    (Kind::KeyUnknown, "key-unknown", 401),
    (Kind::NotAllowed, "not-allowed", 403),
    (Kind::WrongMethod, "wrong-method", 405),
    (Kind::TooLarge, "too-large", 413),
    (Kind::WrongMediaType, "wrong-media-type", 415),
    (Kind::TooSlow, "too-slow", 408),
    (Kind::NumberTaken, "number-taken", 409),
    (Kind::ChangedMeanwhile, "changed-meanwhile", 409),
    (Kind::HelpRequestEnded, "help-request-ended", 409),
    (Kind::KeyReused, "idempotency-key-reused", 422),
    (Kind::NotFromPage, "not-from-page", 403),
    (Kind::PageUsed, "page-used", 409),
    (Kind::KeyTooLong, "idempotency-key-too-long", 400),
    (Kind::LetterWaits, "letter-waits", 409),
    (Kind::NothingToSay, "nothing-to-say", 409),
    (Kind::NoMailbox, "no-mailbox", 409),
    (Kind::TooMany, "too-many", 429),
    (Kind::TooFast, "too-fast", 429),
    (Kind::Outdated, "outdated", 412),
    (Kind::ReadFirst, "read-first", 428),
    (Kind::SecondFactorMissing, "second-factor-missing", 403),
    (Kind::NameMissing, "name-missing", 403),
    (Kind::ReasonMissing, "reason-missing", 403),
    (Kind::ConsentMissing, "consent-missing", 409),
    (Kind::AskedAlready, "asked-already", 409),
    (Kind::FourEyes, "four-eyes", 409),
    (Kind::KeptOut, "kept-out", 409),
    (Kind::StillAsked, "still-asked", 409),
    (Kind::CompanyChooses, "company-chooses", 409),
    (Kind::EngagementRuns, "engagement-runs", 409),
    (Kind::MemberStays, "member-stays", 409),
    (Kind::Unavailable, "unavailable", 503),
    (Kind::Internal, "internal", 500),
];

impl Kind {
    pub fn code(self) -> &'static str {
        self.row().1
    }

    fn status(self) -> StatusCode {
        StatusCode::from_u16(self.row().2).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    pub fn row(self) -> (Kind, &'static str, u16) {
        CODES.into_iter().find(|(kind, ..)| *kind == self).unwrap_or((Self::Internal, "internal", 500))
    }
}

/// A problem on its way to a client.
#[derive(Debug)]
pub struct Problem {
    pub kind: Kind,
    pub errors: Vec<FieldError>,
    pub language: Language,
}

/// RFC 9457, `application/problem+json`.
#[derive(Serialize, ToSchema)]
pub struct ProblemDocument {
    /// `about:blank#<code>`: the code is the type.
    #[serde(rename = "type")]
    #[schema(example = "about:blank#invalid-fields")]
    type_: String,
    title: String,
    #[schema(example = 422)]
    status: u16,
    /// Stable, in kebab case.
    #[schema(example = "invalid-fields")]
    code: &'static str,
    detail: String,
    /// Every field that was refused.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldProblem>,
}

#[derive(Serialize, ToSchema)]
pub struct FieldProblem {
    /// JSON pointer (RFC 6901).
    #[schema(example = "/company/corporate_number")]
    pointer: String,
    #[schema(example = "check-digit")]
    code: &'static str,
    /// A sentence in the reader's language.
    detail: String,
}

impl Problem {
    pub fn new(kind: Kind, language: Language) -> Self {
        Self { kind, errors: Vec::new(), language }
    }

    pub fn of(refusal: Refusal, language: Language) -> Self {
        let kind = match &refusal {
            Refusal::Fields(_) => Kind::InvalidFields,
            Refusal::NotFound => Kind::NotFound,
            Refusal::NumberTaken => Kind::NumberTaken,
            Refusal::ChangedMeanwhile => Kind::ChangedMeanwhile,
            Refusal::Outdated => Kind::Outdated,
            Refusal::HelpRequestEnded => Kind::HelpRequestEnded,
            Refusal::KeyReused => Kind::KeyReused,
            Refusal::StalePage(Stale::Unknown) => Kind::NotFromPage,
            Refusal::StalePage(Stale::Used) => Kind::PageUsed,
            Refusal::LetterWaits => Kind::LetterWaits,
            Refusal::NothingToSay => Kind::NothingToSay,
            Refusal::NoMailbox => Kind::NoMailbox,
            Refusal::TooMany => Kind::TooMany,
            Refusal::ReasonMissing => Kind::ReasonMissing,
            Refusal::ConsentMissing => Kind::ConsentMissing,
            Refusal::AskedAlready => Kind::AskedAlready,
            Refusal::FourEyes => Kind::FourEyes,
            Refusal::KeptOut => Kind::KeptOut,
            Refusal::StillAsked => Kind::StillAsked,
            Refusal::CompanyChooses => Kind::CompanyChooses,
            Refusal::EngagementRuns => Kind::EngagementRuns,
            Refusal::MemberStays => Kind::MemberStays,
            Refusal::Search(error) => {
                tracing::error!(%error, "an act failed in the search index");
                Kind::Internal
            }
            Refusal::Store(error) => {
                tracing::error!(%error, "an act failed in the store");
                match error {
                    crate::store::StoreError::Unavailable(_) => Kind::Unavailable,
                    _ => Kind::Internal,
                }
            }
        };
        let errors = if let Refusal::Fields(errors) = refusal { errors } else { Vec::new() };
        Self { kind, errors, language }
    }

    pub fn title(&self) -> String {
        say(self.language, &format!("problem-{}", self.kind.code()))
    }

    pub fn detail(&self) -> String {
        say(self.language, &format!("problem-{}-detail", self.kind.code()))
    }
}

/// The sentence for a refused field.
pub fn field_sentence(error: &FieldError, language: Language) -> String {
    let args: Vec<(&str, &str)> = error.args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    say_with(language, &format!("field-{}", error.code), &args)
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.kind.code())
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.kind.status()
    }

    fn error_response(&self) -> HttpResponse {
        let code = self.kind.code();
        let errors = self.errors.iter().map(|error| FieldProblem {
            pointer: error.pointer.clone(),
            code: error.code,
            detail: field_sentence(error, self.language),
        });
        let document = ProblemDocument {
            type_: format!("about:blank#{code}"),
            title: self.title(),
            status: self.status_code().as_u16(),
            code,
            detail: self.detail(),
            errors: errors.collect(),
        };
        let mut answer = HttpResponse::build(self.status_code());
        answer.insert_header((header::CACHE_CONTROL, "no-store"));
        answer.insert_header((header::CONTENT_LANGUAGE, self.language.tag()));
        match self.kind {
            Kind::Unavailable => drop(answer.insert_header((header::RETRY_AFTER, "5"))),
            Kind::KeyMissing | Kind::KeyUnknown => drop(answer.insert_header((header::WWW_AUTHENTICATE, "Bearer"))),
            _ => {}
        }
        let mut answer = answer.json(document);
        answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        answer
    }
}

/// For an address that does not exist.
pub async fn no_such_place(request: HttpRequest) -> Result<HttpResponse, actix_web::Error> {
    Err(super::reader::refuse(&request, Kind::NotFound))
}

/// For a method that an address does not know; OPTIONS is told which it does.
pub async fn wrong_method(request: HttpRequest, allow: &'static str) -> Result<HttpResponse, actix_web::Error> {
    if request.method() == actix_web::http::Method::OPTIONS {
        return Ok(HttpResponse::NoContent().insert_header((header::ALLOW, allow)).finish());
    }
    let problem = super::reader::refuse(&request, Kind::WrongMethod);
    let mut answer = problem.error_response();
    answer.headers_mut().insert(header::ALLOW, HeaderValue::from_static(allow));
    Ok(answer)
}
