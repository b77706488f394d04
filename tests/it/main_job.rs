//! The main job: a help request becomes a match with two letters.

use nakodo::desk::{self, Acceptance, Confirmation, Declination};
use nakodo::identity::Role;
use nakodo::intake::HelpRequestState;

use crate::harness::people::{COMPANY_SECRETS, help_request};
use crate::harness::{Mode, World, press};

use nakodo::desk::Submitter;

in_both_modes![
    a_help_request_of_a_support_organisation_becomes_a_match_with_two_letters,
    a_company_that_asks_by_itself_confirms_before_anything_goes_out,
    an_offer_letter_names_nothing_that_points_at_the_company,
    the_company_hears_how_many_were_asked_and_until_when,
    the_others_hear_that_somebody_else_was_faster,
    where_the_policy_says_so_the_others_hear_nothing,
    pressing_twice_shows_the_outcome_and_sends_nothing_more,
    a_refusal_keeps_its_reason_and_lets_the_others_answer,
    a_cancelled_help_request_takes_its_offers_back_and_tells_everybody,
    readers_get_letters_in_their_language,
    somebody_who_wins_one_and_has_no_room_for_a_second_is_told_so,
];

async fn a_help_request_of_a_support_organisation_becomes_a_match_with_two_letters(mode: Mode) {
    let world = World::new(mode).await;
    world.enrol(|_| {}).await;
    let id = world.ask_for_help().await;
    assert_eq!(world.state_of(id).await, HelpRequestState::Open);

    assert_eq!(world.accept("s1@example.jp").await, Acceptance::Won(id));
    world.settle().await;

    assert_eq!(world.state_of(id).await, HelpRequestState::Matched);
    let to_company = world.letter("soumu@seki-kinzoku.example.jp", "match_for_company");
    assert!(
        to_company.text.contains("佐藤 1")
            && to_company.text.contains("s1@example.jp")
            && to_company.text.contains("まだ確認できていません")
    );
    let to_specialist = world.letter("s1@example.jp", "match_for_specialist");
    assert!(to_specialist.text.contains("関金属工業") && to_specialist.text.contains("soumu@seki-kinzoku.example.jp"));
    for letter in [&to_company, &to_specialist] {
        let calendar = letter.calendar.as_deref().unwrap_or_default();
        assert!(calendar.contains("BEGIN:VEVENT") && calendar.contains("20261201T"), "{calendar}");
        assert!(!letter.html.is_empty());
    }
    let to_broker = world.letter("shien@chamber.example.jp", "match_for_broker");
    assert!(to_broker.text.contains("関金属工業"));
}

async fn a_company_that_asks_by_itself_confirms_before_anything_goes_out(mode: Mode) {
    let world = World::new(mode).await;
    world.enrol(|_| {}).await;
    let submitted = world.submit(help_request(), Submitter::Company).await;
    world.settle().await;
    assert_eq!(submitted.state, HelpRequestState::AwaitingConfirmation);
    assert_eq!(world.letters().len(), 1, "only the company has a letter");

    let token = world.letter("soumu@seki-kinzoku.example.jp", "confirm_help_request").token("/help-requests/confirm/");
    let desk = &world.app.desk;
    assert_eq!(press::confirm_help_request(desk, token.clone()).await.unwrap(), Confirmation::Opened(submitted.id));
    assert_eq!(press::confirm_help_request(desk, token).await.unwrap(), Confirmation::OpenAlready(submitted.id));
    world.settle().await;
    assert_eq!(world.letters_to("s1@example.jp").len(), 1);
    assert_eq!(world.accept("s1@example.jp").await, Acceptance::Won(submitted.id));
}

async fn an_offer_letter_names_nothing_that_points_at_the_company(mode: Mode) {
    let world = World::new(mode).await;
    world.enrol(|_| {}).await;
    world.ask_for_help().await;
    let offer = world.letter("s1@example.jp", "offer");
    for secret in COMPANY_SECRETS {
        for part in [&offer.subject, &offer.text, &offer.html, &offer.raw] {
            assert!(!part.contains(secret), "the offer letter says {secret}");
        }
    }
    assert!(offer.text.contains("岐阜県") && offer.text.contains("製造業"), "{}", offer.text);
}

async fn the_company_hears_how_many_were_asked_and_until_when(mode: Mode) {
    let world = World::new(mode).await;
    for _ in 0..3 {
        world.enrol(|_| {}).await;
    }
    let id = world.ask_for_help().await;
    let letter = world.letter("soumu@seki-kinzoku.example.jp", "people_asked");
    // Asked on Tuesday at ten; three days later by the policy.
    assert!(letter.text.contains("3人") && letter.text.contains("2026年11月27日(金) 10:00"), "{}", letter.text);
    let deadlines: Vec<_> = world.offers_of(id).await.into_iter().map(|offer| offer.expires_at.to_rfc3339()).collect();
    assert_eq!(deadlines, ["2026-11-27T01:00:00+00:00"; 3]);
    for number in 1..=3 {
        assert!(world.letter(&format!("s{number}@example.jp"), "offer").text.contains("2026年11月27日(金) 10:00"));
    }
}

