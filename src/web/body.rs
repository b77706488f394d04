//! Reading what was sent: within a size, within a time, and with a clear word when it cannot be read.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::{Error, FromRequest, HttpRequest, web};
use futures::StreamExt;
use futures::future::LocalBoxFuture;
use serde::de::DeserializeOwned;

use crate::report::FieldError;
use crate::web::State;
use crate::web::objects::Objects;
use crate::web::problem::{Kind, Problem};
use crate::web::reader::{language, refuse, refuse_with};

/// A profile with thirty narratives of two thousand characters is about 200 KiB; everything else is far smaller.
const LARGEST_BODY: usize = 256 * 1024;
/// Some twenty thousand members.
const LARGEST_SHEET: usize = 4 * 1024 * 1024;

/// The raw bytes of a body of at most [`LARGEST_BODY`].
#[derive(Debug)]
pub struct Bytes(pub Vec<u8>);

/// A file that somebody sends: of at most [`LARGEST_SHEET`].
#[derive(Debug)]
pub struct Sheet(pub Vec<u8>);

impl FromRequest for Bytes {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self, Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move { Ok(Self(read(&request, payload, LARGEST_BODY).await?)) })
    }
}

impl FromRequest for Sheet {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self, Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move { Ok(Self(read(&request, payload, LARGEST_SHEET).await?)) })
    }
}

async fn read(request: &HttpRequest, mut payload: Payload, largest: usize) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_| refuse(request, Kind::InvalidBody))?;
        if bytes.len() + chunk.len() > largest {
            return Err(refuse(request, Kind::TooLarge));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// A JSON document, with its bytes for the fingerprint of an idempotency key.
#[derive(Debug)]
pub struct Json<T> {
    pub value: T,
    pub bytes: Vec<u8>,
}

impl<T: DeserializeOwned + 'static> FromRequest for Json<T> {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self, Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let reading = Bytes::from_request(&request, payload);
        Box::pin(async move {
            let media_type = actix_web::HttpMessage::content_type(&request);
            if !(media_type == "application/json" || media_type == "application/merge-patch+json") {
                return Err(refuse(&request, Kind::WrongMediaType));
            }
            let Bytes(bytes) = reading.await?;
            let mut reader = serde_json::Deserializer::from_slice(&bytes);
            match serde_path_to_error::deserialize(Objects(&mut reader)) {
                // One document, and nothing after it.
                Ok(value) => match reader.end() {
                    Ok(()) => Ok(Self { value, bytes }),
                    Err(_) => Err(refuse(&request, Kind::InvalidBody)),
                },
                Err(error) => Err(refuse_with(&request, unreadable(&error, language(&request)))),
            }
        })
    }
}

/// A document of the wrong shape names the place; one that is no JSON at all has none.
fn unreadable(error: &serde_path_to_error::Error<serde_json::Error>, language: crate::language::Language) -> Problem {
    if !error.inner().is_data() {
        return Problem::new(Kind::InvalidBody, language);
    }
    let pointer = pointer(error.path());
    let text = error.inner().to_string();
    let code = if text.contains("unknown field") { "unknown-field" } else { "wrong-type" };
    Problem { kind: Kind::InvalidFields, errors: vec![FieldError::new(pointer, code)], language }
}

fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    let parts = path.iter().filter_map(|segment| match segment {
        Segment::Seq { index } => Some(index.to_string()),
        Segment::Map { key } | Segment::Enum { variant: key } => Some(key.replace('~', "~0").replace('/', "~1")),
        Segment::Unknown => None,
    });
    parts.map(|part| format!("/{part}")).collect()
}

/// Every request is answered within the deadline, also one whose body trickles in: actix itself bounds only the headers.
pub async fn deadline(request: ServiceRequest, next: Next<impl MessageBody + 'static>) -> Result<ServiceResponse<BoxBody>, Error> {
    let limit = request.app_data::<web::Data<State>>().map(|state| state.settings.web.request_deadline);
    // Noted before the request is handed on: actix lets nobody else hold it meanwhile.
    let late = refuse(request.request(), Kind::TooSlow);
    let answering = next.call(request);
    match limit {
        None => answering.await.map(ServiceResponse::map_into_boxed_body),
        Some(limit) => match tokio::time::timeout(limit, answering).await {
            Ok(answer) => answer.map(ServiceResponse::map_into_boxed_body),
            Err(_) => Err(late),
        },
    }
}
