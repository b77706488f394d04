//! `nakodo audit …`: who did what, and whether the log of it is whole.

use clap::{Args, Subcommand};

use crate::app::App;
use crate::cli::CommandError;
use crate::clock::{Moment, in_japan};
use crate::desk::{AuditFilter, name_people, show_audit_log, verify_audit_log};
use crate::identity::{AuditEntry, Place, person_of};

#[derive(Debug, Subcommand)]
pub(super) enum AuditCommand {
    /// Follow the chain of seals; names the first row that was removed, moved or changed, with exit code 1
    Verify {
        /// A place and its seal from an earlier verification or from the logs: without it nobody can tell whether the newest rows were cut off
        #[arg(long, value_name = "SEQ:SEAL", value_parser = place)]
        end: Option<(i64, String)>,
    },
    /// Who did what, the newest first
    Show(ShowArgs),
}

#[derive(Debug, Args)]
pub(super) struct ShowArgs {
    /// Who, or the beginning of it: account:ID, key:ID, link:HASH, terminal:USER, machine, nobody
    #[arg(long)]
    who: Option<String>,
    /// An act (offer_accepted) or the id of what it was done to
    #[arg(long)]
    what: Option<String>,
    /// Only since this moment (2026-11-24T10:00:00+09:00)
    #[arg(long, value_name = "MOMENT")]
    since: Option<Moment>,
    #[arg(long, default_value_t = 100)]
    limit: i64,
    /// One JSON object a line
    #[arg(long)]
    json: bool,
}

fn place(text: &str) -> Result<(i64, String), String> {
    let (seq, seal) = text.split_once(':').ok_or("is no SEQ:SEAL")?;
    Ok((seq.parse().map_err(|_| "begins with no number")?, seal.to_owned()))
}

pub(super) async fn audit(app: &App, command: AuditCommand) -> Result<(), CommandError> {
    match command {
        AuditCommand::Verify { end } => {
            let verdict = verify_audit_log(&app.desk, end).await?;
            println!(
                "{} rows are sealed and right, {} wait for their seal; the end is {}:{}",
                verdict.sealed, verdict.unsealed, verdict.sealed, verdict.end
            );
            match verdict.damage {
                None => Ok(()),
                Some((seq, damage)) => Err(CommandError::Said(format!("row {seq} of the audit log: {}", damage.code()))),
            }
        }
        AuditCommand::Show(args) => {
            let filter = AuditFilter { who: args.who, what: args.what, since: args.since, before: None };
            let rows = show_audit_log(&app.desk, filter, args.limit).await?;
            let people = name_people(&app.desk, rows.iter().map(|(entry, _)| entry.who.as_str())).await?;
            for (entry, place) in &rows {
                let person = person_of(&entry.who).and_then(|id| people.get(&id)).map(String::as_str);
                println!("{}", if args.json { as_json(entry, person, place.as_ref()) } else { line(entry, person, place.as_ref()) });
            }
            Ok(())
        }
    }
}

fn line(entry: &AuditEntry, person: Option<&str>, place: Option<&Place>) -> String {
    let place = place.map_or_else(|| "-".to_owned(), |place| place.seq.to_string());
    let person = person.map(|name| format!(" ({name})")).unwrap_or_default();
    let role = if entry.role.is_empty() { String::new() } else { format!(" as {}", entry.role) };
    let from = if entry.source.is_empty() { String::new() } else { format!(" from {}", entry.source) };
    let why = entry.reason.as_ref().map(|reason| format!(", because: {reason}")).unwrap_or_default();
    let at = in_japan(entry.at).format("%Y-%m-%d %H:%M:%S");
    format!("{place:>7}  {at}  {}{person}{role}{from}: {} {} {}{why}", entry.who, entry.act, entry.object.0, entry.object.1)
}

fn as_json(entry: &AuditEntry, person: Option<&str>, place: Option<&Place>) -> String {
    let row = serde_json::json!({
        "seq": place.map(|place| place.seq), "seal": place.map(|place| &place.seal), "id": entry.id, "at": entry.at, "who": entry.who, "person": person,
        "role": entry.role, "act": entry.act, "object_kind": entry.object.0, "object_id": entry.object.1, "source": entry.source,
        "request": entry.request, "reason": entry.reason,
    });
    row.to_string()
}
