//! What holds of everything that strangers type, send or upload, whatever the bytes: nothing panics, and what is taken for right is written back as
//! it was. The fuzzer (`scripts/fuzz`) and the test suite (`tests/fuzz.rs`) run the same functions.

use chrono::NaiveDate;
use nakodo::active_list::{CellError, read_specialists, write_specialists};
use nakodo::brokering::{MemberTable, read_members, write_members};
use nakodo::catalogue::Catalogue;
use nakodo::desk::RequestKey;
use nakodo::ids::Token;
use nakodo::inbox::{RawMail, ReadBy, read_mail};
use nakodo::listings::{ListingsError, compare, read_listings};
use nakodo::settings::RawSettings;
use nakodo::traces::TraceId;
use nakodo::values::{MailAddress, ReplyAddress};
use std::sync::LazyLock;

/// Takes any bytes, and panics where something does not hold of them.
pub type Property = fn(&[u8]);

/// Every property with the folder of its corpus.
pub const ALL: [(&str, Property); 9] = [
    ("idempotency_key", idempotency_key),
    ("listings", listings),
    ("mail", mail),
    ("mail_address", mail_address),
    ("members", members),
    ("settings", settings),
    ("specialists", specialists),
    ("token", token),
    ("traceparent", traceparent),
];

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 24).expect("a day")
}

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::embedded(today()).expect("the catalogue is in force"));

/// A header's value is a key, or it is refused; a key is never empty, long, or anything that a log or a database could stumble over.
pub fn idempotency_key(bytes: &[u8]) {
    let Some(key) = RequestKey::readable(bytes) else { return };
    assert!((1..=255).contains(&key.len()) && key.trim() == key, "{key:?}");
    assert!(key.bytes().all(|byte| (b' '..=b'~').contains(&byte)), "{key:?}");
    assert_eq!(RequestKey::new("company", key, b"a"), RequestKey::new("company", key, b"a"));
    assert_ne!(RequestKey::new("company", key, b"a"), RequestKey::new("company", key, b"b"));
}

/// Whatever arrives in the mailbox is read as something.
pub fn mail(bytes: &[u8]) {
    let replies = MailAddress::parse("answers@nakodo.example.jp").ok().and_then(ReplyAddress::find);
    let mut mail = RawMail::default();
    bytes.chunks(7_000).for_each(|piece| mail.push(piece));
    let words = CATALOGUE.reply_words();
    read_mail(&mail, ReadBy { words, replies: replies.as_ref(), trusted_server: Some("mx.nakodo.example.jp") });
}

/// What is taken for an address is one of RFC 5321, is read again as itself, and does not show in a log.
pub fn mail_address(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(address) = MailAddress::parse(text) else { return };
    assert_eq!(MailAddress::parse(address.as_str()).as_ref(), Ok(&address));
    assert!(address.as_str().len() <= 254 && address.as_str().is_ascii(), "{}", address.as_str());
    assert!(!address.as_str().contains(|sign: char| sign.is_whitespace() || sign.is_control()), "{}", address.as_str());
    assert!(!format!("{address:?}").contains(address.as_str()), "{}", address.as_str());
}

/// The report about a file names cells of the file, one line each, and shows of an address no more than its first sign and its domain.
fn cells(errors: Vec<CellError>, lines: u64) {
    assert!(!errors.is_empty(), "a row that is refused says why");
    for error in errors {
        assert!((1..=lines).contains(&error.line), "{error:?}: the file has {lines} lines");
        assert!(!error.found.contains(['\n', '\r']), "{error:?}");
        let is_masked = |at: usize| error.found[..at].ends_with("***");
        assert!(error.found.match_indices('@').all(|(at, _)| is_masked(at)), "{error:?}");
    }
}

/// Lines end with LF, CR or both; there is at least one.
fn lines(bytes: &[u8]) -> u64 {
    1 + bytes.iter().filter(|byte| matches!(byte, b'\n' | b'\r')).count() as u64
}

/// A sheet of members is read or refused; what was read is written and read back the same, and what a page carries of it is taken up as it was.
pub fn members(bytes: &[u8]) {
    if let Some(table) = std::str::from_utf8(bytes).ok().and_then(MemberTable::take_up) {
        assert_eq!(MemberTable::take_up(&table.written(|_| false)), Some(table));
    }
    if let Ok(table) = MemberTable::read(bytes) {
        assert_eq!(MemberTable::take_up(&table.written(|_| false)), Some(table));
    }
    let Ok(rows) = read_members(bytes, &CATALOGUE) else { return };
    let mut right = Vec::new();
    for row in rows {
        match row.outcome {
            Ok(member) => right.push(member),
            Err(errors) => cells(errors, lines(bytes)),
        }
    }
    let written = write_members(&right);
    let again = read_members(written.as_bytes(), &CATALOGUE).expect("what nakodo wrote is readable");
    let again: Vec<_> = again.into_iter().map(|row| row.outcome.expect("what nakodo wrote is right")).collect();
    assert_eq!(again, right);
}

/// A snapshot of another list is read whole or refused; what was read holds no link but of the web, and no row twice.
pub fn listings(bytes: &[u8]) {
    for kind in CATALOGUE.listing_kinds() {
        match read_listings(bytes, kind, &CATALOGUE) {
            Ok(file) => {
                assert!(file.rows.iter().all(|row| row.link.as_deref().is_none_or(|link| link.starts_with("https://"))));
                let changes = compare(&[], &file.rows);
                assert_eq!((changes.came.len(), changes.went.len()), (file.rows.len(), 0));
                assert_eq!(compare(&file.rows, &file.rows), Default::default());
            }
            Err(ListingsError::Rows { mistakes, .. }) => cells(mistakes, lines(bytes)),
            Err(_) => {}
        }
    }
}

/// Settings are taken or refused with the key that is wrong.
pub fn settings(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Err(error) = RawSettings::of_text(text).and_then(RawSettings::check) {
        assert!(!error.to_string().is_empty());
    }
}

/// The same of specialists.
pub fn specialists(bytes: &[u8]) {
    let Ok(rows) = read_specialists(bytes, &CATALOGUE, today()) else { return };
    let mut right = Vec::new();
    for row in rows {
        match row.outcome {
            Ok((form, specialist)) => right.push((form, specialist)),
            Err(errors) => cells(errors, lines(bytes)),
        }
    }
    let forms: Vec<_> = right.iter().map(|(form, _)| form.clone()).collect();
    let again = read_specialists(write_specialists(&forms).as_bytes(), &CATALOGUE, today()).expect("what nakodo wrote is readable");
    let again: Vec<_> = again.into_iter().map(|row| row.outcome.expect("what nakodo wrote is right").1).collect();
    assert_eq!(again, right.into_iter().map(|(_, specialist)| specialist).collect::<Vec<_>>());
}

/// A token has one spelling, and shows nowhere but where it is revealed.
pub fn token(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Some(token) = Token::find(text) else { return };
    assert_eq!(token.reveal(), text);
    assert!(!format!("{token:?}").contains(text));
    assert!(!token.hash().as_str().contains(text));
}

/// The name of a request comes from a header of W3C Trace Context, or there is none.
pub fn traceparent(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Some(trace) = TraceId::of_traceparent(text) else { return };
    assert_ne!(trace.bytes(), &[0; 16]);
    assert_eq!(TraceId::of_traceparent(&trace.traceparent([1; 8])), Some(trace));
}