async fn the_others_hear_that_somebody_else_was_faster(mode: Mode) {
    let world = World::new(mode).await;
    for _ in 0..3 {
        world.enrol(|_| {}).await;
    }
    let id = world.ask_for_help().await;
    world.accept("s2@example.jp").await;
    world.settle().await;
    let mut states: Vec<_> = world.offers_of(id).await.into_iter().map(|offer| (offer.display_name, offer.state.code())).collect();
    states.sort();
    assert_eq!(states, [("S1".into(), "withdrawn"), ("S2".into(), "accepted"), ("S3".into(), "withdrawn")]);
    for other in ["s1@example.jp", "s3@example.jp"] {
        world.letter(other, "offer_filled");
        assert_eq!(world.accept(other).await, Acceptance::TakenByOther);
    }
    assert!(world.letters_to("s2@example.jp").iter().all(|letter| letter.kind != "offer_filled"));
}

async fn where_the_policy_says_so_the_others_hear_nothing(mode: Mode) {
    let world = World::new(mode).await;
    for _ in 0..2 {
        world.enrol(|_| {}).await;
    }
    let id = world.ask_for_help().await;
    let mut policy = world.app.desk.catalogue.wave_policy("normal").expect("a policy").clone();
    policy.tell_others = false;
    let set = world.app.desk.store.write(move |tx| tx.set_policy(id, &policy)).await;
    set.map_err(|error: nakodo::store::StoreError| error.to_string()).unwrap();
    assert_eq!(world.accept("s2@example.jp").await, Acceptance::Won(id));
    world.settle().await;
    assert!(world.letters_to("s1@example.jp").iter().all(|letter| letter.kind == "offer"));
    assert_eq!(world.accept("s1@example.jp").await, Acceptance::TakenByOther, "the page tells whoever asks");
}

async fn pressing_twice_shows_the_outcome_and_sends_nothing_more(mode: Mode) {
    let world = World::new(mode).await;
    world.enrol(|_| {}).await;
    let id = world.ask_for_help().await;
    assert_eq!(world.accept("s1@example.jp").await, Acceptance::Won(id));
    world.settle().await;
    let letters = world.letters().len();
    assert_eq!(world.accept("s1@example.jp").await, Acceptance::WonAlready(id));
    assert_eq!(world.decline("s1@example.jp", "no-time").await, Declination::AcceptedBefore);
    world.settle().await;
    assert_eq!(world.letters().len(), letters);
}

async fn a_refusal_keeps_its_reason_and_lets_the_others_answer(mode: Mode) {
    let world = World::new(mode).await;
    for _ in 0..2 {
        world.enrol(|_| {}).await;
    }
    let id = world.ask_for_help().await;
    assert_eq!(world.decline("s1@example.jp", "too-far").await, Declination::Declined);
    assert_eq!(world.decline("s1@example.jp", "no-time").await, Declination::OverAlready);
    assert_eq!(world.accept("s1@example.jp").await, Acceptance::DeclinedBefore);
    world.settle().await;
    let declined = world.offers_of(id).await.into_iter().find(|offer| offer.display_name == "S1").unwrap();
    assert_eq!(declined.decline_reason.as_deref(), Some("too-far"));
    assert_eq!(world.accept("s2@example.jp").await, Acceptance::Won(id));
}

async fn a_cancelled_help_request_takes_its_offers_back_and_tells_everybody(mode: Mode) {
    let world = World::new(mode).await;
    for _ in 0..2 {
        world.enrol(|_| {}).await;
    }
    let id = world.ask_for_help().await;
    let token = world.letter("soumu@seki-kinzoku.example.jp", "people_asked").token("/help-requests/status/");
    press::cancel_help_request_by_link(&world.app.desk, token).await.unwrap();
    desk::cancel_help_request(&world.app.desk, id, Role::Operator).await.expect("cancelling again changes nothing");
    world.settle().await;
    assert_eq!(world.state_of(id).await, HelpRequestState::Cancelled);
    for asked in ["s1@example.jp", "s2@example.jp"] {
        world.letter(asked, "offer_cancelled");
        assert_eq!(world.accept(asked).await, Acceptance::Withdrawn);
    }
    world.letter("soumu@seki-kinzoku.example.jp", "help_request_cancelled");
}

async fn readers_get_letters_in_their_language(mode: Mode) {
    let world = World::new(mode).await;
    world.enrol(|profile| profile.contacts[0].language = Some("en".into())).await;
    world.ask_for_help().await;
    let offer = world.letter("s1@example.jp", "offer");
    assert!(offer.text.contains("Gifu") && offer.text.contains("Fri 27 Nov 2026, 10:00 JST"), "{}", offer.text);
    assert!(world.letter("soumu@seki-kinzoku.example.jp", "people_asked").text.contains("専門家"));
}

async fn somebody_who_wins_one_and_has_no_room_for_a_second_is_told_so(mode: Mode) {
    let world = World::new(mode).await;
    world.enrol(|profile| profile.max_engagements = Some(1)).await;
    let asked = [world.ask_for_help().await, world.ask_for_help().await];
    let offers: Vec<_> = world.letters_to("s1@example.jp").into_iter().map(|letter| letter.token("/offers/")).collect();
    assert_eq!(offers.len(), 2);
    let mut outcomes = Vec::new();
    for token in offers {
        outcomes.push(press::accept_offer(&world.app.desk, token).await.unwrap());
    }
    let Acceptance::Won(won) = outcomes[0] else { panic!("the first press wins: {outcomes:?}") };
    assert_eq!(outcomes[1], Acceptance::NoRoom);
    for id in asked {
        let expected = if id == won { HelpRequestState::Matched } else { HelpRequestState::Open };
        assert_eq!(world.state_of(id).await, expected);
    }
}
