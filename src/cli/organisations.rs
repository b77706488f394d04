//! `nakodo organisations …`: support organisations as the operator keeps them.

use clap::Subcommand;

use crate::app::App;
use crate::cli::CommandError;
use crate::desk::{Refusal, move_support_org};

#[derive(Debug, Subcommand)]
pub(super) enum OrganisationsCommand {
    /// Put a new mailbox of a support organisation on record
    Move {
        /// Its name, as it was given with its first key
        name: String,
        /// The new mailbox
        address: String,
    },
}

pub(super) async fn organisations(app: &App, command: OrganisationsCommand) -> Result<(), CommandError> {
    match command {
        OrganisationsCommand::Move { name, address } => {
            move_support_org(&app.desk, name, address).await.map_err(|refusal| match refusal {
                Refusal::Fields(_) => CommandError::Said("the address is no mail address".to_owned()),
                Refusal::NotFound => CommandError::Said("no support organisation has this name".to_owned()),
                other => other.into(),
            })?;
            println!("letters go there from now on");
            Ok(())
        }
    }
}
