//! The form with which a clerk recommends somebody for the organisation.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse, web};
use askama::Template;

use crate::brokering::EndorsementForm;
use crate::catalogue::Named;
use crate::desk::{Refusal, ask_to_endorse, look_at_endorsing};
use crate::ids::SpecialistId;
use crate::report::FieldError;
use crate::web::body::Bytes;
use crate::web::pages::endorsements::{Given, Reader, given};
use crate::web::pages::me::sheet::{Input, Sheet as Inputs};
use crate::web::pages::typed::Typed;
use crate::web::pages::visit::{AsClerk, Visit};
use crate::web::pages::words::Words;
use crate::web::problem::field_sentence;
use crate::wording::say;

#[derive(Template)]
#[template(path = "pages/endorse.html")]
struct EndorseTemplate {
    t: Words,
    specialist: SpecialistId,
    name: String,
    /// What the organisation says of the person already.
    open: Option<Given>,
    inputs: Vec<Input>,
    /// Name and label of the input, and what is wrong.
    mistakes: Vec<(String, String, String)>,
    value: String,
    again: Option<String>,
}

pub async fn show_endorsing(AsClerk(visit): AsClerk, id: web::Path<String>) -> Result<HttpResponse, Error> {
    let id: SpecialistId = visit.id(&id)?;
    shown(&visit, id, StatusCode::OK, None, &[], None).await
}

pub async fn post_endorsing(AsClerk(visit): AsClerk, id: web::Path<String>, body: Bytes) -> Result<HttpResponse, Error> {
    let id: SpecialistId = visit.id(&id)?;
    visit.pressed(&body)?;
    let typed = Typed::read(&body);
    let text = |name: &str| typed.text(name).to_owned();
    let form = EndorsementForm { kind: text("/kind"), reason: text("/reason"), until: text("/until") };
    match ask_to_endorse(visit.desk(), visit.role, id, form).await {
        Ok(_) => Ok(visit.see("/endorsements", "asked")),
        Err(Refusal::Fields(errors)) => shown(&visit, id, StatusCode::UNPROCESSABLE_ENTITY, Some(typed), &errors, None).await,
        Err(Refusal::ChangedMeanwhile) => {
            let sentence = say(visit.language, "endorsement-changed");
            shown(&visit, id, StatusCode::CONFLICT, Some(typed), &[], Some(sentence)).await
        }
        Err(refusal) => Err(visit.refused(refusal)),
    }
}

async fn shown(
    visit: &Visit,
    id: SpecialistId,
    status: StatusCode,
    typed: Option<Typed>,
    errors: &[FieldError],
    again: Option<String>,
) -> Result<HttpResponse, Error> {
    let view = look_at_endorsing(visit.desk(), visit.role, id).await.map_err(|refusal| visit.refused(refusal))?;
    let (t, language, catalogue) = (visit.words(), visit.language, &visit.desk().catalogue);
    let typed = typed.unwrap_or_else(|| {
        let kind = view.last_kind.clone().unwrap_or_default();
        Typed::of_texts([("/kind", kind), ("/until", view.last_day.to_string())])
    });
    let errors: Vec<(String, String)> = errors.iter().map(|error| (error.pointer.clone(), field_sentence(error, language))).collect();
    let mut laid = Inputs { language, catalogue, typed: &typed, errors: &errors, inputs: Vec::new() };
    let rules = catalogue.endorsements();
    let name = |one: &dyn Named| laid.name_of(one);
    let kinds: Vec<(String, String)> = rules.kinds.iter().map(|kind| (kind.code.clone(), name(kind))).collect();
    let reasons: Vec<(String, String)> = rules.reasons.iter().map(|reason| (reason.code.clone(), name(reason))).collect();
    laid.choice("/kind", "endorsement-input-kind", kinds);
    laid.choice("/reason", "endorsement-input-reason", reasons);
    laid.date("/until", "endorsement-input-until");
    laid.say_note(t.say1("endorsement-input-until-note", "day", t.date(&view.last_day)));
    let inputs = laid.inputs;
    let mistakes = errors.into_iter().map(|(at, sentence)| {
        let input = inputs.iter().find(|input| input.name == at);
        let (name, label) = input.map_or_else(|| (String::new(), at.clone()), |input| (input.name.clone(), input.label.clone()));
        (name, label, sentence)
    });
    let page = EndorseTemplate {
        specialist: view.specialist,
        name: view.display_name,
        open: view.open.map(|open| given(&t, catalogue, open, Reader::Organisation)),
        mistakes: mistakes.collect(),
        inputs,
        value: visit.value(),
        again,
        t,
    };
    Ok(visit.shown(status, &page))
}
