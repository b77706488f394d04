//! `nakodo retention`: what is old enough to be forgotten.

use clap::Args;

use crate::app::App;
use crate::cli::CommandError;
use crate::desk::{Reached, forget_what_is_old, what_would_be_forgotten};

#[derive(Debug, Args)]
pub(super) struct RetentionArgs {
    /// Only say what would be forgotten
    #[arg(long)]
    dry_run: bool,
}

pub(super) async fn retention(app: &App, args: RetentionArgs) -> Result<(), CommandError> {
    for Reached { rule, count } in what_would_be_forgotten(&app.desk).await? {
        let (kind, state) = rule.what.words();
        println!("{kind}, {state}, after {} months: {count}", rule.months);
    }
    if args.dry_run {
        println!("nothing was forgotten");
        return Ok(());
    }
    let mut forgotten = 0;
    loop {
        match forget_what_is_old(&app.desk).await? {
            0 => break,
            round => forgotten += round,
        }
    }
    println!("{forgotten} forgotten");
    Ok(())
}
