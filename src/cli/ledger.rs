//! `nakodo ledger …` and `nakodo rules …`: what needs neither an instance nor its database.

use std::io::Read;
use std::path::{Path, PathBuf};

use clap::Subcommand;

use crate::cli::CommandError;
use crate::credits::{Damage, Head, RuleSet, Statement, StatementError, VerifiedTable};
use crate::workbook::{MOST_BYTES, Sheet, Unread, is_packed, read_sheets};

#[derive(Debug, Subcommand)]
pub(super) enum LedgerCommand {
    /// Check a statement of a ledger (JSON), its table (CSV) or its workbook (XLSX): names the first row that was removed, changed or moved, with exit code 1.
    /// Needs nothing but the file
    Verify {
        file: PathBuf,
        /// The public key of the instance that wrote it (base64), as the instance has published it
        #[arg(long)]
        key: Option<String>,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum RulesCommand {
    /// Check a rule set of credits (TOML, or JSON where the file is called so) and say everything that is wrong with it
    Check { file: PathBuf },
}

pub(super) fn ledger(command: &LedgerCommand) -> Result<(), CommandError> {
    let LedgerCommand::Verify { file, key } = command;
    let (bytes, key) = (read_any(file)?, key.as_deref());
    // What it is called says little: it may have been renamed on its way.
    let holds = if is_packed(&bytes) { sheet(&bytes, key) } else { text(bytes, key) };
    let (said, head, own) = holds.map_err(|error| CommandError::Said(told(&error)))?;
    println!("{said}");
    println!("signed on {} with {own}", head.at.format("%Y-%m-%dT%H:%M:%SZ"));
    if key.is_none() {
        println!("compare this key with the one that the instance has published, or give it with --key");
    }
    Ok(())
}

/// What is said of a file that holds, its head, and with whose key it was signed.
type Holds = Result<(String, Head, String), StatementError>;

fn statement(text: &str, key: Option<&str>) -> Holds {
    let verified = Statement::verify(text, key)?;
    let (name, rows, count) = (verified.ledger.name(), verified.head.rows, verified.ledger.entries().count());
    Ok((format!("{name}: {rows} rows are as they were sealed, {count} of them count"), verified.head, verified.key))
}

fn text(bytes: Vec<u8>, key: Option<&str>) -> Holds {
    let text = String::from_utf8(bytes);
    let text = text.map_err(|_| StatementError::Unreadable("neither a text in UTF-8 nor a workbook (XLSX)".to_owned()))?;
    let is_json = text.trim_start_matches('\u{feff}').trim_start().starts_with('{');
    if is_json { statement(&text, key) } else { Ok(told_of(VerifiedTable::verify(&text, key)?)) }
}

/// The one sheet that is a table of a ledger. Whoever shows another beside it, made up to look alike, would be believed.
fn sheet(bytes: &[u8], key: Option<&str>) -> Holds {
    let sheets = read_sheets(bytes).map_err(|unread| {
        StatementError::Unreadable(match unread {
            Unread::NoWorkbook(why) => format!("the workbook cannot be read: {why}"),
            Unread::TooLarge => "the workbook is larger than any that was given out".to_owned(),
        })
    })?;
    let (mut meant, others): (Vec<Sheet>, Vec<Sheet>) = sheets.into_iter().partition(|sheet| VerifiedTable::is_meant(&sheet.rows));
    let Some(sheet) = meant.pop().filter(|_| meant.is_empty()) else {
        let found = if meant.is_empty() { "no sheet that can be seen is" } else { "more than one sheet is" };
        return Err(StatementError::Unreadable(format!("{found} a table of a ledger with its last line")));
    };
    let (mut said, head, key) = told_of(VerifiedTable::verify_lines(sheet.rows, key)?);
    said.push_str(&format!("\nlooked at: the cells of sheet `{}`", sheet.name));
    if !others.is_empty() {
        let names: Vec<String> = others.into_iter().map(|sheet| format!("`{}`", sheet.name)).collect();
        said.push_str(&format!("; not sealed, so not looked at: {}", names.join(", ")));
    }
    Ok((said, head, key))
}

fn told_of(VerifiedTable { ledger, head, key }: VerifiedTable) -> (String, Head, String) {
    (format!("{ledger}: {} rows are as they were given out", head.rows), head, key)
}

pub(super) fn rules(command: &RulesCommand) -> Result<(), CommandError> {
    let RulesCommand::Check { file } = command;
    let text = read(file)?;
    let is_json = file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
    match if is_json { RuleSet::parse_json(&text) } else { RuleSet::parse(&text) } {
        Ok(rules) => {
            let RuleSet { scheme, edition, valid_from, pots, values, .. } = rules;
            println!(
                "{scheme}, edition {edition}, in force from {valid_from}: {} pots, {} kinds of activities; nothing is wrong",
                pots.len(),
                values.len()
            );
            Ok(())
        }
        Err(errors) => {
            let lines: Vec<String> = errors.iter().map(|error| format!("{}: {}: {}", file.display(), error.place, error.why)).collect();
            Err(CommandError::Said(lines.join("\n")))
        }
    }
}

fn read(file: &Path) -> Result<String, CommandError> {
    std::fs::read_to_string(file).map_err(|error| CommandError::Said(format!("{}: {error}", file.display())))
}

/// A file of any kind. Of a packed one no more than may be looked at, and the one byte that shows that there is more.
fn read_any(file: &Path) -> Result<Vec<u8>, CommandError> {
    let read = || {
        let (mut opened, mut bytes) = (std::fs::File::open(file)?, Vec::new());
        opened.by_ref().take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
        if !is_packed(&bytes) {
            opened.read_to_end(&mut bytes)?;
        }
        Ok(bytes)
    };
    read().map_err(|error: std::io::Error| CommandError::Said(format!("{}: {error}", file.display())))
}

fn told(error: &StatementError) -> String {
    match error {
        StatementError::Unreadable(why) => format!("this is no statement of a ledger: {why}"),
        StatementError::Row(row, Damage::Removed) => format!("row {row} was removed"),
        StatementError::Row(row, Damage::OutOfPlace) => format!("row {row} does not stand where it was sealed"),
        StatementError::Row(row, Damage::Edited) => format!("row {row} was changed after it was sealed"),
        StatementError::Row(row, Damage::NothingToTakeBack) => format!("row {row} takes back what is not there"),
        StatementError::HeadMissing { signed, found } => format!("{found} rows are here, {signed} were signed"),
        StatementError::OtherEnd => "the last row is not the one that was signed: the rows were made anew".to_owned(),
        StatementError::WrongSignature => "the signature does not belong to these rows".to_owned(),
        StatementError::OtherKey(key) => format!("signed by somebody else, with {key}"),
    }
}
