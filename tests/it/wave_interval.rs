//! Waves that open beside one that is still open, where the policy says so.

use chrono::Duration;
use nakodo::desk::{self, Acceptance, Submitter};
use nakodo::events::Group;
use nakodo::identity::Role;
use nakodo::ids::HelpRequestId;
use nakodo::intake::HelpRequestState;

use crate::harness::people::help_request;
use crate::harness::web::Served;
use crate::harness::{Mode, World};

in_both_modes![
    after_the_interval_others_are_asked_beside_those_who_are_still_thinking,
    no_more_offers_are_open_than_the_policy_allows,
    an_interval_leaves_out_closed_days_and_quiet_hours,
    nobody_is_asked_besides_once_it_has_ended,
    a_wave_beside_another_that_finds_nobody_ends_nothing,
    a_call_that_is_handled_late_opens_no_wave_too_many,
    whoever_is_willing_is_waited_for,
];

const COMPANY: &str = "soumu@seki-kinzoku.example.jp";

/// A world where the next wave opens after 24 hours of open days beside up to five open offers, with so many people.
async fn world(mode: Mode, people: usize) -> World {
    let keys = "expiry_hours = 72\ninterval_hours = 24\nmax_open_offers = 5\nreminder";
    let change = |text: String| text.replace("expiry_hours = 72\nreminder", keys).replace("largest_wave = 6", "largest_wave = 5");
    let world = World::with_waves(mode, change).await;
    for _ in 0..people {
        world.enrol(|_| {}).await;
    }
    world
}

/// Wave and state of each offer.
async fn offers(world: &World, id: HelpRequestId) -> Vec<(u16, &'static str)> {
    world.offers_of(id).await.into_iter().map(|offer| (offer.wave, offer.state.code())).collect()
}

async fn waves(world: &World, id: HelpRequestId) -> Vec<u16> {
    offers(world, id).await.into_iter().map(|(wave, _)| wave).collect()
}

/// The mailbox of whoever was asked at this place.
async fn mailbox(world: &World, id: HelpRequestId, place: usize) -> String {
    format!("{}@example.jp", world.offers_of(id).await[place].display_name.to_lowercase())
}

async fn after_the_interval_others_are_asked_beside_those_who_are_still_thinking(mode: Mode) {
    let world = world(mode, 8).await;
    let id = world.ask_for_help().await;
    let served = Served::open(&world);
    let status = world.letter(COMPANY, "people_asked").link("/help-requests/status/");
    let page = served.client.get(&status).await.body;
    assert!(page.contains("次の方々に声をかける日時</dt><dd>2026年11月25日(水) 10:00"), "{page}");
    world.wait(Duration::hours(24) - Duration::microseconds(1)).await;
    assert_eq!(offers(&world, id).await, [(1, "sent"); 3]);
    world.wait(Duration::microseconds(1)).await;
    assert_eq!(offers(&world, id).await, [(1, "sent"), (1, "sent"), (1, "sent"), (2, "sent"), (2, "sent")]);
    let mut asked: Vec<_> = world.offers_of(id).await.into_iter().map(|offer| offer.specialist).collect();
    asked.sort_unstable();
    asked.dedup();
    assert_eq!(asked.len(), 5, "nobody is asked twice");
    let told: Vec<_> = world.letters_to(COMPANY).into_iter().filter(|letter| letter.kind == "people_asked").collect();
    assert_eq!(told.len(), 2);
    assert!(told[1].text.contains("お返事をお待ちするあいだに"), "{}", told[1].text);
    let page = served.client.get(&status).await.body;
    assert!(page.contains("5人 (うち新たに2人)"), "{page}");
    // Whoever was asked first may still win, and all others hear of it.
    assert!(matches!(world.accept(&mailbox(&world, id, 0).await).await, Acceptance::Won(_)));
    world.settle().await;
    let states: Vec<_> = offers(&world, id).await.into_iter().map(|(_, state)| state).collect();
    assert_eq!(states.iter().filter(|state| **state == "withdrawn").count(), 4);
}

