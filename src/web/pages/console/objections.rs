//! Words of reviews to which somebody objects, for operators: which wait, and keeping them or taking them out. Auditors look and change nothing.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse, web};
use askama::Template;

use crate::desk::{ObjectionView, Refusal, judge_words, list_objections, view_objection};
use crate::engagement::{Side, WordsVerdictForm};
use crate::identity::Scope;
use crate::ids::EngagementId;
use crate::report::FieldError;
use crate::web::body::Bytes;
use crate::web::pages::me::sheet::{Input, Sheet as Inputs};
use crate::web::pages::typed::Typed;
use crate::web::pages::visit::{AsOperator, Visit};
use crate::web::pages::words::Words;
use crate::web::problem::{Kind, Problem, field_sentence};

/// Objections on one page; the oldest come first.
const SHOWN: usize = 40;
const DONE: [&str; 2] = ["kept", "taken-out"];

#[derive(Template)]
#[template(path = "pages/console_objections.html")]
struct ListPage {
    t: Words,
    here: &'static str,
    waiting: Vec<ObjectionView>,
    done: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "pages/console_objection.html")]
struct ObjectionPage {
    t: Words,
    here: &'static str,
    one: ObjectionView,
    decides: bool,
    inputs: Vec<Input>,
    mistakes: Vec<(String, String, String)>,
    value: String,
}

pub async fn show_objections(AsOperator(visit): AsOperator) -> Result<HttpResponse, Error> {
    let waiting = list_objections(visit.desk(), SHOWN).await.map_err(|refusal| visit.refused(refusal))?;
    let shown = ListPage { t: visit.words(), here: "objections", waiting, done: visit.done(&DONE) };
    Ok(visit.shown(StatusCode::OK, &shown))
}

/// Whose words of which engagement.
fn place(visit: &Visit, path: &(String, String)) -> Result<(EngagementId, Side), Error> {
    let side = Side::find(&path.1).ok_or_else(|| visit.refuse(Problem::new(Kind::NotFound, visit.language)))?;
    Ok((visit.id(&path.0)?, side))
}

pub async fn show_objection(AsOperator(visit): AsOperator, path: web::Path<(String, String)>) -> Result<HttpResponse, Error> {
    let place = place(&visit, &path)?;
    shown(&visit, place, StatusCode::OK, (&Typed::default(), &[])).await
}

async fn shown(
    visit: &Visit,
    (id, author): (EngagementId, Side),
    status: StatusCode,
    (typed, errors): (&Typed, &[FieldError]),
) -> Result<HttpResponse, Error> {
    let one = view_objection(visit.desk(), id, author).await.map_err(|refusal| visit.refused(refusal))?;
    let errors: Vec<(String, String)> = errors.iter().map(|error| (error.pointer.clone(), field_sentence(error, visit.language))).collect();
    let mut laid = Inputs { language: visit.language, catalogue: &visit.desk().catalogue, typed, errors: &errors, inputs: Vec::new() };
    let choices = laid.spoken("console-objection", &["keep", "take-out"]);
    laid.choice("/decision", "console-objection-decision", choices);
    laid.area("/reason", "console-objection-reason");
    laid.note("console-objection-reason-note");
    let inputs = laid.inputs;
    let mistake = |(at, sentence): &(String, String)| {
        let input = inputs.iter().find(|input| &input.name == at)?;
        Some((input.name.clone(), input.label.clone(), sentence.clone()))
    };
    let shown = ObjectionPage {
        t: visit.words(),
        here: "objections",
        decides: visit.role.may(Scope::SpecialistsWrite),
        mistakes: errors.iter().filter_map(mistake).collect(),
        inputs,
        value: visit.value(),
        one,
    };
    Ok(visit.shown(status, &shown))
}

pub async fn post_objection_decided(
    AsOperator(visit): AsOperator,
    path: web::Path<(String, String)>,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    visit.must_have(Scope::SpecialistsWrite)?;
    visit.pressed(&body)?;
    let (place, typed) = (place(&visit, &path)?, Typed::read(&body));
    let form = WordsVerdictForm { decision: typed.text("/decision").to_owned(), reason: typed.text("/reason").to_owned() };
    let done = if form.decision == "take-out" { "taken-out" } else { "kept" };
    match judge_words(visit.desk(), place.0, place.1, form).await {
        Ok(()) => Ok(visit.see("/console/objections", done)),
        Err(Refusal::Fields(errors)) => shown(&visit, place, StatusCode::UNPROCESSABLE_ENTITY, (&typed, &errors)).await,
        Err(refusal) => Err(visit.refused(refusal)),
    }
}
