//! "I would do it, with changes": the third fold of the offer page. Each input has the name of its field, so a mistake stands at its input,
//! and a refused form comes back with everything that was typed.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpRequest, HttpResponse, web};

use crate::desk::{Refusal, propose_terms};
use crate::language::Language;
use crate::offers::{DeclineForm, TermsForm};
use crate::report::FieldError;
use crate::values::Slot;
use crate::web::State;
use crate::web::body::Bytes;
use crate::web::pages::offer::{look, outcome_of, parse, template, told};
use crate::web::pages::page;
use crate::web::pages::pressed::{Pressed, again};
use crate::web::pages::typed::Typed;
use crate::web::problem::{Kind, Problem, field_sentence};
use crate::web::reader::{Asked, refuse, refuse_with, wants_document};
use crate::wording::say;

/// A day of the week with its slots.
pub(super) struct Day {
    pub name: String,
    pub slots: Vec<Ticked>,
}

/// A slot, and whether it is ticked.
pub(super) struct Ticked {
    pub code: String,
    pub part: String,
    pub ticked: bool,
}

/// What the fold shows.
#[derive(Default)]
pub(super) struct Proposal {
    typed: Typed,
    errors: Vec<(String, String)>,
    pub days: Vec<Day>,
    pub earliest: String,
}

impl Proposal {
    pub fn new(state: &State, language: Language, typed: Typed, errors: &[FieldError]) -> Self {
        let slots: Vec<Slot> = Slot::all().collect();
        let days = slots.chunks(3).map(|day| {
            let parts = day.iter().map(|slot| {
                let code = slot.to_string();
                let part = say(language, &format!("part-{}", code.split('-').nth(1).unwrap_or_default()));
                Ticked { ticked: typed.has("slots", &code), code, part }
            });
            let code = day.first().map(ToString::to_string).unwrap_or_default();
            let name = say(language, &format!("weekday-{}", code.split('-').next().unwrap_or_default()));
            Day { name, slots: parts.collect() }
        });
        Self {
            days: days.collect(),
            errors: errors
                .iter()
                .map(|error| (error.pointer.trim_start_matches('/').to_owned(), field_sentence(error, language)))
                .collect(),
            earliest: state.desk.clock.today().format("%Y-%m-%d").to_string(),
            typed,
        }
    }

    pub fn error(&self, name: &str) -> Option<&str> {
        self.errors.iter().find(|(at, _)| at == name).map(|(_, sentence)| sentence.as_str())
    }

    pub fn value(&self, name: &str) -> &str {
        self.typed.text(name)
    }

    pub fn is_open(&self) -> bool {
        !self.errors.is_empty() || !self.typed.text("fee_yen").is_empty() || !self.typed.text("text").is_empty()
    }
}

pub async fn post_proposal(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    token: web::Path<String>,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let offer = look(&request, &state, &token).await?;
    let language = asked.unwrap_or(offer.language);
    let secret = parse(&request, &token)?;
    let typed = Typed::read(&body);
    let (form, unreadable) = read(&request, &body, &typed)?;
    let press = Pressed::read(&request, &body).press(secret.clone());
    let outcome = match (unreadable.is_empty(), form.check(state.desk.clock.today())) {
        (true, Ok(_)) => propose_terms(&state.desk, press, form).await,
        (_, checked) => Err(Refusal::Fields(unreadable.into_iter().chain(checked.err().unwrap_or_default()).collect())),
    };
    match outcome {
        Ok(outcome) => {
            let (status, code) = outcome_of(outcome);
            Ok(told(&request, language, status, code))
        }
        Err(Refusal::Fields(errors)) if !wants_document(&request) => {
            let proposal = Proposal::new(&state, language, typed, &errors);
            let mut shown = template(&state, language, &secret, offer, DeclineForm::default());
            shown.proposal = proposal;
            Ok(page(StatusCode::UNPROCESSABLE_ENTITY, language, &shown))
        }
        Err(Refusal::StalePage(stale)) if !wants_document(&request) => {
            let (status, sentence) = again(stale, language);
            let proposal = Proposal::new(&state, language, typed, &[]);
            let mut shown = template(&state, language, &secret, offer, DeclineForm::default());
            (shown.again, shown.proposal) = (Some(sentence), proposal);
            Ok(page(status, language, &shown))
        }
        Err(refusal) => Err(refuse_with(&request, Problem::of(refusal, language))),
    }
}

/// A JSON document or a browser's form, with what could not be read into it.
fn read(request: &HttpRequest, body: &Bytes, typed: &Typed) -> Result<(TermsForm, Vec<FieldError>), Error> {
    if let Ok(document @ serde_json::Value::Object(_)) = serde_json::from_slice(&body.0) {
        let form = serde_json::from_value(document).map_err(|_| refuse(request, Kind::InvalidBody))?;
        return Ok((form, Vec::new()));
    }
    let mut errors = Vec::new();
    let form = TermsForm {
        start_on: typed.optional("start_on"),
        slots: typed.list("slots"),
        fee_yen: typed.number("fee_yen", &mut errors),
        remote: typed.has("remote", "yes"),
        text: typed.text("text").to_owned(),
    };
    errors.iter_mut().for_each(|error| error.pointer = format!("/{}", error.pointer));
    Ok((form, errors))
}