async fn no_more_offers_are_open_than_the_policy_allows(mode: Mode) {
    let world = world(mode, 8).await;
    let id = world.ask_for_help().await;
    world.wait(Duration::hours(24)).await;
    world.wait(Duration::hours(24)).await;
    assert_eq!(waves(&world, id).await, [1, 1, 1, 2, 2], "five are open");
    world.decline(&mailbox(&world, id, 0).await, "no-time").await;
    world.settle().await;
    assert_eq!(waves(&world, id).await, [1, 1, 1, 2, 2, 3], "there is room for one, and the interval has passed");
}

async fn an_interval_leaves_out_closed_days_and_quiet_hours(mode: Mode) {
    let world = world(mode, 0).await;
    for _ in 0..8 {
        world.enrol(|profile| profile.conditions.quiet_hours = None).await;
    }
    let at = |text: &str| chrono::DateTime::parse_from_rfc3339(&format!("{text}:00+09:00")).unwrap().to_utc();
    world.wait(at("2026-11-26T23:00") - world.app.desk.clock.now()).await;
    let id = world.submit(help_request(), Submitter::Operator).await.id;
    world.settle().await;
    // Friday at 8 the letters leave, and a day later it is Saturday.
    world.wait(at("2026-11-30T07:59") - world.app.desk.clock.now()).await;
    assert_eq!(waves(&world, id).await, [1, 1, 1]);
    world.wait(at("2026-11-30T08:00") - world.app.desk.clock.now()).await;
    assert_eq!(waves(&world, id).await, [1, 1, 1, 2, 2]);
}

async fn nobody_is_asked_besides_once_it_has_ended(mode: Mode) {
    let world = world(mode, 8).await;
    let won = world.ask_for_help().await;
    world.accept(&mailbox(&world, won, 0).await).await;
    let cancelled = world.ask_for_help().await;
    desk::cancel_help_request(&world.app.desk, cancelled, Role::Operator).await.unwrap();
    let asked = (waves(&world, won).await, waves(&world, cancelled).await);
    world.wait(Duration::hours(24)).await;
    assert_eq!((waves(&world, won).await, waves(&world, cancelled).await), asked);
    world.wait(Duration::hours(48)).await;
    assert_eq!((waves(&world, won).await, waves(&world, cancelled).await), asked);
}

async fn a_wave_beside_another_that_finds_nobody_ends_nothing(mode: Mode) {
    let world = world(mode, 3).await;
    let id = world.ask_for_help().await;
    world.wait(Duration::hours(25)).await;
    assert_eq!(offers(&world, id).await, [(1, "sent"); 3]);
    assert_eq!(world.state_of(id).await, HelpRequestState::Open);
    assert!(world.letters_to(COMPANY).iter().all(|letter| letter.kind == "people_asked"));
    assert!(matches!(world.accept("s2@example.jp").await, Acceptance::Won(_)));
}

async fn a_call_that_is_handled_late_opens_no_wave_too_many(mode: Mode) {
    let world = world(mode, 8).await;
    let id = world.ask_for_help().await;
    world.app.desk.clock.advance(Duration::hours(24));
    world.app.crew.timekeeper_round().await.unwrap();
    world.app.crew.timekeeper_round().await.unwrap();
    // Before anybody handles the call all three say no, which calls the next wave too.
    for place in 0..3 {
        world.decline(&mailbox(&world, id, place).await, "no-time").await;
    }
    world.settle().await;
    assert_eq!(waves(&world, id).await, [1, 1, 1, 2, 2, 2], "one wave, and a full one");
    world.app.crew.recover().await.unwrap();
    world.app.crew.consumer_round(Group::Matcher, std::time::Duration::ZERO).await.unwrap();
    world.settle().await;
    assert_eq!(waves(&world, id).await, [1, 1, 1, 2, 2, 2]);
}

async fn whoever_is_willing_is_waited_for(mode: Mode) {
    let world = world(mode, 8).await;
    let id = world.ask_for_help().await;
    let token = world.letter(&mailbox(&world, id, 0).await, "offer").token("/offers/");
    let form = nakodo::offers::TermsForm { fee_yen: Some(1), ..Default::default() };
    crate::harness::press::propose_terms(&world.app.desk, token, form).await.unwrap();
    world.wait(Duration::hours(24)).await;
    assert_eq!(waves(&world, id).await, [1, 1, 1], "the company decides first");
}
