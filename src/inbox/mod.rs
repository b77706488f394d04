//! The inbox: what a mail that arrived is. A report about a letter that came back, somebody's answer to an offer, or nothing that we act on.
//!
//! - `report` reads reports as mail servers write them;
//! - `answer` finds out which letter is answered and by whom, and `vouching` whether a mail server says that it is truly them;
//! - `lines` finds what the writer wrote, without quotations (`page` does it for a mail that is a web page), and `wish` what it means.
//!
//! Plain values in, plain values out: whoever calls keeps nothing of a mail but what is given back here, and none of it is ever logged.

mod answer;
mod lines;
mod page;
mod report;
#[cfg(test)]
mod tests;
mod vouching;
mod wish;

use std::panic::catch_unwind;

use mail_parser::{Message, MessageParser};

use crate::catalogue::ReplyWords;
use crate::correspondence::Bounce;
use crate::ids::LetterId;
use crate::values::{MailAddress, ReplyAddress};

/// How much of a mail is read. Answers are short; what is longer has pictures, which come after the words.
const LARGEST: usize = 1024 * 1024;

/// A mail on its way in, of bounded size.
#[derive(Default)]
pub struct RawMail {
    bytes: Vec<u8>,
    is_cut: bool,
}

impl RawMail {
    /// Takes a piece as it comes. What is too much is forgotten at once.
    pub fn push(&mut self, piece: &[u8]) {
        let room = LARGEST - self.bytes.len();
        self.is_cut |= piece.len() > room;
        self.bytes.extend(piece.iter().take(room));
    }
}

/// What a mail is read by.
#[derive(Clone, Copy, Debug)]
pub struct ReadBy<'a> {
    pub words: &'a ReplyWords,
    /// The mailbox for answers; none where answers are not read.
    pub replies: Option<&'a ReplyAddress>,
    /// The mail server whose word about the sender is taken (RFC 8601).
    pub trusted_server: Option<&'a str>,
}

/// What a mail that arrived is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arrived {
    /// A report about a letter of ours: one entry for each mailbox that failed. None have, if it only tells of a delay.
    Report(Vec<Bounce>),
    /// A report about a letter that is none of ours, or that it does not name.
    ReportOfNoLetter,
    Answer(MailedAnswer),
    /// An automatic reply, an answer to nothing, or no mail at all.
    Nothing,
}

/// Somebody's answer to a letter. Whether it may be believed is the desk's business.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailedAnswer {
    pub letter: LetterId,
    /// As the mail says. Anybody can write anything there.
    pub from: MailAddress,
    /// Whether the trusted mail server found that the domain of `from` stands behind the mail.
    pub vouched: bool,
    pub wish: Wish,
}

/// What an answer says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    Accept,
    Decline,
    /// Anything that is not plainly one of the two.
    Unclear,
}

/// mail-parser asserts where reports are nested oddly. A mail that took its reader with it would be read again for ever.
fn parsed(bytes: &[u8]) -> Option<Message<'_>> {
    catch_unwind(|| MessageParser::default().parse(bytes)).ok().flatten()
}

/// Reads a mail.
pub fn read_mail(mail: &RawMail, by: ReadBy<'_>) -> Arrived {
    let Some(message) = parsed(&mail.bytes) else { return Arrived::Nothing };
    let answer = || answer::read(&message, mail.is_cut, by).map(Arrived::Answer);
    report::read(&message).or_else(answer).unwrap_or(Arrived::Nothing)
}
