//! A ledger to take along: signed for whoever checks it, as a table, as a workbook, and on paper.

use actix_web::http::{StatusCode, header};
use actix_web::{Error, HttpResponse, web};
use askama::Template;
use chrono::SecondsFormat;

use crate::credits::Statement;
use crate::desk::{CreditsPage, Refusal, ledger_key, look_at_book, sign_statement};
use crate::ids::SpecialistId;
use crate::web::State;
use crate::web::pages::credits::book::{entries, tables, written};
use crate::web::pages::credits::schemes::{SchemeWords, scheme_words};
use crate::web::pages::credits::telling::{approved, line};
use crate::web::pages::visit::{AsSpecialist, Visit};
use crate::web::pages::words::Words;
use crate::web::problem::{Kind, Problem};
use crate::wording::activity_name;
use crate::workbook::workbook;

#[derive(Template)]
#[template(path = "pages/credits_print.html")]
struct PrintTemplate {
    t: Words,
    statement: Statement,
    signed_at: String,
    /// The same as it was signed.
    exactly_at: String,
    /// Row, kind, days and time, and as what it was approved.
    rows: Vec<(u64, String, String, String)>,
    schemes: Vec<SchemeWords>,
}

/// The key with which anybody checks a statement.
pub async fn show_ledger_key(state: web::Data<State>) -> HttpResponse {
    HttpResponse::Ok().insert_header((header::CONTENT_TYPE, "text/plain; charset=utf-8")).body(format!("{}\n", ledger_key(&state.desk)))
}

pub async fn download_statement(AsSpecialist(visit, id): AsSpecialist) -> Result<HttpResponse, Error> {
    let statement = sign_statement(visit.desk(), id).await.map_err(|refusal| visit.refused(refusal))?;
    let text = serde_json::to_string_pretty(&statement).map_err(|_| unwritten(&visit))?;
    Ok(saved("json", "application/json", text.into_bytes()))
}

pub async fn download_credit_sheet(AsSpecialist(visit, id): AsSpecialist) -> Result<HttpResponse, Error> {
    let (page, statement) = look(&visit, id).await?;
    // A spreadsheet knows UTF-8 by the mark at its beginning.
    let mut file = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::from("\u{feff}"));
    let ledger = tables(&visit.words(), visit.desk(), &page, &statement).into_iter().next().ok_or_else(|| unwritten(&visit))?;
    let mut done = file.write_record(&ledger.head);
    for (name, cells) in &ledger.rows {
        done = done.and_then(|()| file.write_record([name.clone()].into_iter().chain(cells.iter().map(written))));
    }
    let bytes = done.ok().and_then(|()| file.into_inner().ok()).ok_or_else(|| unwritten(&visit))?;
    Ok(saved("csv", "text/csv; charset=utf-8", bytes))
}

pub async fn download_credit_book(AsSpecialist(visit, id): AsSpecialist) -> Result<HttpResponse, Error> {
    let ((page, statement), t) = (look(&visit, id).await?, visit.words());
    let title = t.say("credits-title");
    let bytes = workbook(&title, &title, visit.desk().clock.now(), &tables(&t, visit.desk(), &page, &statement)).map_err(|error| {
        tracing::error!(%error, "a workbook could not be written");
        unwritten(&visit)
    })?;
    Ok(saved("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes))
}

pub async fn show_credits_print(AsSpecialist(visit, id): AsSpecialist) -> Result<HttpResponse, Error> {
    let ((page, statement), t) = (look(&visit, id).await?, visit.words());
    let catalogue = &visit.desk().catalogue;
    let row = |claim: &crate::desk::ClaimView| {
        let kind = activity_name(visit.language, catalogue, &claim.activity.kind);
        (claim.seq.unwrap_or_default(), kind, line(&t, &claim.activity), approved(&t, claim.approved_as))
    };
    let shown = PrintTemplate {
        t,
        signed_at: t.moment(&statement.head.at),
        exactly_at: statement.head.at.to_rfc3339_opts(SecondsFormat::Micros, true),
        rows: entries(&page).into_iter().map(row).collect(),
        schemes: page.schemes.iter().filter(|scheme| scheme.projection.is_some()).map(|one| scheme_words(&t, one, &page)).collect(),
        statement,
    };
    Ok(visit.shown(StatusCode::OK, &shown))
}

async fn look(visit: &Visit, id: SpecialistId) -> Result<(CreditsPage, Statement), Error> {
    look_at_book(visit.desk(), id).await.map_err(|refusal: Refusal| visit.refused(refusal))
}

fn unwritten(visit: &Visit) -> Error {
    visit.refuse(Problem::new(Kind::Internal, visit.language))
}

fn saved(ending: &str, kind: &str, bytes: Vec<u8>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, kind))
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"nakodo-credits.{ending}\"")))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(bytes)
}
