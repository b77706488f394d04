//! `nakodo organisations …`: support organisations as the operator keeps them.

use clap::Subcommand;

use crate::app::App;
use crate::cli::CommandError;
use crate::desk::{Refusal, move_support_org, take_referrals_of};

#[derive(Debug, Subcommand)]
pub(super) enum OrganisationsCommand {
    /// Put a new mailbox of a support organisation on record
    Move {
        /// Its name, as it was given with its first key
        name: String,
        /// The new mailbox
        address: String,
    },
    /// Say whether others may propose to pass help requests on to a support organisation
    TakeReferrals {
        /// Its name, as it was given with its first key
        name: String,
        /// From now on nobody may
        #[arg(long)]
        stop: bool,
    },
}

pub(super) async fn organisations(app: &App, command: OrganisationsCommand) -> Result<(), CommandError> {
    match command {
        OrganisationsCommand::Move { name, address } => {
            move_support_org(&app.desk, name, address).await.map_err(said)?;
            println!("letters go there from now on");
            Ok(())
        }
        OrganisationsCommand::TakeReferrals { name, stop } => {
            take_referrals_of(&app.desk, name, !stop).await.map_err(said)?;
            println!("{}", if stop { "nobody may refer to it from now on" } else { "others may refer to it from now on" });
            Ok(())
        }
    }
}

fn said(refusal: Refusal) -> CommandError {
    match refusal {
        Refusal::Fields(_) => CommandError::Said("the address is no mail address".to_owned()),
        Refusal::NotFound => CommandError::Said("no support organisation has this name".to_owned()),
        other => other.into(),
    }
}
