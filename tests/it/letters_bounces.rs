//! Mailboxes that do not exist: said at once or by a report, and what follows of it.

use std::io::Write;
use std::process::Stdio;

use nakodo::active_list::ContactForm;
use nakodo::correspondence::LetterState;
use nakodo::desk::{self, KeyRequest, SuppressionForm};
use nakodo::identity::Role;
use nakodo::matching::Rule;
use serde_json::json;

use crate::harness::mail_server::{MailServer, Temper};
use crate::harness::people::{Profile, help_request, help_request_from};
use crate::harness::press;
use crate::harness::process::Place;
use crate::harness::web::{Client, Served};
use crate::harness::{Mode, World};

in_both_modes![
    who_has_no_mailbox_left_is_not_asked_any_more_and_the_operator_is_told,
    where_one_of_two_mailboxes_is_gone_the_other_goes_on,
    a_report_about_an_offer_withdraws_it_and_the_next_person_is_asked,
    a_report_that_names_a_strangers_mailbox_changes_nothing,
    a_company_whose_mailbox_is_gone_is_made_known_to_its_support_organisation,
    a_support_organisation_whose_mailbox_is_gone_is_made_known_to_the_operator,
    a_support_organisation_gets_its_letters_at_its_new_mailbox,
    an_operator_stops_and_starts_letters_to_a_mailbox,
    a_new_mailbox_makes_somebody_reachable_again,
    a_refused_letter_alone_does_not_suppress_its_mailbox,
    a_report_piped_into_the_command_line_is_read,
];

async fn world(mode: Mode, server: &MailServer) -> World {
    let url = server.url();
    World::with(mode, move |raw| {
        raw.post.transport = "smtp".to_owned();
        raw.post.smtp.url = url;
    })
    .await
}

async fn suppressed(world: &World) -> Vec<(String, &'static str, String)> {
    let all = desk::list_suppressions(&world.app.desk).await.unwrap();
    all.into_iter().map(|one| (one.subject, one.why.code(), one.answer)).collect()
}

fn with_two_mailboxes(profile: &mut Profile) {
    let contact = |address: &str| ContactForm { address: address.into(), shared: false, language: None };
    profile.contacts = vec![contact("gone@example.jp"), contact("here@example.jp")];
}

fn mailbox(address: &str) -> SuppressionForm {
    SuppressionForm { address: address.into(), kind: None }
}

async fn who_has_no_mailbox_left_is_not_asked_any_more_and_the_operator_is_told(mode: Mode) {
    let mut server = MailServer::start().await;
    let world = world(mode, &server).await;
    let person = world.enrol(|_| {}).await;
    server.set_temper(Temper::NoSuchMailbox("s1@example.jp"));
    let id = world.ask_for_help().await;
    assert_eq!(world.offers_of(id).await[0].state.code(), "withdrawn");
    assert_eq!(suppressed(&world).await, [("s1@example.jp".to_owned(), "bounced", "the mail server answered 550 5.1.1".to_owned())]);
    let told: Vec<_> = server.rest().into_iter().filter(|letter| letter.kind == "specialist_unreachable").collect();
    assert_eq!(told.len(), 1);
    assert!(told[0].to == ["operator@nakodo.example"] && told[0].text.contains("000001"), "{:?}", told[0]);
    server.set_temper(Temper::Kind);
    let next = world.submit(help_request(), desk::Submitter::Operator).await.id;
    world.settle().await;
    assert_eq!(world.offers_of(next).await.len(), 0);
    let why = desk::explain_absence(&world.app.desk, next, person, Role::Operator).await.unwrap();
    assert_eq!(why.findings.iter().map(|finding| finding.rule).collect::<Vec<_>>(), [Rule::Reachable]);
    assert!(!server.rest().iter().any(|letter| letter.to.contains(&"s1@example.jp".to_owned())));
}

