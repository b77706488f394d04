//! The form with which who leads asks somebody from outside, who stands on no list, by name and mail address.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse};
use askama::Template;

use crate::desk::{Refusal, invite_guest};
use crate::engagement::{GuestForm, SeatForm, Side};
use crate::language::Language;
use crate::report::FieldError;
use crate::seals::Action;
use crate::web::body::Bytes;
use crate::web::pages::linked::Linked;
use crate::web::pages::me::sheet::{Input, Sheet as Inputs};
use crate::web::pages::page;
use crate::web::pages::team::seats::{Said, changed_meanwhile, lay_seat, look, shown};
use crate::web::pages::typed::Typed;
use crate::web::pages::words::Words;
use crate::web::problem::field_sentence;

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

/// Only who leads has this page. Gives the language in which they read it.
async fn open(linked: &Linked) -> Result<Language, Error> {
    let view = look(linked).await?;
    if view.side != Side::Specialist {
        return Err(linked.missing());
    }
    Ok(linked.language_of(view.language))
}

pub async fn show_team_guest(linked: Linked) -> Result<HttpResponse, Error> {
    let language = open(&linked).await?;
    let first = linked.desk().catalogue.team().roles_for(true).next().map(|role| role.code.clone()).unwrap_or_default();
    let begun = [("/language", "ja"), ("/role", first.as_str()), ("/hours_percent", "100"), ("/fee_percent", "0")];
    let typed = Typed::of_texts(begun.map(|(name, text)| (name, text.to_owned())));
    Ok(form(&linked, language, &typed, (StatusCode::OK, &[], None)))
}

pub async fn post_team_guest(linked: Linked, body: Bytes) -> Result<HttpResponse, Error> {
    let language = open(&linked).await?;
    let typed = Typed::read(&body);
    let text = |name: &str| typed.text(name).to_owned();
    let seat =
        SeatForm { role: text("/role"), hours_percent: text("/hours_percent"), fee_percent: text("/fee_percent"), why: text("/why") };
    let guest =
        GuestForm { name: text("/name"), address: text("/address"), profession: text("/profession"), language: text("/language"), seat };
    match invite_guest(linked.desk(), linked.press(&body), guest).await {
        Ok(_) => shown(&linked, (StatusCode::OK, Said { done: Some("team-done-asked"), ..Said::default() }), None).await,
        Err(Refusal::Fields(errors)) => Ok(form(&linked, language, &typed, (StatusCode::UNPROCESSABLE_ENTITY, errors.as_slice(), None))),
        Err(Refusal::StalePage(stale)) => {
            let (status, sentence) = linked.again(stale);
            Ok(form(&linked, language, &typed, (status, &[], Some(sentence))))
        }
        Err(Refusal::ChangedMeanwhile) => shown(&linked, changed_meanwhile(language), None).await,
        Err(refusal) => Err(linked.refused(refusal)),
    }
}

fn form(
    linked: &Linked,
    language: Language,
    typed: &Typed,
    (status, errors, again): (StatusCode, &[FieldError], Option<String>),
) -> HttpResponse {
    let errors: Vec<(String, String)> = errors.iter().map(|error| (error.pointer.clone(), field_sentence(error, language))).collect();
    let mut laid = Inputs { language, catalogue: &linked.desk().catalogue, typed, errors: &errors, inputs: Vec::new() };
    lay(&mut laid);
    let inputs = laid.inputs;
    let named = |(at, sentence): &(String, String)| {
        let input = inputs.iter().find(|input| *at == input.name)?;
        Some((input.name.clone(), input.label.clone(), sentence.clone()))
    };
    let shown = GuestPage {
        t: Words(language),
        mistakes: errors.iter().filter_map(named).collect(),
        token: linked.token.reveal(),
        value: linked.value(Action::Work),
        inputs,
        again,
    };
    page(status, language, &shown)
}
