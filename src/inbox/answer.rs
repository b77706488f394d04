//! Which letter a mail answers, who wrote it, and whether a person did at all.

use mail_parser::{Message, PartType};

use crate::correspondence::letter_of_message_id;
use crate::ids::LetterId;
use crate::inbox::vouching::is_vouched;
use crate::inbox::wish::wish;
use crate::inbox::{MailedAnswer, ReadBy, page};
use crate::values::{MailAddress, ReplyAddress};

/// Where a mail says to which mailbox it came: first what servers write, then what its writer did.
const RECIPIENTS: [&str; 5] = ["Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc"];
/// Where it says what it answers.
const ANSWERED: [&str; 2] = ["In-Reply-To", "References"];
/// Only machines write these.
const OF_MACHINES: [&str; 5] = ["X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-Auto-Reply", "List-Id"];

/// The answer to a letter of ours that a mail holds; none if it holds none. `is_cut`: whether its end is missing.
pub(super) fn read(message: &Message<'_>, is_cut: bool, by: ReadBy<'_>) -> Option<MailedAnswer> {
    let replies = by.replies?;
    if is_automatic(message) {
        return None;
    }
    let from = sender(message)?;
    let letter = letter(message, replies)?;
    let vouched = by.trusted_server.is_some_and(|server| is_vouched(&fields(message, "Authentication-Results"), server, from.domain()));
    let mut text = text(message);
    if is_cut {
        // The last line may be half of what was meant.
        text.truncate(text.rfind('\n').unwrap_or(0));
    }
    Some(MailedAnswer { letter, from, vouched, wish: wish(&text, by.words) })
}

/// Whether a machine wrote it (RFC 3834), so that nobody meant anything by it. Answering it could make two machines write to each other for ever.
fn is_automatic(message: &Message<'_>) -> bool {
    let said = |name: &str| fields(message, name);
    let word = |text: &String| text.split([';', '(', ' ']).next().unwrap_or_default().to_ascii_lowercase();
    OF_MACHINES.iter().any(|name| !said(name).is_empty())
        || said("Auto-Submitted").iter().any(|text| word(text) != "no")
        || said("Precedence").iter().any(|text| matches!(word(text).as_str(), "bulk" | "junk" | "list" | "auto_reply"))
        || said("Return-Path").iter().any(|text| matches!(text.as_str(), "" | "<>"))
        || said("Content-Type").iter().any(|text| word(text) == "multipart/report")
}

/// The one who wrote it; none where several are named, or nobody.
fn sender(message: &Message<'_>) -> Option<MailAddress> {
    let named: Vec<&str> = message.from()?.iter().filter_map(|one| one.address()).collect();
    let [address] = named[..] else { return None };
    let is_only = fields(message, "From").len() == 1;
    MailAddress::parse(address).ok().filter(|_| is_only)
}

/// The letter that is answered: by the address to which the answer went, and where a server has cut that short by what the answer refers to.
/// None where several are named.
fn letter(message: &Message<'_>, replies: &ReplyAddress) -> Option<LetterId> {
    let is_between = |c: char| c.is_whitespace() || "<>,;:()\"".contains(c);
    let written_to = |text: &str| text.split(is_between).filter_map(|word| replies.letter_of(word)).collect::<Vec<_>>();
    let answered = |text: &str| text.split_whitespace().filter_map(letter_of_message_id).collect::<Vec<_>>();
    let find = |names: &[&str], read: &dyn Fn(&str) -> Vec<LetterId>| {
        let mut found = names.iter().map(|name| fields(message, name).iter().flat_map(|text| read(text)).collect::<Vec<LetterId>>());
        let mut letters = found.find(|letters| !letters.is_empty())?;
        letters.dedup();
        Some(letters)
    };
    let letters = find(&RECIPIENTS, &written_to).or_else(|| find(&ANSWERED, &answered))?;
    let [letter] = letters[..] else { return None };
    Some(letter)
}

/// The fields of this name from the top, each without the folding of its lines.
fn fields(message: &Message<'_>, name: &str) -> Vec<String> {
    let named = message.headers().iter().filter(|header| header.name().eq_ignore_ascii_case(name));
    let text = |header: &mail_parser::Header<'_>| {
        let place = usize::try_from(header.offset_start()).ok()?..usize::try_from(header.offset_end()).ok()?;
        let raw = String::from_utf8_lossy(message.raw_message().get(place)?).into_owned();
        Some(raw.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    named.filter_map(text).collect()
}

/// The words of a mail; a mail that is only a web page is read as one.
fn text(message: &Message<'_>) -> String {
    let shown = message.text_bodies().next().or_else(|| message.html_bodies().next());
    match shown.map(|part| &part.body) {
        Some(PartType::Text(text)) => text.clone().into_owned(),
        Some(PartType::Html(html)) => page::text_of(html),
        _ => String::new(),
    }
}
