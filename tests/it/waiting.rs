//! Help requests that wait for people who have their hands full.

use chrono::Duration;
use nakodo::active_list::SpecialistForm;
use nakodo::desk::{self, Acceptance, Submitter, SuppressionForm};
use nakodo::identity::Role;
use nakodo::ids::{HelpRequestId, SpecialistId};
use nakodo::intake::HelpRequestState;

use crate::harness::people::help_request;
use crate::harness::web::Served;
use crate::harness::{Mode, World};

in_both_modes![
    of_two_that_wait_the_older_one_gets_the_freed_place,
    room_made_by_a_cancellation_is_passed_on,
    room_made_by_another_acceptance_is_passed_on,
    somebody_enrolled_serves_whoever_waits,
    a_changed_profile_serves_whoever_waits,
    who_can_be_reached_again_serves_whoever_waits,
    room_that_comes_with_time_alone_is_found,
    a_help_request_that_has_waited_long_enough_ends,
    nobody_waits_for_people_who_would_not_fit_with_empty_hands,
    a_place_that_is_freed_while_nobody_waits_makes_no_work,
    a_waiting_help_request_can_be_cancelled,
];

const COMPANY: &str = "soumu@seki-kinzoku.example.jp";

async fn ask(world: &World) -> HelpRequestId {
    let id = world.submit(help_request(), Submitter::Operator).await.id;
    world.settle().await;
    id
}

/// One specialist with three open offers, and two help requests that wait for that one.
async fn two_that_wait(world: &World) -> ([HelpRequestId; 3], [HelpRequestId; 2]) {
    world.enrol(|profile| profile.max_engagements = Some(9)).await;
    let asked = [ask(world).await, ask(world).await, ask(world).await];
    let older = ask(world).await;
    world.app.desk.clock.advance(Duration::minutes(1));
    let younger = ask(world).await;
    for waits in [older, younger] {
        assert_eq!(world.state_of(waits).await, HelpRequestState::Open);
        assert!(world.offers_of(waits).await.is_empty());
    }
    (asked, [older, younger])
}

async fn asked_about(world: &World, ids: [HelpRequestId; 2]) -> [usize; 2] {
    [world.offers_of(ids[0]).await.len(), world.offers_of(ids[1]).await.len()]
}

async fn of_two_that_wait_the_older_one_gets_the_freed_place(mode: Mode) {
    let world = World::new(mode).await;
    let (_, waiting) = two_that_wait(&world).await;
    let told: Vec<_> = world.letters_to(COMPANY).into_iter().filter(|letter| letter.kind == "help_request_waiting").collect();
    assert_eq!(told.len(), 2, "the company hears what is going on");
    let page = Served::open(&world).client.get(&told[0].link("/help-requests/status/")).await.body;
    assert!(page.contains("手が空くのを待っています。2026年12月8日(火) 10:00 まで"), "{page}");
    assert_eq!(world.decline("s1@example.jp", "no-time").await, desk::Declination::Declined);
    world.settle().await;
    assert_eq!(asked_about(&world, waiting).await, [1, 0]);
    world.decline("s1@example.jp", "no-time").await;
    world.settle().await;
    assert_eq!(world.state_of(waiting[0]).await, HelpRequestState::Unmatched, "its only specialist said no");
    assert_eq!(asked_about(&world, waiting).await, [1, 1]);
}

async fn room_made_by_a_cancellation_is_passed_on(mode: Mode) {
    let world = World::new(mode).await;
    let (asked, waiting) = two_that_wait(&world).await;
    desk::cancel_help_request(&world.app.desk, asked[0], Role::Operator).await.unwrap();
    desk::cancel_help_request(&world.app.desk, asked[1], Role::Operator).await.unwrap();
    world.settle().await;
    assert_eq!(asked_about(&world, waiting).await, [1, 1]);
}

async fn room_made_by_another_acceptance_is_passed_on(mode: Mode) {
    let world = World::new(mode).await;
    for _ in 0..2 {
        world.enrol(|profile| profile.max_engagements = Some(9)).await;
    }
    for _ in 0..3 {
        ask(&world).await;
    }
    let waits = ask(&world).await;
    assert!(world.offers_of(waits).await.is_empty());
    world.accept("s2@example.jp").await;
    world.settle().await;
    let asked: Vec<String> = world.offers_of(waits).await.into_iter().map(|offer| offer.display_name).collect();
    assert!(asked.contains(&"S1".to_owned()), "whose offer was withdrawn: {asked:?}");
}

async fn somebody_enrolled_serves_whoever_waits(mode: Mode) {
    let world = World::new(mode).await;
    let (_, waiting) = two_that_wait(&world).await;
    world.enrol(|profile| profile.max_engagements = Some(1)).await;
    world.settle().await;
    assert_eq!(asked_about(&world, waiting).await, [1, 1]);
    assert_eq!(world.letters_to("s2@example.jp").len(), 2);
}

