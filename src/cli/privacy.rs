//! `nakodo export …`, `nakodo erase …`: what an operator does at the terminal for somebody who asks what is kept of them.

use clap::{Args, Subcommand};

use crate::app::App;
use crate::cli::CommandError;
use crate::desk::{Desk, EraseForm, erase_help_request, erase_specialist, export_help_request, export_specialist};
use crate::identity::Role;
use crate::ids::{HelpRequestId, SpecialistId};
use crate::values::Line;

/// Of whom or what.
#[derive(Debug, Subcommand)]
pub(super) enum About {
    /// Of a specialist
    Specialist {
        id: SpecialistId,
        #[command(flatten)]
        why: Why,
    },
    /// Of a help request, for its company
    HelpRequest {
        id: HelpRequestId,
        #[command(flatten)]
        why: Why,
    },
}

#[derive(Debug, Args)]
pub(super) struct Why {
    /// Why, in up to 200 characters; it stands in the audit log, so write no name into it
    #[arg(long, value_parser = reason)]
    reason: Line,
}

fn reason(text: &str) -> Result<Line, String> {
    Line::parse(text, 200).map_err(|_| "is empty, or longer than 200 characters".to_owned())
}

/// Prints all that is kept, as one JSON document.
pub(super) async fn export(app: &App, about: About) -> Result<(), CommandError> {
    let desk = |why: &Why| -> Desk { app.desk.because(&why.reason) };
    let document = match about {
        About::Specialist { id, why } => serde_json::to_string_pretty(&export_specialist(&desk(&why), id, Role::Operator).await?),
        About::HelpRequest { id, why } => serde_json::to_string_pretty(&export_help_request(&desk(&why), id, Role::Operator).await?),
    };
    println!("{}", document.map_err(|error| CommandError::Said(error.to_string()))?);
    Ok(())
}

pub(super) async fn erase(app: &App, about: About) -> Result<(), CommandError> {
    let desk = |why: &Why| -> Desk { app.desk.because(&why.reason) };
    let confirmed = |id: String| EraseForm { confirm: id };
    let erased = match about {
        About::Specialist { id, why } => erase_specialist(&desk(&why), id, Role::Operator, confirmed(id.to_string())).await?,
        About::HelpRequest { id, why } => erase_help_request(&desk(&why), id, Role::Operator, confirmed(id.to_string())).await?,
    };
    println!("{}", if erased.before { "nothing was left" } else { "erased" });
    Ok(())
}
