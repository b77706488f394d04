//! `/api/v1/mail`: mail that arrived, for the operator's mail server or mail service.

use actix_web::dev::Payload;
use actix_web::{Error, FromRequest, HttpMessage, HttpRequest, HttpResponse, web};
use futures::StreamExt;
use futures::future::LocalBoxFuture;
use serde::Serialize;
use utoipa::ToSchema;

use crate::desk::{TakenIn, take_in_mail};
use crate::inbox::{RawMail, ReadBy, read_mail};
use crate::web::State;
use crate::web::guards::{MailWrite, May};
use crate::web::problem::{Kind, Problem};
use crate::web::reader::{Reader, refuse};

/// Mail servers let mails of about this size through. Only the beginning is kept and looked at.
const LARGEST_MAIL: usize = 64 * 1024 * 1024;

/// A mail as the body of a request.
pub struct Mail(RawMail);

impl FromRequest for Mail {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self, Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let mut payload = payload.take();
        Box::pin(async move {
            if request.content_type() != "message/rfc822" {
                return Err(refuse(&request, Kind::WrongMediaType));
            }
            let (mut mail, mut size) = (RawMail::default(), 0);
            while let Some(piece) = payload.next().await {
                let piece = piece.map_err(|_| refuse(&request, Kind::InvalidBody))?;
                size += piece.len();
                if size > LARGEST_MAIL {
                    return Err(refuse(&request, Kind::TooLarge));
                }
                mail.push(&piece);
            }
            Ok(Self(mail))
        })
    }
}

/// What became of a mail.
#[derive(Debug, Serialize, ToSchema)]
pub struct MailTaken {
    /// One for each mailbox of a report (`suppressed`, `noted`, `not-ours`; none if it only tells of a delay), or one for an answer (`accepted`,
    /// `declined`, `told`: nothing has changed, and a letter says why) or anything else (`ignored`).
    #[schema(example = json!(["accepted"]))]
    outcomes: Vec<&'static str>,
}

/// Take in a mail that arrived: an answer to an offer, or a report about a letter that came back. Anything else is left alone. The same may come any
/// number of times.
#[utoipa::path(
    post, path = "/api/v1/mail", tag = "letters", security(("key" = [])),
    request_body(content = String, content_type = "message/rfc822", description = "The mail as it arrived"),
    responses(
        (status = 200, description = "Taken in", body = MailTaken)
    )
)]
pub async fn post_mail(
    state: web::Data<State>,
    _may: May<MailWrite>,
    Reader(language): Reader,
    Mail(mail): Mail,
) -> Result<HttpResponse, Error> {
    let replies = state.settings.post.replies.as_ref();
    let by = ReadBy {
        words: state.desk.catalogue.reply_words(),
        replies: replies.map(|replies| &replies.address),
        trusted_server: replies.and_then(|replies| replies.trusted_server.as_deref()),
    };
    let taken = take_in_mail(&state.desk, read_mail(&mail, by)).await.map_err(|refusal| Problem::of(refusal, language))?;
    let outcomes: Vec<&'static str> = taken.into_iter().map(TakenIn::code).collect();
    for outcome in &outcomes {
        state.telemetry.mail(outcome);
    }
    Ok(HttpResponse::Ok().json(MailTaken { outcomes }))
}
