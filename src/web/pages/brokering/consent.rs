//! The page behind the link of a letter on which a company says whether its support organisation may ask for it.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpRequest, HttpResponse, web};
use askama::Template;

use crate::brokering::Standing;
use crate::desk::{ConsentPage, Refusal, answer_as_member, look_at_consent};
use crate::ids::Token;
use crate::seals::Action;
use crate::web::State;
use crate::web::body::Bytes;
use crate::web::pages::page;
use crate::web::pages::pressed::{Pressed, again};
use crate::web::pages::words::Words;
use crate::web::problem::Kind;
use crate::web::reader::{Asked, find_token, refuse, refused};

#[derive(Template)]
#[template(path = "pages/consent.html")]
struct ConsentTemplate {
    t: Words,
    token: String,
    view: ConsentPage,
    again: Option<String>,
    /// What makes a press count: for a yes, for a no.
    values: (String, String),
}

impl ConsentTemplate {
    fn has_agreed(&self) -> bool {
        self.view.standing == Standing::Agreed
    }

    fn has_declined(&self) -> bool {
        self.view.standing == Standing::Declined
    }
}

pub async fn show_consent(
    request: HttpRequest,
    state: web::Data<State>,
    asked: Asked,
    token: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let token = Token::find(&token).ok_or_else(|| refuse(&request, Kind::NotFound))?;
    shown(&request, &state, asked, token, None).await
}

pub async fn post_consent(
    request: HttpRequest,
    state: web::Data<State>,
    asked: Asked,
    token: web::Path<String>,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    answered(&request, &state, asked, &token, &body, true).await
}

pub async fn post_objection(
    request: HttpRequest,
    state: web::Data<State>,
    asked: Asked,
    token: web::Path<String>,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    answered(&request, &state, asked, &token, &body, false).await
}

async fn answered(
    request: &HttpRequest,
    state: &State,
    asked: Asked,
    token: &str,
    body: &Bytes,
    agrees: bool,
) -> Result<HttpResponse, Error> {
    let token = find_token(request, token)?;
    let press = Pressed::read(request, body).press(token.clone());
    match answer_as_member(&state.desk, press, agrees).await {
        Ok(()) => shown(request, state, asked, token, None).await,
        Err(Refusal::StalePage(stale)) => {
            let language = crate::web::reader::language(request);
            shown(request, state, asked, token, Some(again(stale, language))).await
        }
        Err(refusal) => Err(refused(request, refusal)),
    }
}

async fn shown(
    request: &HttpRequest,
    state: &State,
    Asked(asked): Asked,
    token: Token,
    again: Option<(StatusCode, String)>,
) -> Result<HttpResponse, Error> {
    let view = look_at_consent(&state.desk, token.clone()).await;
    let view = view.map_err(|refusal| refused(request, refusal))?;
    let language = asked.unwrap_or(view.language);
    let (status, again) = again.map_or((StatusCode::OK, None), |(status, sentence)| (status, Some(sentence)));
    let value = |action| state.desk.page_value(action, &token).reveal();
    let values = (value(Action::Agree), value(Action::Object));
    Ok(page(status, language, &ConsentTemplate { t: Words(language), token: token.reveal(), view, again, values }))
}
