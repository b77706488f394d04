//! What became of each letter, and having one sent again.

use chrono::Duration;
use nakodo::correspondence::{LetterKind, LetterState};
use nakodo::desk::{self, KeyRequest, LetterFilter, LetterView, Refusal, Submitter};
use serde_json::json;

use crate::harness::mail_server::{MailServer, Temper};
use crate::harness::people::help_request;
use crate::harness::press;
use crate::harness::web::Served;
use crate::harness::{Mode, World};

in_both_modes![
    each_attempt_stands_in_the_journal_with_the_codes_of_the_answer_and_no_address,
    a_letter_that_is_dropped_says_why,
    a_letter_sent_again_keeps_its_message_id_unless_it_is_to_be_a_new_one,
    a_letter_that_has_nothing_to_say_any_more_is_not_sent_again,
    the_operator_sees_letters_over_the_api_and_nobody_else_does,
];

async fn world(mode: Mode, server: &MailServer) -> World {
    let url = server.url();
    World::with(mode, move |raw| {
        raw.post.transport = "smtp".to_owned();
        raw.post.smtp.url = url;
    })
    .await
}

async fn letter_of_kind(world: &World, kind: LetterKind) -> LetterView {
    let filter = LetterFilter { kind: Some(kind), ..LetterFilter::default() };
    desk::list_letters(&world.app.desk, filter, 10).await.unwrap().remove(0)
}

async fn journal(world: &World, letter: &LetterView) -> Vec<(u16, &'static str, String)> {
    let story = desk::view_letter(&world.app.desk, letter.id).await.unwrap();
    story.journal.into_iter().map(|line| (line.attempt, line.step.code(), line.answer)).collect()
}

fn operator(world: &World) -> (nakodo::values::Line, nakodo::values::MailAddress) {
    world.app.settings.operator.clone()
}

async fn each_attempt_stands_in_the_journal_with_the_codes_of_the_answer_and_no_address(mode: Mode) {
    let server = MailServer::start().await;
    let world = world(mode, &server).await;
    world.enrol(|_| {}).await;
    server.set_temper(Temper::Busy);
    world.submit(help_request(), Submitter::Operator).await;
    world.settle().await;
    server.set_temper(Temper::Kind);
    world.wait(Duration::minutes(1)).await;
    let offer = letter_of_kind(&world, LetterKind::Offer).await;
    assert_eq!((offer.state, offer.attempts), (LetterState::Sent, 2));
    let busy = "the mail server answered 451 4.3.0".to_owned();
    assert_eq!(journal(&world, &offer).await, [(1, "postponed", busy), (2, "sent", String::new())]);
}

async fn a_letter_that_is_dropped_says_why(mode: Mode) {
    let world = World::new(mode).await;
    world.enrol(|_| {}).await;
    let id = world.submit(help_request(), Submitter::Operator).await.id;
    // The wave is open and its letters wait; then the company thinks better of it.
    world.app.crew.relay_round().await.unwrap();
    world.app.crew.consumer_round(nakodo::events::Group::Matcher, std::time::Duration::ZERO).await.unwrap();
    desk::cancel_help_request(&world.app.desk, id, nakodo::identity::Role::Operator).await.unwrap();
    world.settle().await;
    let offer = letter_of_kind(&world, LetterKind::Offer).await;
    assert_eq!(offer.state, LetterState::Dropped);
    assert_eq!(journal(&world, &offer).await, [(1, "dropped", "nothing-to-say".to_owned())]);
}

