//! The form with which who leads asks somebody from outside, who stands on no list, by name and mail address.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpRequest, HttpResponse, web};
use askama::Template;

use crate::desk::{Refusal, invite_guest};
use crate::engagement::{GuestForm, SeatForm, Side};
use crate::ids::Token;
use crate::language::Language;
use crate::report::FieldError;
use crate::seals::Action;
use crate::web::State;
use crate::web::body::Bytes;
use crate::web::pages::me::sheet::{Input, Sheet as Inputs};
use crate::web::pages::page;
use crate::web::pages::pressed::{Pressed, again};
use crate::web::pages::team::seats::{Said, lay_seat, look, shown};
use crate::web::pages::typed::Typed;
use crate::web::pages::words::Words;
use crate::web::problem::{Kind, field_sentence};
use crate::web::reader::{Asked, find_token, refuse, refused};

#[derive(Template)]
#[template(path = "pages/team_guest_form.html")]
struct GuestPage {
    t: Words,
    token: String,
    value: String,
    inputs: Vec<Input>,
    mistakes: Vec<(String, String, String)>,
    again: Option<String>,
}

fn lay(inputs: &mut Inputs<'_>) {
    inputs.line("/name", "team-guest-name");
    inputs.line("/address", "team-guest-address");
    inputs.note("team-guest-address-note");
    inputs.line("/profession", "team-guest-profession");
    inputs.note("team-guest-profession-note");
    inputs.choice("/language", "team-guest-language", [("ja".to_owned(), "日本語".to_owned()), ("en".to_owned(), "English".to_owned())]);
    lay_seat(inputs, true);
}

/// Only who leads has this page, and only while somebody can be asked.
async fn open(request: &HttpRequest, state: &State, asked: Asked, token: &str) -> Result<(Token, Language), Error> {
    let token = find_token(request, token)?;
    let view = look(request, state, &token).await?;
    if view.side != Side::Specialist {
        return Err(refuse(request, Kind::NotFound));
    }
    Ok((token, asked.0.unwrap_or(view.language)))
}

pub async fn show_team_guest(
    request: HttpRequest,
    state: web::Data<State>,
    asked: Asked,
    token: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let (token, language) = open(&request, &state, asked, &token).await?;
    let first = state.desk.catalogue.team().roles_for(true).next().map(|role| role.code.clone()).unwrap_or_default();
    let begun = [("/language", "ja"), ("/role", first.as_str()), ("/hours_percent", "100"), ("/fee_percent", "0")];
    let typed = Typed::of_texts(begun.map(|(name, text)| (name, text.to_owned())));
    Ok(form(&state, language, &token, &typed, (StatusCode::OK, &[], None)))
}

pub async fn post_team_guest(
    request: HttpRequest,
    state: web::Data<State>,
    asked: Asked,
    token: web::Path<String>,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let chosen = asked.0;
    let (token, language) = open(&request, &state, asked, &token).await?;
    let (pressed, typed) = (Pressed::read(&request, &body), Typed::read(&body));
    let text = |name: &str| typed.text(name).to_owned();
    let seat =
        SeatForm { role: text("/role"), hours_percent: text("/hours_percent"), fee_percent: text("/fee_percent"), why: text("/why") };
    let guest =
        GuestForm { name: text("/name"), address: text("/address"), profession: text("/profession"), language: text("/language"), seat };
    let (status, said) = match invite_guest(&state.desk, pressed.press(token.clone()), guest).await {
        Ok(_) => (StatusCode::OK, Said { done: Some("team-done-asked"), ..Said::default() }),
        Err(Refusal::Fields(errors)) => {
            return Ok(form(&state, language, &token, &typed, (StatusCode::UNPROCESSABLE_ENTITY, errors.as_slice(), None)));
        }
        Err(Refusal::StalePage(stale)) => {
            let (status, sentence) = again(stale, language);
            return Ok(form(&state, language, &token, &typed, (status, &[], Some(sentence))));
        }
        Err(Refusal::ChangedMeanwhile) => {
            let sentence = crate::wording::say(language, "course-changed-meanwhile");
            (StatusCode::CONFLICT, Said { again: Some(sentence), ..Said::default() })
        }
        Err(refusal) => return Err(refused(&request, refusal)),
    };
    shown(&request, &state, Asked(chosen), token, (status, said), None).await
}

fn form(
    state: &State,
    language: Language,
    token: &Token,
    typed: &Typed,
    (status, errors, again): (StatusCode, &[FieldError], Option<String>),
) -> HttpResponse {
    let errors: Vec<(String, String)> = errors.iter().map(|error| (error.pointer.clone(), field_sentence(error, language))).collect();
    let mut laid = Inputs { language, catalogue: &state.desk.catalogue, typed, errors: &errors, inputs: Vec::new() };
    lay(&mut laid);
    let inputs = laid.inputs;
    let named = |(at, sentence): &(String, String)| {
        let input = inputs.iter().find(|input| *at == input.name)?;
        Some((input.name.clone(), input.label.clone(), sentence.clone()))
    };
    let shown = GuestPage {
        t: Words(language),
        mistakes: errors.iter().filter_map(named).collect(),
        token: token.reveal(),
        value: state.desk.page_value(Action::Work, token).reveal(),
        inputs,
        again,
    };
    page(status, language, &shown)
}
