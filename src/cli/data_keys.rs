//! `nakodo data-keys …`: the keys that seal what is kept of people and companies.

use clap::Subcommand;

use crate::app::App;
use crate::cli::CommandError;
use crate::desk::{Resealing, reseal_some};
use crate::ids::Ids;
use crate::vault::DataKeys;

#[derive(Debug, Subcommand)]
pub(super) enum DataKeysCommand {
    /// Print a new key, as a line of the file
    New,
    /// Seal everything with the first key, a few rows at a time, while nakodo serves; may be interrupted and begun again
    Rotate,
}

/// Prints a key; touches nothing.
pub(super) fn new() {
    println!("{}", DataKeys::line(&Ids::Random.secret()));
}

pub(super) async fn rotate(app: &App) -> Result<(), CommandError> {
    if !app.settings.seals {
        return Err(CommandError::Said("store.seals is false: a process that cannot open what is sealed may be running".to_owned()));
    }
    let mut done = Resealing::default();
    while !done.is_done() {
        done = reseal_some(&app.desk, done).await?;
    }
    println!("{} cells looked at, {} sealed anew; every other key may go now", done.seen, done.sealed);
    println!("the database may still hold what was overwritten: VACUUM removes it, and so does going back to a backup made from now on");
    Ok(())
}