async fn where_one_of_two_mailboxes_is_gone_the_other_goes_on(mode: Mode) {
    let mut server = MailServer::start().await;
    let world = world(mode, &server).await;
    world.enrol(with_two_mailboxes).await;
    server.set_temper(Temper::NoSuchMailbox("gone@example.jp"));
    let id = world.ask_for_help().await;
    let asked: Vec<_> = server.rest().into_iter().filter(|letter| letter.kind == "offer").collect();
    assert_eq!(asked.len(), 1);
    assert_eq!(world.offers_of(id).await[0].state.code(), "sent");
    server.set_temper(Temper::Kind);
    assert_eq!(press::accept_offer(&world.app.desk, asked[0].token("/offers/")).await.unwrap(), desk::Acceptance::Won(id));
    world.settle().await;
    let matched = server.rest().into_iter().find(|letter| letter.kind == "match_for_specialist").unwrap();
    assert_eq!(matched.to, ["here@example.jp"], "the mailbox that is gone gets no more letters");
}

async fn a_report_about_an_offer_withdraws_it_and_the_next_person_is_asked(mode: Mode) {
    let world = World::new(mode).await;
    world.enrol(|_| {}).await;
    let id = world.ask_for_help().await;
    let offer = world.letter("s1@example.jp", "offer");
    world.enrol(|_| {}).await;
    let operator = world.key(KeyRequest::Operator).await.token;
    let served = Served::open(&world);
    let client = served.client.with_key(&operator.reveal());
    let report = json!({ "letter": offer.message_id, "address": "S1@Example.jp", "kind": "hard", "code": "550 5.1.1 <s1@example.jp>" });
    let noted = client.post("/api/v1/bounces", &report).await;
    assert_eq!((noted.status, noted.json()), (200, json!({ "suppressed": true })));
    assert_eq!(client.post("/api/v1/bounces", &report).await.json(), json!({ "suppressed": false }), "the same report again");
    world.settle().await;
    let states: Vec<_> = world.offers_of(id).await.into_iter().map(|offer| (offer.display_name, offer.state.code())).collect();
    assert_eq!(states, [("S1".to_owned(), "withdrawn"), ("S2".to_owned(), "sent")]);
    assert_eq!(suppressed(&world).await, [("s1@example.jp".to_owned(), "bounced", "550 5.1.1".to_owned())]);
    assert_eq!(served.client.post("/api/v1/bounces", &report).await.status, 401);
    let strange = json!({ "letter": "<019aa1b2-0000-7000-8000-000000000001@n>", "kind": "soft" });
    assert_eq!(client.post("/api/v1/bounces", &strange).await.status, 404);
}

async fn a_report_that_names_a_strangers_mailbox_changes_nothing(mode: Mode) {
    let world = World::new(mode).await;
    world.enrol(|_| {}).await;
    let id = world.ask_for_help().await;
    let offer = world.letter("s1@example.jp", "offer");
    let letter = nakodo::correspondence::letter_of_message_id(&offer.message_id).unwrap();
    for (address, is_gone) in [(Some("shien@chamber.example.jp"), true), (Some("s1@example.jp"), false)] {
        let address = address.map(|text| nakodo::values::MailAddress::parse(text).unwrap());
        let bounce = nakodo::correspondence::Bounce { letter, address, is_gone, answer: "451".into() };
        assert_eq!(desk::note_bounce(&world.app.desk, bounce).await.unwrap(), desk::BounceOutcome::Noted);
    }
    world.settle().await;
    assert_eq!(suppressed(&world).await, []);
    assert_eq!(world.offers_of(id).await[0].state.code(), "sent");
}

async fn a_company_whose_mailbox_is_gone_is_made_known_to_its_support_organisation(mode: Mode) {
    let mut server = MailServer::start().await;
    let world = world(mode, &server).await;
    world.enrol(|_| {}).await;
    server.set_temper(Temper::NoSuchMailbox("soumu@seki-kinzoku.example.jp"));
    let id = world.ask_for_help().await;
    let letters = server.rest();
    let told: Vec<_> = letters.iter().filter(|letter| letter.kind == "company_unreachable").collect();
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].to, ["shien@chamber.example.jp"]);
    assert!(told[0].text.contains("0575-00-0000"), "how to reach the company otherwise: {}", told[0].text);
    let offer = letters.iter().find(|letter| letter.kind == "offer").unwrap();
    server.set_temper(Temper::Kind);
    assert_eq!(press::accept_offer(&world.app.desk, offer.token("/offers/")).await.unwrap(), desk::Acceptance::Won(id), "it goes on");
    world.settle().await;
    let mut kinds: Vec<_> = server.rest().into_iter().map(|letter| letter.kind).collect();
    kinds.sort();
    assert_eq!(kinds, ["match_for_broker", "match_for_specialist"]);
}

