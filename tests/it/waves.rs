//! Waves: silence, the next people, and the end of the list.

use chrono::Duration;
use nakodo::desk::{self, Acceptance, Submitter};
use nakodo::identity::Role;
use nakodo::intake::HelpRequestState;

use crate::harness::people::help_request;
use crate::harness::{Mode, World, press};

in_both_modes![
    silent_offers_lapse_at_the_time_that_their_letter_names,
    the_next_wave_opens_when_nobody_of_the_first_accepts,
    a_wave_whose_last_offer_is_declined_is_followed_at_once,
    when_nobody_is_left_the_company_and_its_broker_are_told,
    without_a_broker_the_operator_is_told,
    nobody_is_asked_twice_about_one_help_request,
    a_specialist_has_at_most_three_open_offers,
    withdrawing_consent_takes_effect_at_once,
    a_revoked_registration_takes_open_offers_away,
    hidden_people_are_never_asked,
    a_help_request_that_is_not_confirmed_in_time_goes_away,
    somebody_enrolled_a_moment_before_is_found,
];

async fn silent_offers_lapse_at_the_time_that_their_letter_names(mode: Mode) {
    let world = World::new(mode).await;
    world.enrol(|_| {}).await;
    let id = world.ask_for_help().await;
    world.wait(Duration::hours(72) - Duration::microseconds(1)).await;
    assert_eq!(world.offers_of(id).await[0].state.code(), "sent");
    world.wait(Duration::microseconds(1)).await;
    assert_eq!(world.offers_of(id).await[0].state.code(), "lapsed");
    assert_eq!(world.accept("s1@example.jp").await, Acceptance::Lapsed);
}

async fn the_next_wave_opens_when_nobody_of_the_first_accepts(mode: Mode) {
    let world = World::new(mode).await;
    for _ in 0..5 {
        world.enrol(|_| {}).await;
    }
    let id = world.ask_for_help().await;
    assert_eq!(world.offers_of(id).await.len(), 3);
    world.wait(Duration::hours(72)).await;
    let waves: Vec<_> = world.offers_of(id).await.into_iter().map(|offer| (offer.wave, offer.state.code())).collect();
    assert_eq!(waves, [(1, "lapsed"), (1, "lapsed"), (1, "lapsed"), (2, "sent"), (2, "sent")]);
    let told = world.letters_to("soumu@seki-kinzoku.example.jp").into_iter().filter(|letter| letter.kind == "people_asked").count();
    assert_eq!(told, 2, "the company hears of each wave");
}

async fn a_wave_whose_last_offer_is_declined_is_followed_at_once(mode: Mode) {
    let world = World::new(mode).await;
    for _ in 0..4 {
        world.enrol(|_| {}).await;
    }
    let id = world.ask_for_help().await;
    let asked: Vec<String> = world.offers_of(id).await.into_iter().map(|offer| offer.display_name).collect();
    for name in &asked {
        world.decline(&format!("{}@example.jp", name.to_lowercase()), "no-time").await;
    }
    world.settle().await;
    let offers = world.offers_of(id).await;
    assert_eq!(offers.len(), 4);
    assert_eq!(offers[3].state.code(), "sent");
    assert!(!asked.contains(&offers[3].display_name));
}

async fn when_nobody_is_left_the_company_and_its_broker_are_told(mode: Mode) {
    let world = World::new(mode).await;
    world.enrol(|_| {}).await;
    let id = world.ask_for_help().await;
    world.decline("s1@example.jp", "fee-too-low").await;
    world.settle().await;
    assert_eq!(world.state_of(id).await, HelpRequestState::Unmatched);
    world.letter("soumu@seki-kinzoku.example.jp", "nobody_found");
    world.letter("shien@chamber.example.jp", "nobody_found_for_broker");
}

async fn without_a_broker_the_operator_is_told(mode: Mode) {
    let world = World::new(mode).await;
    let submitted = world.submit(help_request(), Submitter::Operator).await;
    world.settle().await;
    assert_eq!(world.state_of(submitted.id).await, HelpRequestState::Unmatched);
    world.letter("operator@nakodo.example", "nobody_found_for_broker");
}

