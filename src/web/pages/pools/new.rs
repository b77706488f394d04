//! The form with which a clerk opens a pool.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse};
use askama::Template;

use crate::desk::{Refusal, open_pool};
use crate::pools::{PatternForm, PoolForm, SplitRule, WEEKDAYS};
use crate::report::FieldError;
use crate::web::body::Bytes;
use crate::web::pages::me::sheet::{Input, Sheet};
use crate::web::pages::typed::Typed;
use crate::web::pages::visit::{AsClerk, Visit};
use crate::web::pages::words::Words;
use crate::web::problem::field_sentence;
use crate::wording::say_with;

#[derive(Template)]
#[template(path = "pages/pool_new.html")]
struct NewPoolPage {
    t: Words,
    value: String,
    inputs: Vec<Input>,
    /// Name and label of the input, and what is wrong.
    mistakes: Vec<(String, String, String)>,
}

pub async fn new_pool(AsClerk(visit): AsClerk) -> Result<HttpResponse, Error> {
    let usual = PoolForm::usual(visit.desk().clock.today());
    let mut typed = pattern_typed(&usual.pattern);
    for (name, text) in [("/first", usual.first), ("/last", usual.last), ("/split", usual.split)] {
        typed.put(name, [text]);
    }
    Ok(form(&visit, &typed, StatusCode::OK, &[]))
}

pub async fn post_pool(AsClerk(visit): AsClerk, body: Bytes) -> Result<HttpResponse, Error> {
    visit.pressed(&body)?;
    let (typed, mut errors) = (Typed::read(&body), Vec::new());
    let text = |name: &str| typed.text(name).to_owned();
    let pool = PoolForm {
        name: text("/name"),
        first: text("/first"),
        last: text("/last"),
        visits: typed.number("/visits", &mut errors),
        yen: typed.number("/yen", &mut errors),
        split: text("/split"),
        pattern: read_pattern(&typed, &mut errors),
    };
    // A figure that cannot be read is told as that, not as missing.
    if let Err(more) = pool.check(visit.desk().clock.today()) {
        errors.extend(more.into_iter().filter(|error| !errors.iter().any(|one| one.pointer == error.pointer)).collect::<Vec<_>>());
    }
    let outcome = if errors.is_empty() { open_pool(visit.desk(), visit.role, pool).await } else { Err(Refusal::Fields(errors)) };
    match outcome {
        Ok(id) => Ok(visit.see(&format!("/pools/{id}"), "opened")),
        Err(Refusal::Fields(errors)) => Ok(form(&visit, &typed, StatusCode::UNPROCESSABLE_ENTITY, &errors)),
        Err(refusal) => Err(visit.refused(refusal)),
    }
}

fn form(visit: &Visit, typed: &Typed, status: StatusCode, errors: &[FieldError]) -> HttpResponse {
    let (inputs, mistakes) = laid(visit, typed, errors, |inputs| {
        inputs.line("/name", "pool-input-name");
        inputs.note("pool-input-name-note");
        inputs.date("/first", "pool-input-first");
        inputs.date("/last", "pool-input-last");
        inputs.number("/visits", "pool-input-visits");
        inputs.number("/yen", "pool-input-yen");
        inputs.note("pool-input-yen-note");
        let rules = inputs.spoken("pool-split", &SplitRule::ALL.map(SplitRule::code));
        inputs.choice("/split", "pool-input-split", rules);
        lay_pattern(inputs);
    });
    visit.shown(status, &NewPoolPage { t: visit.words(), value: visit.value(), inputs, mistakes })
}

/// Inputs with what was typed, and the mistakes with the labels of their inputs.
pub(super) fn laid(
    visit: &Visit,
    typed: &Typed,
    errors: &[FieldError],
    lay: impl FnOnce(&mut Sheet<'_>),
) -> (Vec<Input>, Vec<(String, String, String)>) {
    let language = visit.language;
    let errors: Vec<(String, String)> = errors.iter().map(|error| (error.pointer.clone(), field_sentence(error, language))).collect();
    let mut sheet = Sheet { language, catalogue: &visit.desk().catalogue, typed, errors: &errors, inputs: Vec::new() };
    lay(&mut sheet);
    let inputs = sheet.inputs;
    let named = |(at, sentence): &(String, String)| {
        let input = inputs.iter().find(|input| *at == input.name);
        let (name, label) = input.map_or_else(|| (String::new(), at.clone()), |input| (input.name.clone(), input.label.clone()));
        (name, label, sentence.clone())
    };
    let mistakes = errors.iter().map(named).collect();
    (inputs, mistakes)
}

pub(super) fn lay_pattern(inputs: &mut Sheet<'_>) {
    let weeks = (1..=4).map(|week: u8| {
        let text = week.to_string();
        let name = say_with(inputs.language, "pool-week", &[("week", &text)]);
        (text, name)
    });
    let weeks: Vec<(String, String)> = weeks.collect();
    inputs.choice("/week", "pool-input-week", weeks);
    let weekdays = inputs.spoken("weekday", &WEEKDAYS.map(|(code, _)| code));
    inputs.choice("/weekday", "pool-input-weekday", weekdays);
    inputs.note("pool-input-weekday-note");
    inputs.line("/begins", "pool-input-begins");
    inputs.number("/slots", "pool-input-slots");
    inputs.number("/minutes", "pool-input-minutes");
    inputs.number("/fee_yen", "pool-input-fee");
}

pub(super) fn read_pattern(typed: &Typed, errors: &mut Vec<FieldError>) -> PatternForm {
    PatternForm {
        week: typed.text("/week").to_owned(),
        weekday: typed.text("/weekday").to_owned(),
        begins: typed.text("/begins").to_owned(),
        slots: typed.number("/slots", errors),
        minutes: typed.number("/minutes", errors),
        fee_yen: typed.number("/fee_yen", errors),
    }
}

pub(super) fn pattern_typed(form: &PatternForm) -> Typed {
    let figure = |number: Option<u64>| number.map(|number| number.to_string()).unwrap_or_default();
    Typed::of_texts([
        ("/week", form.week.clone()),
        ("/weekday", form.weekday.clone()),
        ("/begins", form.begins.clone()),
        ("/slots", figure(form.slots.map(u64::from))),
        ("/minutes", figure(form.minutes.map(u64::from))),
        ("/fee_yen", figure(form.fee_yen)),
    ])
}
