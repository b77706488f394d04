//! `nakodo listings …`: other public lists of services.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Subcommand;
use indicatif::{ProgressBar, ProgressStyle};

use crate::app::App;
use crate::cli::CommandError;
use crate::cli::registry::{in_words, tell};
use crate::desk::{import_listings, list_listing_sources};
use crate::listings::{ListingsError, read_listings};

/// Titles of one kind of change that are printed; the rest are counted.
const TOLD: usize = 50;

#[derive(Debug, Subcommand)]
pub(super) enum ListingsCommand {
    /// Put a snapshot of a list (CSV) in the place of the last one
    Import {
        /// Which list: service-standards or otasuke
        kind: String,
        file: PathBuf,
        /// The day of which the list tells (2026-11-01)
        #[arg(long, value_name = "DAY")]
        as_of: NaiveDate,
        /// Where the file came from; the publisher's page if left out
        #[arg(long, value_name = "URL")]
        source: Option<String>,
        /// Say what would come of it and change nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// Which lists there are, and of which day
    Status,
}

pub(super) async fn listings(app: &App, command: ListingsCommand) -> Result<(), CommandError> {
    match command {
        ListingsCommand::Import { kind, file, as_of, source, dry_run } => import(app, kind, file, (as_of, source), dry_run).await,
        ListingsCommand::Status => {
            let sources = list_listing_sources(&app.desk).await?;
            for kind in app.desk.catalogue.listing_kinds() {
                match sources.iter().find(|source| source.kind == kind.code) {
                    Some(known) => println!("{}: {} rows as of {} from {}", kind.code, known.rows, known.as_of, known.source),
                    None => println!("{}: not read yet; see {}", kind.code, kind.home),
                }
            }
            Ok(())
        }
    }
}

async fn import(
    app: &App,
    code: String,
    file: PathBuf,
    (as_of, source): (NaiveDate, Option<String>),
    is_dry: bool,
) -> Result<(), CommandError> {
    let catalogue = &app.desk.catalogue;
    let kind = catalogue.listing_kind(&code).ok_or_else(|| {
        let known: Vec<&str> = catalogue.listing_kinds().iter().map(|kind| kind.code.as_str()).collect();
        CommandError::Said(format!("{code} is no list; there are {}", known.join(", ")))
    })?;
    if source.as_ref().is_some_and(|source| !source.starts_with("https://")) {
        return Err(CommandError::Said("--source is no https address".to_owned()));
    }
    let said = |error: &dyn std::fmt::Display| CommandError::Said(format!("{}: {error}; nothing was changed", file.display()));
    let style = ProgressStyle::with_template("{spinner} {msg} ({elapsed})").unwrap_or_else(|_| ProgressStyle::default_spinner());
    // On standard error, so that the report can be kept apart.
    let bar = ProgressBar::new_spinner().with_style(style).with_message("reading");
    bar.enable_steady_tick(std::time::Duration::from_millis(200));
    let bytes = std::fs::read(&file).map_err(|error| said(&error))?;
    let read = read_listings(&bytes, kind, catalogue).map_err(|error| {
        bar.finish_and_clear();
        if let ListingsError::Rows { mistakes, count } = &error {
            mistakes.iter().for_each(tell);
            if *count > mistakes.len() {
                eprintln!("and {} more", count - mistakes.len());
            }
        }
        said(&error)
    })?;
    for (what, names) in [("passed over", &read.passed_over), ("not in the file", &read.absent)] {
        if !names.is_empty() {
            println!("columns {what}: {}", names.join(", "));
        }
    }
    if read.first_pages > 0 {
        println!("{} links lead to the first page of a site and not to the service", read.first_pages);
    }
    bar.set_message(format!("putting {} rows in place", read.rows.len()));
    let report = import_listings(&app.desk, code, read, as_of, source, is_dry).await;
    bar.finish_and_clear();
    let report = report.map_err(in_words)?;
    let changes = &report.changes;
    let what = if is_dry { "would be" } else { "are" };
    println!("{} rows {what} in place, {} of them over already", report.rows, report.over);
    for (word, titles) in [("came", &changes.came), ("went", &changes.went), ("changed", &changes.changed)] {
        println!("{} {word}", titles.len());
        titles.iter().take(TOLD).for_each(|title| println!("  {word}: {title}"));
        if titles.len() > TOLD {
            println!("  and {} more", titles.len() - TOLD);
        }
    }
    Ok(())
}
