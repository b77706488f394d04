//! The page on which a side of a match complains, behind the link that it has to the match.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpRequest, HttpResponse, web};
use askama::Template;

use crate::complaints::ComplaintForm;
use crate::desk::{Filing, Refusal, file_complaint, look_at_filing};
use crate::ids::Token;
use crate::language::Language;
use crate::report::FieldError;
use crate::seals::Action;
use crate::web::State;
use crate::web::body::Bytes;
use crate::web::pages::me::sheet::{Input, Sheet as Inputs};
use crate::web::pages::pressed::{Pressed, again};
use crate::web::pages::typed::Typed;
use crate::web::pages::words::Words;
use crate::web::pages::{page, see_other};
use crate::web::problem::{Problem, field_sentence};
use crate::web::reader::{Asked, find_token, refuse_with, refused};
use crate::wording::say;

#[derive(Template)]
#[template(path = "pages/complaint_form.html")]
struct FilePage {
    t: Words,
    token: String,
    /// Number and day of the answer of a complaint that is under way.
    open: Option<(String, String)>,
    inputs: Vec<Input>,
    /// Name and label of the input, and what is wrong.
    mistakes: Vec<(String, String, String)>,
    value: String,
    again: Option<String>,
}

async fn look(request: &HttpRequest, state: &State, token: &Token) -> Result<Filing, Error> {
    look_at_filing(&state.desk, token.clone()).await.map_err(|refusal| refused(request, refusal))
}

pub async fn show_filing(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    token: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let secret = find_token(&request, &token)?;
    let view = look(&request, &state, &secret).await?;
    let language = asked.unwrap_or(view.language);
    Ok(shown(&state, language, &secret, view, StatusCode::OK, (&Typed::default(), &[], None)))
}

fn shown(
    state: &State,
    language: Language,
    token: &Token,
    view: Filing,
    status: StatusCode,
    (typed, errors, again): (&Typed, &[FieldError], Option<String>),
) -> HttpResponse {
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
    let shown = FilePage {
        token: token.reveal(),
        open: view.open.map(|(number, _, due)| (number, t.date(&due))),
        mistakes: mistakes.collect(),
        inputs,
        value: state.desk.page_value(Action::Complain, token).reveal(),
        again,
        t,
    };
    page(status, language, &shown)
}

pub async fn post_filing(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    token: web::Path<String>,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let secret = find_token(&request, &token)?;
    let view = look(&request, &state, &secret).await?;
    let language = asked.unwrap_or(view.language);
    let (press, typed) = (Pressed::read(&request, &body).press(secret.clone()), Typed::read(&body));
    let text = |name: &str| typed.text(name).to_owned();
    let form = ComplaintForm { category: text("/category"), words: text("/words"), wish: text("/wish") };
    let (status, errors, sentence) = match file_complaint(&state.desk, press, form).await {
        Ok(own) => return Ok(see_other(&format!("/complaints/{}?lang={}", own.reveal(), language.tag()))),
        Err(Refusal::Fields(errors)) => (StatusCode::UNPROCESSABLE_ENTITY, errors, None),
        Err(Refusal::StalePage(stale)) => {
            let (status, sentence) = again(stale, language);
            (status, Vec::new(), Some(sentence))
        }
        Err(Refusal::ChangedMeanwhile) => (StatusCode::CONFLICT, Vec::new(), Some(say(language, "complaint-changed"))),
        Err(refusal) => return Err(refuse_with(&request, Problem::of(refusal, language))),
    };
    let view = look(&request, &state, &secret).await?;
    Ok(shown(&state, language, &secret, view, status, (&typed, &errors, sentence)))
}
