//! Deadlines, reminders and quiet hours: when a letter leaves, and until when its reader may answer.

use std::sync::Arc;

use chrono::Duration;
use nakodo::clock::Moment;
use nakodo::desk::{Acceptance, Submitter};
use nakodo::events::Event;
use nakodo::ids::HelpRequestId;
use nakodo::intake::{HelpRequestForm, HelpRequestState};
use nakodo::store::{StoreError, StoredHelpRequest};

use crate::harness::dated::catalogue_with;
use crate::harness::people::help_request;
use crate::harness::{Mode, World, press};

in_both_modes![
    a_help_request_keeps_the_policy_under_which_it_opened,
    a_help_request_without_a_policy_follows_that_of_its_day,
    an_offer_over_a_weekend_lasts_three_working_days,
    an_offer_of_the_night_leaves_in_the_morning_and_counts_from_then,
    nothing_that_publishes_all_again_makes_a_letter_early,
    an_incident_wakes_only_those_who_agreed_and_asks_them_first,
    a_silent_reader_is_reminded_at_the_hours_of_the_policy,
    whoever_has_answered_is_not_reminded,
    of_reminders_that_were_missed_only_the_last_is_sent,
    a_reminder_that_would_come_too_late_is_not_sent,
    whoever_let_an_offer_pass_is_told_kindly,
];

fn at(text: &str) -> Moment {
    chrono::DateTime::parse_from_rfc3339(&format!("{text}:00+09:00")).unwrap().to_utc()
}

/// Moves the clock to a moment and lets everything happen that is due by then.
async fn until(world: &World, text: &str) {
    world.wait(at(text) - world.app.desk.clock.now()).await;
}

fn incident() -> HelpRequestForm {
    let mut form = help_request();
    form.need.urgency = Some("incident".into());
    form
}

async fn ask(world: &World, form: HelpRequestForm) -> HelpRequestId {
    let id = world.submit(form, Submitter::Operator).await.id;
    world.settle().await;
    id
}

/// Enrols somebody with the usual quiet hours, 21:00 to 8:00.
async fn enrol(world: &World) {
    world.enrol(|profile| profile.conditions.quiet_hours = None).await;
}

async fn deadlines(world: &World, id: HelpRequestId) -> Vec<Moment> {
    world.offers_of(id).await.into_iter().map(|offer| offer.expires_at).collect()
}

fn count(world: &World, address: &str, kind: &str) -> usize {
    world.letters_to(address).into_iter().filter(|letter| letter.kind == kind).count()
}

async fn a_help_request_keeps_the_policy_under_which_it_opened(mode: Mode) {
    let mut world = World::new(mode).await;
    for _ in 0..5 {
        world.enrol(|_| {}).await;
    }
    let before = world.submit(help_request(), Submitter::Company).await.id;
    let running = ask(&world, help_request()).await;
    let changed = Arc::new(catalogue_with("waves", |text| text.replace("expiry_hours = 72", "expiry_hours = 71")));
    world.app.desk.catalogue = changed.clone();
    world.app.crew.desk.catalogue = changed;
    let token = world.letter("soumu@seki-kinzoku.example.jp", "confirm_help_request").token("/help-requests/confirm/");
    press::confirm_help_request(&world.app.desk, token).await.unwrap();
    world.settle().await;
    until(&world, "2026-11-27T10:00").await;
    assert_eq!(deadlines(&world, running).await[3..], [at("2026-12-02T10:00"); 2], "its second wave follows the policy of the first");
    assert_eq!(deadlines(&world, before).await[..3], [at("2026-11-27T09:00"); 3], "it opened when it was confirmed, after the change");
}

async fn a_help_request_without_a_policy_follows_that_of_its_day(mode: Mode) {
    let world = World::new(mode).await;
    for _ in 0..4 {
        world.enrol(|_| {}).await;
    }
    let desk = world.app.desk.clone();
    let created_at = at("2026-06-01T10:00");
    let id: HelpRequestId = desk.ids.fresh(created_at);
    let stored = StoredHelpRequest {
        id,
        state: HelpRequestState::Open,
        support_org: None,
        member: None,
        help_request: help_request().check(&desk.catalogue, desk.clock.today()).unwrap(),
        waves: 0,
        created_at,
        confirm_by: None,
        policy: None,
        waiting_since: None,
        waiting_until: None,
        narrower: None,
    };
    until(&world, "2026-11-27T20:00").await;
    let now = desk.clock.now();
    let added = desk.store.write(move |tx| {
        tx.add_help_request(&stored)?;
        tx.record(desk.ids.fresh(now), &Event::HelpRequestOpened { help_request: id }, now)
    });
    added.await.map_err(|error: StoreError| error.to_string()).unwrap();
    world.settle().await;
    // The edition of April knew 72 hours of any day and three people at a time.
    assert_eq!(deadlines(&world, id).await, [at("2026-11-30T20:00"); 3]);
}

async fn an_offer_over_a_weekend_lasts_three_working_days(mode: Mode) {
    let world = World::new(mode).await;
    enrol(&world).await;
    until(&world, "2026-11-27T17:00").await;
    let id = ask(&world, help_request()).await;
    assert_eq!(deadlines(&world, id).await, [at("2026-12-02T17:00")]);
    assert!(world.letter("s1@example.jp", "offer").text.contains("2026年12月2日(水) 17:00"), "the letter names the deadline in force");
    until(&world, "2026-12-02T16:59").await;
    assert_eq!(world.accept("s1@example.jp").await, Acceptance::Won(id));
}

