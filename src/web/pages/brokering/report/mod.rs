//! The report of a fiscal year: a page with charts, and the same figures as a CSV file and as a workbook.

mod chart;
mod tables;

use actix_web::http::{StatusCode, header};
use actix_web::{Error, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use crate::brokering::FiscalYear;
use crate::desk::{Refusal, YearView, report_year};
use crate::web::pages::visit::{AsReporter, Visit};
use crate::web::pages::words::Words;
use crate::web::problem::{Kind, Problem};
use crate::wording::say_with;
use crate::workbook::{Cell, Table, workbook};
use chart::{Chart, chart};
use tables::tables;

/// A table with its picture.
struct Part {
    table: Table,
    chart: Option<Chart>,
}

#[derive(Template)]
#[template(path = "pages/report.html")]
struct ReportPage {
    t: Words,
    title: String,
    /// Whose figures they are; none where they are over all.
    org: Option<String>,
    from: chrono::NaiveDate,
    until: chrono::NaiveDate,
    year: i32,
    years: Vec<i32>,
    is_empty: bool,
    parts: Vec<Part>,
    at: crate::clock::Moment,
}

#[derive(Debug, Deserialize)]
pub struct Asked {
    year: Option<String>,
}

/// What was asked for. A year that is none is a place where nothing is.
async fn found(visit: &Visit, asked: &Asked) -> Result<YearView, Error> {
    let year = match &asked.year {
        Some(text) => Some(FiscalYear::find(text).ok_or_else(|| visit.refused(Refusal::NotFound))?),
        None => None,
    };
    report_year(visit.desk(), visit.role, year).await.map_err(|refusal| visit.refused(refusal))
}

fn title(visit: &Visit, view: &YearView) -> String {
    say_with(visit.language, "report-title", &[("year", &view.report.year.number().to_string())])
}

/// In the order of the page: cells as text.
pub(super) fn figure(cell: &Cell) -> String {
    match cell {
        Cell::Number(number) => number.to_string(),
        Cell::Text(text) => text.clone(),
    }
}

pub async fn show_report(AsReporter(visit): AsReporter, asked: web::Query<Asked>) -> Result<HttpResponse, Error> {
    let view = found(&visit, &asked).await?;
    let told = tables(visit.language, &visit.desk().catalogue, &view.report);
    let part = |(id, table)| Part { chart: chart(id, &table), table };
    let year = view.report.year;
    let shown = ReportPage {
        t: visit.words(),
        title: title(&visit, &view),
        from: year.first_day(),
        until: year.last_day(),
        year: year.number(),
        years: view.years.iter().map(|year| year.number()).collect(),
        is_empty: view.report.is_empty(),
        parts: told.into_iter().enumerate().map(part).collect(),
        at: visit.desk().clock.now(),
        org: view.org,
    };
    Ok(visit.shown(StatusCode::OK, &shown))
}

/// One figure in each row, with the table, the row and the column it stands in: what a spreadsheet turns any way.
pub async fn download_report_sheet(AsReporter(visit): AsReporter, asked: web::Query<Asked>) -> Result<HttpResponse, Error> {
    let view = found(&visit, &asked).await?;
    let words = visit.words();
    // A spreadsheet knows UTF-8 by the mark at its beginning.
    let mut file = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::from("\u{feff}"));
    let mut write = |record: [String; 4]| file.write_record(record);
    let mut written = write(["report-table", "report-row", "report-figure", "report-value"].map(|key| words.say(key)));
    for table in tables(visit.language, &visit.desk().catalogue, &view.report) {
        for (name, cells) in &table.rows {
            for (column, cell) in table.head.iter().skip(1).zip(cells) {
                written = written.and_then(|()| write([table.title.clone(), name.clone(), column.clone(), figure(cell)]));
            }
        }
    }
    let bytes = written.ok().and_then(|()| file.into_inner().ok()).ok_or_else(|| unwritten(&visit))?;
    Ok(file_of(&view, "csv", "text/csv; charset=utf-8", bytes))
}

pub async fn download_report_book(AsReporter(visit): AsReporter, asked: web::Query<Asked>) -> Result<HttpResponse, Error> {
    let view = found(&visit, &asked).await?;
    let told = tables(visit.language, &visit.desk().catalogue, &view.report);
    let author = view.org.clone().unwrap_or_else(|| visit.words().say("report-of-all"));
    let bytes = workbook(&title(&visit, &view), &author, visit.desk().clock.now(), &told).map_err(|error| {
        tracing::error!(%error, "a workbook could not be written");
        unwritten(&visit)
    })?;
    Ok(file_of(&view, "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes))
}

fn unwritten(visit: &Visit) -> Error {
    visit.refuse(Problem::new(Kind::Internal, visit.language))
}

fn file_of(view: &YearView, ending: &str, kind: &str, bytes: Vec<u8>) -> HttpResponse {
    let name = format!("attachment; filename=\"nakodo-{}.{ending}\"", view.report.year.number());
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, kind))
        .insert_header((header::CONTENT_DISPOSITION, name))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(bytes)
}
