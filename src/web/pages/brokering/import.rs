//! Reading members from a file: what is wrong or would be done is shown first; the same file sent once more is taken in.

use std::collections::HashMap;

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse};
use askama::Template;

use crate::brokering::{MEMBER_COLUMNS, write_members};
use crate::desk::export_members;
use crate::web::api::{ImportMistake, ImportReport, report, sheet};
use crate::web::body::Sheet;
use crate::web::multipart::parts;
use crate::web::pages::visit::{AsClerk, Visit};
use crate::web::pages::words::Words;
use crate::web::problem::{Kind, field_sentence};

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

fn form(visit: &Visit) -> ImportPage {
    ImportPage { t: visit.words(), value: visit.value(), report: None, more: 0, unreadable: None }
}

pub async fn show_import(AsClerk(visit): AsClerk) -> HttpResponse {
    visit.shown(StatusCode::OK, &form(&visit))
}

pub async fn post_import(AsClerk(visit): AsClerk, Sheet(body): Sheet) -> Result<HttpResponse, Error> {
    let mut parts: HashMap<_, _> = parts(visit.headers(), body).await.unwrap_or_default().into_iter().collect();
    let file = parts.remove("file").unwrap_or_default();
    let texts = parts.into_iter().map(|(name, bytes)| (name, String::from_utf8_lossy(&bytes).into_owned()));
    let pressed = visit.pressed_with_file(texts.collect())?;
    let is_dry = pressed.text("take") != "yes";
    match report(&visit.state, visit.role, &file, is_dry, visit.language).await {
        Ok(mut report) => {
            let status = if report.mistakes.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
            let more = report.mistakes.len().saturating_sub(SHOWN);
            report.mistakes.truncate(SHOWN);
            if visit.language.is_japanese() {
                report.mistakes.iter_mut().for_each(as_in_the_file);
            }
            Ok(visit.shown(status, &ImportPage { report: Some(report), more, ..form(&visit) }))
        }
        Err(problem) if problem.kind == Kind::InvalidFields => {
            let why = problem.errors.first().map(|error| field_sentence(error, visit.language));
            Ok(visit.shown(StatusCode::UNPROCESSABLE_ENTITY, &ImportPage { unreadable: why, ..form(&visit) }))
        }
        Err(problem) => Err(visit.refuse(problem)),
    }
}

/// A clerk knows the columns by the names that nakodo writes into the file.
fn as_in_the_file(mistake: &mut ImportMistake) {
    if let Some(column) = MEMBER_COLUMNS.iter().find(|column| column.name == mistake.column) {
        mistake.column = column.japanese.to_owned();
    }
}

pub async fn download_members(AsClerk(visit): AsClerk) -> Result<HttpResponse, Error> {
    let members = export_members(visit.desk(), visit.role).await.map_err(|refusal| visit.refused(refusal))?;
    Ok(sheet(&write_members(&members)))
}
