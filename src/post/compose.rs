//! From a [`Letter`] to a mail.

use std::time::SystemTime;

use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, Message, MultiPart, SinglePart};
use lettre::{Address, address::AddressError};
use url::Url;

use crate::catalogue::Catalogue;
use crate::correspondence::Letter;
use crate::post::calendar::FirstTalk;
use crate::post::letters::{Desk, write};
use crate::settings::PostSettings;
use crate::values::{Line, MailAddress};

/// Name of the calendar part. In ASCII: some mail programs still cannot read any other name of an attachment.
const CALENDAR_FILE: &str = "first-talk.ics";

/// What is the same for all letters.
pub(super) struct Composer {
    from: Mailbox,
    sender: String,
    /// Without a slash at its end.
    public_url: String,
    /// Right part of a Message-ID.
    host: String,
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
        })
    }

    /// The same letter gives the same Message-ID and date on every attempt, so that a mail program shows a letter once that a crash sent twice.
    pub fn compose(&self, catalogue: &Catalogue, letter: &Letter) -> Result<Message, ComposeError> {
        let written = write(Desk { catalogue, public_url: &self.public_url, sender: &self.sender }, letter);
        let name = format!("{}@{}", letter.id, self.host);
        let mut mail = Message::builder()
            .from(self.from.clone())
            .subject(&written.draft.subject)
            .date(SystemTime::from(letter.queued_at))
            .message_id(Some(format!("<{name}>")))
            // RFC 3834: nobody's out-of-office answers this.
            .raw_header(header("Auto-Submitted", "auto-generated"))
            .raw_header(header("Content-Language", letter.language.tag()))
            .raw_header(header("X-Nakodo-Kind", letter.kind.code()));
        for address in &letter.to {
            mail = mail.to(mailbox(&letter.to_name, address)?);
        }
        // Text first: of two alternatives a mail program prefers the last that it can show (RFC 2046, 5.1.4).
        let words = MultiPart::alternative()
            .singlepart(SinglePart::plain(written.draft.text()))
            .singlepart(SinglePart::html(written.draft.html()?));
        let body = match &written.talk {
            Some(talk) => MultiPart::mixed().multipart(words).singlepart(self.calendar_part(letter, talk, &name)?),
            None => words,
        };
        Ok(mail.multipart(body)?)
    }

    fn calendar_part(&self, letter: &Letter, talk: &FirstTalk, uid: &str) -> Result<SinglePart, ComposeError> {
        let file = talk.file(uid, letter.queued_at, self.from.email.as_ref());
        let content_type = ContentType::parse("text/calendar; charset=utf-8; method=PUBLISH")?;
        Ok(Attachment::new(CALENDAR_FILE.to_owned()).body(file, content_type))
    }
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

fn mailbox(name: &Line, address: &MailAddress) -> Result<Mailbox, AddressError> {
    let address: Address = address.as_str().parse()?;
    Ok(Mailbox::new(Some(name.as_str().to_owned()), address))
}
