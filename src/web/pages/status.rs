//! The company's own pages: "is this help request yours?", and "how is it going?".

use actix_web::http::{StatusCode, header};
use actix_web::{Error, HttpRequest, HttpResponse, web};
use askama::Template;
use serde_json::json;

use crate::catalogue::Catalogue;
use crate::desk::{
    AskedPerson, Confirmation, Refusal, Stale, WaitingView, WillingPerson, cancel_help_request_by_link, confirm_help_request,
    look_at_confirmation, look_at_status, note_views, suggest_listings, withdraw_as_company,
};
use crate::engagement::WithdrawForm;
use crate::ids::{OfferId, Token};
use crate::intake::HelpRequestState;
use crate::language::Language;
use crate::seals::Action;
use crate::web::State;
use crate::web::agent::onlooker;
use crate::web::body::Bytes;
use crate::web::pages::engagement;
use crate::web::pages::helpdesks::{HelpdeskWords, helpdesks};
use crate::web::pages::pressed::{Pressed, again};
use crate::web::pages::proposal::changes;
use crate::web::pages::words::Words;
use crate::web::pages::{MessagePage, listings, ok, page};
use crate::web::problem::field_sentence;
use crate::web::reader::{Asked, find_token, refused, wants_document};
use crate::web::telling::{endorsed_words, strongest, track_words};
use crate::wording::{frame_name, menu_name, say, teaming_name, yen};

#[derive(Template)]
#[template(path = "pages/confirm.html")]
struct ConfirmPage {
    t: Words,
    token: String,
    view: WaitingView,
    menus: Vec<String>,
    waits: bool,
    /// Why the page comes again, and what makes its press count.
    again: Option<String>,
    value: String,
    /// Shown first when something has happened already.
    helpdesks: Vec<HelpdeskWords>,
}

