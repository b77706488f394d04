//! `nakodo registry …`: the official register, and what it leaves open.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Subcommand, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};

use crate::active_list::CellError;
use crate::app::App;
use crate::cli::CommandError;
use crate::desk::{
    CaseView, DecisionForm, Refusal, confirm_decision, list_register_cases, look_at_register, propose_decision, read_register,
    view_register_case,
};
use crate::ids::RegisterCaseId;
use crate::language::Language;
use crate::registry::{SnapshotError, read_snapshot};
use crate::wording::say_with;

#[derive(Debug, Subcommand)]
pub(super) enum RegistryCommand {
    /// Hold a snapshot of the register (CSV) against everybody on the list
    Import {
        file: PathBuf,
        /// The day of which the register tells (2026-11-01)
        #[arg(long, value_name = "DAY")]
        as_of: NaiveDate,
        /// Say what would come of it and change nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// The last snapshot, and how much waits for a decision
    Status,
    /// What waits for a decision
    Cases,
    /// One case with the history of its person
    Case { id: RegisterCaseId },
    /// Propose how a case ends; somebody else confirms it
    Propose { id: RegisterCaseId, decision: DecisionName },
    /// Confirm what somebody else has proposed
    Confirm { id: RegisterCaseId, decision: DecisionName },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum DecisionName {
    /// It is the registered person
    Release,
    /// Nobody asks the person until the register says otherwise
    Suspend,
}

impl DecisionName {
    fn form(self) -> DecisionForm {
        let decision = match self {
            Self::Release => "release",
            Self::Suspend => "suspend",
        };
        DecisionForm { decision: decision.to_owned() }
    }
}

pub(super) async fn registry(app: &App, command: RegistryCommand) -> Result<(), CommandError> {
    match command {
        RegistryCommand::Import { file, as_of, dry_run } => import(app, file, as_of, dry_run).await?,
        RegistryCommand::Status => {
            let view = look_at_register(&app.desk).await?;
            match (view.as_of, view.finished) {
                (None, _) => println!("no snapshot was read yet"),
                (Some(day), true) => println!("as of {day}: {} rows", view.rows.unwrap_or_default()),
                (Some(day), false) => println!("as of {day}: not everybody was held against it; read it again"),
            }
            println!("{} suspended, {} waiting for a decision", view.suspended, view.cases);
        }
        RegistryCommand::Cases => {
            let mut after = None;
            loop {
                let page = list_register_cases(&app.desk, after, 200).await?;
                page.iter().for_each(print);
                let Some(last) = page.last() else { break };
                after = Some(last.id);
            }
        }
        RegistryCommand::Case { id } => {
            let case = view_register_case(&app.desk, id).await?;
            print(&case);
            for one in &case.history {
                let suspended = if one.suspended { ", suspended" } else { "" };
                let day = one.as_of.map(|day| format!(" (as of {day})")).unwrap_or_default();
                println!("    {} {}{day}{suspended}", one.at.format("%F %R"), one.finding.code());
            }
        }
        RegistryCommand::Propose { id, decision } => {
            propose_decision(&app.desk, id, decision.form()).await?;
            println!("proposed; somebody else confirms it");
        }
        RegistryCommand::Confirm { id, decision } => {
            confirm_decision(&app.desk, id, decision.form()).await?;
            println!("confirmed");
        }
    }
    Ok(())
}

fn print(case: &CaseView) {
    let proposal = case.proposal.map(|what| what.code()).unwrap_or("nothing proposed");
    let by = case.proposed_by.as_deref().map(|by| format!(" by {by}")).unwrap_or_default();
    let suspended = if case.suspended { "suspended" } else { "not suspended" };
    println!("{} {} as of {}: {} {}, {suspended}, {proposal}{by}", case.id, case.finding.code(), case.as_of, case.number, case.name);
}

async fn import(app: &App, file: PathBuf, as_of: NaiveDate, is_dry: bool) -> Result<(), CommandError> {
    let said = |error: &dyn std::fmt::Display| CommandError::Said(format!("{}: {error}; nothing was changed", file.display()));
    let bytes = std::fs::read(&file).map_err(|error| said(&error))?;
    let snapshot = read_snapshot(&bytes, app.desk.catalogue.register()).map_err(|error| {
        if let SnapshotError::Rows { mistakes, count } = &error {
            mistakes.iter().for_each(tell);
            if *count > mistakes.len() {
                eprintln!("and {} more", count - mistakes.len());
            }
        }
        said(&error)
    })?;
    drop(bytes);
    for (what, names) in [("passed over", &snapshot.passed_over), ("not in the file", &snapshot.absent)] {
        if !names.is_empty() {
            println!("columns {what}: {}", names.join(", "));
        }
    }
    let style = ProgressStyle::with_template("{pos} people held against the register ({elapsed})");
    let bar = ProgressBar::new_spinner().with_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
    let report = read_register(&app.desk, snapshot, as_of, is_dry, |people| bar.set_position(u64::try_from(people).unwrap_or(u64::MAX)));
    let report = report.await.map_err(in_words)?;
    bar.finish_and_clear();
    let findings: Vec<String> = report.findings.iter().map(|(code, people)| format!("{people} {code}")).collect();
    let what = if is_dry { "would be" } else { "were" };
    println!("{} rows, {} people: {}", report.rows, report.people, if findings.is_empty() { "-".to_owned() } else { findings.join(", ") });
    println!("{} {what} suspended, {} reinstated, {} cases for operators", report.suspended, report.reinstated, report.cases);
    Ok(())
}

pub(super) fn tell(mistake: &CellError) {
    let args: Vec<(&str, &str)> = mistake.args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let key = format!("field-{}", mistake.code);
    let (ja, en) = (say_with(Language::Ja, &key, &args), say_with(Language::En, &key, &args));
    eprintln!("line {}, column {}: {:?}: {ja} / {en}", mistake.line, mistake.column, mistake.found);
}

/// Why a snapshot is not taken, in words.
pub(super) fn in_words(refusal: Refusal) -> CommandError {
    let Refusal::Fields(errors) = &refusal else { return refusal.into() };
    let sentences = errors.iter().map(|error| {
        let args: Vec<(&str, &str)> = error.args.iter().map(|(name, value)| (*name, value.as_str())).collect();
        say_with(Language::En, &format!("field-{}", error.code), &args)
    });
    CommandError::Said(sentences.collect::<Vec<_>>().join(" "))
}
