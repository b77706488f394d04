//! Answers as mail programs write them, in words of our own, and what is none.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::inbox::tests::{LETTER, read, read_in_pieces, words};
use crate::inbox::{Arrived, MailedAnswer, RawMail, ReadBy, Wish, read_mail};
use crate::values::MailAddress;

const TO: &str = "offers+019aa1b2000070008000000000000001@nakodo.example";

/// A plain mail with these fields above a body.
fn mail(fields: &str, body: &str) -> Vec<u8> {
    format!("From: sato@example.jp\nTo: {TO}\n{fields}Content-Type: text/plain; charset=utf-8\n\n{body}").replace('\n', "\r\n").into_bytes()
}

fn answer(mail: &[u8]) -> Option<MailedAnswer> {
    match read(mail) {
        Arrived::Answer(answer) => Some(answer),
        Arrived::Nothing => None,
        other => panic!("{other:?}"),
    }
}

fn says(mail: &[u8]) -> Wish {
    answer(mail).expect("an answer").wish
}

/// A mail in the encoding that Japanese programs have used for thirty years.
fn in_iso_2022_jp(head: &str, body: &str) -> Vec<u8> {
    let (body, _, lost) = encoding_rs::ISO_2022_JP.encode(body);
    assert!(!lost);
    let head =
        format!("{head}Content-Type: text/plain; charset=\"iso-2022-jp\"\nContent-Transfer-Encoding: 7bit\n\n").replace('\n', "\r\n");
    [head.as_bytes(), &body].concat()
}

#[test]
fn an_answer_names_its_letter_and_its_writer() {
    let expected = MailedAnswer {
        letter: LETTER.parse().unwrap(),
        from: MailAddress::parse("sato@example.jp").unwrap(),
        vouched: false,
        wish: Wish::Accept,
    };
    assert_eq!(answer(&mail("", "承諾\n")), Some(expected));
}

#[test]
fn gmail_on_a_phone() {
    let text = "承諾します。よろしくお願いします。\r\n\r\n2026年11月24日(火) 10:30 nakodo 仲人 <nakodo@nakodo.example>:\r\n\r\n\
        > 佐藤 健 様\r\n>\r\n> 支援を求めている会社があります。辞退もできます。\r\n";
    let page = "<div dir=\"auto\">承諾します。よろしくお願いします。</div><br><div class=\"gmail_quote\">\
        <div dir=\"ltr\" class=\"gmail_attr\">2026年11月24日(火) 10:30 nakodo 仲人 &lt;nakodo@nakodo.example&gt;:<br></div>\
        <blockquote class=\"gmail_quote\">佐藤 健 様<br>辞退もできます。</blockquote></div>";
    let part = |kind: &str, words: &str| {
        format!(
            "--b1\r\nContent-Type: {kind}; charset=\"UTF-8\"\r\nContent-Transfer-Encoding: base64\r\n\r\n{}\r\n",
            STANDARD.encode(words)
        )
    };
    let head = format!(
        "Delivered-To: {TO}\r\nMIME-Version: 1.0\r\nReferences: <{LETTER}@nakodo.example>\r\nIn-Reply-To: <{LETTER}@nakodo.example>\r\n\
         From: =?UTF-8?B?5L2Q6Jek5YGl?= <sato.ken@gmail.example>\r\nDate: Tue, 24 Nov 2026 11:02:03 +0900\r\n\
         Message-ID: <CAB=x+y@mail.gmail.example>\r\nSubject: =?UTF-8?B?UmU6IOaJk+iouA==?=\r\nTo: nakodo <{TO}>\r\n\
         Content-Type: multipart/alternative; boundary=\"b1\"\r\n\r\n"
    );
    let both = format!("{head}{}{}--b1--\r\n", part("text/plain", text), part("text/html", page));
    assert_eq!(says(both.as_bytes()), Wish::Accept);
    let only_page = format!("{head}{}--b1--\r\n", part("text/html", page));
    assert_eq!(says(only_page.as_bytes()), Wish::Accept);
}

#[test]
fn outlook_in_japanese() {
    let head = format!(
        "From: =?iso-2022-jp?B?GyRCOjRGIxsoQg==?= <Sato@Example.JP>\nTo: =?iso-2022-jp?B?GyRCQ2c/TRsoQg==?= <{TO}>\n\
         Subject: =?iso-2022-jp?B?UkU6IBskQkJHP0cbKEI=?=\nThread-Index: AQHa\nX-Mailer: Microsoft Outlook 16.0\nMIME-Version: 1.0\n"
    );
    let body = "お世話になっております。\r\n今回は辞退いたします。\r\n\r\n佐藤\r\n\r\n\
        -----Original Message-----\r\nFrom: nakodo <nakodo@nakodo.example> \r\nSent: Tuesday, November 24, 2026 10:30 AM\r\n\
        Subject: 打診\r\n\r\n佐藤 健 様\r\n承諾\r\n";
    assert_eq!(says(&in_iso_2022_jp(&head, body)), Wish::Decline);
    let page = "<html><head><style>p.x {margin:0}</style></head><body lang=JA><div class=WordSection1><p class=x>承諾いたします。<o:p></o:p></p>\
        <p class=x><o:p>&nbsp;</o:p></p></div><hr tabindex=\"-1\"><div id=\"divRplyFwdMsg\"><b>差出人:</b> nakodo<br><b>件名:</b> 打診</div>\
        <p>ご都合が合わないときは、辞退できます。</p></body></html>";
    let (page, ..) = encoding_rs::SHIFT_JIS.encode(page);
    let page_mail = [format!("{head}Content-Type: text/html; charset=Shift_JIS\n\n").replace('\n', "\r\n").as_bytes(), &page].concat();
    assert_eq!(says(&page_mail), Wish::Accept);
}