async fn a_letter_sent_again_keeps_its_message_id_unless_it_is_to_be_a_new_one(mode: Mode) {
    let mut server = MailServer::start().await;
    let world = world(mode, &server).await;
    world.enrol(|_| {}).await;
    world.submit(help_request(), Submitter::Operator).await;
    world.settle().await;
    let first = server.rest().into_iter().find(|letter| letter.kind == "offer").unwrap();
    let offer = letter_of_kind(&world, LetterKind::Offer).await;
    desk::resend_letter(&world.app.desk, offer.id, false, operator(&world)).await.unwrap();
    let waiting = desk::resend_letter(&world.app.desk, offer.id, false, operator(&world)).await;
    assert!(matches!(waiting, Err(Refusal::LetterWaits)), "{waiting:?}");
    world.wait(Duration::minutes(1)).await;
    let again = server.rest();
    assert_eq!(again.iter().map(|letter| &letter.message_id).collect::<Vec<_>>(), [&first.message_id]);
    desk::resend_letter(&world.app.desk, offer.id, true, operator(&world)).await.unwrap();
    world.settle().await;
    let anew = server.rest();
    assert_eq!(anew.len(), 1);
    assert_ne!(anew[0].message_id, first.message_id);
    assert!(anew[0].message_id.contains(&offer.id.to_string()), "{}", anew[0].message_id);
    // All three links lead to the one offer, which can be accepted once.
    assert_eq!(
        press::accept_offer(&world.app.desk, first.token("/offers/")).await.unwrap(),
        desk::Acceptance::Won(offer.help_request.unwrap())
    );
    let steps: Vec<_> = journal(&world, &offer).await.into_iter().map(|(attempt, step, _)| (attempt, step)).collect();
    assert_eq!(steps, [(1, "sent"), (1, "queued_again"), (2, "sent"), (2, "queued_again"), (3, "sent")]);
}

async fn a_letter_that_has_nothing_to_say_any_more_is_not_sent_again(mode: Mode) {
    let world = World::new(mode).await;
    world.enrol(|_| {}).await;
    world.ask_for_help().await;
    world.decline("s1@example.jp", "no-time").await;
    let offer = letter_of_kind(&world, LetterKind::Offer).await;
    let told = desk::resend_letter(&world.app.desk, offer.id, true, operator(&world)).await;
    assert!(matches!(told, Err(Refusal::NothingToSay)), "{told:?}");
    assert_eq!(letter_of_kind(&world, LetterKind::Offer).await.state, LetterState::Sent);
}

async fn the_operator_sees_letters_over_the_api_and_nobody_else_does(mode: Mode) {
    let world = World::new(mode).await;
    let person = world.enrol(|_| {}).await;
    world.ask_for_help().await;
    let operator = world.key(KeyRequest::Operator).await.token;
    let specialist = world.key(KeyRequest::Specialist("000001".into())).await.token;
    let served = Served::open(&world);
    let client = served.client.with_key(&operator.reveal());
    let listed = client.get("/api/v1/letters?kind=offer&state=sent").await;
    assert_eq!(listed.status, 200, "{}", listed.body);
    let letters = listed.json();
    assert_eq!(letters.as_array().map(Vec::len), Some(1));
    assert_eq!(letters[0]["party"], format!("specialist:{person}"));
    assert!(!listed.body.contains('@'), "no address: {}", listed.body);
    let place = format!("/api/v1/letters/{}", letters[0]["id"].as_str().unwrap());
    assert_eq!(client.get(&place).await.json()["journal"][0]["step"], "sent");
    assert_eq!(client.get("/api/v1/letters?state=lost").await.mistakes(), [("/state".to_owned(), "unknown-code".to_owned())]);
    assert_eq!(client.post(&format!("{place}/resend"), &json!({ "as_new": true })).await.status, 202);
    let again = client.post(&format!("{place}/resend"), &json!({})).await;
    assert_eq!((again.status, again.json()["code"].clone()), (409, json!("letter-waits")));
    assert_eq!(client.get("/api/v1/letters/019aa1b2-0000-7000-8000-000000000001").await.status, 404);
    let stranger = served.client.with_key(&specialist.reveal());
    for place in ["/api/v1/letters", place.as_str(), "/api/v1/suppressions"] {
        assert_eq!(stranger.get(place).await.status, 403);
        assert_eq!(served.client.get(place).await.status, 401);
    }
}