async fn change(world: &World, id: SpecialistId, change: impl FnOnce(&mut SpecialistForm) + Send + 'static) {
    let changed = desk::change_specialist(&world.app.desk, id, None, |before| {
        let mut form: SpecialistForm = serde_json::from_value(serde_json::to_value(before).unwrap()).unwrap();
        change(&mut form);
        Ok(form)
    });
    changed.await.unwrap();
    world.settle().await;
}

async fn a_changed_profile_serves_whoever_waits(mode: Mode) {
    let world = World::new(mode).await;
    // An hour a week, which is what one help request takes.
    let id = world.enrol(|profile| profile.hours_per_week = Some(1)).await;
    let first = ask(&world).await;
    let second = ask(&world).await;
    assert_eq!(asked_about(&world, [first, second]).await, [1, 0]);
    assert_eq!(world.state_of(second).await, HelpRequestState::Open);
    change(&world, id, |form| form.hours_per_week = Some(12)).await;
    assert_eq!(asked_about(&world, [first, second]).await, [1, 1]);
}

async fn who_can_be_reached_again_serves_whoever_waits(mode: Mode) {
    let world = World::new(mode).await;
    let (_, waiting) = two_that_wait(&world).await;
    world.enrol(|profile| profile.max_engagements = Some(9)).await;
    let mailbox = || SuppressionForm { address: "s2@example.jp".into(), kind: None };
    desk::add_suppression(&world.app.desk, mailbox()).await.unwrap();
    world.settle().await;
    assert_eq!(asked_about(&world, waiting).await, [0, 0]);
    desk::lift_suppression(&world.app.desk, mailbox()).await.unwrap();
    world.settle().await;
    assert_eq!(asked_about(&world, waiting).await, [1, 1]);
    assert!(desk::list_dead_letters(&world.app.desk).await.unwrap().is_empty());
}

async fn room_that_comes_with_time_alone_is_found(mode: Mode) {
    let world = World::new(mode).await;
    world.enrol(|profile| (profile.max_engagements, profile.hours_per_week) = (Some(9), Some(40))).await;
    for _ in 0..2 {
        // Letters of one moment are in no order.
        world.app.desk.clock.advance(Duration::seconds(1));
        let id = ask(&world).await;
        assert_eq!(world.accept("s1@example.jp").await, Acceptance::Won(id));
        world.settle().await;
    }
    world.wait(Duration::days(29)).await;
    let mut form = help_request();
    form.need.start_on = "2027-02-01".into();
    let waits = world.submit(form, Submitter::Operator).await.id;
    world.settle().await;
    assert_eq!(world.state_of(waits).await, HelpRequestState::Open);
    assert!(world.offers_of(waits).await.is_empty(), "two engagements within 30 days are enough");
    world.wait(Duration::days(2)).await;
    assert_eq!(world.offers_of(waits).await.len(), 1);
}

async fn a_help_request_that_has_waited_long_enough_ends(mode: Mode) {
    let world = World::new(mode).await;
    let id = world.enrol(|profile| profile.max_engagements = Some(1)).await;
    let taken = ask(&world).await;
    world.accept("s1@example.jp").await;
    let waits = ask(&world).await;
    assert_eq!((world.state_of(taken).await, world.state_of(waits).await), (HelpRequestState::Matched, HelpRequestState::Open));
    world.wait(Duration::days(14) - Duration::microseconds(1)).await;
    assert_eq!(world.state_of(waits).await, HelpRequestState::Open);
    world.wait(Duration::microseconds(1)).await;
    assert_eq!(world.state_of(waits).await, HelpRequestState::Unmatched);
    world.letter(COMPANY, "nobody_found");
    change(&world, id, |form| form.max_engagements = Some(5)).await;
    assert!(world.offers_of(waits).await.is_empty(), "what has ended is not woken");
}

async fn nobody_waits_for_people_who_would_not_fit_with_empty_hands(mode: Mode) {
    let world = World::new(mode).await;
    world.enrol(|profile| profile.max_engagements = Some(0)).await;
    world.enrol(|profile| profile.hours_per_week = Some(0)).await;
    let id = ask(&world).await;
    assert_eq!(world.state_of(id).await, HelpRequestState::Unmatched);
}

async fn a_place_that_is_freed_while_nobody_waits_makes_no_work(mode: Mode) {
    let world = World::new(mode).await;
    world.enrol(|_| {}).await;
    let id = ask(&world).await;
    desk::cancel_help_request(&world.app.desk, id, Role::Operator).await.unwrap();
    world.enrol(|_| {}).await;
    let waiting = world.app.desk.store.read(|tx| tx.count_deliveries()).await;
    let (waiting, _) = waiting.map_err(|error: nakodo::store::StoreError| error.to_string()).unwrap();
    assert_eq!(waiting, 2, "the two letters of the cancellation and nothing else");
}

async fn a_waiting_help_request_can_be_cancelled(mode: Mode) {
    let world = World::new(mode).await;
    let (_, [older, younger]) = two_that_wait(&world).await;
    desk::cancel_help_request(&world.app.desk, older, Role::Operator).await.unwrap();
    world.decline("s1@example.jp", "no-time").await;
    world.settle().await;
    assert_eq!(asked_about(&world, [older, younger]).await, [0, 1]);
}
