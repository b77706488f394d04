//! The page behind the link of a letter on which a company says whether its help request goes on to another support organisation.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpRequest, HttpResponse, web};
use askama::Template;

use crate::brokering::ReferralState;
use crate::desk::{ReferralPage, Refusal, answer_referral, look_at_referral};
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
#[template(path = "pages/referral.html")]
struct ReferralTemplate {
    t: Words,
    token: String,
    view: ReferralPage,
    again: Option<String>,
    /// What makes a press count: for a yes, for a no.
    values: (String, String),
}

impl ReferralTemplate {
    /// What has become of it, where there is nothing to decide any more.
    fn ending(&self) -> Option<&'static str> {
        match self.view.state {
            ReferralState::Agreed => Some("referral-is-agreed"),
            ReferralState::Refused => Some("referral-is-refused"),
            ReferralState::TakenBack => Some("referral-is-taken_back"),
            ReferralState::RunOut => Some("referral-is-run_out"),
            ReferralState::Open if self.view.can_answer => None,
            ReferralState::Open => Some("referral-is-over"),
        }
    }
}

pub async fn show_referral(
    request: HttpRequest,
    state: web::Data<State>,
    asked: Asked,
    token: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let token = Token::find(&token).ok_or_else(|| refuse(&request, Kind::NotFound))?;
    shown(&request, &state, asked, token, StatusCode::OK, None).await
}

pub async fn post_referral_yes(
    request: HttpRequest,
    state: web::Data<State>,
    asked: Asked,
    token: web::Path<String>,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    answered(&request, &state, asked, &token, &body, true).await
}

pub async fn post_referral_no(
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
    match answer_referral(&state.desk, press, agrees).await {
        Ok(()) => shown(request, state, asked, token, StatusCode::OK, None).await,
        Err(Refusal::StalePage(stale)) => {
            let (status, sentence) = again(stale, crate::web::reader::language(request));
            shown(request, state, asked, token, status, Some(sentence)).await
        }
        // The page says what has happened meanwhile.
        Err(Refusal::ChangedMeanwhile | Refusal::HelpRequestEnded) => shown(request, state, asked, token, StatusCode::CONFLICT, None).await,
        Err(refusal) => Err(refused(request, refusal)),
    }
}

async fn shown(
    request: &HttpRequest,
    state: &State,
    Asked(asked): Asked,
    token: Token,
    status: StatusCode,
    again: Option<String>,
) -> Result<HttpResponse, Error> {
    let view = look_at_referral(&state.desk, token.clone()).await;
    let view = view.map_err(|refusal| refused(request, refusal))?;
    let language = asked.unwrap_or(view.language);
    let value = |action| state.desk.page_value(action, &token).reveal();
    let values = (value(Action::Agree), value(Action::Object));
    Ok(page(status, language, &ReferralTemplate { t: Words(language), token: token.reveal(), view, again, values }))
}