async fn nobody_is_asked_twice_about_one_help_request(mode: Mode) {
    let world = World::new(mode).await;
    for _ in 0..7 {
        world.enrol(|_| {}).await;
    }
    let id = world.ask_for_help().await;
    // Three waves of three working days each, over two weekends.
    for _ in 0..6 {
        world.wait(Duration::hours(72)).await;
    }
    let mut asked: Vec<_> = world.offers_of(id).await.into_iter().map(|offer| offer.specialist).collect();
    asked.sort();
    asked.dedup();
    assert_eq!(asked.len(), 7);
    assert_eq!(world.state_of(id).await, HelpRequestState::Unmatched);
}

async fn a_specialist_has_at_most_three_open_offers(mode: Mode) {
    let world = World::new(mode).await;
    world.enrol(|profile| profile.max_engagements = Some(9)).await;
    for _ in 0..3 {
        let id = world.ask_for_help().await;
        assert_eq!(world.state_of(id).await, HelpRequestState::Open);
    }
    let fourth = world.ask_for_help().await;
    assert!(world.offers_of(fourth).await.is_empty(), "it waits (see waiting.rs)");
    assert_eq!(world.letters_to("s1@example.jp").len(), 3);
}

async fn withdrawing_consent_takes_effect_at_once(mode: Mode) {
    let world = World::new(mode).await;
    let gone = world.enrol(|_| {}).await;
    let id = world.ask_for_help().await;
    // Words of one moment stand in no order.
    world.wait(chrono::Duration::seconds(1)).await;
    let changed = desk::change_specialist(&world.app.desk, gone, None, |before| {
        let mut form: nakodo::active_list::SpecialistForm = serde_json::from_value(serde_json::to_value(before).unwrap()).unwrap();
        form.consents.push(nakodo::active_list::ConsentForm { scope: "listing".into(), version: "2026-04".into(), given: false });
        Ok(form)
    });
    let view = changed.await.unwrap();
    let words: Vec<_> = view.consents.iter().map(|word| word.given).collect();
    assert_eq!((view.consented, words), (false, vec![true, false]));
    assert_eq!(world.accept("s1@example.jp").await, Acceptance::Withdrawn);
    world.settle().await;
    assert_eq!(world.state_of(id).await, HelpRequestState::Unmatched);
    let next = world.ask_for_help().await;
    assert!(world.offers_of(next).await.is_empty());
}

async fn a_revoked_registration_takes_open_offers_away(mode: Mode) {
    let world = World::new(mode).await;
    let gone = world.enrol(|_| {}).await;
    let id = world.ask_for_help().await;
    let changed = desk::change_specialist(&world.app.desk, gone, None, |before| {
        let mut form: nakodo::active_list::SpecialistForm = serde_json::from_value(serde_json::to_value(before).unwrap()).unwrap();
        form.registration.status = Some("revoked".into());
        Ok(form)
    });
    changed.await.unwrap();
    world.settle().await;
    assert_eq!(world.accept("s1@example.jp").await, Acceptance::Withdrawn);
    assert_eq!(world.state_of(id).await, HelpRequestState::Unmatched);
}

async fn hidden_people_are_never_asked(mode: Mode) {
    let world = World::new(mode).await;
    world.enrol(|profile| profile.affiliation = "employed_hidden".into()).await;
    let id = world.ask_for_help().await;
    assert!(world.offers_of(id).await.is_empty());
    let view = desk::list_candidates(&world.app.desk, id, Role::Operator, 10).await.unwrap();
    assert!(view.candidates.is_empty());
}

async fn a_help_request_that_is_not_confirmed_in_time_goes_away(mode: Mode) {
    let world = World::new(mode).await;
    world.enrol(|_| {}).await;
    let submitted = world.submit(help_request(), Submitter::Company).await;
    world.settle().await;
    world.wait(Duration::days(7)).await;
    assert_eq!(world.state_of(submitted.id).await, HelpRequestState::Cancelled);
    let token = world.letter("soumu@seki-kinzoku.example.jp", "confirm_help_request").token("/help-requests/confirm/");
    assert_eq!(press::confirm_help_request(&world.app.desk, token).await.unwrap(), desk::Confirmation::TooLate);
    world.settle().await;
    assert_eq!(world.letters().len(), 1, "nobody else was ever written to");
}

async fn somebody_enrolled_a_moment_before_is_found(mode: Mode) {
    let world = World::new(mode).await;
    world.enrol(|_| {}).await;
    let id = world.ask_for_help().await;
    assert_eq!(world.offers_of(id).await.len(), 1);
}
