//! The company chooses among those who accepted (`mode = "choose"`).

use chrono::Duration;
use nakodo::desk::{Acceptance, Choice, NoThankYou};
use nakodo::engagement::WithdrawForm;
use nakodo::ids::{HelpRequestId, OfferId};
use nakodo::intake::HelpRequestState;

use crate::harness::press::{choose_offer, refuse_willing, withdraw_as_specialist};
use crate::harness::web::Served;
use crate::harness::{Mode, World};

in_both_modes![
    when_all_have_answered_the_company_gets_one_letter_with_all_of_them,
    those_who_let_it_pass_are_not_waited_for_longer,
    the_one_whom_the_company_chooses_wins_and_the_others_are_told,
    none_of_these_opens_the_next_wave,
    a_company_that_does_not_choose_is_reminded_and_ends_with_nobody,
    by_policy_the_best_of_those_who_accepted_wins_instead,
    if_the_chosen_one_cannot_after_all_the_others_are_asked_again,
    nobody_can_be_chosen_before_the_list_is_complete,
];

const COMPANY: &str = "soumu@seki-kinzoku.example.jp";

async fn yes(world: &World, address: &str) {
    assert_eq!(world.accept(address).await, Acceptance::Willing);
    world.settle().await;
}

async fn offer_of(world: &World, id: HelpRequestId, name: &str) -> OfferId {
    world.offers_of(id).await.into_iter().find(|offer| offer.display_name == name).unwrap().id
}

async fn states(world: &World, id: HelpRequestId) -> Vec<(String, &'static str)> {
    let mut states: Vec<_> = world.offers_of(id).await.into_iter().map(|offer| (offer.display_name, offer.state.code())).collect();
    states.sort();
    states
}

fn count(world: &World, address: &str, kind: &str) -> usize {
    world.letters_to(address).into_iter().filter(|letter| letter.kind == kind).count()
}

/// A help request asked of three people, of whom the first two say yes and the third no.
async fn two_said_yes(world: &World) -> HelpRequestId {
    for _ in 0..3 {
        world.enrol(|_| {}).await;
    }
    let id = world.ask_for_help().await;
    yes(world, "s1@example.jp").await;
    yes(world, "s2@example.jp").await;
    assert_eq!(count(world, COMPANY, "choice_for_company"), 0, "one is still thinking");
    let status = world.letter(COMPANY, "people_asked").link("/help-requests/status/");
    let page = Served::open(world).client.get(&status).await.body;
    assert!(page.contains("一覧をメールでお送りします"), "{page}");
    world.decline("s3@example.jp", "no-time").await;
    world.settle().await;
    id
}

async fn choose(world: &World, id: HelpRequestId, name: &str) -> Choice {
    let token = world.letter(COMPANY, "choice_for_company").token("/help-requests/status/");
    let outcome = choose_offer(&world.app.desk, token, offer_of(world, id, name).await).await.unwrap();
    world.settle().await;
    outcome
}

async fn when_all_have_answered_the_company_gets_one_letter_with_all_of_them(mode: Mode) {
    let world = World::choosing(mode).await;
    let id = two_said_yes(&world).await;
    assert_eq!(world.state_of(id).await, HelpRequestState::Open);
    let letter = world.letter(COMPANY, "choice_for_company");
    assert!(letter.text.contains("S1") && letter.text.contains("S2") && !letter.text.contains("S3"), "{}", letter.text);
    assert_eq!((count(&world, COMPANY, "choice_for_company"), count(&world, "shien@chamber.example.jp", "choice_for_broker")), (1, 1));
    assert!(world.letter("s1@example.jp", "offer").html.contains("会社がひとりを選びます"));
    let served = Served::open(&world);
    let page = served.client.get(&letter.link("/help-requests/status/")).await.body;
    assert_eq!(page.matches("この方にお願いする").count(), 2, "{page}");
    assert!(page.len() < 20_000 && page.contains("どなたにもお願いしない"), "{page}");
}

async fn those_who_let_it_pass_are_not_waited_for_longer(mode: Mode) {
    let world = World::choosing(mode).await;
    for _ in 0..2 {
        world.enrol(|_| {}).await;
    }
    let id = world.ask_for_help().await;
    yes(&world, "s1@example.jp").await;
    world.wait(Duration::hours(72)).await;
    assert_eq!(states(&world, id).await, [("S1".into(), "willing"), ("S2".into(), "lapsed")]);
    // Three working days from Friday, the 27th.
    assert!(world.letter(COMPANY, "choice_for_company").text.contains("2026年12月2日(水) 10:00"));
    assert_eq!(choose(&world, id, "S1").await, Choice::Chosen);
}

async fn the_one_whom_the_company_chooses_wins_and_the_others_are_told(mode: Mode) {
    let world = World::choosing(mode).await;
    let id = two_said_yes(&world).await;
    assert_eq!(choose(&world, id, "S2").await, Choice::Chosen);
    assert_eq!(states(&world, id).await, [("S1".into(), "not_chosen"), ("S2".into(), "accepted"), ("S3".into(), "declined")]);
    assert!(world.letter(COMPANY, "match_for_company").text.contains("佐藤 2"));
    assert!(world.letter("s1@example.jp", "offer_not_chosen").html.contains("会社がほかの方をお選びになりました"));
    assert_eq!(choose(&world, id, "S1").await, Choice::TakenByOther);
}