#[derive(Template)]
#[template(path = "pages/status.html")]
struct StatusPage {
    t: Words,
    token: String,
    view: WaitingView,
    menus: Vec<String>,
    /// How it stands, in one sentence.
    lead: String,
    /// The story so far: key of the step's name, and whether it is done.
    steps: Vec<(&'static str, bool)>,
    /// Of each person asked: the name, what came of it, and what speaks most for that person.
    people: Vec<(String, String, String)>,
    /// What the law on small companies may have against a subsidy or a programme.
    warning: Option<String>,
    ended: bool,
    /// Whether there is a match that can be called off.
    matched: bool,
    /// Whether others are asked because a match was withdrawn.
    asked_again: bool,
    /// Who recommends the specialist of a match, each in a sentence.
    endorsed: Vec<String>,
    /// Who can be chosen, and what makes these presses count.
    willing: Vec<WillingWords>,
    choose_value: String,
    refuse_value: String,
    /// What was typed into the refused form about the end of a match, and what is wrong with it.
    leaving: WithdrawForm,
    mistakes: Vec<String>,
    /// Why the page comes again, and what makes its presses count: for cancelling, for calling off the match.
    again: Option<String>,
    value: String,
    leave_value: String,
    /// Shown first when something has happened already.
    helpdesks: Vec<HelpdeskWords>,
    /// Where services on other lists are found that come close; shown when nobody was found.
    elsewhere: Option<String>,
    /// Whether it is worth a look what would bring more people.
    wider: bool,
}

/// Somebody who can be chosen, in words.
struct WillingWords {
    offer: OfferId,
    name: String,
    because: String,
    /// Pairs of a label and a value.
    terms: Vec<(String, String)>,
    text: String,
}

fn willing_words(language: Language, catalogue: &Catalogue, view: &WaitingView, person: &WillingPerson) -> WillingWords {
    let terms = person.terms.as_ref();
    let fact = |label: &str, value: String| (say(language, label), value);
    let mut told = terms.map(|terms| changes(language, terms)).unwrap_or_default();
    if terms.is_none_or(|terms| terms.fee_yen.is_none()) {
        told.push(fact("fact-budget", yen(language, u64::from(view.need.budget_yen))));
    }
    if terms.is_none() {
        told.push(fact("status-terms", say(language, "letter-choice-as-asked")));
    }
    told.push(fact("track-title", track_words(language, &person.track)));
    told.extend(endorsed_words(language, catalogue, &person.endorsed_by).into_iter().map(|line| fact("endorsed-title", line)));
    if !person.frames.is_empty() {
        let names = person.frames.iter().map(|code| frame_name(language, catalogue, code)).collect::<Vec<_>>();
        told.push(fact("status-frames", names.join(&say(language, "letter-joiner"))));
    }
    if !person.teaming.is_empty() {
        let names = person.teaming.iter().map(|code| teaming_name(language, catalogue, code)).collect::<Vec<_>>();
        told.push(fact("me-part-teaming", names.join(&say(language, "letter-joiner"))));
    }
    WillingWords {
        offer: person.offer,
        name: person.display_name.clone(),
        because: strongest(language, &person.explanation),
        terms: told,
        text: terms.map(|terms| terms.text.as_str().to_owned()).unwrap_or_default(),
    }
}

/// The page again because a press on it did not count.
pub(super) fn came_again(state: &State, language: Language, token: &Token, view: WaitingView, stale: Stale) -> HttpResponse {
    let (status, sentence) = again(stale, language);
    page(status, language, &StatusPage { again: Some(sentence), ..status_page(state, language, token, view) })
}

pub async fn show_confirmation(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    token: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let secret = find_token(&request, &token)?;
    let view = look_at_confirmation(&state.desk, secret.clone()).await.map_err(|refusal| refused(&request, refusal))?;
    let language = asked.unwrap_or(view.language);
    let page = confirm_page(&state, language, &secret, view);
    Ok(if wants_document(&request) {
        values(page.view.state, page.waits.then_some(("confirm", page.value)).into_iter())
    } else {
        ok(language, &page)
    })
}

fn confirm_page(state: &State, language: Language, token: &Token, view: WaitingView) -> ConfirmPage {
    ConfirmPage {
        t: Words(language),
        token: token.reveal(),
        menus: menus(state, language, &view),
        waits: view.state == HelpRequestState::AwaitingConfirmation,
        again: None,
        value: state.desk.page_value(Action::Confirm, token).reveal(),
        helpdesks: helpdesks(&state.desk.catalogue, language, view.need.urgency),
        view,
    }
}

pub async fn post_confirmation(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    token: web::Path<String>,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let secret = find_token(&request, &token)?;
    let view = look_at_confirmation(&state.desk, secret.clone()).await.map_err(|refusal| refused(&request, refusal))?;
    let language = asked.unwrap_or(view.language);
    let confirmed = match confirm_help_request(&state.desk, Pressed::read(&request, &body).press(secret.clone())).await {
        Ok(confirmed) => confirmed,
        Err(Refusal::StalePage(stale)) if !wants_document(&request) => {
            let (status, sentence) = again(stale, language);
            return Ok(page(status, language, &ConfirmPage { again: Some(sentence), ..confirm_page(&state, language, &secret, view) }));
        }
        Err(refusal) => return Err(refused(&request, refusal)),
    };
    let (status, code) = match confirmed {
        Confirmation::Opened(_) => (StatusCode::OK, "confirmed"),
        Confirmation::OpenAlready(_) => (StatusCode::OK, "confirmed-already"),
        Confirmation::TooLate => (StatusCode::GONE, "confirmed-too-late"),
    };
    Ok(message(language, status, code))
}

pub async fn show_status(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    token: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let secret = find_token(&request, &token)?;
    let view = look_at_status(&state.desk, secret.clone()).await.map_err(|refusal| refused(&request, refusal))?;
    let language = asked.unwrap_or(view.language);
    let mut page = status_page(&state, language, &secret, view);
    if page.view.state == HelpRequestState::Unmatched {
        let form = suggest_listings(&state.desk, &page.view.need).await.map_err(|refusal| refused(&request, refusal))?;
        page.elsewhere = form.map(|form| listings::place(language, &form, None));
    }
    Ok(if wants_document(&request) {
        let cancel = (!page.ended).then_some(("cancel", page.value));
        let choose = (!page.willing.is_empty()).then_some([("choose", page.choose_value), ("refuse", page.refuse_value)]);
        let withdraw = page.matched.then_some(("withdraw", page.leave_value));
        values(page.view.state, cancel.into_iter().chain(withdraw).chain(choose.into_iter().flatten()))
    } else {
        note_views(&state.desk, page.view.people.iter().map(|person| person.specialist), onlooker(&request));
        ok(language, &page)
    })
}

/// The company says that the match does not hold.
pub async fn post_company_withdrawal(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    token: web::Path<String>,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let secret = find_token(&request, &token)?;
    let view = look_at_status(&state.desk, secret.clone()).await.map_err(|refusal| refused(&request, refusal))?;
    let language = asked.unwrap_or(view.language);
    let pressed = Pressed::read(&request, &body);
    let form = WithdrawForm { reason: pressed.text("reason").to_owned() };
    match withdraw_as_company(&state.desk, pressed.press(secret.clone()), form.clone()).await {
        Ok(outcome) => Ok(engagement::told(&request, language, outcome)),
        Err(Refusal::Fields(errors)) if !wants_document(&request) => {
            let mistakes = errors.iter().map(|error| field_sentence(error, language)).collect();
            let again = StatusPage { leaving: form, mistakes, ..status_page(&state, language, &secret, view) };
            Ok(page(StatusCode::UNPROCESSABLE_ENTITY, language, &again))
        }
        Err(Refusal::StalePage(stale)) if !wants_document(&request) => {
            let (status, sentence) = again(stale, language);
            let shown = status_page(&state, language, &secret, view);
            Ok(page(status, language, &StatusPage { again: Some(sentence), leaving: form, ..shown }))
        }
        Err(refusal) => Err(refused(&request, refusal)),
    }
}

fn status_page(state: &State, language: Language, token: &Token, view: WaitingView) -> StatusPage {
    let matched = view.state == HelpRequestState::Matched;
    let told = |person: &AskedPerson| (person.display_name.clone(), came_of(language, person), strongest(language, &person.explanation));
    StatusPage {
        t: Words(language),
        token: token.reveal(),
        menus: menus(state, language, &view),
        lead: lead(language, &view),
        steps: vec![("step-submitted", true), ("step-asking", view.asked > 0), ("step-matched", matched)],
        people: view.people.iter().map(told).collect(),
        warning: view.eligibility.as_ref().filter(|found| found.is_warning()).map(|found| found.explain(language)),
        ended: view.state.is_final(),
        again: None,
        value: state.desk.page_value(Action::Cancel, token).reveal(),
        helpdesks: helpdesks(&state.desk.catalogue, language, view.need.urgency),
        endorsed: endorsed_words(language, &state.desk.catalogue, &view.endorsed_by),
        willing: view.willing.iter().map(|person| willing_words(language, &state.desk.catalogue, &view, person)).collect(),
        choose_value: state.desk.page_value(Action::Choose, token).reveal(),
        refuse_value: state.desk.page_value(Action::Refuse, token).reveal(),
        asked_again: view.state == HelpRequestState::Open && view.people.iter().any(|person| person.withdrawn),
        matched,
        leaving: WithdrawForm::default(),
        mistakes: Vec::new(),
        leave_value: state.desk.page_value(Action::Withdraw, token).reveal(),
        elsewhere: None,
        wider: view.state == HelpRequestState::Unmatched || view.waits_until.is_some(),
        view,
    }
}

fn lead(language: Language, view: &WaitingView) -> String {
    let words = Words(language);
    match (view.choose_by, view.waits_until) {
        (Some(until), _) => words.say1("status-choose", "until", words.moment(&until)),
        (None, Some(until)) => words.say1("status-waiting", "until", words.moment(&until)),
        (None, None) if view.unanswered => words.say("status-unanswered"),
        (None, None) if view.chooses && view.answer_by.is_some() => words.say("status-collecting"),
        (None, None) => words.say_of("state", view.state.code()),
    }
}

/// What came of asking somebody.
fn came_of(language: Language, person: &AskedPerson) -> String {
    if person.withdrawn { say(language, "status-given-up") } else { say(language, &format!("offer-state-{}", person.state.code())) }
}

pub async fn post_cancellation(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    token: web::Path<String>,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let secret = find_token(&request, &token)?;
    let view = look_at_status(&state.desk, secret.clone()).await.map_err(|refusal| refused(&request, refusal))?;
    let language = asked.unwrap_or(view.language);
    match cancel_help_request_by_link(&state.desk, Pressed::read(&request, &body).press(secret.clone())).await {
        Ok(()) => Ok(message(language, StatusCode::OK, "cancelled")),
        Err(Refusal::StalePage(stale)) if !wants_document(&request) => {
            let (status, sentence) = again(stale, language);
            Ok(page(status, language, &StatusPage { again: Some(sentence), ..status_page(&state, language, &secret, view) }))
        }
        Err(refusal) => Err(refused(&request, refusal)),
    }
}

/// For programs: the state, and the values with which a press counts.
fn values(state: HelpRequestState, values: impl Iterator<Item = (&'static str, String)>) -> HttpResponse {
    let values: serde_json::Map<String, serde_json::Value> = values.map(|(name, value)| (name.to_owned(), value.into())).collect();
    HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(json!({ "state": state, "values": values }))
}

fn message(language: Language, status: StatusCode, code: &str) -> HttpResponse {
    let title = say(language, &format!("outcome-{code}"));
    let text = say(language, &format!("outcome-{code}-text"));
    page(status, language, &MessagePage { t: Words(language), title, text, note: Some(say(language, "may-close")) })
}

fn menus(state: &State, language: Language, view: &WaitingView) -> Vec<String> {
    view.need.menus.iter().map(|code| menu_name(language, &state.desk.catalogue, code)).collect()
}
