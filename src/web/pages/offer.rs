//! The page behind the link in an offer letter. Opening it changes nothing, however often a scanner does; a press of a button acts.

use actix_web::http::{StatusCode, header};
use actix_web::{Error, HttpRequest, HttpResponse, web};
use askama::Template;
use serde_json::json;

use crate::catalogue::Named;
use crate::desk::{Acceptance, Declination, OfferPage, Refusal, accept_offer, decline_offer, look_at_offer};
use crate::ids::Token;
use crate::language::Language;
use crate::offers::{DeclineForm, OfferState};
use crate::seals::Action;
use crate::web::State;
use crate::web::body::Bytes;
use crate::web::pages::pressed::{Pressed, again};
use crate::web::pages::words::Words;
use crate::web::pages::{MessagePage, ok, page};
use crate::web::problem::{Kind, Problem, field_sentence};
use crate::web::reader::{Asked, refuse, refuse_with, wants_document};
use crate::wording::{field_name, industry_name, menu_name, prefecture_name, say, slots};

#[derive(Template)]
#[template(path = "pages/offer.html")]
struct OfferTemplate {
    t: Words,
    token: String,
    offer: OfferPage,
    place: String,
    industry: String,
    menus: Vec<String>,
    fields: Vec<String>,
    slots: String,
    /// Why this person was asked, in words.
    reasons: Vec<String>,
    estimate: Option<u32>,
    decline_reasons: Vec<(String, String)>,
    /// What became of the offer, once it is not open any more.
    outcome: Option<(String, String)>,
    /// What was typed into the refused form: reason, text, and what is wrong with it.
    declining: DeclineForm,
    mistakes: Vec<String>,
    /// Why the page comes again.
    again: Option<String>,
    /// What makes a press count: for accepting, for declining.
    values: (String, String),
}

pub async fn show_offer(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    token: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let offer = look(&request, &state, &token).await?;
    let language = asked.unwrap_or(offer.language);
    let secret = parse(&request, &token)?;
    if wants_document(&request) {
        let values = offer
            .open
            .then(|| json!({ "accept": value(&state, Action::Accept, &secret), "decline": value(&state, Action::Decline, &secret) }));
        return Ok(HttpResponse::Ok()
            .insert_header((header::CACHE_CONTROL, "no-store"))
            .json(json!({ "state": offer.state, "expires_at": offer.expires_at, "values": values })));
    }
    Ok(ok(language, &template(&state, language, &secret, offer, DeclineForm::default())))
}

pub async fn post_accept(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    token: web::Path<String>,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let offer = look(&request, &state, &token).await?;
    let language = asked.unwrap_or(offer.language);
    let secret = parse(&request, &token)?;
    let outcome = match accept_offer(&state.desk, Pressed::read(&request, &body).press(secret.clone())).await {
        Ok(outcome) => outcome,
        Err(Refusal::StalePage(stale)) if !wants_document(&request) => {
            let (status, sentence) = again(stale, language);
            let shown = template(&state, language, &secret, offer, DeclineForm::default());
            return Ok(page(status, language, &OfferTemplate { again: Some(sentence), ..shown }));
        }
        Err(refusal) => return Err(refused(&request, refusal, language)),
    };
    let (status, code) = match outcome {
        Acceptance::Won(_) => (StatusCode::OK, "won"),
        Acceptance::WonAlready(_) => (StatusCode::OK, "won-already"),
        Acceptance::TakenByOther => (StatusCode::CONFLICT, "taken-by-other"),
        Acceptance::Withdrawn => (StatusCode::GONE, "withdrawn"),
        Acceptance::Lapsed => (StatusCode::GONE, "lapsed"),
        Acceptance::DeclinedBefore => (StatusCode::CONFLICT, "declined-before"),
        Acceptance::NoRoom => (StatusCode::CONFLICT, "no-room"),
    };
    Ok(told(&request, language, status, code))
}

