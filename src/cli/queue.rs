//! `nakodo dead-letters …` and `nakodo replay`: the operator's hands in the outbox.

use std::io::{IsTerminal, Write};

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime};
use clap::{Args, Subcommand};
use serde_json::json;

use crate::app::App;
use crate::cli::CommandError;
use crate::clock::{Moment, in_japan};
use crate::desk::{DeadLetterView, count_handled, drop_dead_letters, list_dead_letters, replay_dead_letters, replay_handled};
use crate::events::Group;

#[derive(Debug, Subcommand)]
pub(super) enum DeadLettersCommand {
    /// List events that were put aside after too many failures
    List {
        /// One JSON object a line
        #[arg(long)]
        json: bool,
    },
    /// Show one of them in full
    Show {
        /// As `list` shows it, e.g. postman/123
        id: String,
        #[arg(long)]
        json: bool,
    },
    /// Have them tried again (harmless: a letter that has left does not leave again)
    Replay(Which),
    /// Give them up for good, with the letters that they would have sent
    Drop {
        #[command(flatten)]
        which: Which,
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
}

/// Some or all.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub(super) struct Which {
    /// As `list` shows them, e.g. postman/123
    ids: Vec<String>,
    /// All that there are
    #[arg(long)]
    all: bool,
}

#[derive(Debug, Args)]
pub(super) struct ReplayArgs {
    /// Events from this moment on, e.g. 2026-11-21T09:00:00+09:00, or 2026-11-21 for the beginning of that day in Japan
    #[arg(long, value_name = "TIME", value_parser = moment)]
    from: Moment,
    /// Who is to handle them once more: matcher or postman
    #[arg(long, value_name = "GROUP", value_parser = group)]
    group: Group,
    /// Only say how many there are
    #[arg(long)]
    dry_run: bool,
}

fn moment(text: &str) -> Result<Moment, String> {
    if let Ok(moment) = DateTime::parse_from_rfc3339(text) {
        return Ok(moment.to_utc());
    }
    let day: NaiveDate = text.parse().map_err(|_| "is neither a moment like 2026-11-21T09:00:00+09:00 nor a day like 2026-11-21")?;
    let japan = FixedOffset::east_opt(9 * 3600).ok_or("Japan has no time")?;
    let begins = day.and_time(NaiveTime::MIN).and_local_timezone(japan).single().ok_or("this day has no beginning")?;
    Ok(begins.to_utc())
}

fn group(text: &str) -> Result<Group, String> {
    Group::find(text).ok_or_else(|| format!("is none of {}", Group::ALL.map(Group::name).join(", ")))
}

fn id_of(view: &DeadLetterView) -> String {
    format!("{}/{}", view.dead.group.name(), view.dead.envelope.seq)
}

fn parse_id(text: &str) -> Result<(Group, i64), CommandError> {
    let parts = text.split_once('/').and_then(|(name, seq)| Some((Group::find(name)?, seq.parse().ok()?)));
    parts.ok_or_else(|| CommandError::Said(format!("{text:?} is no id of a dead letter; `nakodo dead-letters list` shows them")))
}

fn as_json(view: &DeadLetterView) -> serde_json::Value {
    let envelope = &view.dead.envelope;
    json!({
        "id": id_of(view),
        "kind": envelope.event.kind(),
        "letter": view.letter.map(|(_, kind, _)| kind.code()),
        "since": view.dead.since.map(|at| at.to_rfc3339()),
        "attempts": view.dead.attempts,
        "reason": view.dead.reason,
        "happened": envelope.at.to_rfc3339(),
        "event_id": envelope.id.to_string(),
        "event": envelope.event,
    })
}

fn in_words(at: Option<Moment>) -> String {
    at.map_or_else(|| "unknown".to_owned(), |at| in_japan(at).format("%Y-%m-%d %H:%M").to_string())
}

fn line(view: &DeadLetterView) -> String {
    let what = view.letter.map_or_else(|| view.dead.envelope.event.kind(), |(_, kind, _)| format!("letter {}", kind.code()));
    format!("{:<18} {:<34} {:<16} {:>8}  {}", id_of(view), what, in_words(view.dead.since), view.dead.attempts, view.dead.reason)
}

