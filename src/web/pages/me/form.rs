//! Showing and saving one part of a profile. A form knows the version that it was opened with, so nothing that was changed elsewhere is lost unseen;
//! what was saved can be taken back with one press, since the answer holds what had been there.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse, web};
use askama::Template;

use crate::active_list::SpecialistForm;
use crate::desk::{Refusal, SpecialistView, change_specialist, view_specialist};
use crate::ids::SpecialistId;
use crate::report::FieldError;
use crate::web::body::Bytes;
use crate::web::pages::ask_form::join;
use crate::web::pages::me::form_of;
use crate::web::pages::me::parts::Part;
use crate::web::pages::me::sheet::{Input, Sheet};
use crate::web::pages::typed::Typed;
use crate::web::pages::visit::{AsSpecialist, Visit};
use crate::web::pages::words::Words;
use crate::web::problem::field_sentence;
use crate::wording::{menu_name, say};

#[derive(Template)]
#[template(path = "pages/me_form.html")]
struct PartPage {
    t: Words,
    title: String,
    lead: String,
    action: String,
    list: &'static str,
    version: String,
    value: String,
    inputs: Vec<Input>,
    /// Name and label of the input, and what is wrong; without a name where the mistake is in another part.
    mistakes: Vec<(String, String, String)>,
    alert: Option<String>,
    can_go: bool,
}

#[derive(Template)]
#[template(path = "pages/me_saved.html")]
struct SavedPage {
    t: Words,
    title: String,
    /// Where the press goes that takes it back, and what it sends.
    action: String,
    fields: Vec<(String, String)>,
    version: i32,
    value: String,
    list: &'static str,
}

/// Why a form comes again.
#[derive(Default)]
struct Why {
    errors: Vec<FieldError>,
    alert: Option<String>,
}

pub async fn show_section(AsSpecialist(visit, id): AsSpecialist, name: web::Path<String>) -> Result<HttpResponse, Error> {
    shown(&visit, id, &section(&visit, &name)?).await
}

pub async fn post_section(AsSpecialist(visit, id): AsSpecialist, name: web::Path<String>, body: Bytes) -> Result<HttpResponse, Error> {
    let part = section(&visit, &name)?;
    saved(&visit, id, part, body).await
}

pub async fn show_menu(AsSpecialist(visit, id): AsSpecialist, name: web::Path<String>) -> Result<HttpResponse, Error> {
    shown(&visit, id, &menu(&visit, &name)?).await
}

pub async fn post_menu(AsSpecialist(visit, id): AsSpecialist, name: web::Path<String>, body: Bytes) -> Result<HttpResponse, Error> {
    let part = menu(&visit, &name)?;
    saved(&visit, id, part, body).await
}

pub async fn post_menu_drop(AsSpecialist(visit, id): AsSpecialist, name: web::Path<String>, body: Bytes) -> Result<HttpResponse, Error> {
    let part = menu(&visit, &name)?;
    dropped(&visit, id, part, body).await
}

pub async fn show_experience(AsSpecialist(visit, id): AsSpecialist, name: web::Path<String>) -> Result<HttpResponse, Error> {
    shown(&visit, id, &experience(&visit, &name)?).await
}

pub async fn post_experience(AsSpecialist(visit, id): AsSpecialist, name: web::Path<String>, body: Bytes) -> Result<HttpResponse, Error> {
    let part = experience(&visit, &name)?;
    saved(&visit, id, part, body).await
}

pub async fn post_experience_drop(
    AsSpecialist(visit, id): AsSpecialist,
    name: web::Path<String>,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let part = experience(&visit, &name)?;
    dropped(&visit, id, part, body).await
}

fn section(visit: &Visit, name: &str) -> Result<Part, Error> {
    Part::find_section(name).ok_or_else(|| visit.refused(Refusal::NotFound))
}

fn menu(visit: &Visit, code: &str) -> Result<Part, Error> {
    let known = visit.desk().catalogue.menu(code).map(|menu| Part::Menu(menu.code.clone()));
    known.ok_or_else(|| visit.refused(Refusal::NotFound))
}

fn experience(visit: &Visit, place: &str) -> Result<Part, Error> {
    match place {
        "new" => Ok(Part::Experience(None)),
        place => place.parse().map(|at| Part::Experience(Some(at))).map_err(|_| visit.refused(Refusal::NotFound)),
    }
}

/// The profile as it is; a place in it that there is not is no page.
async fn look(visit: &Visit, id: SpecialistId, part: &Part) -> Result<(SpecialistView, SpecialistForm), Error> {
    let view = view_specialist(visit.desk(), id).await.map_err(|refusal| visit.refused(refusal))?;
    let form = form_of(&view.specialist).map_err(|refusal| visit.refused(refusal))?;
    match part {
        Part::Experience(Some(at)) if *at >= form.experiences.len() => Err(visit.refused(Refusal::NotFound)),
        _ => Ok((view, form)),
    }
}

async fn shown(visit: &Visit, id: SpecialistId, part: &Part) -> Result<HttpResponse, Error> {
    let (view, form) = look(visit, id, part).await?;
    Ok(page(visit, StatusCode::OK, part, (view.version, &form), &part.typed(&form), &Why::default()))
}

