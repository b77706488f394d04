//! Referrals of an organisation: proposing one on the page of a help request, the list, taking one back, and saying whether one takes them.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpRequest, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use crate::brokering::ReferralForm;
use crate::desk::{ReferralView, Refusal, list_referrals, refer_help_request, take_back_referral, take_referrals, takes_referrals};
use crate::identity::{Rank, Role};
use crate::ids::{HelpRequestId, ReferralId};
use crate::web::State;
use crate::web::body::Bytes;
use crate::web::caller::Clerk;
use crate::web::pages::brokering::queue::{Referred, shown};
use crate::web::pages::brokering::{came_from_page, done, language, refused, see, value};
use crate::web::pages::ok;
use crate::web::pages::pressed::Pressed;
use crate::web::pages::words::Words;
use crate::web::problem::{Kind, Problem, field_sentence};
use crate::web::reader::{Asked, refuse};

/// How many stand on one page: it stays below 20 kB.
const SHOWN: usize = 10;

#[derive(Template)]
#[template(path = "pages/referrals.html")]
struct ReferralsPage {
    t: Words,
    referrals: Vec<ReferralView>,
    /// The last one shown, if more follow.
    next: Option<ReferralId>,
    /// Of whoever looks, as text.
    own: String,
    takes: bool,
    /// Whether who looks may change that.
    is_owner: bool,
    value: String,
    done: Option<&'static str>,
}

#[derive(Debug, Deserialize)]
pub struct Part {
    before: Option<String>,
}

pub async fn show_referrals(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    clerk: Clerk,
    part: web::Query<Part>,
) -> Result<HttpResponse, Error> {
    let language = language(asked, &clerk);
    let away = |refusal: Refusal| refused(&request, refusal);
    let before = part.before.as_deref().and_then(|id| id.parse().ok());
    let mut referrals = list_referrals(&state.desk, clerk.role, before, SHOWN + 1).await.map_err(away)?;
    let goes_on = referrals.len() > SHOWN;
    referrals.truncate(SHOWN);
    let (own, is_owner) = match clerk.role {
        Role::Broker(org, rank) => (org.to_string(), rank == Rank::Owner),
        _ => (String::new(), false),
    };
    let shown = ReferralsPage {
        t: Words(language),
        next: referrals.last().filter(|_| goes_on).map(|last| last.id),
        referrals,
        own,
        takes: takes_referrals(&state.desk, clerk.role).await.map_err(away)?,
        is_owner,
        value: value(&state, &clerk),
        done: done(&request, &["refer-taken-back"]),
    };
    Ok(ok(language, &shown))
}

pub async fn post_referral(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    clerk: Clerk,
    id: web::Path<String>,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let language = language(asked, &clerk);
    let id: HelpRequestId = id.parse().map_err(|_| refuse(&request, Kind::NotFound))?;
    let pressed = Pressed::read(&request, &body);
    came_from_page(&state, &request, &clerk, &pressed)?;
    let form = ReferralForm { to: pressed.text("to").to_owned(), reason: pressed.text("reason").to_owned() };
    let again = async |status, mistake| {
        let referred = Referred { typed: form.clone(), mistake: Some(mistake), status };
        shown(&request, &state, &state.desk, language, clerk.clone(), id, referred).await
    };
    match refer_help_request(&state.desk, clerk.role, id, form.clone()).await {
        Ok(_) => Ok(see(&format!("/queue/{id}"), language, "refer-asked")),
        Err(Refusal::Fields(errors)) => {
            let sentences: Vec<String> = errors.iter().map(|error| field_sentence(error, language)).collect();
            again(StatusCode::UNPROCESSABLE_ENTITY, sentences.join("\n")).await
        }
        Err(refusal @ (Refusal::AskedAlready | Refusal::HelpRequestEnded | Refusal::ConsentMissing)) => {
            again(StatusCode::CONFLICT, Problem::of(refusal, language).detail()).await
        }
        Err(refusal) => Err(refused(&request, refusal)),
    }
}

pub async fn post_take_back(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    clerk: Clerk,
    id: web::Path<String>,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let language = language(asked, &clerk);
    let id: ReferralId = id.parse().map_err(|_| refuse(&request, Kind::NotFound))?;
    came_from_page(&state, &request, &clerk, &Pressed::read(&request, &body))?;
    take_back_referral(&state.desk, clerk.role, id).await.map_err(|refusal| refused(&request, refusal))?;
    Ok(see("/referrals", language, "refer-taken-back"))
}

pub async fn post_taking(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    clerk: Clerk,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let language = language(asked, &clerk);
    let pressed = Pressed::read(&request, &body);
    came_from_page(&state, &request, &clerk, &pressed)?;
    take_referrals(&state.desk, clerk.role, pressed.text("takes") == "yes").await.map_err(|refusal| refused(&request, refusal))?;
    Ok(see("/referrals", language, "taking"))
}
