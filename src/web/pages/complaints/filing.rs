//! The page on which a side of a match complains, behind the link that it has to the match, a specialist who is signed in, and a support
//! organisation for its member.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse, web};
use askama::Template;

use crate::complaints::ComplaintForm;
use crate::desk::{
    Filing, Refusal, file_complaint, file_for_member, file_own_complaint, look_at_filing, look_at_filing_for_member, look_at_own_filing,
};
use crate::ids::{HelpRequestId, OfferId, SpecialistId, Token};
use crate::language::Language;
use crate::report::FieldError;
use crate::seals::Action;
use crate::web::State;
use crate::web::body::Bytes;
use crate::web::pages::linked::Linked;
use crate::web::pages::me::sheet::{Input, Sheet as Inputs};
use crate::web::pages::pressed::again;
use crate::web::pages::typed::Typed;
use crate::web::pages::visit::{AsClerk, AsSpecialist, Visit};
use crate::web::pages::words::Words;
use crate::web::pages::{page, see_other};
use crate::web::problem::field_sentence;
use crate::wording::say;

#[derive(Template)]
#[template(path = "pages/complaint_form.html")]
struct FilePage {
    t: Words,
    /// Where the form goes, and the way back.
    action: String,
    back: (String, &'static str),
    matched: bool,
    /// Number and day of the answer of a complaint that is under way.
    open: Option<(String, String)>,
    inputs: Vec<Input>,
    /// Name and label of the input, and what is wrong.
    mistakes: Vec<(String, String, String)>,
    value: String,
    again: Option<String>,
}

async fn look(linked: &Linked) -> Result<Filing, Error> {
    look_at_filing(linked.desk(), linked.token.clone()).await.map_err(|refusal| linked.refused(refusal))
}

pub async fn show_filing(linked: Linked) -> Result<HttpResponse, Error> {
    let view = look(&linked).await?;
    Ok(shown(&linked, view, StatusCode::OK, (&Typed::default(), &[], None)))
}

/// What was typed, what is wrong with it, and why the page comes again.
type Told<'a> = (&'a Typed, &'a [FieldError], Option<String>);

/// The page for a side behind its link.
fn shown(linked: &Linked, view: Filing, status: StatusCode, told: Told<'_>) -> HttpResponse {
    let language = linked.language_of(view.language);
    let place = format!("/engagements/{}", linked.token.reveal());
    let frame = (format!("{place}/complaint"), (place, "complaint-file-back"), linked.value(Action::Complain));
    page(status, language, &file_page(&linked.state, language, view, frame, told))
}

fn file_page(
    state: &State,
    language: Language,
    view: Filing,
    (action, back, value): (String, (String, &'static str), String),
    (typed, errors, again): Told<'_>,
) -> FilePage {
    let (t, catalogue) = (Words(language), &state.desk.catalogue);
    let errors: Vec<(String, String)> = errors.iter().map(|error| (error.pointer.clone(), field_sentence(error, language))).collect();
    let mut laid = Inputs { language, catalogue, typed, errors: &errors, inputs: Vec::new() };
    let named = catalogue.complaints().categories.iter().map(|category| (category.code.clone(), laid.name_of(category)));
    let named: Vec<(String, String)> = [(String::new(), t.say("complaint-file-choose"))].into_iter().chain(named).collect();
    laid.choice("/category", "complaint-file-category", named);
    laid.area("/words", "complaint-file-words");
    laid.note("complaint-file-words-note");
    laid.area("/wish", "complaint-file-wish");
    let inputs = laid.inputs;
    let mistakes = errors.into_iter().map(|(at, sentence)| {
        let input = inputs.iter().find(|input| input.name == at);
        let (name, label) = input.map_or_else(|| (String::new(), at.clone()), |input| (input.name.clone(), input.label.clone()));
        (name, label, sentence)
    });
    FilePage {
        action,
        back,
        matched: view.matched,
        open: view.open.map(|(number, _, due)| (number, t.date(&due))),
        mistakes: mistakes.collect(),
        inputs,
        value,
        again,
        t,
    }
}

fn read(typed: &Typed) -> ComplaintForm {
    let text = |name: &str| typed.text(name).to_owned();
    ComplaintForm { category: text("/category"), words: text("/words"), wish: text("/wish") }
}

fn followed(own: &Token, language: Language) -> HttpResponse {
    see_other(&format!("/complaints/{}?lang={}", own.reveal(), language.tag()))
}

async fn for_member(visit: &Visit, id: HelpRequestId, status: StatusCode, told: Told<'_>) -> Result<HttpResponse, Error> {
    let view = look_at_filing_for_member(visit.desk(), visit.role, id).await.map_err(|refusal| visit.refused(refusal))?;
    let place = format!("/queue/{id}");
    let frame = (format!("{place}/complaint"), (place, "complaint-file-back-queue"), visit.value());
    Ok(visit.shown(status, &file_page(&visit.state, visit.language, view, frame, told)))
}

pub async fn show_member_filing(AsClerk(visit): AsClerk, id: web::Path<String>) -> Result<HttpResponse, Error> {
    let id = visit.id(&id)?;
    for_member(&visit, id, StatusCode::OK, (&Typed::default(), &[], None)).await
}

pub async fn post_member_filing(AsClerk(visit): AsClerk, id: web::Path<String>, body: Bytes) -> Result<HttpResponse, Error> {
    let id = visit.id(&id)?;
    visit.pressed(&body)?;
    let typed = Typed::read(&body);
    match file_for_member(visit.desk(), visit.role, id, read(&typed)).await {
        Ok(own) => Ok(followed(&own, visit.language)),
        Err(Refusal::Fields(errors)) => for_member(&visit, id, StatusCode::UNPROCESSABLE_ENTITY, (&typed, &errors, None)).await,
        Err(Refusal::ChangedMeanwhile) => {
            let sentence = say(visit.language, "complaint-changed");
            for_member(&visit, id, StatusCode::CONFLICT, (&typed, &[], Some(sentence))).await
        }
        Err(refusal) => Err(visit.refused(refusal)),
    }
}

async fn own(visit: &Visit, id: SpecialistId, offer: OfferId, status: StatusCode, told: Told<'_>) -> Result<HttpResponse, Error> {
    let view = look_at_own_filing(visit.desk(), id, offer).await.map_err(|refusal| visit.refused(refusal))?;
    let back = ("/me/offers".to_owned(), "complaint-file-back-own");
    let frame = (format!("/me/offers/{offer}/complaint"), back, visit.value());
    Ok(visit.shown(status, &file_page(&visit.state, visit.language, view, frame, told)))
}

pub async fn show_own_filing(AsSpecialist(visit, id): AsSpecialist, offer: web::Path<String>) -> Result<HttpResponse, Error> {
    let offer = visit.id(&offer)?;
    own(&visit, id, offer, StatusCode::OK, (&Typed::default(), &[], None)).await
}

pub async fn post_own_filing(AsSpecialist(visit, id): AsSpecialist, offer: web::Path<String>, body: Bytes) -> Result<HttpResponse, Error> {
    let offer = visit.id(&offer)?;
    visit.pressed(&body)?;
    let typed = Typed::read(&body);
    match file_own_complaint(visit.desk(), id, offer, read(&typed)).await {
        Ok(token) => Ok(followed(&token, visit.language)),
        Err(Refusal::Fields(errors)) => own(&visit, id, offer, StatusCode::UNPROCESSABLE_ENTITY, (&typed, &errors, None)).await,
        Err(Refusal::ChangedMeanwhile) => {
            let sentence = say(visit.language, "complaint-changed");
            own(&visit, id, offer, StatusCode::CONFLICT, (&typed, &[], Some(sentence))).await
        }
        Err(refusal) => Err(visit.refused(refusal)),
    }
}

pub async fn post_filing(linked: Linked, body: Bytes) -> Result<HttpResponse, Error> {
    let view = look(&linked).await?;
    let (language, typed) = (linked.language_of(view.language), Typed::read(&body));
    let (status, errors, sentence) = match file_complaint(linked.desk(), linked.press(&body), read(&typed)).await {
        Ok(own) => return Ok(followed(&own, language)),
        Err(Refusal::Fields(errors)) => (StatusCode::UNPROCESSABLE_ENTITY, errors, None),
        Err(Refusal::StalePage(stale)) => {
            let (status, sentence) = again(stale, language);
            (status, Vec::new(), Some(sentence))
        }
        Err(Refusal::ChangedMeanwhile) => (StatusCode::CONFLICT, Vec::new(), Some(say(language, "complaint-changed"))),
        Err(refusal) => return Err(linked.refused(refusal)),
    };
    let view = look(&linked).await?;
    Ok(shown(&linked, view, status, (&typed, &errors, sentence)))
}
