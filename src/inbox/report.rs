//! Reports about letters that came back (RFC 3464), as a mail server delivers them to the sender's mailbox.

use mail_parser::{Message, MessageParser, MimeHeaders, PartType};

use crate::correspondence::{Bounce, is_mailbox_gone, letter_of_message_id};
use crate::ids::LetterId;
use crate::inbox::Arrived;
use crate::values::MailAddress;

/// What a report says; none if the mail is no report. It is believed only as far as the letter and the mailbox that it names go together.
pub(super) fn read(message: &Message<'_>) -> Option<Arrived> {
    let status = part(message, "message", &["delivery-status", "global-delivery-status"])?;
    // One block about the report as a whole, then one for each mailbox.
    let text = String::from_utf8_lossy(status).replace("\r\n", "\n");
    let blocks: Vec<&str> = text.split("\n\n").filter(|block| !block.trim().is_empty()).collect();
    let envelope_id = blocks.iter().find_map(|block| field(block, "Original-Envelope-Id"));
    let letter = envelope_id.and_then(|id| id.parse().ok()).or_else(|| returned_letter(message));
    let Some(letter) = letter else { return Some(Arrived::ReportOfNoLetter) };
    Some(Arrived::Report(blocks.iter().filter_map(|block| failure(letter, block)).collect()))
}

/// What a block says of a mailbox, if it is that it failed.
fn failure(letter: LetterId, block: &str) -> Option<Bounce> {
    if !field(block, "Action")?.eq_ignore_ascii_case("failed") {
        return None;
    }
    // The mailbox to which we wrote, rather than the one to which that forwards.
    let named = field(block, "Original-Recipient").or_else(|| field(block, "Final-Recipient"));
    let address =
        named.and_then(|named| MailAddress::parse(named.rsplit(';').next().unwrap_or_default().trim().trim_matches(['<', '>'])).ok());
    let said = field(block, "Diagnostic-Code").unwrap_or_default();
    let words = said.split_once(';').map_or("", |(_, words)| words);
    let basic = words.split([' ', '-']).find_map(|word| word.parse::<u16>().ok().filter(|code| (200..600).contains(code)));
    let status = field(block, "Status").and_then(|status| status.split_whitespace().next().map(str::to_owned));
    let status = status.filter(|code| code.len() <= 9 && code.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.'));
    // 5.0.0 says no more than that it failed; the basic code may say why.
    let telling = status.as_deref().filter(|code| !matches!(*code, "5.0.0" | "4.0.0"));
    let codes = [basic.map(|code| code.to_string()), status.clone()];
    let answer = codes.into_iter().flatten().collect::<Vec<_>>().join(" ");
    Some(Bounce { letter, address, is_gone: is_mailbox_gone(basic, telling), answer })
}

/// A field of a block, without the folding of its lines.
fn field(block: &str, name: &str) -> Option<String> {
    let parsed = MessageParser::default().parse_headers(block.as_bytes())?;
    let header = parsed.headers().iter().find(|header| header.name().eq_ignore_ascii_case(name))?;
    let raw = block.get(usize::try_from(header.offset_start()).ok()?..usize::try_from(header.offset_end()).ok()?)?;
    Some(raw.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The letter that came back with the report: as a whole, or its headers.
fn returned_letter(message: &Message<'_>) -> Option<LetterId> {
    let whole = message.parts.iter().find_map(|part| match &part.body {
        PartType::Message(returned) => returned.message_id().map(str::to_owned),
        _ => None,
    });
    let headers = || {
        let headers = part(message, "text", &["rfc822-headers"])?;
        MessageParser::default().parse_headers(headers)?.message_id().map(str::to_owned)
    };
    letter_of_message_id(&whole.or_else(headers)?)
}

fn part<'m>(message: &'m Message<'_>, of: &str, kinds: &[&str]) -> Option<&'m [u8]> {
    let is_it = |part: &&mail_parser::MessagePart<'_>| {
        let kind = part.content_type();
        kind.is_some_and(|kind| {
            kind.ctype().eq_ignore_ascii_case(of) && kind.subtype().is_some_and(|sub| kinds.iter().any(|one| sub.eq_ignore_ascii_case(one)))
        })
    };
    message.parts.iter().find(is_it).map(|part| part.contents())
}
