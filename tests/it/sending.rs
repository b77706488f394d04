//! Letters and the mail server: a real SMTP conversation.

use chrono::Duration;
use nakodo::desk::Submitter;

use crate::harness::mail_server::{MailServer, Temper};
use crate::harness::people::help_request;
use crate::harness::{Mode, World};

in_both_modes![
    a_letter_is_handed_over_by_smtp_with_both_parts_and_honest_headers,
    a_busy_mail_server_is_asked_again_later,
    a_mailbox_that_does_not_exist_gives_its_offer_to_somebody_else,
    a_dropped_line_repeats_the_letter_with_the_same_message_id,
];

async fn world(mode: Mode, server: &MailServer) -> World {
    let url = server.url();
    World::with(mode, move |raw| {
        raw.post.transport = "smtp".to_owned();
        raw.post.smtp.url = url;
    })
    .await
}

async fn a_letter_is_handed_over_by_smtp_with_both_parts_and_honest_headers(mode: Mode) {
    let mut server = MailServer::start().await;
    let world = world(mode, &server).await;
    world.enrol(|profile| profile.name = "佐藤 \"けん\" <3>".into()).await;
    world.submit(help_request(), Submitter::Operator).await;
    world.settle().await;
    let letters = server.rest();
    let offer = letters.iter().find(|letter| letter.kind == "offer").expect("an offer was sent");
    assert_eq!(offer.to, ["s1@example.jp"]);
    assert!(offer.raw.contains("Auto-Submitted: auto-generated"));
    assert!(offer.message_id.ends_with("@nakodo.test"), "{}", offer.message_id);
    let link = format!("http://nakodo.test{}", offer.link("/offers/"));
    assert!(offer.html.contains(&link), "text and HTML lead to the same place");
}

async fn a_busy_mail_server_is_asked_again_later(mode: Mode) {
    let mut server = MailServer::start().await;
    let world = world(mode, &server).await;
    world.enrol(|_| {}).await;
    server.set_temper(Temper::Busy);
    let id = world.submit(help_request(), Submitter::Operator).await.id;
    world.settle().await;
    assert_eq!(server.rest().len(), 0);
    assert_eq!(world.offers_of(id).await[0].state.code(), "queued");
    server.set_temper(Temper::Kind);
    world.wait(Duration::minutes(1)).await;
    let mut kinds: Vec<_> = server.rest().into_iter().map(|letter| letter.kind).collect();
    kinds.sort();
    assert_eq!(kinds, ["offer", "people_asked"]);
    assert_eq!(world.offers_of(id).await[0].state.code(), "sent");
}

async fn a_mailbox_that_does_not_exist_gives_its_offer_to_somebody_else(mode: Mode) {
    let mut server = MailServer::start().await;
    let world = world(mode, &server).await;
    world.enrol(|_| {}).await;
    server.set_temper(Temper::NoSuchMailbox("s1@example.jp"));
    let id = world.submit(help_request(), Submitter::Operator).await.id;
    // The offer is made and its letter refused; only then somebody else comes to the list.
    for _ in 0..2 {
        world.app.crew.relay_round().await.unwrap();
        world.app.crew.consumer_round(nakodo::events::Group::Matcher, std::time::Duration::ZERO).await.unwrap();
    }
    world.app.crew.consumer_round(nakodo::events::Group::Postman, std::time::Duration::ZERO).await.unwrap();
    server.set_temper(Temper::Kind);
    world.enrol(|_| {}).await;
    world.settle().await;
    let states: Vec<_> = world.offers_of(id).await.into_iter().map(|offer| (offer.display_name, offer.state.code())).collect();
    assert_eq!(states, [("S1".to_owned(), "withdrawn"), ("S2".to_owned(), "sent")]);
    assert!(server.rest().iter().any(|letter| letter.kind == "offer" && letter.to == ["s2@example.jp"]));
}

async fn a_dropped_line_repeats_the_letter_with_the_same_message_id(mode: Mode) {
    let mut server = MailServer::start().await;
    let world = world(mode, &server).await;
    world.enrol(|_| {}).await;
    server.set_temper(Temper::DropsAfterData);
    world.submit(help_request(), Submitter::Operator).await;
    world.settle().await;
    let mut first: Vec<_> = server.rest().into_iter().map(|letter| letter.message_id).collect();
    server.set_temper(Temper::Kind);
    world.wait(Duration::minutes(1)).await;
    let mut second: Vec<_> = server.rest().into_iter().map(|letter| letter.message_id).collect();
    first.sort();
    second.sort();
    assert_eq!((first.len(), &first), (2, &second));
}
