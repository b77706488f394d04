//! The mail folder in the browser, in the development profile only: so that somebody who tries nakodo can read what was sent.

use std::path::Path;

use actix_web::{Error, HttpRequest, HttpResponse, web};
use askama::Template;
use mail_parser::{Message, MessageParser};

use crate::web::State;
use crate::web::pages::ok;
use crate::web::pages::words::Words;
use crate::web::problem::Kind;
use crate::web::reader::{Reader, refuse};

/// How many letters the list shows at most, newest first.
const SHOWN: usize = 200;

struct LetterLine {
    name: String,
    subject: String,
    to: String,
    at: String,
}

#[derive(Template)]
#[template(path = "pages/letters.html")]
struct LettersPage {
    t: Words,
    letters: Vec<LetterLine>,
}

#[derive(Template)]
#[template(path = "pages/letter.html")]
struct LetterPage {
    t: Words,
    subject: String,
    from: String,
    to: String,
    at: String,
    /// The text part, in pieces: words, and addresses that can be followed.
    pieces: Vec<(String, bool)>,
    attachments: Vec<String>,
}

pub async fn list_letters(request: HttpRequest, state: web::Data<State>, Reader(language): Reader) -> Result<HttpResponse, Error> {
    let folder = state.readable_mail().ok_or_else(|| refuse(&request, Kind::NotFound))?;
    let read = web::block(move || newest(&folder)).await?;
    let mut letters: Vec<(i64, LetterLine)> = read.iter().filter_map(|(name, bytes)| line(name, bytes)).collect();
    letters.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    let letters = letters.into_iter().map(|(_, line)| line).collect();
    Ok(ok(language, &LettersPage { t: Words(language), letters }))
}

pub async fn show_letter(
    request: HttpRequest,
    state: web::Data<State>,
    Reader(language): Reader,
    name: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let missing = || refuse(&request, Kind::NotFound);
    let folder = state.readable_mail().ok_or_else(missing)?;
    // Only names that the folder transport gives: no way out of the folder.
    let id: uuid::Uuid = name.parse().map_err(|_| missing())?;
    let bytes = web::block(move || std::fs::read(folder.join(format!("{id}.eml")))).await?.map_err(|_| missing())?;
    let message = MessageParser::default().parse(&bytes).ok_or_else(missing)?;
    let text = message.body_text(0).map(|text| text.into_owned()).unwrap_or_default();
    let attachments = message.attachments().filter_map(|part| part.text_contents().map(str::to_owned));
    let page = LetterPage {
        t: Words(language),
        subject: message.subject().unwrap_or_default().to_owned(),
        from: addresses(message.from()),
        to: addresses(message.to()),
        at: date(&message),
        pieces: pieces(&text),
        attachments: attachments.collect(),
    };
    Ok(ok(language, &page))
}

/// The newest letters by the time of their file.
fn newest(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<_> = entries.flatten().filter(|entry| entry.path().extension().is_some_and(|end| end == "eml")).collect();
    files.sort_by_key(|entry| std::cmp::Reverse(entry.metadata().and_then(|about| about.modified()).ok()));
    let read = files.into_iter().take(SHOWN).filter_map(|entry| {
        let name = entry.path().file_stem()?.to_str()?.to_owned();
        Some((name, std::fs::read(entry.path()).ok()?))
    });
    read.collect()
}

fn line(name: &str, bytes: &[u8]) -> Option<(i64, LetterLine)> {
    let message = MessageParser::default().parse(bytes)?;
    let at = message.date().map_or(0, |date| date.to_timestamp());
    let subject = message.subject().unwrap_or_default().to_owned();
    Some((at, LetterLine { name: name.to_owned(), subject, to: addresses(message.to()), at: date(&message) }))
}

fn date(message: &Message<'_>) -> String {
    let moment = message.date().and_then(|date| crate::clock::Moment::from_timestamp(date.to_timestamp(), 0));
    moment.map(|moment| crate::clock::in_japan(moment).format("%Y-%m-%d %H:%M").to_string()).unwrap_or_default()
}

fn addresses(address: Option<&mail_parser::Address<'_>>) -> String {
    let shown = address.into_iter().flat_map(|address| address.iter()).map(|one| match (one.name(), one.address()) {
        (Some(name), Some(address)) => format!("{name} <{address}>"),
        (_, address) => address.unwrap_or_default().to_owned(),
    });
    shown.collect::<Vec<_>>().join(", ")
}

/// Cuts a text into words and web addresses.
fn pieces(text: &str) -> Vec<(String, bool)> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find("http://").or_else(|| rest.find("https://")) {
        let (before, from) = rest.split_at(at);
        let end = from.find(|c: char| c.is_whitespace() || !c.is_ascii()).unwrap_or(from.len());
        let (link, after) = from.split_at(end);
        pieces.push((before.to_owned(), false));
        pieces.push((link.to_owned(), true));
        rest = after;
    }
    pieces.push((rest.to_owned(), false));
    pieces
}