async fn a_support_organisation_whose_mailbox_is_gone_is_made_known_to_the_operator(mode: Mode) {
    let mut server = MailServer::start().await;
    let world = world(mode, &server).await;
    let told = |server: &mut MailServer| {
        let letters: Vec<_> = server.rest().into_iter().filter(|letter| letter.kind == "support_org_unreachable").collect();
        letters.into_iter().map(|letter| (letter.to, letter.text)).collect::<Vec<_>>()
    };
    server.set_temper(Temper::NoSuchMailbox("shien@chamber.example.jp"));
    world.ask_for_help().await;
    let first = told(&mut server);
    assert_eq!(first.len(), 1);
    assert_eq!(first[0].0, ["operator@nakodo.example"]);
    assert!(first[0].1.contains("岐阜県産業振興機構") && first[0].1.contains("shien@chamber.example.jp"), "{}", first[0].1);
    world.ask_for_help().await;
    assert_eq!(told(&mut server).len(), 0, "it is known already");
    assert!(desk::lift_suppression(&world.app.desk, mailbox("shien@chamber.example.jp")).await.unwrap());
    world.app.desk.clock.advance(chrono::Duration::seconds(1));
    world.ask_for_help().await;
    assert_eq!(told(&mut server).len(), 1, "it was thought to be mended, and is not");
}

async fn a_support_organisation_gets_its_letters_at_its_new_mailbox(mode: Mode) {
    let mut server = MailServer::start().await;
    let world = world(mode, &server).await;
    let desk = &world.app.desk;
    server.set_temper(Temper::NoSuchMailbox("shien@chamber.example.jp"));
    world.ask_for_help().await;
    let filter = desk::LetterFilter { state: Some(LetterState::Failed), ..desk::LetterFilter::default() };
    let lost = desk::list_letters(desk, filter, 9).await.unwrap();
    assert_eq!(lost.iter().map(|letter| letter.kind.code()).collect::<Vec<_>>(), ["nobody_found_for_broker"]);
    server.rest();
    let moved = |name: &str, address: &str| desk::move_support_org(desk, name.to_owned(), address.to_owned());
    moved("岐阜県産業振興機構", "soudan@chamber.example.jp").await.unwrap();
    desk::resend_letter(desk, lost[0].id, false, world.app.settings.operator.clone()).await.unwrap();
    world.settle().await;
    assert_eq!(
        server.rest().into_iter().map(|letter| (letter.kind, letter.to)).collect::<Vec<_>>(),
        [("nobody_found_for_broker".to_owned(), vec!["soudan@chamber.example.jp".to_owned()])]
    );
    assert!(matches!(moved("岐阜県産業振興機構", "nobody").await, Err(desk::Refusal::Fields(_))));
    assert!(matches!(moved("知らない会", "a@b.example").await, Err(desk::Refusal::NotFound)));
}

async fn an_operator_stops_and_starts_letters_to_a_mailbox(mode: Mode) {
    let world = World::new(mode).await;
    let person = world.enrol(|_| {}).await;
    let desk = &world.app.desk;
    let only_reminders = SuppressionForm { address: "s1@example.jp".into(), kind: Some("offer_reminder".into()) };
    assert!(desk::add_suppression(desk, only_reminders).await.unwrap());
    assert!(desk::view_specialist(desk, person).await.unwrap().reachable, "offers still reach the person");
    assert!(desk::add_suppression(desk, mailbox("S1@example.jp")).await.unwrap());
    assert!(!desk::add_suppression(desk, mailbox("s1@example.jp")).await.unwrap(), "once");
    assert!(!desk::view_specialist(desk, person).await.unwrap().reachable);
    let id = world.ask_for_help().await;
    assert_eq!(world.offers_of(id).await.len(), 0);
    assert!(desk::lift_suppression(desk, mailbox("s1@example.jp")).await.unwrap());
    assert!(!desk::lift_suppression(desk, mailbox("s1@example.jp")).await.unwrap(), "once");
    let id = world.ask_for_help().await;
    assert_eq!(world.offers_of(id).await.len(), 1);
    world.wait(chrono::Duration::hours(25)).await;
    assert!(!world.letters_to("s1@example.jp").iter().any(|letter| letter.kind == "offer_reminder"));
    let wrong = SuppressionForm { address: "nobody".into(), kind: Some("gossip".into()) };
    assert!(matches!(desk::add_suppression(desk, wrong).await, Err(desk::Refusal::Fields(errors)) if errors.len() == 2));
}

