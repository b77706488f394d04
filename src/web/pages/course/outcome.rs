//! What came of the work: the company says whether it has acted on it, may change that later, asks the same person again, or asks for a reminder to look
//! again. Opening the page changes nothing.

use actix_web::{Error, HttpResponse};
use askama::Template;

use crate::catalogue::Named;
use crate::clock::in_japan;
use crate::desk::{OutcomePage, Refusal, look_at_outcome, plan_check, tell_outcome};
use crate::engagement::{Acted, OutcomeForm};
use crate::seals::Action;
use crate::web::body::Bytes;
use crate::web::pages::course::came::Came;
use crate::web::pages::course::forms::reader_word;
use crate::web::pages::linked::Linked;
use crate::web::pages::me::sheet::{Input, Sheet as Inputs};
use crate::web::pages::page;
use crate::web::pages::typed::Typed;
use crate::web::pages::words::Words;
use crate::web::problem::field_sentence;
use crate::wording::{menu_name, say, say_with};

#[derive(Template)]
#[template(path = "pages/outcome.html")]
struct OutcomeTemplate {
    t: Words,
    token: String,
    lead: String,
    /// When it is going to be asked; none once it was.
    asked_on: Option<String>,
    inputs: Vec<Input>,
    mistakes: Vec<(String, String, String)>,
    /// The answer that is kept, and when it was given.
    answer: Option<(String, String)>,
    /// Whether the suggestion to ask the same person again comes first.
    is_open: bool,
    specialist: String,
    /// The day of the reminder that is planned.
    check_on: Option<String>,
    /// Months, what the choice says, and whether it is suggested.
    checks: Vec<(u32, String, bool)>,
    value: String,
    done: Option<&'static str>,
    again: Option<String>,
}

pub async fn show_outcome(linked: Linked) -> Result<HttpResponse, Error> {
    let view = find(&linked).await?;
    Ok(shown(&linked, &view, Came::default()))
}

/// Keeps the answer.
pub async fn post_outcome(linked: Linked, body: Bytes) -> Result<HttpResponse, Error> {
    let typed = Typed::read(&body);
    let text = |name: &str| typed.text(name).to_owned();
    let form = OutcomeForm { acted: text("/acted"), hindrance: text("/hindrance"), words: text("/words") };
    let done = tell_outcome(linked.desk(), linked.press(&body), form).await;
    answered(&linked, done.map(|()| "outcome-done"), Some(typed)).await
}

/// Plans the reminder to look again, or stops it.
pub async fn post_check_again(linked: Linked, body: Bytes) -> Result<HttpResponse, Error> {
    // Nothing chosen is no number of months: the page says so.
    let months = linked.pressed(&body).text("months").parse().unwrap_or(u32::MAX);
    let said = if months == 0 { "outcome-check-stopped" } else { "outcome-check-done" };
    let done = plan_check(linked.desk(), linked.press(&body), months).await;
    answered(&linked, done.map(|()| said), None).await
}

async fn find(linked: &Linked) -> Result<OutcomePage, Error> {
    look_at_outcome(linked.desk(), linked.token.clone()).await.map_err(|refusal| linked.refused(refusal))
}

async fn answered(linked: &Linked, done: Result<&'static str, Refusal>, typed: Option<Typed>) -> Result<HttpResponse, Error> {
    let view = find(linked).await?;
    let came = Came::after(linked, linked.language_of(view.language), done, typed)?;
    Ok(shown(linked, &view, came))
}

/// What stands in the form: what was typed, or the answer that is kept.
fn filled(view: &OutcomePage) -> Typed {
    let Some(outcome) = &view.follow_up.outcome else { return Typed::default() };
    Typed::of_texts([
        ("/acted", outcome.acted.code().to_owned()),
        ("/hindrance", outcome.hindrance.clone().unwrap_or_default()),
        ("/words", outcome.words.as_str().to_owned()),
    ])
}

fn lay(inputs: &mut Inputs<'_>) {
    let (language, rules) = (inputs.language, &inputs.catalogue.engagement().follow_up);
    let acted = Acted::ALL.map(|acted| (acted.code().to_owned(), say(language, &format!("outcome-acted-{}", acted.code()))));
    inputs.choice("/acted", "outcome-acted", acted);
    let none = (String::new(), say(language, "outcome-hindrance-none"));
    let hindrances = rules.hindrances.iter().map(|one| (one.code.clone(), reader_word(language, one as &dyn Named)));
    inputs.choice("/hindrance", "outcome-hindrance", std::iter::once(none).chain(hindrances).collect::<Vec<_>>());
    inputs.note("outcome-hindrance-note");
    inputs.area("/words", "outcome-words");
    inputs.note("outcome-words-note");
}

fn shown(linked: &Linked, view: &OutcomePage, came: Came) -> HttpResponse {
    let language = linked.language_of(view.language);
    let (catalogue, t) = (&linked.desk().catalogue, Words(language));
    let errors: Vec<(String, String)> = came.errors.iter().map(|error| (error.pointer.clone(), field_sentence(error, language))).collect();
    let typed = came.typed.unwrap_or_else(|| filled(view));
    let mut laid = Inputs { language, catalogue, typed: &typed, errors: &errors, inputs: Vec::new() };
    lay(&mut laid);
    let inputs = laid.inputs;
    let mistake = |(at, sentence): &(String, String)| {
        let input = inputs.iter().find(|input| &input.name == at)?;
        Some((input.name.clone(), input.label.clone(), sentence.clone()))
    };
    let mistakes = errors.iter().filter_map(mistake).collect();
    let menus: Vec<String> = view.menus.iter().map(|code| menu_name(language, catalogue, code)).collect();
    let ended_on = view.ended_on.map(|day| t.date(&day)).unwrap_or_default();
    let facts = [("name", view.specialist.as_str()), ("menus", &menus.join(&t.say("letter-joiner"))), ("date", ended_on.as_str())];
    let day = |at| t.date(&in_japan(at).date_naive());
    let (follow_up, rules) = (&view.follow_up, &catalogue.engagement().follow_up);
    let outcome = follow_up.outcome.as_ref();
    let shown = OutcomeTemplate {
        t,
        token: linked.token.reveal(),
        lead: say_with(language, "outcome-lead", &facts),
        asked_on: follow_up.due_at.filter(|_| !follow_up.is_asked()).map(day),
        inputs,
        mistakes,
        answer: outcome.map(|outcome| (t.say_of("outcome-acted", outcome.acted.code()), t.moment(&outcome.at))),
        is_open: outcome.is_some_and(|outcome| outcome.acted != Acted::Done),
        specialist: view.specialist.clone(),
        check_on: follow_up.check_at.map(day),
        checks: rules
            .checks
            .iter()
            .map(|months| (*months, t.say1("outcome-check-months", "count", months), *months == view.months))
            .collect(),
        value: linked.value(Action::Tell),
        done: came.done,
        again: came.again,
    };
    page(came.status, language, &shown)
}
