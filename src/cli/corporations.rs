//! `nakodo corporations …`: the register of corporations, by which a company's form fills itself in.

use std::fs::File;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::Subcommand;
use csv::{ReaderBuilder, StringRecord};
use indicatif::{ProgressBar, ProgressStyle};

use crate::app::App;
use crate::cli::CommandError;
use crate::desk::{count_corporations, note_corporations_read, put_corporations};
use crate::intake::Corporation;

/// Rows of one transaction.
const PART: usize = 5_000;

#[derive(Debug, Subcommand)]
pub(super) enum CorporationsCommand {
    /// Take in a file of the register (CSV in UTF-8, as the National Tax Agency gives it); one for each prefecture, or the whole country
    Import {
        file: PathBuf,
        /// The day of which the file tells (2026-10-30)
        #[arg(long, value_name = "DAY")]
        as_of: NaiveDate,
        /// Say what would come of it and change nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// How many corporations are known, and of which day
    Status,
}

pub(super) async fn corporations(app: &App, command: CorporationsCommand) -> Result<(), CommandError> {
    match command {
        CorporationsCommand::Import { file, as_of, dry_run } => {
            let read = read(app, &file, as_of, dry_run).await?;
            if !dry_run {
                note_corporations_read(&app.desk, as_of).await?;
            }
            println!("{} corporations {} in place, {} rows passed over", read.0, if dry_run { "would be" } else { "are" }, read.1);
        }
        CorporationsCommand::Status => match count_corporations(&app.desk).await? {
            Some((count, as_of)) => println!("{count} corporations, the newest as of {as_of}"),
            None => println!("not read yet; see {}", app.desk.catalogue.corporations().home),
        },
    }
    Ok(())
}

/// How many corporations were taken in, and how many rows passed over. The first row that cannot be read ends it: then the layout is another. What was taken
/// in until then stays, and the same file may come again.
async fn read(app: &App, file: &Path, as_of: NaiveDate, is_dry: bool) -> Result<(usize, usize), CommandError> {
    let said = |line: u64, what: &dyn std::fmt::Display| CommandError::Said(format!("{}, line {line}: {what}", file.display()));
    let source = File::open(file).map_err(|error| CommandError::Said(format!("{}: {error}", file.display())))?;
    let size = source.metadata().map_or(0, |about| about.len());
    let style = ProgressStyle::with_template("{bar:40} {percent}% {msg} ({eta} left)").unwrap_or_else(|_| ProgressStyle::default_bar());
    // On standard error, so that the report can be kept apart.
    let bar = ProgressBar::new(size).with_style(style);
    let mut rows = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(source);
    let (mut row, mut part, mut taken, mut over) = (StringRecord::new(), Vec::new(), 0, 0);
    loop {
        let more = rows.read_record(&mut row).map_err(|error| said(rows.position().line(), &error))?;
        if more {
            let catalogue = &app.desk.catalogue;
            let cells: Vec<&str> = row.iter().collect();
            match Corporation::read(cells.iter().copied(), catalogue.corporations(), catalogue) {
                Ok(Some(one)) => part.push(one),
                Ok(None) => over += 1,
                Err(mistake) => return Err(said(row.position().map_or(0, |at| at.line()), &mistake.code)),
            }
        }
        if part.len() >= PART || !more {
            taken += part.len();
            bar.set_position(rows.position().byte());
            bar.set_message(format!("{taken} corporations"));
            let part = std::mem::take(&mut part);
            if !is_dry {
                put_corporations(&app.desk, part, as_of).await?;
            }
        }
        if !more {
            bar.finish_and_clear();
            return Ok((taken, over));
        }
    }
}