pub async fn post_decline(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    token: web::Path<String>,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let offer = look(&request, &state, &token).await?;
    let language = asked.unwrap_or(offer.language);
    let pressed = Pressed::read(&request, &body);
    let form = DeclineForm { reason: pressed.text("reason").to_owned(), text: pressed.text("text").to_owned() };
    let secret = parse(&request, &token)?;
    match decline_offer(&state.desk, pressed.press(secret.clone()), form.clone()).await {
        Ok(Declination::Declined) => Ok(told(&request, language, StatusCode::OK, "declined")),
        Ok(Declination::OverAlready) => Ok(told(&request, language, StatusCode::OK, "over-already")),
        Ok(Declination::AcceptedBefore) => Ok(told(&request, language, StatusCode::CONFLICT, "accepted-before")),
        // The page again, with what was typed and what is missing.
        Err(Refusal::Fields(errors)) if !wants_document(&request) => {
            let mistakes = errors.iter().map(|error| field_sentence(error, language)).collect();
            let shown = template(&state, language, &secret, offer, form);
            Ok(page(StatusCode::UNPROCESSABLE_ENTITY, language, &OfferTemplate { mistakes, ..shown }))
        }
        Err(Refusal::StalePage(stale)) if !wants_document(&request) => {
            let (status, sentence) = again(stale, language);
            let shown = template(&state, language, &secret, offer, form);
            Ok(page(status, language, &OfferTemplate { again: Some(sentence), ..shown }))
        }
        Err(refusal) => Err(refused(&request, refusal, language)),
    }
}

/// The outcome of a press: a page, or `{"outcome": …}` for a program.
fn told(request: &HttpRequest, language: Language, status: StatusCode, code: &str) -> HttpResponse {
    if wants_document(request) {
        return HttpResponse::build(status).json(json!({ "outcome": code }));
    }
    let title = say(language, &format!("outcome-{code}"));
    let text = say(language, &format!("outcome-{code}-text"));
    page(status, language, &MessagePage { t: Words(language), title, text, note: Some(say(language, "may-close")) })
}

fn parse(request: &HttpRequest, token: &str) -> Result<Token, Error> {
    Token::find(token).ok_or_else(|| refuse(request, Kind::NotFound))
}

fn refused(request: &HttpRequest, refusal: Refusal, language: Language) -> Error {
    refuse_with(request, Problem::of(refusal, language))
}

async fn look(request: &HttpRequest, state: &State, token: &str) -> Result<OfferPage, Error> {
    let secret = parse(request, token)?;
    let language = crate::web::reader::language(request);
    look_at_offer(&state.desk, secret).await.map_err(|refusal| refused(request, refusal, language))
}

fn value(state: &State, action: Action, token: &Token) -> String {
    state.desk.page_value(action, token).reveal()
}

fn template(state: &State, language: Language, token: &Token, offer: OfferPage, declining: DeclineForm) -> OfferTemplate {
    let catalogue = &state.desk.catalogue;
    let reasons = offer.explanation.reasons(4).into_iter().map(|term| say(language, &format!("reason-{}", term.code()))).collect();
    let named = |named: &dyn Named| if language.is_japanese() { named.ja().to_owned() } else { named.en().to_owned() };
    let outcome =
        outcome_code(&offer).map(|code| (say(language, &format!("outcome-{code}")), say(language, &format!("outcome-{code}-text"))));
    OfferTemplate {
        t: Words(language),
        token: token.reveal(),
        values: (value(state, Action::Accept, token), value(state, Action::Decline, token)),
        again: None,
        place: prefecture_name(language, catalogue, &offer.need.prefecture),
        industry: industry_name(language, catalogue, &offer.need.industry),
        menus: offer.need.menus.iter().map(|code| menu_name(language, catalogue, code)).collect(),
        fields: offer.need.fields.iter().map(|code| field_name(language, catalogue, code)).collect(),
        slots: slots(language, offer.need.slots),
        reasons,
        estimate: offer.explanation.estimated_fee_yen.and_then(|yen| u32::try_from(yen).ok()),
        decline_reasons: catalogue.decline_reasons().iter().map(|reason| (reason.code.clone(), named(reason))).collect(),
        outcome,
        declining,
        mistakes: Vec::new(),
        offer,
    }
}

/// The wording of an offer that cannot be answered any more.
fn outcome_code(offer: &OfferPage) -> Option<&'static str> {
    match offer.state {
        _ if offer.open => None,
        OfferState::Accepted => Some("won-already"),
        OfferState::Declined => Some("declined-before"),
        _ if offer.filled => Some("taken-by-other"),
        OfferState::Withdrawn => Some("withdrawn"),
        OfferState::Queued | OfferState::Sent | OfferState::Lapsed => Some("lapsed"),
    }
}
