//! Lines of a mail, as RFC 5322 (2.1.1) and RFC 2047 (2, 5) want them, whatever people are called.

use std::sync::LazyLock;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use mail_parser::MessageParser;
use proptest::prelude::*;

use crate::correspondence::{Content, Letter, LetterKind};
use crate::language::Language;
use crate::post::Post;
use crate::post::tests::fixtures::{all_letters, company_facts, letter};
use crate::post::tests::office::post;
use crate::settings::TransportChoice;
use crate::values::Line;

/// Composes, and sends nothing.
static POST: LazyLock<Post> =
    LazyLock::new(|| post(TransportChoice::Smtp { url: "smtp://127.0.0.1:1".to_owned(), authority_file: None }).unwrap());

/// No line is over 998, none with an encoded word over 76, and each encoded word is whole characters.
fn check_lines(mail: &str) -> Result<(), String> {
    for line in mail.split("\r\n") {
        if line.len() > 998 || line.contains(['\r', '\n']) {
            return Err(format!("{} octets: {line}", line.len()));
        }
    }
    let head = mail.split("\r\n\r\n").next().unwrap_or_default();
    for line in head.split("\r\n").filter(|line| line.contains("=?")) {
        if line.len() > 76 {
            return Err(format!("{} octets with an encoded word: {line}", line.len()));
        }
        for (place, word) in line.split("=?utf-8?b?").enumerate() {
            let (text, rest) = if place == 0 { ("", word) } else { word.split_once("?=").ok_or(format!("no end: {line}"))? };
            if rest.contains("=?") {
                return Err(format!("another encoding: {line}"));
            }
            let bytes = STANDARD.decode(text).map_err(|error| format!("{error}: {line}"))?;
            String::from_utf8(bytes).map_err(|_| format!("half a character: {line}"))?;
        }
    }
    Ok(())
}

#[test]
fn the_lines_of_every_letter_are_right() {
    for letter in all_letters() {
        let mail = String::from_utf8(POST.compose(&letter).unwrap().1).unwrap();
        check_lines(&mail).unwrap_or_else(|why| panic!("{:?}: {why}", letter.kind));
    }
}

#[test]
fn half_a_character_in_an_encoded_word_is_caught() {
    assert!(check_lines("Subject: =?utf-8?b?44GC?=\r\n\r\n").is_ok());
    assert!(check_lines("Subject: =?utf-8?b?44E=?=\r\n =?utf-8?b?gg==?=\r\n\r\n").is_err());
    assert!(check_lines(&format!("Subject: =?utf-8?b?{}?=\r\n\r\n", STANDARD.encode("あ".repeat(20)))).is_err());
}

/// Names as people have them, and as nobody has.
fn names() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[ぁ-んァ-ヶ一-龥々〆ー ]{1,80}",
        "[a-zA-Z ]{0,40}[一-龥]{0,40}[ -~]{0,40}",
        "(🏳️‍🌈|👨‍👩‍👧‍👦|が|ｶﾞ|𠮷|é|é| ){1,30}",
        "[!-~]{70,120}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn names_and_subjects_come_out_as_they_went_in(text in prop_oneof![8 => names(), 1 => Just("0 =?".to_owned()), 1 => Just("=?utf-8?q?a?= 社".to_owned())]) {
        let Ok(name) = Line::parse(&text, 120) else { return Ok(()) };
        let mut facts = company_facts();
        facts.company.name = name.clone();
        let content = Content::CompanyUnreachable { company: facts, reference: "r".to_owned() };
        let letter = Letter { to_name: name.clone(), content, ..letter(LetterKind::CompanyUnreachable, Language::Ja) };
        let bytes = POST.compose(&letter).unwrap().1;
        let mail = String::from_utf8(bytes.clone()).unwrap();
        prop_assert!(check_lines(&mail).is_ok(), "{}", check_lines(&mail).unwrap_err());
        let read = MessageParser::default().parse(&bytes).unwrap();
        let subject = format!("【nakodo】{} のメールアドレスに届きません", name.as_str());
        // Runs of spaces mean nothing in a header, and "=?" would be the beginning of an encoded word.
        let single = |text: &str| text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ").replace("=?", "=？");
        let (subject, called) = (single(&subject), single(name.as_str()));
        prop_assert_eq!(read.subject(), Some(subject.as_str()));
        prop_assert_eq!(read.to().unwrap().first().unwrap().name(), Some(called.as_str()));
    }
}
