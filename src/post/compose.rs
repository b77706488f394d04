//! From a [`Letter`] to a mail.

use std::time::SystemTime;

use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, Message, MultiPart, SinglePart};
use lettre::{Address, address::AddressError};
use url::Url;

use crate::calendar::Entry;
use crate::catalogue::Catalogue;
use crate::correspondence::{ByReply, Letter, LetterKind};
use crate::post::letters::{Desk, write};
use crate::settings::PostSettings;
use crate::values::{Line, MailAddress, ReplyAddress};

/// What is the same for all letters.
pub(super) struct Composer {
    from: Mailbox,
    sender: String,
    /// Without a slash at its end.
    public_url: String,
    /// Right part of a Message-ID.
    host: String,
    /// Where answers by mail go.
    replies: Option<ReplyAddress>,
}

/// Why a letter cannot be a mail. Without addresses: it goes to the log.
#[derive(Debug, thiserror::Error)]
pub(super) enum ComposeError {
    #[error("an address was refused by the mail library: {0}")]
    Address(#[from] AddressError),
    #[error("the HTML part: {0}")]
    Html(#[from] askama::Error),
    #[error("the calendar part has no content type: {0}")]
    ContentType(#[from] lettre::message::header::ContentTypeErr),
    #[error("the mail library: {0}")]
    Mail(#[from] lettre::error::Error),
}

impl Composer {
    pub fn new(settings: &PostSettings, public_url: &Url) -> Result<Self, ComposeError> {
        let mut root = public_url.clone();
        root.set_query(None);
        root.set_fragment(None);
        Ok(Self {
            from: mailbox(&settings.from_name, &settings.from_address)?,
            sender: settings.from_name.as_str().to_owned(),
            public_url: root.as_str().trim_end_matches('/').to_owned(),
            host: public_url.host_str().unwrap_or("localhost").to_owned(),
            replies: settings.replies.as_ref().map(|replies| replies.address.clone()),
        })
    }

    /// The same letter gives the same Message-ID and date on every attempt, so that a mail program shows a letter once that a crash sent twice.
    pub fn compose(&self, catalogue: &Catalogue, letter: &Letter) -> Result<Message, ComposeError> {
        let written = write(Desk { catalogue, public_url: &self.public_url, sender: &self.sender }, letter);
        let name = message_id(letter, &self.host);
        let mut mail = Message::builder()
            .from(self.from.clone())
            .subject(single_spaced(&written.draft.subject))
            .date(SystemTime::from(letter.queued_at))
            .message_id(Some(format!("<{name}>")))
            // RFC 3834: nobody's out-of-office answers this.
            .raw_header(header("Auto-Submitted", if letter.kind == LetterKind::ReplyResult { "auto-replied" } else { "auto-generated" }))
            .raw_header(header("Content-Language", letter.language.tag()))
            .raw_header(header("X-Nakodo-Kind", letter.kind.code()));
        let gathers = match letter.kind {
            LetterKind::OfferDigest => Some(("letters", "")),
            LetterKind::SpecialistWeek => Some(("letters", "?kind=specialist_week")),
            LetterKind::SupportOrgWeek => Some(("weeks", "")),
            _ => None,
        };
        if let Some(((path, of), token)) = gathers.zip(letter.wishes.as_ref()) {
            // RFC 8058: a press in the mail program sends a POST there.
            let place = format!("<{}/{path}/{}/unsubscribe{of}>", self.public_url, token.reveal());
            mail = mail.raw_header(header("List-Unsubscribe", &place));
            mail = mail.raw_header(header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"));
        }
        if let Some(replies) = self.replies.as_ref().filter(|_| letter.by_reply != ByReply::Nothing) {
            mail = mail.reply_to(Mailbox::new(None, replies.of_letter(letter.id).parse()?));
        }
        for address in &letter.to {
            mail = mail.to(mailbox(&letter.to_name, address)?);
        }
        // Text first: of two alternatives a mail program prefers the last that it can show (RFC 2046, 5.1.4).
        let words = MultiPart::alternative()
            .singlepart(SinglePart::plain(written.draft.text()))
            .singlepart(SinglePart::html(written.draft.html()?));
        if written.entries.is_empty() {
            return Ok(mail.multipart(words)?);
        }
        let mut body = MultiPart::mixed().multipart(words);
        for entry in &written.entries {
            body = body.singlepart(self.calendar_part(letter, entry, &name)?);
        }
        Ok(mail.multipart(body)?)
    }

    fn calendar_part(&self, letter: &Letter, entry: &Entry, uid: &str) -> Result<SinglePart, ComposeError> {
        let file = entry.file(&entry.uid(&self.host, uid), letter.queued_at, self.from.email.as_ref());
        // RFC 6047 (2.4): the same as within.
        let content_type = ContentType::parse(&format!("text/calendar; charset=utf-8; method={}", entry.method()))?;
        Ok(Attachment::new(entry.kind.file_name().to_owned()).body(file, content_type))
    }
}

/// Lines of headers that hold encoded words within the 76 octets of RFC 2047 (2): lettre leaves the address behind a name on the name's last line.
/// A line may be broken there without changing what it says, or what is signed.
pub(super) fn folded(mail: Vec<u8>) -> Vec<u8> {
    let end = mail.windows(4).position(|bytes| bytes == b"\r\n\r\n").unwrap_or(mail.len());
    let (head, body) = mail.split_at(end);
    let head = String::from_utf8_lossy(head);
    let line = |line: &str| match line.rfind(" <") {
        Some(at) if at > 0 && line.len() > 76 && line.contains("=?") => format!("{}\r\n{}", &line[..at], &line[at..]),
        _ => line.to_owned(),
    };
    let head: Vec<String> = head.split("\r\n").map(line).collect();
    [head.join("\r\n").as_bytes(), body].concat()
}

/// The id of the letter, with its edition if it is to be a new mail for a reader who has it already.
fn message_id(letter: &Letter, host: &str) -> String {
    match letter.edition {
        0 => format!("{}@{host}", letter.id),
        edition => format!("{}.{edition}@{host}", letter.id),
    }
}

/// Several spaces in a row may stand between two encoded words, where they mean nothing (RFC 2047, 6.2): readers would see none. And what looks like
/// the beginning of such a word is none: lettre leaves it as it is between two of them, where readers take it for one, so it is written wide.
fn single_spaced(text: &str) -> String {
    text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ").replace("=?", "=？")
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

fn mailbox(name: &Line, address: &MailAddress) -> Result<Mailbox, AddressError> {
    let address: Address = address.as_str().parse()?;
    Ok(Mailbox::new(Some(single_spaced(name.as_str())), address))
}
