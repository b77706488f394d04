//! The mail around the words: headers and parts, read back with another library than the one that wrote them.

use mail_parser::{Address, Message, MessageParser, MimeHeaders};
use textwrap::core::display_width;

use crate::correspondence::LetterKind;
use crate::language::Language;
use crate::post::letters::{Desk, write};
use crate::post::tests::fixtures::{all_letters, catalogue, letter};
use crate::post::tests::office::composer;

fn parse(bytes: &[u8]) -> Message<'_> {
    MessageParser::default().parse(bytes).unwrap()
}

fn addresses(address: Option<&Address<'_>>) -> Vec<String> {
    address.into_iter().flat_map(|list| list.iter()).map(|one| one.address().unwrap().to_owned()).collect()
}

#[test]
fn a_mail_read_back_says_what_was_written() {
    let catalogue = catalogue();
    for letter in all_letters() {
        let draft = write(Desk { catalogue: &catalogue, public_url: "https://nakodo.example", sender: "nakodo 仲人" }, &letter).draft;
        let bytes = composer().compose(&catalogue, &letter).unwrap().formatted();
        let mail = parse(&bytes);
        assert_eq!(mail.subject(), Some(draft.subject.as_str()));
        assert_eq!(mail.body_text(0).unwrap().replace("\r\n", "\n").trim_end(), draft.text().trim_end());
        assert_eq!(mail.body_html(0).unwrap().replace("\r\n", "\n").trim_end(), draft.html().unwrap().trim_end());
        assert_eq!((mail.text_body_count(), mail.html_body_count()), (1, 1));
    }
}

#[test]
fn headers_say_from_whom_to_whom_when_and_what() {
    let sent = letter(LetterKind::Offer, Language::Ja);
    let bytes = composer().compose(&catalogue(), &sent).unwrap().formatted();
    let mail = parse(&bytes);
    assert_eq!(mail.from().unwrap().first().unwrap().name(), Some("nakodo 仲人"));
    assert_eq!(addresses(mail.from()), ["nakodo@nakodo.example"]);
    assert_eq!(addresses(mail.to()), ["sato@sato-security.example.jp", "ken.sato@example.com"]);
    assert_eq!(mail.to().unwrap().first().unwrap().name(), Some("佐藤 健"));
    assert_eq!(mail.date().unwrap().to_timestamp(), sent.queued_at.timestamp());
    assert_eq!(mail.message_id(), Some(format!("{}@nakodo.example", sent.id).as_str()));
    let raw = |name: &'static str| mail.header_raw(name).map(|value| value.trim().to_owned());
    assert_eq!(raw("Auto-Submitted").as_deref(), Some("auto-generated"));
    assert_eq!(raw("X-Nakodo-Kind").as_deref(), Some("offer"));
    assert_eq!(raw("Content-Language").as_deref(), Some("ja"));
}

#[test]
fn composing_again_gives_the_same_message_id_and_date() {
    let (composer, catalogue) = (composer(), catalogue());
    for letter in all_letters() {
        let header = |name: &str| {
            let mail = composer.compose(&catalogue, &letter).unwrap();
            mail.headers().get_raw(name).unwrap().to_owned()
        };
        for name in ["Message-ID", "Date"] {
            assert_eq!(header(name), header(name));
        }
    }
}

