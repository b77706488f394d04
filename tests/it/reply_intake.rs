//! Answers by mail on their way: what letters say of them, and how mails come in.

use std::io::Write;
use std::process::Stdio;

use chrono::Duration;
use nakodo::desk::{KeyRequest, TakenIn};
use nakodo::intake::HelpRequestState;
use serde_json::json;

use crate::harness::people::help_request_from;
use crate::harness::process::Place;
use crate::harness::web::{Client, Served};
use crate::harness::{Mode, World};
use crate::reply_by_mail::{PASS, SERVER, answer, reply_to, state_of_offer, take_in, vouching, with_one_offer, words};

in_both_modes![
    letters_say_how_they_can_be_answered_and_where_to,
    without_the_setting_letters_and_answers_are_as_before,
    mails_come_in_over_the_api,
    a_mail_piped_into_the_command_line_is_an_answer,
    nothing_of_a_mail_is_kept,
];

async fn letters_say_how_they_can_be_answered_and_where_to(mode: Mode) {
    let world = vouching(mode).await;
    let (_, offer) = with_one_offer(&world).await;
    world.wait(Duration::hours(25)).await;
    let reminder = world.letter("s1@example.jp", "offer_reminder");
    let token = offer.link("/offers/").rsplit('/').next().unwrap().to_owned();
    for letter in [&offer, &reminder] {
        assert!(words(letter).contains("「承諾」または「辞退」とだけ"), "{}", letter.text);
        let id = nakodo::correspondence::letter_of_message_id(&letter.message_id).unwrap();
        assert_eq!(reply_to(letter), format!("offers+{}@nakodo.test", id.uuid().simple()));
        let head = letter.raw.split("\r\n\r\n").next().unwrap();
        assert!(!head.contains(&token), "no link's token stands in an address");
    }
    assert!(world.letters().iter().filter(|letter| letter.raw.contains("Reply-To:")).all(|letter| letter.kind.starts_with("offer")));
    let unvouched = World::with(mode, |raw| raw.post.replies.address = "offers@nakodo.test".into()).await;
    let (_, offer) = with_one_offer(&unvouched).await;
    assert!(words(&offer).contains("「辞退」とだけ") && !words(&offer).contains("「承諾」"), "{}", offer.text);
}

async fn without_the_setting_letters_and_answers_are_as_before(mode: Mode) {
    let world = World::new(mode).await;
    let (id, offer) = with_one_offer(&world).await;
    assert!(!offer.raw.contains("Reply-To") && !words(&offer).contains("返信"), "{}", offer.raw);
    let letters = world.letters().len();
    let mail = format!("From: s1@example.jp\r\nTo: nakodo@nakodo.example\r\nIn-Reply-To: <{}>\r\n\r\n辞退\r\n", offer.message_id);
    assert_eq!(take_in(&world, mail.as_bytes()).await, [TakenIn::Ignored]);
    assert_eq!((state_of_offer(&world, id).await, world.letters().len()), ("sent", letters));
}

async fn mails_come_in_over_the_api(mode: Mode) {
    let world = vouching(mode).await;
    let served = Served::open(&world);
    let operator = served.client.with_key(&world.key(KeyRequest::Operator).await.token.reveal());
    let (id, offer) = with_one_offer(&world).await;
    let post = async |client: &Client, kind: &str, mail: Vec<u8>| client.post_raw("/api/v1/mail", kind, mail).await;
    let mail = answer(&offer, "s1@example.jp", PASS, "承諾");
    assert_eq!(post(&served.client, "message/rfc822", mail.clone()).await.status, 401);
    assert_eq!(post(&operator, "text/plain", mail.clone()).await.status, 415);
    // With a large picture behind the words.
    let large = [mail, vec![b'A'; 3 * 1024 * 1024]].concat();
    let taken = post(&operator, "message/rfc822", large).await;
    assert_eq!((taken.status, taken.json()), (200, json!({ "outcomes": ["accepted"] })), "{}", taken.body);
    assert_eq!(world.state_of(id).await, HelpRequestState::Matched);
    let report = format!(
        "From: MAILER-DAEMON@mx.example\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n\
         --b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n\
         Final-Recipient: rfc822; s1@example.jp\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n\
         --b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{}>\r\n\r\n--b--\r\n",
        offer.message_id
    );
    assert_eq!(post(&operator, "message/rfc822", report.into_bytes()).await.json(), json!({ "outcomes": ["suppressed"] }));
    assert_eq!(post(&operator, "message/rfc822", vec![0, 159, 1]).await.json(), json!({ "outcomes": ["ignored"] }));
    let metrics = served.client.get("/metrics").await.body;
    for outcome in ["accepted", "suppressed", "ignored"] {
        assert!(metrics.contains(&format!("nakodo_mails_total{{outcome=\"{outcome}\"}} 1")), "{metrics}");
    }
    assert!(!metrics.contains('@'));
}

