//! The page behind the link of a letter on which a specialist agrees to being recommended, or does not, and ends it later.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpRequest, HttpResponse, web};
use askama::Template;

use crate::desk::{EndorsementAnswer, EndorsementPage, Refusal, answer_endorsement, look_at_endorsement};
use crate::ids::Token;
use crate::seals::Action;
use crate::web::State;
use crate::web::body::Bytes;
use crate::web::pages::endorsements::{Given, given};
use crate::web::pages::page;
use crate::web::pages::pressed::{Pressed, again};
use crate::web::pages::words::Words;
use crate::web::problem::Kind;
use crate::web::reader::{Asked, find_token, refuse, refused};
use crate::wording::say;

/// What makes each press count.
struct Values {
    agree: String,
    decline: String,
    end: String,
}

#[derive(Template)]
#[template(path = "pages/endorsement.html")]
struct LinkTemplate {
    t: Words,
    token: String,
    page: EndorsementPage,
    given: Given,
    values: Values,
    again: Option<String>,
}

pub async fn show_endorsement(
    request: HttpRequest,
    state: web::Data<State>,
    asked: Asked,
    token: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let token = find_token(&request, &token)?;
    shown(&request, &state, asked, token, (StatusCode::OK, None)).await
}

pub async fn post_endorsement(
    request: HttpRequest,
    state: web::Data<State>,
    asked: Asked,
    path: web::Path<(String, String)>,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let (token, act) = path.into_inner();
    let token = find_token(&request, &token)?;
    let answer = EndorsementAnswer::find(&act).ok_or_else(|| refuse(&request, Kind::NotFound))?;
    let language = asked.0.unwrap_or_else(|| crate::web::reader::language(&request));
    let press = Pressed::read(&request, &body).press(token.clone());
    let told = match answer_endorsement(&state.desk, press, answer).await {
        Ok(()) => (StatusCode::OK, None),
        Err(Refusal::StalePage(stale)) => {
            let (status, sentence) = again(stale, language);
            (status, Some(sentence))
        }
        Err(Refusal::ChangedMeanwhile) => (StatusCode::CONFLICT, Some(say(language, "endorsement-changed"))),
        Err(refusal) => return Err(refused(&request, refusal)),
    };
    shown(&request, &state, asked, token, told).await
}

async fn shown(
    request: &HttpRequest,
    state: &State,
    Asked(asked): Asked,
    token: Token,
    (status, again): (StatusCode, Option<String>),
) -> Result<HttpResponse, Error> {
    let view = look_at_endorsement(&state.desk, token.clone()).await.map_err(|refusal| refused(request, refusal))?;
    let language = asked.unwrap_or(view.language);
    let t = Words(language);
    let value = |action| state.desk.page_value(action, &token).reveal();
    let template = LinkTemplate {
        given: given(&t, &state.desk.catalogue, view.view.clone()),
        values: Values { agree: value(Action::Agree), decline: value(Action::Object), end: value(Action::Withdraw) },
        token: token.reveal(),
        page: view,
        again,
        t,
    };
    Ok(page(status, language, &template))
}
