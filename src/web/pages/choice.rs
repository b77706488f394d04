//! The company decides on its status page on those who would do it: one press each.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpRequest, HttpResponse, web};

use crate::desk::{Choice, NoThankYou, Refusal, choose_offer, look_at_status, refuse_willing};
use crate::web::State;
use crate::web::body::Bytes;
use crate::web::pages::engagement::say_outcome;
use crate::web::pages::pressed::Pressed;
use crate::web::pages::status::came_again;
use crate::web::reader::{Asked, find_id, find_token, refused, wants_document};

pub async fn post_choice(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    path: web::Path<(String, String)>,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let (token, offer) = path.into_inner();
    let (secret, offer) = (find_token(&request, &token)?, find_id(&request, &offer)?);
    let view = look_at_status(&state.desk, secret.clone()).await.map_err(|refusal| refused(&request, refusal))?;
    let language = asked.unwrap_or(view.language);
    let (status, code) = match choose_offer(&state.desk, Pressed::read(&request, &body).press(secret.clone()), offer).await {
        Ok(Choice::Chosen) => (StatusCode::OK, "chosen"),
        Ok(Choice::ChosenAlready) => (StatusCode::OK, "chosen-already"),
        Ok(Choice::TakenByOther) => (StatusCode::CONFLICT, "choice-taken"),
        Ok(Choice::NoRoom) => (StatusCode::CONFLICT, "choice-no-room"),
        Ok(Choice::Over) => (StatusCode::GONE, "choice-over"),
        Err(Refusal::StalePage(stale)) if !wants_document(&request) => return Ok(came_again(&state, language, &secret, view, stale)),
        Err(refusal) => return Err(refused(&request, refusal)),
    };
    Ok(say_outcome(&request, language, status, code))
}

/// No to one of the willing, or to all of them.
pub async fn post_refusal(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    path: web::Path<Vec<String>>,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let path = path.into_inner();
    let secret = find_token(&request, path.first().map_or("", String::as_str))?;
    let only = path.get(1).map(|offer| find_id(&request, offer)).transpose()?;
    let view = look_at_status(&state.desk, secret.clone()).await.map_err(|refusal| refused(&request, refusal))?;
    let language = asked.unwrap_or(view.language);
    let (status, code) = match refuse_willing(&state.desk, Pressed::read(&request, &body).press(secret.clone()), only).await {
        Ok(NoThankYou::Refused) => (StatusCode::OK, "choice-refused"),
        Ok(NoThankYou::OverAlready) => (StatusCode::GONE, "choice-over"),
        Err(Refusal::StalePage(stale)) if !wants_document(&request) => return Ok(came_again(&state, language, &secret, view, stale)),
        Err(refusal) => return Err(refused(&request, refusal)),
    };
    Ok(say_outcome(&request, language, status, code))
}
