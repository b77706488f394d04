//! Pages of other sites that may call the API (CORS): none unless the settings name them. Only keys count there, never cookies, and pages for people
//! are for nobody else's scripts.

use actix_web::HttpResponse;
use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderMap, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, web};

use crate::web::State;

const METHODS: &str = "GET, HEAD, POST, PUT, PATCH, DELETE";
const ASKED_HEADERS: &str =
    "Authorization, Content-Type, Accept-Language, Idempotency-Key, If-Match, If-None-Match, Nakodo-Reason, traceparent";
const SHOWN_HEADERS: &str = "ETag, Link, Location, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id, traceparent";
/// Seconds for which a browser need not ask again.
const MAX_AGE: &str = "600";

pub async fn answer_other_origins<B: MessageBody>(request: ServiceRequest, next: Next<B>) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let origin = allowed(&request);
    let asks = request.method() == Method::OPTIONS && request.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
    if let (Some(origin), true) = (&origin, asks) {
        let mut answer = HttpResponse::NoContent().finish();
        open(answer.headers_mut(), origin);
        for (name, value) in [
            (header::ACCESS_CONTROL_ALLOW_METHODS, METHODS),
            (header::ACCESS_CONTROL_ALLOW_HEADERS, ASKED_HEADERS),
            (header::ACCESS_CONTROL_MAX_AGE, MAX_AGE),
        ] {
            answer.headers_mut().insert(name, HeaderValue::from_static(value));
        }
        return Ok(request.into_response(answer).map_into_right_body());
    }
    let mut answer = next.call(request).await?;
    if let Some(origin) = origin {
        open(answer.headers_mut(), &origin);
        answer.headers_mut().insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(SHOWN_HEADERS));
    }
    Ok(answer.map_into_left_body())
}

/// The origin of a request to the API, if it is one that the settings name.
fn allowed(request: &ServiceRequest) -> Option<HeaderValue> {
    let origin = request.headers().get(header::ORIGIN)?;
    let state = request.app_data::<web::Data<State>>()?;
    let is_named = state.settings.web.allowed_origins.iter().any(|named| named.as_bytes() == origin.as_bytes());
    (is_named && request.path().starts_with("/api/")).then(|| origin.clone())
}

fn open(headers: &mut HeaderMap, origin: &HeaderValue) {
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
    headers.append(header::VARY, HeaderValue::from_static("Origin"));
}
