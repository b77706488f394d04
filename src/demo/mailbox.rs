//! Reading a letter as its reader would: the file in the mail folder, and the link in it.

use std::path::{Path, PathBuf};

use mail_parser::MessageParser;

use crate::cli::CommandError;
use crate::ids::{LetterId, Token};

/// Where a letter lies.
pub(super) fn place(folder: &Path, letter: LetterId) -> PathBuf {
    folder.join(format!("{letter}.eml"))
}

/// The token of the first link in a letter that leads below `path`.
pub(super) async fn read_link(folder: &Path, letter: LetterId, path: &str) -> Result<Token, CommandError> {
    let file = place(folder, letter);
    let unreadable = |why: String| CommandError::Said(format!("the letter {} cannot be read: {why}", file.display()));
    let bytes = tokio::fs::read(&file).await.map_err(|error| unreadable(error.to_string()))?;
    let mail = MessageParser::default().parse(&bytes).ok_or_else(|| unreadable("it is not a mail".to_owned()))?;
    let text = mail.body_text(0).ok_or_else(|| unreadable("it has no text".to_owned()))?;
    let links = text.split_whitespace().filter_map(|word| word.rsplit_once('/').filter(|(front, _)| front.ends_with(path)));
    links.filter_map(|(_, token)| Token::find(token)).next().ok_or_else(|| unreadable(format!("it has no link below {path}")))
}