pub(super) async fn dead_letters(app: &App, command: DeadLettersCommand) -> Result<(), CommandError> {
    match command {
        DeadLettersCommand::List { json } => list(app, json).await,
        DeadLettersCommand::Show { id, json } => show(app, &id, json).await,
        DeadLettersCommand::Replay(which) => {
            let replayed = replay_dead_letters(&app.desk, resolve(app, which).await?).await?;
            println!("{replayed} will be tried again");
            Ok(())
        }
        DeadLettersCommand::Drop { which, yes } => {
            let which = resolve(app, which).await?;
            if !yes && !which.is_empty() && !confirms(which.len())? {
                println!("nothing was dropped");
                return Ok(());
            }
            println!("{} dropped", drop_dead_letters(&app.desk, which).await?);
            Ok(())
        }
    }
}

async fn list(app: &App, json: bool) -> Result<(), CommandError> {
    let all = list_dead_letters(&app.desk).await?;
    if json {
        all.iter().for_each(|view| println!("{}", as_json(view)));
        return Ok(());
    }
    if all.is_empty() {
        println!("nothing is put aside");
        return Ok(());
    }
    println!("{:<18} {:<34} {:<16} {:>8}  REASON", "ID", "WHAT", "SINCE (JAPAN)", "ATTEMPTS");
    all.iter().for_each(|view| println!("{}", line(view)));
    Ok(())
}

async fn show(app: &App, id: &str, json: bool) -> Result<(), CommandError> {
    let key = parse_id(id)?;
    let found = list_dead_letters(&app.desk).await?.into_iter().find(|view| (view.dead.group, view.dead.envelope.seq) == key);
    let view = found.ok_or_else(|| CommandError::Said(format!("{id} is not put aside")))?;
    if json {
        println!("{}", as_json(&view));
        return Ok(());
    }
    println!("id         {}", id_of(&view));
    println!("event      {}", as_json(&view)["event"]);
    println!("happened   {}", in_words(Some(view.dead.envelope.at)));
    if let Some((letter, kind, party)) = view.letter {
        println!("letter     {letter}: {} to {}", kind.code(), party.key());
    }
    println!("since      {}", in_words(view.dead.since));
    println!("attempts   {}", view.dead.attempts);
    println!("reason     {}", view.dead.reason);
    Ok(())
}

async fn resolve(app: &App, which: Which) -> Result<Vec<(Group, i64)>, CommandError> {
    if which.all {
        let all = list_dead_letters(&app.desk).await?;
        return Ok(all.into_iter().map(|view| (view.dead.group, view.dead.envelope.seq)).collect());
    }
    which.ids.iter().map(|id| parse_id(id)).collect()
}

/// Asks a person; where there is none, the answer has to stand on the command line.
fn confirms(count: usize) -> Result<bool, CommandError> {
    if !std::io::stdin().is_terminal() {
        return Err(CommandError::Said("dropping is for good: say --yes".to_owned()));
    }
    print!("Give up {count} for good? [y/N] ");
    std::io::stdout().flush()?;
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer)?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
}

pub(super) async fn replay(app: &App, args: ReplayArgs) -> Result<(), CommandError> {
    if args.dry_run {
        println!("{} would be delivered again", count_handled(&app.desk, args.group, args.from).await?);
    } else {
        println!("{} will be delivered again", replay_handled(&app.desk, args.group, args.from).await?);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_in_japan() {
        assert_eq!(moment("2026-11-21").unwrap(), moment("2026-11-20T15:00:00Z").unwrap());
        assert_eq!(moment("2026-11-21T09:00:00+09:00").unwrap(), moment("2026-11-21T00:00:00Z").unwrap());
        assert!(moment("yesterday").is_err());
    }

    #[test]
    fn an_id_is_a_group_and_a_number() {
        assert_eq!(parse_id("postman/12").unwrap(), (Group::Postman, 12));
        for wrong in ["12", "stranger/12", "postman/x", "postman/"] {
            assert!(parse_id(wrong).is_err(), "{wrong}");
        }
    }
}