async fn saved(visit: &Visit, id: SpecialistId, part: Part, body: Bytes) -> Result<HttpResponse, Error> {
    visit.pressed(&body)?;
    let typed = Typed::read(&body);
    let (view, before) = look(visit, id, &part).await?;
    let (mut form, mut errors) = (before.clone(), Vec::new());
    part.read(&typed, &mut form, &mut errors);
    let prefix = part.prefix(&form);
    if let Err(more) = form.check(&visit.desk().catalogue, visit.desk().clock.today()) {
        let own = |error: FieldError| match error.pointer.strip_prefix(&prefix) {
            Some(rest) => FieldError { pointer: rest.to_owned(), ..error },
            None => error,
        };
        join(&mut errors, more.into_iter().map(own).collect());
    }
    // A press without a version is no form of ours.
    let read: i32 = typed.text("version").parse().unwrap_or_default();
    let at_end = form.experiences.len().saturating_sub(1);
    let outcome = match errors.is_empty() {
        true => change_specialist(visit.desk(), id, Some(read), move |_| Ok(form)).await,
        false => Err(errors.into()),
    };
    let why = match outcome {
        Ok(changed) => {
            let (action, fields) = match &part {
                Part::Menu(_) if !part.can_go(&before) => (format!("{}/drop", part.path()), Vec::new()),
                Part::Experience(None) => (format!("{}/drop", Part::Experience(Some(at_end)).path()), Vec::new()),
                _ => (part.path(), part.typed(&before).pairs()),
            };
            return Ok(done(visit, "me-saved", &part, (action, fields), changed.version));
        }
        Err(Refusal::Fields(errors)) => Why { errors, alert: None },
        Err(Refusal::Outdated | Refusal::ChangedMeanwhile) => outdated(visit),
        Err(refusal) => return Err(visit.refused(refusal)),
    };
    let status = if why.alert.is_some() { StatusCode::PRECONDITION_FAILED } else { StatusCode::UNPROCESSABLE_ENTITY };
    let version = if why.alert.is_some() { view.version } else { read };
    Ok(page(visit, status, &part, (version, &before), &typed, &why))
}

async fn dropped(visit: &Visit, id: SpecialistId, part: Part, body: Bytes) -> Result<HttpResponse, Error> {
    visit.pressed(&body)?;
    let (view, before) = look(visit, id, &part).await?;
    let read: i32 = Typed::read(&body).text("version").parse().unwrap_or_default();
    let mut form = before.clone();
    part.remove(&mut form);
    match change_specialist(visit.desk(), id, Some(read), move |_| Ok(form)).await {
        Ok(changed) => {
            let back = if matches!(part, Part::Experience(_)) { Part::Experience(None) } else { part.clone() };
            Ok(done(visit, "me-dropped", &part, (back.path(), part.typed(&before).pairs()), changed.version))
        }
        Err(Refusal::Outdated | Refusal::ChangedMeanwhile) => {
            let typed = part.typed(&before);
            Ok(page(visit, StatusCode::PRECONDITION_FAILED, &part, (view.version, &before), &typed, &outdated(visit)))
        }
        Err(refusal) => Err(visit.refused(refusal)),
    }
}

fn outdated(visit: &Visit) -> Why {
    Why { errors: Vec::new(), alert: Some(say(visit.language, "me-changed-meanwhile")) }
}

/// That it is done, with the way back.
fn done(visit: &Visit, title: &str, part: &Part, (action, fields): (String, Vec<(String, String)>), version: i32) -> HttpResponse {
    let title = say(visit.language, title);
    let shown = SavedPage { t: visit.words(), title, action, fields, version, value: visit.value(), list: part.list() };
    visit.shown(StatusCode::OK, &shown)
}

fn page(visit: &Visit, status: StatusCode, part: &Part, (version, form): (i32, &SpecialistForm), typed: &Typed, why: &Why) -> HttpResponse {
    let (language, catalogue) = (visit.language, &visit.desk().catalogue);
    let errors: Vec<(String, String)> = why.errors.iter().map(|error| (error.pointer.clone(), field_sentence(error, language))).collect();
    let mut sheet = Sheet { language, catalogue, typed, errors: &errors, inputs: Vec::new() };
    part.lay(&mut sheet);
    let inputs = sheet.inputs;
    let mistakes = errors.iter().map(|(at, sentence)| {
        let input = inputs.iter().find(|input| at == &input.name || at.starts_with(&format!("{}/", input.name)));
        let (name, label) = input.map_or_else(|| (String::new(), at.clone()), |input| (input.name.clone(), input.label.clone()));
        (name, label, sentence.clone())
    });
    let (title, lead) = match part {
        Part::Menu(code) => {
            let what = catalogue.menu(code).map(|menu| if language.is_japanese() { &menu.what_ja } else { &menu.what_en });
            (menu_name(language, catalogue, code), what.cloned().unwrap_or_default())
        }
        _ => (say(language, &format!("me-part-{}", part.code())), say(language, &format!("me-part-{}-lead", part.code()))),
    };
    let shown = PartPage {
        t: visit.words(),
        title,
        lead,
        action: part.path(),
        list: part.list(),
        version: version.to_string(),
        value: visit.value(),
        mistakes: mistakes.collect(),
        alert: why.alert.clone(),
        can_go: part.can_go(form),
        inputs,
    };
    visit.shown(status, &shown)
}