async fn a_mail_piped_into_the_command_line_is_an_answer(mode: Mode) {
    let mut place = Place::new(mode).await;
    place.set("NAKODO__POST__REPLIES__ADDRESS", "offers@nakodo.test");
    place.set("NAKODO__POST__REPLIES__TRUSTED_SERVER", SERVER);
    let operator = place.operator_key();
    let processes = place.start();
    let client = Client::new(&processes[0].address).with_key(&operator);
    place.enrol(&client, 1).await;
    let form = help_request_from(nakodo::clock::Clock::system().today());
    assert_eq!(client.post("/api/v1/help-requests", &form).await.status, 201);
    let letters = place.mail.until(|letters| letters.iter().any(|letter| letter.kind == "offer")).await;
    let offer = letters.iter().find(|letter| letter.kind == "offer").unwrap();
    let pipe = |place: &Place, args: &[&str], mail: &[u8]| {
        let mut reading = place.command(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        // A command that fails at once closes its end.
        let _ = reading.stdin.take().unwrap().write_all(mail);
        reading.wait_with_output().unwrap()
    };
    let mail = answer(offer, "s1@example.jp", PASS, "承諾");
    let told = pipe(&place, &["mail", "read"], &mail);
    assert!(String::from_utf8_lossy(&told.stdout).contains("1 offers accepted"), "{told:?}");
    place.mail.until(|letters| letters.iter().any(|letter| letter.kind == "match_for_specialist")).await;
    let again = pipe(&place, &["bounces", "read"], &mail);
    assert!(String::from_utf8_lossy(&again.stdout).ends_with("1 mails left alone\n"), "the old name: {again:?}");
    place.set("NAKODO__STORE__URL", "mysql://nowhere");
    let failed = pipe(&place, &["mail", "read"], &mail);
    assert_eq!(failed.status.code(), Some(75), "the mail server brings it again: {failed:?}");
    assert!(!String::from_utf8_lossy(&failed.stderr).contains('@'), "{failed:?}");
}

async fn nothing_of_a_mail_is_kept(mode: Mode) {
    let world = vouching(mode).await;
    let (_, offer) = with_one_offer(&world).await;
    for words in ["秘密の一言です", "辞退"] {
        let mail = answer(&offer, "s1@example.jp", "X-Secret: kagi-1234\n", &format!("{words}\n\n秘密の追伸"));
        take_in(&world, &mail).await;
    }
    let events = world.app.desk.store.read(|tx| tx.list_events(0, 1000)).await;
    let events = format!("{:?}", events.map_err(|error: nakodo::store::StoreError| error.to_string()).unwrap());
    assert!(events.contains("OfferDeclined") && !events.contains("秘密") && !events.contains("example.jp"), "{events}");
    if mode == Mode::Embedded {
        let read = |name: &str| std::fs::read(world.folder.path().join(name)).unwrap_or_default();
        let kept = [read("nakodo.sqlite"), read("nakodo.sqlite-wal")].concat();
        for secret in ["秘密の", "kagi-1234", "1@mail.example.jp"] {
            assert!(!kept.windows(secret.len()).any(|part| part == secret.as_bytes()), "{secret} is kept");
        }
    }
}