async fn none_of_these_opens_the_next_wave(mode: Mode) {
    let world = World::choosing(mode).await;
    let id = two_said_yes(&world).await;
    world.enrol(|_| {}).await;
    let token = world.letter(COMPANY, "choice_for_company").token("/help-requests/status/");
    assert_eq!(refuse_willing(&world.app.desk, token, None).await.unwrap(), NoThankYou::Refused);
    world.settle().await;
    assert_eq!(states(&world, id).await[2..], [("S3".into(), "declined"), ("S4".into(), "sent")]);
    for address in ["s1@example.jp", "s2@example.jp"] {
        assert_eq!(count(&world, address, "offer_not_chosen"), 1);
    }
    yes(&world, "s4@example.jp").await;
    assert_eq!(count(&world, COMPANY, "choice_for_company"), 2, "the second list is a letter of its own");
    assert_eq!(choose(&world, id, "S4").await, Choice::Chosen);
}

async fn a_company_that_does_not_choose_is_reminded_and_ends_with_nobody(mode: Mode) {
    let world = World::choosing(mode).await;
    let id = two_said_yes(&world).await;
    world.enrol(|_| {}).await;
    world.wait(Duration::hours(48)).await;
    assert_eq!(count(&world, COMPANY, "choice_reminder"), 1, "one for both");
    world.wait(Duration::hours(24)).await;
    assert_eq!(world.state_of(id).await, HelpRequestState::Unmatched);
    assert_eq!(states(&world, id).await, [("S1".into(), "not_chosen"), ("S2".into(), "not_chosen"), ("S3".into(), "declined")]);
    let told = world.letter(COMPANY, "choice_lapsed");
    assert!(told.text.contains("ここで終わりとします"));
    let page = Served::open(&world).client.get(&told.link("/help-requests/status/")).await.body;
    assert!(page.contains("お返事の期限が過ぎたため") && !page.contains("<form"), "{page}");
    world.letter("shien@chamber.example.jp", "choice_lapsed_for_broker");
    for address in ["s1@example.jp", "s2@example.jp"] {
        assert!(world.letter(address, "offer_not_chosen").html.contains("期限までに会社からのお返事がなく"));
    }
    assert_eq!(count(&world, COMPANY, "nobody_found"), 0, "somebody was found");
    assert!(world.letters_to("s4@example.jp").is_empty(), "no further wave");
}

async fn by_policy_the_best_of_those_who_accepted_wins_instead(mode: Mode) {
    let world = World::with_waves(mode, |text| {
        text.replace("mode = \"first\"", "mode = \"choose\"").replace("unanswered = \"nobody\"", "unanswered = \"best\"")
    })
    .await;
    let id = two_said_yes(&world).await;
    let mut said_yes: Vec<_> = world.offers_of(id).await.into_iter().filter(|offer| offer.state.code() == "willing").collect();
    said_yes.sort_by(|one, other| other.explanation.score.total_cmp(&one.explanation.score).then(one.id.cmp(&other.id)));
    world.wait(Duration::hours(72)).await;
    assert_eq!(world.state_of(id).await, HelpRequestState::Matched);
    assert_eq!(offer_of(&world, id, &said_yes[0].display_name).await, said_yes[0].id);
    let accepted = world.offers_of(id).await.into_iter().find(|offer| offer.state.code() == "accepted").unwrap();
    assert_eq!(accepted.id, said_yes[0].id);
    world.letter(COMPANY, "match_for_company");
}

async fn if_the_chosen_one_cannot_after_all_the_others_are_asked_again(mode: Mode) {
    let world = World::choosing(mode).await;
    let id = two_said_yes(&world).await;
    choose(&world, id, "S2").await;
    let token = world.letter("s2@example.jp", "match_for_specialist").token("/engagements/");
    withdraw_as_specialist(&world.app.desk, token, WithdrawForm { reason: "急病です".into() }).await.unwrap();
    world.settle().await;
    assert_eq!(states(&world, id).await, [("S1".into(), "sent"), ("S2".into(), "accepted"), ("S3".into(), "declined")]);
    yes(&world, "s1@example.jp").await;
    assert_eq!(choose(&world, id, "S1").await, Choice::Chosen);
    assert_eq!(count(&world, "s1@example.jp", "willing_noted"), 2, "each yes is answered");
}

async fn nobody_can_be_chosen_before_the_list_is_complete(mode: Mode) {
    let world = World::choosing(mode).await;
    for _ in 0..2 {
        world.enrol(|_| {}).await;
    }
    let id = world.ask_for_help().await;
    yes(&world, "s1@example.jp").await;
    let token = world.letter(COMPANY, "people_asked").token("/help-requests/status/");
    let early = choose_offer(&world.app.desk, token, offer_of(&world, id, "S1").await).await.unwrap();
    assert_eq!(early, Choice::Over);
    assert_eq!(states(&world, id).await, [("S1".into(), "willing"), ("S2".into(), "sent")]);
}
