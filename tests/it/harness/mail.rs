//! Letters as a person reads them.

use std::path::Path;

use mail_parser::{MessageParser, MimeHeaders};
use nakodo::ids::Token;

/// A letter that has arrived.
#[derive(Clone, Debug)]
pub struct Mail {
    pub kind: String,
    pub subject: String,
    pub to: Vec<String>,
    pub message_id: String,
    pub text: String,
    pub html: String,
    pub calendar: Option<String>,
    /// All of them, where there are several.
    pub calendars: Vec<String>,
    pub raw: String,
}

impl Mail {
    pub fn parse(bytes: &[u8]) -> Self {
        let message = MessageParser::default().parse(bytes).expect("a letter is a mail");
        let to = message.to().into_iter().flat_map(|to| to.iter()).filter_map(|one| one.address().map(str::to_owned));
        let is_calendar = |kind: &mail_parser::ContentType<'_>| kind.ctype() == "text" && kind.subtype() == Some("calendar");
        let calendars = message.parts.iter().filter(|part| part.content_type().is_some_and(is_calendar));
        let calendars: Vec<String> = calendars.filter_map(|part| part.text_contents()).map(str::to_owned).collect();
        let header = |name: &'static str| message.header_raw(name).unwrap_or_default().trim().to_owned();
        Self {
            kind: header("X-Nakodo-Kind"),
            subject: message.subject().unwrap_or_default().to_owned(),
            to: to.collect(),
            message_id: message.message_id().unwrap_or_default().to_owned(),
            text: message.body_text(0).unwrap_or_default().into_owned(),
            html: message.body_html(0).unwrap_or_default().into_owned(),
            calendar: calendars.first().cloned(),
            calendars,
            raw: String::from_utf8_lossy(bytes).into_owned(),
        }
    }

    /// The path of the first link that leads below `place`, e.g. `/offers/…`.
    pub fn link(&self, place: &str) -> String {
        let links = self.text.split_whitespace().filter_map(|word| word.find("http").map(|at| &word[at..]));
        let found = links.filter_map(|link| url::Url::parse(link).ok()).find(|link| link.path().starts_with(place));
        found.unwrap_or_else(|| panic!("no link below {place} in {}", self.text)).path().to_owned()
    }

    /// The paths to all places of ours, with what they ask for.
    pub fn links(&self) -> Vec<String> {
        let links = self.text.split_whitespace().filter_map(|word| word.split_once("http://nakodo.test").map(|(_, path)| path));
        links.map(|path| path.trim_end_matches(['>', ')', '。']).to_owned()).collect()
    }

    /// The six digits of a letter with a code.
    pub fn code(&self) -> String {
        let digits = self.text.split(|c: char| !c.is_ascii_digit()).find(|digits| digits.len() == 6);
        digits.unwrap_or_else(|| panic!("no code in {}", self.text)).to_owned()
    }

    /// The token at the end of that link.
    pub fn token(&self, place: &str) -> Token {
        let link = self.link(place);
        Token::find(link.rsplit('/').next().unwrap_or_default()).expect("a link ends with a token")
    }
}

/// All letters of a folder by the time-ordered name of their file.
pub fn read_folder(folder: &Path) -> Vec<Mail> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<_> = entries.map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|end| end == "eml")).collect();
    files.sort();
    files.iter().map(|path| Mail::parse(&std::fs::read(path).expect("a letter is readable"))).collect()
}
