//! Reports as mail servers write them, and what is none.

use crate::correspondence::Bounce;
use crate::inbox::Arrived;
use crate::inbox::tests::read;
use crate::values::MailAddress;

const LETTER: &str = "019aa1b2-0000-7000-8000-000000000001";

/// A report as Postfix writes it, with the blocks about mailboxes and the returned part as given.
fn report(mailboxes: &str, returned: &str) -> String {
    let text = format!(
        "From: MAILER-DAEMON@mx.example (Mail Delivery System)\nTo: nakodo@nakodo.example\nSubject: Undelivered Mail Returned to Sender\n\
         Auto-Submitted: auto-replied\nMIME-Version: 1.0\n\
         Content-Type: multipart/report; report-type=delivery-status;\n boundary=\"B.1/mx.example\"\n\n\
         This is a MIME-encapsulated message.\n\n--B.1/mx.example\nContent-Description: Notification\n\
         Content-Type: text/plain; charset=us-ascii\n\nI'm sorry to have to inform you that your message could not be delivered.\n\n\
         --B.1/mx.example\nContent-Description: Delivery report\nContent-Type: message/delivery-status\n\n\
         Reporting-MTA: dns; mx.example\nX-Postfix-Sender: rfc822; nakodo@nakodo.example\nArrival-Date: Tue, 24 Nov 2026 10:00:00 +0900\n\n\
         {mailboxes}\n--B.1/mx.example\n{returned}\n--B.1/mx.example--\n"
    );
    text.replace('\n', "\r\n")
}

fn returned_headers() -> String {
    format!(
        "Content-Description: Undelivered Message Headers\nContent-Type: text/rfc822-headers\n\n\
         Return-Path: <nakodo@nakodo.example>\nMessage-ID: <{LETTER}@nakodo.example>\nSubject: =?utf-8?b?44GC?=\n"
    )
}

fn returned_whole() -> String {
    format!(
        "Content-Description: Undelivered Message\nContent-Type: message/rfc822\n\n\
         Message-ID: <{LETTER}.3@nakodo.example>\nContent-Type: text/plain\n\nhello\n"
    )
}

const GONE: &str = "Final-Recipient: rfc822; sato@example.jp\nOriginal-Recipient: rfc822;ken.sato@example.com\nAction: failed\nStatus: 5.1.1\n\
    Remote-MTA: dns; mx2.example\nDiagnostic-Code: smtp; 550 5.1.1 <sato@example.jp>: Recipient address\n    rejected: User unknown\n";

fn bounce(mailbox: &str, is_gone: bool, answer: &str) -> Bounce {
    Bounce { letter: LETTER.parse().unwrap(), address: MailAddress::parse(mailbox).ok(), is_gone, answer: answer.to_owned() }
}

#[test]
fn a_report_names_the_letter_the_mailbox_to_which_we_wrote_and_the_codes() {
    for returned in [returned_headers(), returned_whole()] {
        let read = read(report(GONE, &returned).as_bytes());
        assert_eq!(read, Arrived::Report(vec![bounce("ken.sato@example.com", true, "550 5.1.1")]));
    }
}

#[test]
fn the_envelope_id_names_the_letter_where_nothing_was_returned() {
    let with_id = report(GONE, "Content-Type: text/plain\n\nnothing\n")
        .replace("X-Postfix-Sender:", &format!("Original-Envelope-Id: {LETTER}\r\nX-Sender:"));
    assert_eq!(read(with_id.as_bytes()), Arrived::Report(vec![bounce("ken.sato@example.com", true, "550 5.1.1")]));
    assert_eq!(read(report(GONE, "Content-Type: text/plain\n\nnothing\n").as_bytes()), Arrived::ReportOfNoLetter);
}

#[test]
fn each_mailbox_has_its_own_line_and_delays_are_no_failures() {
    let several = "Final-Recipient: rfc822; a@example.jp\nAction: failed\nStatus: 5.2.2\nDiagnostic-Code: smtp; 552 5.2.2 Mailbox full\n\n\
        Final-Recipient: rfc822; b@example.jp\nAction: delayed\nStatus: 4.4.1\n\n\
        Final-Recipient: RFC822; <c@example.jp>\nAction: Failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; 550-No such user here\n\n\
        Final-Recipient: rfc822; d@example.jp\nAction: failed\nStatus: 4.4.7 (delivery time expired)\n";
    let read = read(report(several, &returned_headers()).as_bytes());
    let expected =
        vec![bounce("a@example.jp", false, "552 5.2.2"), bounce("c@example.jp", true, "550 5.0.0"), bounce("d@example.jp", false, "4.4.7")];
    assert_eq!(read, Arrived::Report(expected));
}

#[test]
fn automatic_replies_and_answers_of_people_are_no_reports() {
    let replies = [
        format!(
            "From: sato@example.jp\r\nAuto-Submitted: auto-replied\r\nSubject: Out of office\r\nIn-Reply-To: <{LETTER}@nakodo.example>\r\n\r\nI am away. 550 5.1.1\r\n"
        ),
        format!("From: <>\r\nSubject: Re\r\nReferences: <{LETTER}@nakodo.example>\r\n\r\nNo.\r\n"),
        String::new(),
        "\u{0}\u{1}".to_owned(),
    ];
    for reply in replies {
        assert_eq!(read(reply.as_bytes()), Arrived::Nothing, "{reply:?}");
    }
}

proptest::proptest! {
    #[test]
    fn whatever_arrives_is_read_without_harm(noise in "[ -~\\r\\n]{0,200}", at in 0_usize..2000) {
        let mut mail = report(GONE, &returned_headers());
        let at = at.min(mail.len());
        mail.insert_str(at, &noise);
        if let Arrived::Report(bounces) = read(mail.as_bytes()) {
            for bounce in bounces {
                proptest::prop_assert!(bounce.answer.chars().all(|c| c.is_ascii_digit() || " .".contains(c)), "{:?}", bounce.answer);
            }
        }
    }
}
