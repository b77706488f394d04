//! Reading members from a file: what is wrong or would be done is shown first; the same file sent once more is taken in.

use actix_web::http::{StatusCode, header};
use actix_web::{Error, HttpRequest, HttpResponse, web};
use askama::Template;

use crate::brokering::write_members;
use crate::desk::export_members;
use crate::language::Language;
use crate::seals::{Action, PageValue};
use crate::web::State;
use crate::web::api::{ImportReport, report, sheet};
use crate::web::body::Sheet;
use crate::web::caller::Clerk;
use crate::web::multipart::parts;
use crate::web::pages::brokering::{language, refused, value};
use crate::web::pages::words::Words;
use crate::web::pages::{ok, page};
use crate::web::problem::Kind;
use crate::web::reader::{Asked, refuse, refuse_with};

/// Mistakes on one page: it stays below 20 kB. The rest is told by its number.
const SHOWN: usize = 30;

#[derive(Template)]
#[template(path = "pages/members_import.html")]
struct ImportPage {
    t: Words,
    value: String,
    report: Option<ImportReport>,
    /// Mistakes that are not shown.
    more: usize,
    /// Why the file could not be read at all.
    unreadable: Option<String>,
}

fn form(state: &State, clerk: &Clerk, language: Language) -> ImportPage {
    ImportPage { t: Words(language), value: value(state, clerk), report: None, more: 0, unreadable: None }
}

pub async fn show_import(state: web::Data<State>, Asked(asked): Asked, clerk: Clerk) -> HttpResponse {
    let language = language(asked, &clerk);
    ok(language, &form(&state, &clerk, language))
}

pub async fn post_import(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked,
    clerk: Clerk,
    body: Sheet,
) -> Result<HttpResponse, Error> {
    let language = language(asked, &clerk);
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let parts = parts(kind, &body.0).unwrap_or_default();
    let part = |name: &str| parts.iter().find(|(one, _)| one == name).map_or(&[][..], |(_, bytes)| *bytes);
    let text = |name: &str| String::from_utf8_lossy(part(name)).into_owned();
    let press = crate::desk::Press { token: clerk.signed.token.clone(), value: PageValue::find(&text("value")), browser: None };
    if !state.desk.is_of_page(&press, Action::Manage) {
        return Err(refuse(&request, Kind::NotFromPage));
    }
    let is_dry = text("take") != "yes";
    let shown = form(&state, &clerk, language);
    match report(&state, clerk.role, part("file"), is_dry, language).await {
        Ok(mut report) => {
            let status = if report.mistakes.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
            let more = report.mistakes.len().saturating_sub(SHOWN);
            report.mistakes.truncate(SHOWN);
            Ok(page(status, language, &ImportPage { report: Some(report), more, ..shown }))
        }
        Err(problem) if problem.kind == Kind::InvalidFields => {
            let why = problem.errors.first().map(|error| crate::web::problem::field_sentence(error, language));
            Ok(page(StatusCode::UNPROCESSABLE_ENTITY, language, &ImportPage { unreadable: why, ..shown }))
        }
        Err(problem) => Err(refuse_with(&request, problem)),
    }
}

pub async fn download_members(request: HttpRequest, state: web::Data<State>, clerk: Clerk) -> Result<HttpResponse, Error> {
    let members = export_members(&state.desk, clerk.role).await.map_err(|refusal| refused(&request, refusal))?;
    Ok(sheet(&write_members(&members)))
}