#[test]
fn only_letters_about_a_time_to_keep_carry_a_calendar_part() {
    for letter in all_letters() {
        let bytes = composer().compose(&catalogue(), &letter).unwrap().formatted();
        let mail = parse(&bytes);
        let parts: Vec<_> = mail.attachments().collect();
        let of_a_match = matches!(letter.kind, LetterKind::MatchForCompany | LetterKind::MatchForSpecialist);
        if !of_a_match && !matches!(letter.kind, LetterKind::Offer | LetterKind::SessionSet) {
            assert!(parts.is_empty(), "{:?}", letter.kind);
            continue;
        }
        let [part] = parts[..] else { panic!("one attachment") };
        let content_type = part.content_type().unwrap();
        assert_eq!((content_type.ctype(), content_type.subtype()), ("text", Some("calendar")));
        assert_eq!(content_type.attribute("method"), Some("PUBLISH"));
        let file = part.text_contents().unwrap().replace("\r\n ", "");
        if letter.kind == LetterKind::Offer {
            assert_eq!(part.attachment_name(), Some("deadline.ics"));
            for line in ["METHOD:PUBLISH", "STATUS:CONFIRMED", "DTSTART:20261126T010000Z", "DTEND:20261126T013000Z", "TRANSP:TRANSPARENT"] {
                assert!(file.contains(line), "{line} in {file}");
            }
            assert!(!file.contains("://") && !file.contains("B社"), "neither the right to answer nor the company: {file}");
            continue;
        }
        if letter.kind == LetterKind::SessionSet {
            assert_eq!(part.attachment_name(), Some("session.ics"));
            for line in ["METHOD:PUBLISH", "STATUS:CONFIRMED", "DTSTART:20261126T013000Z", "DTEND:20261126T033000Z", "SUMMARY:"] {
                assert!(file.contains(line), "{line} in {file}");
            }
            assert!(!file.contains("://") && !file.contains("sato@"), "neither the right to the page nor an address: {file}");
            continue;
        }
        assert_eq!(part.attachment_name(), Some("first-talk.ics"));
        for line in ["METHOD:PUBLISH", "STATUS:TENTATIVE", "DTSTART:20261201T050000Z", "DTEND:20261201T060000Z", "DTSTAMP:20261124T013000Z"]
        {
            assert!(file.contains(line), "{line} in {file}");
        }
        // Both sides can be reached; what the company wrote in confidence is not in a calendar.
        for reach in ["soumu@b-sha.example.jp", "sato@sato-security.example.jp"] {
            assert!(file.contains(reach), "{reach} in {file}");
        }
        assert!(!file.contains("ATTENDEE") && !file.contains("取引先"), "{file}");
    }
}

#[test]
fn no_line_of_a_text_part_is_wider_than_78_columns_unless_it_is_a_link() {
    let catalogue = catalogue();
    for letter in all_letters() {
        let draft = write(Desk { catalogue: &catalogue, public_url: "https://nakodo.example", sender: "nakodo 仲人" }, &letter).draft;
        for line in draft.text().lines() {
            assert!(display_width(line) <= 78 || line.contains("://"), "{line}");
        }
    }
}

#[test]
fn every_link_leads_to_a_page_that_only_shows() {
    let catalogue = catalogue();
    for letter in all_letters() {
        let desk = Desk { catalogue: &catalogue, public_url: "https://nakodo.example", sender: "nakodo 仲人" };
        let html = write(desk, &letter).draft.html().unwrap();
        for link in html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            let path = link.strip_prefix("https://nakodo.example/").unwrap_or_else(|| panic!("{link}"));
            // What came of the work, and what both say of it, is behind the same link as the work.
            let path = path.strip_suffix("/outcome").or(path.strip_suffix("/review")).unwrap_or(path);
            let place = path.rsplit_once('/').map_or(path, |(place, _)| place);
            let places = [
                "help-requests/confirm",
                "help-requests/status",
                "offers",
                "engagements",
                "pauses",
                "help-requests",
                "letters",
                "profile",
                "weeks",
                "sign-in",
                "me",
                "consents",
                "referral",
                "approval",
                "pool",
                "complaints",
                "console/complaints",
                "team",
                "endorsement",
            ];
            assert!(places.contains(&place), "{link}");
        }
        for heavy in ["<img", "<script", "<form", "<link", "src=", "@import", "url("] {
            assert!(!html.contains(heavy), "{heavy} in {:?}", letter.kind);
        }
    }
}
