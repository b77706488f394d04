//! `nakodo mail …`: mail that arrived, as a mail server hands it over.

use std::io::Read;
use std::path::{Path, PathBuf};

use clap::Subcommand;

use crate::app::App;
use crate::cli::CommandError;
use crate::desk::{TakenIn, take_in_mail};
use crate::inbox::{RawMail, ReadBy, read_mail};

/// Bytes that are read in one go.
const PIECE: usize = 64 * 1024;

#[derive(Debug, Subcommand)]
pub(super) enum MailCommand {
    /// Read answers to offers and reports about letters that came back: one mail on standard input, or a folder of .eml files (they stay where
    /// they are). Exit code 75 if it is to be tried again
    Read { folder: Option<PathBuf> },
}

pub(super) async fn mail(app: &App, command: MailCommand) -> Result<(), CommandError> {
    let MailCommand::Read { folder } = command;
    let replies = app.settings.post.replies.as_ref();
    let by = ReadBy {
        words: app.desk.catalogue.reply_words(),
        replies: replies.map(|replies| &replies.address),
        trusted_server: replies.and_then(|replies| replies.trusted_server.as_deref()),
    };
    let mut taken = Vec::new();
    match folder {
        None => taken.extend(take_in_mail(&app.desk, read_mail(&whole(std::io::stdin().lock())?, by)).await?),
        Some(folder) => {
            for path in mails(&folder)? {
                let mail = whole(std::fs::File::open(path)?)?;
                taken.extend(take_in_mail(&app.desk, read_mail(&mail, by)).await?);
            }
        }
    }
    let count = |of: TakenIn| taken.iter().filter(|one| **one == of).count();
    println!(
        "{} mailboxes suppressed, {} reports noted, {} about no letter of ours; {} offers accepted, {} declined, {} answered by a letter; \
         {} mails left alone",
        count(TakenIn::Suppressed),
        count(TakenIn::Noted),
        count(TakenIn::NotOurs),
        count(TakenIn::Accepted),
        count(TakenIn::Declined),
        count(TakenIn::Told),
        count(TakenIn::Ignored)
    );
    Ok(())
}

/// Reads to the end, so that a mail server never meets a closed pipe, and keeps no more than is looked at.
fn whole(mut source: impl Read) -> Result<RawMail, std::io::Error> {
    let mut mail = RawMail::default();
    let mut piece = vec![0; PIECE];
    loop {
        let read = source.read(&mut piece)?;
        match piece.get(..read) {
            Some(piece) if read > 0 => mail.push(piece),
            _ => return Ok(mail),
        }
    }
}

fn mails(folder: &Path) -> Result<Vec<PathBuf>, CommandError> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    paths.retain(|path| path.extension().is_some_and(|end| end == "eml"));
    paths.sort();
    Ok(paths)
}
