//! Registering by oneself: an address, the code from the mailbox, then one page with consent and the least that a profile needs.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpRequest, HttpResponse, web};
use askama::Template;

use crate::active_list::{JoinForm, LISTING};
use crate::desk::{Joining, Refusal, Signed, ask_to_join, join_list};
use crate::identity::Role;
use crate::language::Language;
use crate::report::FieldError;
use crate::seals::Action;
use crate::web::State;
use crate::web::body::Bytes;
use crate::web::caller::{Caller, Person, Source, caller};
use crate::web::cookies::Cookie;
use crate::web::pages::identity::{ask_for_code, see};
use crate::web::pages::me::parts;
use crate::web::pages::me::sheet::{Input, Sheet};
use crate::web::pages::pressed::{Pressed, again};
use crate::web::pages::typed::Typed;
use crate::web::pages::words::Words;
use crate::web::pages::{ok, page};
use crate::web::problem::field_sentence;
use crate::web::reader::{Asked, Reader, refused};
use crate::wording::say;

#[derive(Template)]
#[template(path = "pages/join.html")]
struct AddressPage {
    t: Words,
    address: String,
    mistake: Option<String>,
}

/// One word of consent as it is asked for.
struct Word {
    code: String,
    text: String,
    /// What it means, and what is without it.
    means: String,
    needed: bool,
    given: bool,
}

#[derive(Template)]
#[template(path = "pages/join_profile.html")]
struct ProfilePage {
    t: Words,
    address: String,
    words: Vec<Word>,
    inputs: Vec<Input>,
    /// Name and label of the input, and what is wrong.
    mistakes: Vec<(String, String, String)>,
    consent_mistake: Option<String>,
    again: Option<String>,
    value: String,
}

/// Whoever is a specialist is led to the own page, whoever has shown a mailbox to the form, and everybody else is asked for one.
pub async fn show_join(request: HttpRequest, state: web::Data<State>, Reader(language): Reader) -> Result<HttpResponse, Error> {
    let Ok(Caller::Person(signed)) = caller(&request) else {
        return Ok(ok(language, &AddressPage { t: Words(language), address: String::new(), mistake: None }));
    };
    let Asked(asked) = Asked::of(&request);
    let language = asked.unwrap_or(signed.account.language);
    if is_specialist(&signed) {
        return Ok(see("/me", language));
    }
    Ok(page(StatusCode::OK, language, &profile_page(&state, language, &signed, &Typed::default(), &[], None)))
}

fn is_specialist(signed: &Signed) -> bool {
    signed.roles.iter().any(|role| matches!(role, Role::Specialist(_)))
}

pub async fn post_join(
    request: HttpRequest,
    state: web::Data<State>,
    Reader(language): Reader,
    Source(source): Source,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let ask = async |form, browser| ask_to_join(&state.desk, form, language, browser, source).await;
    let again = |address, mistake| page(StatusCode::UNPROCESSABLE_ENTITY, language, &AddressPage { t: Words(language), address, mistake });
    ask_for_code(&request, &state, language, &body, ask, again).await
}

/// Where the language is changed on a page that came as an answer.
pub async fn show_join_profile(Asked(asked): Asked, Person(signed): Person) -> HttpResponse {
    see("/join", asked.unwrap_or(signed.account.language))
}

pub async fn post_join_profile(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    Person(signed): Person,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let language = asked.unwrap_or(signed.account.language);
    let (typed, pressed) = (Typed::read(&body), Pressed::read(&request, &body));
    let text = |name: &str| typed.text(name).to_owned();
    let form = JoinForm {
        consents: typed.list("/consents"),
        number: text("/registration/number"),
        valid_until: text("/registration/valid_until"),
        name: text("/name"),
        affiliation: text("/affiliation"),
        prefecture: text("/base/prefecture"),
        municipality: text("/base/municipality"),
    };
    let outcome = join_list(&state.desk, signed.clone(), pressed.press(signed.token.clone()), form).await;
    let shown = |errors: &[FieldError], again| profile_page(&state, language, &signed, &typed, errors, again);
    match outcome {
        Ok(Joining::Done { token, .. }) => {
            let mut answer = see("/me", language);
            Cookie::Session.set(&state, &mut answer, &token, state.desk.periods.session.whole.num_seconds());
            Ok(answer)
        }
        Ok(Joining::Before) => Ok(see("/me", language)),
        Ok(Joining::NumberTaken) => {
            let errors = [FieldError::new("/registration/number", "number-on-the-list")];
            Ok(page(StatusCode::CONFLICT, language, &shown(&errors, None)))
        }
        Err(Refusal::Fields(errors)) => Ok(page(StatusCode::UNPROCESSABLE_ENTITY, language, &shown(&errors, None))),
        Err(Refusal::StalePage(stale)) => {
            let (status, sentence) = again(stale, language);
            Ok(page(status, language, &shown(&[], Some(sentence))))
        }
        Err(refusal) => Err(refused(&request, refusal)),
    }
}

fn profile_page(
    state: &State,
    language: Language,
    signed: &Signed,
    typed: &Typed,
    errors: &[FieldError],
    again: Option<String>,
) -> ProfilePage {
    let catalogue = &state.desk.catalogue;
    let errors: Vec<(String, String)> = errors.iter().map(|error| (error.pointer.clone(), field_sentence(error, language))).collect();
    let mut sheet = Sheet { language, catalogue, typed, errors: &errors, inputs: Vec::new() };
    parts::lay_least(&mut sheet);
    let words = catalogue.consent_scopes().iter().map(|scope| Word {
        text: sheet.name_of(scope),
        means: say(language, &format!("consent-{}-means", scope.code)),
        needed: scope.code == LISTING,
        given: typed.has("/consents", &scope.code),
        code: scope.code.clone(),
    });
    let words = words.collect();
    let inputs = sheet.inputs;
    let label =
        |at: &str| inputs.iter().find(|input| input.name == at).map_or_else(|| say(language, "join-consents"), |input| input.label.clone());
    ProfilePage {
        t: Words(language),
        address: signed.account.address.as_str().to_owned(),
        words,
        mistakes: errors.iter().map(|(at, sentence)| (at.clone(), label(at), sentence.clone())).collect(),
        consent_mistake: errors.iter().find(|(at, _)| at == "/consents").map(|(_, sentence)| sentence.clone()),
        inputs,
        again,
        value: state.desk.page_value(Action::Join, &signed.token).reveal(),
    }
}
