//! Reading members from a file: what is wrong or would be done is shown first. A few bad rows are mended in the page; else the file is sent once more.

use std::collections::HashMap;

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse};
use askama::Template;

use crate::brokering::{MEMBER_COLUMNS, MemberTable, write_members};
use crate::desk::{Refusal, Stale, export_members};
use crate::web::api::{ImportMistake, ImportReport, report, sheet, unreadable};
use crate::web::body::Sheet;
use crate::web::multipart::parts;
use crate::web::pages::brokering::mend::{Mend, Mended, mend, mended};
use crate::web::pages::visit::{AsClerk, Visit};
use crate::web::pages::words::Words;
use crate::web::problem::field_sentence;

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
    /// Rows to be mended right here.
    mend: Option<Mend>,
    /// Rows that were left out, or are to be.
    left_out: usize,
    /// Why the file could not be read at all.
    unreadable: Option<String>,
}

impl ImportPage {
    /// Rows that stand ready to be taken in.
    fn ready(&self) -> usize {
        self.report.as_ref().map_or(0, |report| report.done.added + report.done.changed + report.done.same)
    }
}

fn form(visit: &Visit) -> ImportPage {
    ImportPage { t: visit.words(), value: visit.value(), report: None, more: 0, mend: None, left_out: 0, unreadable: None }
}

pub async fn show_import(AsClerk(visit): AsClerk) -> HttpResponse {
    visit.shown(StatusCode::OK, &form(&visit))
}

/// A file, or what a page brings back on which rows of one were mended.
pub async fn post_import(AsClerk(visit): AsClerk, Sheet(body): Sheet) -> Result<HttpResponse, Error> {
    let mut parts: HashMap<_, _> = parts(visit.headers(), body).await.unwrap_or_default().into_iter().collect();
    let file = parts.remove("file");
    let texts = parts.into_iter().map(|(name, bytes)| (name, String::from_utf8_lossy(&bytes).into_owned()));
    let pressed = visit.pressed_with_file(texts.collect())?;
    let is_dry = pressed.text("take") != "yes";
    if pressed.text("carried").is_empty() {
        return match MemberTable::read(&file.unwrap_or_default()) {
            Ok(table) => answer(&visit, Mended::of_file(table), is_dry).await,
            Err(error) => {
                let why = Some(field_sentence(&unreadable(error), visit.language));
                Ok(visit.shown(StatusCode::UNPROCESSABLE_ENTITY, &ImportPage { unreadable: why, ..form(&visit) }))
            }
        };
    }
    let mended = mended(&pressed).ok_or_else(|| visit.refused(Refusal::StalePage(Stale::Unknown)))?;
    answer(&visit, mended, is_dry).await
}

async fn answer(visit: &Visit, mended: Mended, is_dry: bool) -> Result<HttpResponse, Error> {
    let rows = mended.table.judge(&visit.desk().catalogue);
    let (mend, left_out) = (mend(&mended, &rows, visit.language), mended.left_out.len());
    let report = report(&visit.state, visit.role, rows, is_dry, visit.language).await;
    let mut report = report.map_err(|problem| visit.refuse(problem))?;
    let status = if report.mistakes.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let more = report.mistakes.len().saturating_sub(SHOWN);
    report.mistakes.truncate(SHOWN);
    if visit.language.is_japanese() {
        report.mistakes.iter_mut().for_each(as_in_the_file);
    }
    Ok(visit.shown(status, &ImportPage { report: Some(report), more, mend, left_out, ..form(visit) }))
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