async fn a_new_mailbox_makes_somebody_reachable_again(mode: Mode) {
    let world = World::new(mode).await;
    let person = world.enrol(|_| {}).await;
    let desk = &world.app.desk;
    desk::add_suppression(desk, mailbox("s1@example.jp")).await.unwrap();
    let moved = desk::change_specialist(desk, person, None, |_| {
        let mut profile = Profile::numbered(1);
        profile.contacts[0].address = "moved@example.jp".into();
        Ok(profile.form())
    });
    assert!(moved.await.unwrap().reachable);
    let id = world.ask_for_help().await;
    assert_eq!(world.offers_of(id).await.len(), 1);
    assert_eq!(world.letter("moved@example.jp", "offer").to, ["moved@example.jp"]);
}

async fn a_refused_letter_alone_does_not_suppress_its_mailbox(mode: Mode) {
    let mut server = MailServer::start().await;
    let world = world(mode, &server).await;
    let person = world.enrol(|_| {}).await;
    server.set_temper(Temper::TakesItForSpam("s1@example.jp"));
    let id = world.ask_for_help().await;
    assert_eq!(world.offers_of(id).await[0].state.code(), "withdrawn", "this letter does not arrive");
    assert_eq!(suppressed(&world).await, [], "but the mailbox is there");
    assert!(desk::view_specialist(&world.app.desk, person).await.unwrap().reachable);
    assert!(!server.rest().is_empty());
}

async fn a_report_piped_into_the_command_line_is_read(mode: Mode) {
    let mut place = Place::new(mode).await;
    let operator = place.operator_key();
    let processes = place.start();
    let client = Client::new(&processes[0].address).with_key(&operator);
    place.enrol(&client, 1).await;
    let form = help_request_from(nakodo::clock::Clock::system().today());
    assert_eq!(client.post("/api/v1/help-requests", &form).await.status, 201);
    let letters = place.mail.until(|letters| letters.iter().any(|letter| letter.kind == "offer")).await;
    let offer = letters.iter().find(|letter| letter.kind == "offer").unwrap();
    let report = format!(
        "From: MAILER-DAEMON@mx.example\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n\
         --b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n\
         Final-Recipient: rfc822; s1@example.jp\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n\
         --b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{}>\r\n\r\n--b--\r\n",
        offer.message_id
    );
    let mut reading = place.command(&["bounces", "read"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the binary starts");
    reading.stdin.take().unwrap().write_all(report.as_bytes()).unwrap();
    let told = String::from_utf8(reading.wait_with_output().unwrap().stdout).unwrap();
    assert!(told.starts_with("1 mailboxes suppressed"), "{told}");
    place.mail.until(|letters| letters.iter().any(|letter| letter.kind == "specialist_unreachable")).await;
    assert!(place.say(&["suppressions", "list"]).contains("s1@example.jp"));
    assert!(place.say(&["letters", "list", "--state", "failed"]).contains("offer"));
    assert_eq!(place.say(&["suppressions", "lift", "s1@example.jp"]), "letters leave for it again");
    let id = nakodo::correspondence::letter_of_message_id(&offer.message_id).unwrap().to_string();
    assert!(place.say(&["letters", "show", &id]).contains("bounced"));
    let refused = place.command(&["letters", "resend", &id]).output().expect("the binary starts");
    assert!(String::from_utf8_lossy(&refused.stderr).contains("nothing to say any more"), "{refused:?}");
    // An automatic reply counts for nothing.
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("1.eml"), "Auto-Submitted: auto-replied\r\nSubject: away\r\n\r\nI am away.\r\n").unwrap();
    assert!(place.say(&["bounces", "read", &folder.path().display().to_string()]).ends_with("1 mails left alone"));
}
