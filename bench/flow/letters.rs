//! What a letter that arrived is, told by what stands in it and not by its wording, since nakodo and its peers word it differently: the letters
//! of a match name the other side's mailbox, an offer has a link to answer and the budget, by which its help request is known.

use std::sync::LazyLock;

use mail_parser::MessageParser;

use crate::people::BUDGET;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Letter {
    /// To a specialist, with a link to answer.
    Offer { number: usize, link: String },
    /// To the company: so many were asked.
    Asked { number: usize, people: usize },
    /// To the company or (`false`) to the specialist.
    Match { number: usize, to_company: bool },
    /// To those whom somebody else forestalled, and whatever else a program writes.
    Other,
}

pub fn read(letter: &[u8]) -> Option<Letter> {
    static PARSER: LazyLock<MessageParser> = LazyLock::new(|| MessageParser::new().with_mime_headers().with_address_headers());
    let message = PARSER.parse(letter)?;
    let to = message.to()?.first()?.address()?;
    let text = message.body_text(0)?;
    Some(of(to, &text))
}

fn of(to: &str, text: &str) -> Letter {
    if let Some(number) = mailbox(to, 'c') {
        return if find_mailbox(text, 's').is_some() {
            Letter::Match { number, to_company: true }
        } else {
            people(text).map_or(Letter::Other, |people| Letter::Asked { number, people })
        };
    }
    if let Some(number) = find_mailbox(text, 'c') {
        return Letter::Match { number, to_company: false };
    }
    link(text).zip(budget(text)).map_or(Letter::Other, |(link, number)| Letter::Offer { number, link })
}

/// `c12` of `c12@…` is 12.
fn mailbox(address: &str, side: char) -> Option<usize> {
    address.strip_prefix(side)?.split_once('@')?.0.parse().ok()
}

fn find_mailbox(text: &str, side: char) -> Option<usize> {
    let mut ends = text.match_indices('@').map(|(at, _)| at);
    ends.find_map(|end| {
        let digits = text[..end].bytes().rev().take_while(u8::is_ascii_digit).count();
        text[..end - digits].ends_with(side).then(|| text[end - digits..end].parse().ok())?
    })
}

/// The path of the link in an offer.
fn link(text: &str) -> Option<String> {
    let from = text.find("/offers/")?;
    Some(text[from..].split_whitespace().next()?.to_owned())
}

fn people(text: &str) -> Option<usize> {
    numbers_before(text, "人").next()
}

fn budget(text: &str) -> Option<usize> {
    let number = numbers_before(text, "円").find(|yen| *yen >= BUDGET)?;
    Some(number - BUDGET)
}

/// Numbers, with or without commas, right before `unit`.
fn numbers_before<'a>(text: &'a str, unit: &'a str) -> impl Iterator<Item = usize> {
    text.match_indices(unit).filter_map(|(at, _)| {
        let digits = text[..at].bytes().rev().take_while(|byte| byte.is_ascii_digit() || *byte == b',').count();
        text[at - digits..at].replace(',', "").parse().ok()
    })
}