async fn an_offer_of_the_night_leaves_in_the_morning_and_counts_from_then(mode: Mode) {
    let world = World::new(mode).await;
    enrol(&world).await;
    world.enrol(|_| {}).await;
    until(&world, "2026-11-24T22:00").await;
    let id = ask(&world, help_request()).await;
    assert_eq!((count(&world, "s1@example.jp", "offer"), count(&world, "s2@example.jp", "offer")), (0, 1));
    until(&world, "2026-11-25T07:59").await;
    assert_eq!(count(&world, "s1@example.jp", "offer"), 0);
    until(&world, "2026-11-25T08:00").await;
    assert_eq!(count(&world, "s1@example.jp", "offer"), 1);
    assert!(world.letter("s1@example.jp", "offer").text.contains("2026年11月30日(月) 08:00"));
    let mut due = deadlines(&world, id).await;
    due.sort();
    assert_eq!(due, [at("2026-11-27T22:00"), at("2026-11-30T08:00")]);
}

async fn nothing_that_publishes_all_again_makes_a_letter_early(mode: Mode) {
    let world = World::new(mode).await;
    enrol(&world).await;
    until(&world, "2026-11-24T22:00").await;
    ask(&world, help_request()).await;
    let now = world.app.desk.clock.now();
    world.app.desk.store.write(move |tx| tx.republish_all(now)).await.map_err(|error: StoreError| error.to_string()).unwrap();
    world.app.crew.recover().await.unwrap();
    world.settle().await;
    assert_eq!(world.letters_to("s1@example.jp").len(), 0);
    until(&world, "2026-11-25T08:00").await;
    assert_eq!(world.letters_to("s1@example.jp").len(), 1);
}

async fn an_incident_wakes_only_those_who_agreed_and_asks_them_first(mode: Mode) {
    let world = World::new(mode).await;
    for number in 0..16 {
        world
            .enrol(|profile| {
                profile.conditions.quiet_hours = None;
                profile.conditions.incident_calls_any_time = number >= 8;
            })
            .await;
    }
    until(&world, "2026-11-24T23:00").await;
    let id = ask(&world, incident()).await;
    let offers = world.offers_of(id).await;
    assert_eq!(offers.len(), 8);
    for offer in offers {
        assert_eq!(offer.expires_at, at("2026-11-25T03:00"), "{} was awake", offer.display_name);
        assert_eq!(count(&world, &format!("{}@example.jp", offer.display_name.to_lowercase()), "offer"), 1);
    }
    // Those who sleep are asked when nobody else is left, and their four hours begin in the morning.
    until(&world, "2026-11-25T03:00").await;
    let offers = world.offers_of(id).await;
    assert_eq!((offers.len(), offers[15].expires_at), (16, at("2026-11-25T12:00")));
}

async fn a_silent_reader_is_reminded_at_the_hours_of_the_policy(mode: Mode) {
    let world = World::new(mode).await;
    enrol(&world).await;
    ask(&world, help_request()).await;
    let mut seen = Vec::new();
    for moment in ["2026-11-25T09:59", "2026-11-25T10:00", "2026-11-26T10:00", "2026-11-27T08:00", "2026-11-27T09:59"] {
        until(&world, moment).await;
        seen.push(count(&world, "s1@example.jp", "offer_reminder"));
    }
    assert_eq!(seen, [0, 1, 2, 3, 3]);
    let reminder = world.letter("s1@example.jp", "offer_reminder");
    assert!(reminder.text.contains("2026年11月27日(金) 10:00"), "the deadline in force: {}", reminder.text);
    let token = reminder.token("/offers/");
    assert!(matches!(press::accept_offer(&world.app.desk, token).await.unwrap(), Acceptance::Won(_)), "the reminder's link works too");
}

async fn whoever_has_answered_is_not_reminded(mode: Mode) {
    let world = World::new(mode).await;
    enrol(&world).await;
    enrol(&world).await;
    ask(&world, help_request()).await;
    world.decline("s1@example.jp", "no-time").await;
    until(&world, "2026-11-27T09:00").await;
    assert_eq!((count(&world, "s1@example.jp", "offer_reminder"), count(&world, "s2@example.jp", "offer_reminder")), (0, 1));
    assert_eq!(count(&world, "s1@example.jp", "offer_lapsed"), 0);
}

async fn of_reminders_that_were_missed_only_the_last_is_sent(mode: Mode) {
    let world = World::new(mode).await;
    enrol(&world).await;
    ask(&world, help_request()).await;
    until(&world, "2026-11-26T11:00").await;
    assert_eq!(count(&world, "s1@example.jp", "offer_reminder"), 1);
    until(&world, "2026-11-26T12:00").await;
    assert_eq!(count(&world, "s1@example.jp", "offer_reminder"), 1);
}

async fn a_reminder_that_would_come_too_late_is_not_sent(mode: Mode) {
    let world = World::new(mode).await;
    // An incident that was offered in the late evening: its reminder is due in the quiet hours that outlast its deadline.
    enrol(&world).await;
    until(&world, "2026-11-24T20:00").await;
    ask(&world, incident()).await;
    assert_eq!(count(&world, "s1@example.jp", "offer"), 1);
    until(&world, "2026-11-24T22:00").await;
    until(&world, "2026-11-25T09:00").await;
    assert_eq!(count(&world, "s1@example.jp", "offer_reminder"), 0);
}

async fn whoever_let_an_offer_pass_is_told_kindly(mode: Mode) {
    let world = World::new(mode).await;
    enrol(&world).await;
    until(&world, "2026-11-24T19:00").await;
    ask(&world, incident()).await;
    until(&world, "2026-11-24T23:00").await;
    assert_eq!(count(&world, "s1@example.jp", "offer_lapsed"), 0, "not in the night");
    until(&world, "2026-11-25T08:00").await;
    world.wait(Duration::days(1)).await;
    assert_eq!(count(&world, "s1@example.jp", "offer_lapsed"), 1);
}