#[test]
fn iphone_in_japanese() {
    let head = format!("From: sato@example.jp\nTo: {TO}\nX-Mailer: iPhone Mail (23A341)\nMIME-Version: 1.0 (1.0)\n");
    let body = "お引き受けいたします\r\n\r\niPhoneから送信\r\n\r\n2026/11/24 10:30、nakodo <nakodo@nakodo.example>のメール:\r\n\r\n\
        佐藤 健 様\r\nご都合が合わないときは、お断りのお返事を\r\n";
    assert_eq!(says(&in_iso_2022_jp(&head, body)), Wish::Accept);
}

#[test]
fn thunderbird_below_the_quotation() {
    let body = "Am 24.11.2026 um 10:30 schrieb nakodo:\n> Dear Ken,\n> You may decline.\n\nI accept.\n\n-- =20\nKen Sato, not a lawyer =E2=9C=86\n";
    assert_eq!(says(&mail("Content-Transfer-Encoding: quoted-printable\n", body)), Wish::Unclear, "an introduction that nobody knows");
    let body = body.replace("Am 24.11.2026 um 10:30 schrieb nakodo:", "On 24/11/2026 10:30, nakodo wrote:");
    assert_eq!(says(&mail("Content-Transfer-Encoding: quoted-printable\n", &body)), Wish::Accept);
}

#[test]
fn a_server_that_cuts_the_address_leaves_the_reference() {
    let head = |refers: &str| format!("From: sato@example.jp\r\nTo: offers@nakodo.example\r\n{refers}\r\n\r\n辞退");
    let letter = |refers: &str| answer(head(refers).as_bytes()).map(|answer| answer.letter.to_string());
    assert_eq!(letter(&format!("In-Reply-To: <{LETTER}.2@nakodo.example>")).as_deref(), Some(LETTER));
    assert_eq!(letter(&format!("References: <x@y.example>\r\n <{LETTER}@nakodo.example>")).as_deref(), Some(LETTER));
    assert_eq!(letter("Subject: Re"), None);
    let other = LETTER.replace("01", "02");
    assert_eq!(letter(&format!("References: <{other}@n.example> <{LETTER}@n.example>")), None, "two letters");
}

#[test]
fn one_person_writes() {
    let from = |fields: &str| answer(format!("{fields}\r\nTo: {TO}\r\n\r\n承諾").as_bytes()).map(|answer| answer.from.as_str().to_owned());
    assert_eq!(from("From: \"Sato, Ken\" <Sato@Example.jp>").as_deref(), Some("Sato@example.jp"));
    for several in ["From: a@example.jp, b@example.jp", "From: a@example.jp\r\nFrom: b@example.jp", "Sender: a@example.jp", "From: nobody"]
    {
        assert_eq!(from(several), None, "{several}");
    }
}

#[test]
fn machines_are_not_heard() {
    for field in [
        "Auto-Submitted: auto-replied",
        "auto-submitted: Auto-Generated; x=y",
        "Precedence: bulk",
        "Precedence: auto_reply",
        "Precedence: list",
        "X-Autoreply: yes",
        "X-Autorespond: x",
        "List-Id: <members.example.jp>",
        "Return-Path: <>",
    ] {
        assert_eq!(read(&mail(&format!("{field}\n"), "承諾")), Arrived::Nothing, "{field}");
    }
    let report =
        format!("From: sato@example.jp\r\nTo: {TO}\r\nContent-Type: multipart/report; boundary=b\r\n\r\n--b\r\n\r\n承諾\r\n--b--\r\n");
    assert_eq!(read(report.as_bytes()), Arrived::Nothing);
    assert_eq!(
        says(&mail("Auto-Submitted: no (a person)\nReturn-Path: <sato@example.jp>\nPrecedence: first-class\n", "承諾")),
        Wish::Accept
    );
}

#[test]
fn what_the_trusted_server_found_out_is_read_from_the_top() {
    let vouched = |fields: &str| answer(&mail(fields, "承諾")).unwrap().vouched;
    let (pass, fail) = ("dmarc=pass (p=none)\n\theader.from=example.jp", "dmarc=fail header.from=example.jp");
    assert!(vouched(&format!("Authentication-Results: mx.nakodo.example;\n {pass}\n")));
    assert!(!vouched(&format!("Authentication-Results: mx.nakodo.example; {fail}\nAuthentication-Results: mx.nakodo.example; {pass}\n")));
    assert!(!vouched(&format!("Authentication-Results: mx.other.example; {pass}\n")));
}

#[test]
fn where_answers_are_not_read_nothing_is_one() {
    let mut raw = RawMail::default();
    raw.push(&mail("", "承諾"));
    let by = ReadBy { words: words(), replies: None, trusted_server: None };
    assert_eq!(read_mail(&raw, by), Arrived::Nothing);
}

#[test]
fn of_a_mail_that_is_too_large_the_beginning_counts_and_half_a_line_never() {
    let filling = "x".repeat(2 * 1024 * 1024);
    let cut = |body: &str| match read_in_pieces(&[&mail("", body), filling.as_bytes()]) {
        Arrived::Answer(answer) => answer.wish,
        other => panic!("{other:?}"),
    };
    assert_eq!(cut("承諾\n\n--\n"), Wish::Accept);
    let head = mail("", "").len();
    let half = format!("{}承諾", "\n".repeat((1024 * 1024 - head - "承諾".len()) / 2));
    assert_eq!(cut(&half), Wish::Unclear, "what comes after it may say the opposite");
}
