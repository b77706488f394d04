//! `nakodo letters …` and `nakodo suppressions …`: the operator's hands in the correspondence.

use clap::{Args, Subcommand};

use crate::app::App;
use crate::cli::CommandError;
use crate::clock::{Moment, in_japan};
use crate::correspondence::{LetterKind, LetterState};
use crate::desk::{
    LetterView, Refusal, SuppressionForm, add_suppression, lift_suppression, list_letters, list_suppressions, resend_letter, view_letter,
};
use crate::ids::LetterId;
use crate::store::LetterFilter;

#[derive(Debug, Subcommand)]
pub(super) enum LettersCommand {
    /// List letters, the newest first
    List {
        /// queued, sent, dropped or failed
        #[arg(long, value_parser = state)]
        state: Option<LetterState>,
        /// A kind of letters, e.g. offer
        #[arg(long, value_parser = kind)]
        kind: Option<LetterKind>,
        /// How many at most
        #[arg(long, default_value_t = 50)]
        limit: usize,
        /// One JSON object a line
        #[arg(long)]
        json: bool,
    },
    /// Show a letter and everything that happened to it
    Show {
        id: LetterId,
        #[arg(long)]
        json: bool,
    },
    /// Have a letter sent again that was sent, dropped or refused; one that has nothing to say any more is not
    Resend {
        id: LetterId,
        /// With a new Message-ID and date, so that it is seen again by somebody who has it already
        #[arg(long)]
        as_new: bool,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum SuppressionsCommand {
    /// List who does not get which letters, and why
    List {
        /// One JSON object a line
        #[arg(long)]
        json: bool,
    },
    /// Stop letters to a mailbox
    Add(Mailbox),
    /// Let letters leave for a mailbox again
    Lift(Mailbox),
}

#[derive(Debug, Args)]
pub(super) struct Mailbox {
    address: String,
    /// Only letters of this kind
    #[arg(long)]
    kind: Option<String>,
}

fn state(text: &str) -> Result<LetterState, String> {
    LetterState::find(text).ok_or_else(|| format!("is none of {}", LetterState::ALL.map(LetterState::code).join(", ")))
}

fn kind(text: &str) -> Result<LetterKind, String> {
    LetterKind::find(text).ok_or_else(|| format!("is none of {}", LetterKind::ALL.map(LetterKind::code).join(", ")))
}

fn in_words(at: Option<Moment>) -> String {
    at.map_or_else(|| "-".to_owned(), |at| in_japan(at).format("%Y-%m-%d %H:%M").to_string())
}

fn as_json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

pub(super) async fn letters(app: &App, command: LettersCommand) -> Result<(), CommandError> {
    match command {
        LettersCommand::List { state, kind, limit, json } => {
            let all = list_letters(&app.desk, LetterFilter { state, kind, ..LetterFilter::default() }, limit).await?;
            if json {
                all.iter().for_each(|letter| println!("{}", as_json(letter)));
            } else {
                println!("{:<36}  {:<24} {:<8} {:>5}  {:<16}  TO", "ID", "KIND", "STATE", "TRIED", "QUEUED (JAPAN)");
                all.iter().for_each(|letter| println!("{}", line(letter)));
            }
            Ok(())
        }
        LettersCommand::Show { id, json } => show(app, id, json).await,
        LettersCommand::Resend { id, as_new } => {
            resend_letter(&app.desk, id, as_new, app.settings.operator.clone()).await.map_err(named(id))?;
            println!("it will be sent again");
            Ok(())
        }
    }
}

fn line(letter: &LetterView) -> String {
    let LetterView { id, kind, state, attempts, queued_at, party, .. } = letter;
    format!("{id}  {:<24} {:<8} {attempts:>5}  {:<16}  {party}", kind.code(), state.code(), in_words(Some(*queued_at)))
}

fn named(id: LetterId) -> impl Fn(Refusal) -> CommandError {
    move |refusal| match refusal {
        Refusal::NotFound => CommandError::Said(format!("there is no letter {id}")),
        other => other.into(),
    }
}

async fn show(app: &App, id: LetterId, json: bool) -> Result<(), CommandError> {
    let story = view_letter(&app.desk, id).await.map_err(named(id))?;
    if json {
        println!("{}", as_json(&story));
        return Ok(());
    }
    let letter = &story.letter;
    println!("id            {id}\nkind          {}\nto            {}", letter.kind.code(), letter.party);
    if let Some(help_request) = letter.help_request {
        println!("help request  {help_request}");
    }
    println!("state         {}{}", letter.state.code(), if story.in_hand { " (in hand)" } else { "" });
    println!("queued        {}\nsent          {}", in_words(Some(letter.queued_at)), in_words(letter.sent_at));
    println!("trace         {}", letter.trace.as_deref().unwrap_or("none"));
    println!("tried         {}", letter.attempts);
    for one in &story.journal {
        println!("  {:>3}. {}  {:<16} {}", one.attempt, in_words(Some(one.at)), one.step.code(), one.answer);
    }
    Ok(())
}

pub(super) async fn suppressions(app: &App, command: SuppressionsCommand) -> Result<(), CommandError> {
    let form = |Mailbox { address, kind }| SuppressionForm { address, kind };
    let wrong = |refusal| match refusal {
        Refusal::Fields(_) => CommandError::Said("the address is no mail address, or the kind of letters is not known".to_owned()),
        other => other.into(),
    };
    match command {
        SuppressionsCommand::List { json } => {
            for one in list_suppressions(&app.desk).await? {
                if json {
                    println!("{}", as_json(&one));
                } else {
                    let kind = one.kind.map_or("all kinds", LetterKind::code);
                    println!("{:<44} {kind:<24} {:<9} {}  {}", one.subject, one.why.code(), in_words(Some(one.since)), one.answer);
                }
            }
        }
        SuppressionsCommand::Add(mailbox) => {
            let added = add_suppression(&app.desk, form(mailbox)).await.map_err(wrong)?;
            println!("{}", if added { "it gets no more letters" } else { "it gets none already" });
        }
        SuppressionsCommand::Lift(mailbox) => {
            let lifted = lift_suppression(&app.desk, form(mailbox)).await.map_err(wrong)?;
            println!("{}", if lifted { "letters leave for it again" } else { "nothing had stopped them" });
        }
    }
    Ok(())
}
