//! A match that does not hold: the specialist cannot after all, or the company calls it off.

use nakodo::desk::{Acceptance, Withdrawing};
use nakodo::engagement::WithdrawForm;
use nakodo::ids::{HelpRequestId, Token};
use nakodo::intake::HelpRequestState;

use crate::harness::press::{accept_offer, withdraw_as_company, withdraw_as_specialist};
use crate::harness::web::Served;
use crate::harness::{Mode, World};

in_both_modes![
    whoever_cannot_after_all_is_replaced_by_somebody_else,
    a_company_that_calls_it_off_gets_somebody_else,
    whoever_was_only_too_late_is_asked_again_and_whoever_said_no_is_not,
    a_withdrawal_frees_the_room_of_who_withdrew,
    after_the_last_wave_a_withdrawal_brings_one_more,
    a_withdrawal_counts_once_whoever_presses_and_however_often,
    withdrawing_racing_with_withdrawing_ends_one_match_once,
    a_withdrawal_without_a_reason_comes_back_and_changes_nothing,
    the_link_to_withdraw_only_shows_until_the_button_is_pressed,
    a_match_letter_that_comes_after_the_withdrawal_is_not_sent,
];

const COMPANY: &str = "soumu@seki-kinzoku.example.jp";
const BROKER: &str = "shien@chamber.example.jp";

fn because(reason: &str) -> WithdrawForm {
    WithdrawForm { reason: reason.to_owned() }
}

fn leave_token(world: &World, address: &str) -> Token {
    world.letter(address, "match_for_specialist").token("/engagements/")
}

async fn leave(world: &World, address: &str) -> Withdrawing {
    withdraw_as_specialist(&world.app.desk, leave_token(world, address), because("家族の事情です")).await.unwrap()
}

/// One help request, asked of `people`, and accepted by the first of them.
async fn matched(world: &World, people: usize) -> HelpRequestId {
    for _ in 0..people {
        world.enrol(|_| {}).await;
    }
    let id = world.ask_for_help().await;
    assert_eq!(world.accept("s1@example.jp").await, Acceptance::Won(id));
    world.settle().await;
    id
}

/// State and wave of each person's offer, by name.
async fn offers(world: &World, id: HelpRequestId) -> Vec<(String, &'static str, u16)> {
    let mut offers: Vec<_> =
        world.offers_of(id).await.into_iter().map(|offer| (offer.display_name, offer.state.code(), offer.wave)).collect();
    offers.sort();
    offers
}

async fn whoever_cannot_after_all_is_replaced_by_somebody_else(mode: Mode) {
    let world = World::new(mode).await;
    let id = matched(&world, 1).await;
    world.enrol(|_| {}).await;
    assert_eq!(leave(&world, "s1@example.jp").await, Withdrawing::Withdrawn);
    world.settle().await;
    assert_eq!(world.state_of(id).await, HelpRequestState::Open);
    assert_eq!(offers(&world, id).await, [("S1".into(), "accepted", 1), ("S2".into(), "sent", 2)]);
    for (reader, kind) in
        [(COMPANY, "withdrawn_for_company"), ("s1@example.jp", "withdrawn_for_specialist"), (BROKER, "withdrawn_for_broker")]
    {
        assert!(world.letter(reader, kind).text.contains("家族の事情です"), "{reader} reads why");
    }
    assert_eq!(world.accept("s1@example.jp").await, Acceptance::GivenUp, "the old link does not win again");
    // Letters of one moment are in no order.
    world.app.desk.clock.advance(chrono::Duration::seconds(1));
    assert_eq!(world.accept("s2@example.jp").await, Acceptance::Won(id));
    world.settle().await;
    assert_eq!(world.state_of(id).await, HelpRequestState::Matched);
    assert!(world.letter(COMPANY, "match_for_company").text.contains("佐藤 2"));
    let served = Served::open(&world);
    let status = world.letter(COMPANY, "match_for_company").link("/help-requests/status/");
    let page = served.client.get(&status).await.body;
    assert!(page.contains("s2@example.jp") && !page.contains("s1@example.jp") && page.contains("引き受けた後に取りやめ"), "{page}");
}

async fn a_company_that_calls_it_off_gets_somebody_else(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let id = matched(&world, 1).await;
    world.enrol(|_| {}).await;
    let status = world.letter(COMPANY, "match_for_company").link("/help-requests/status/");
    let refused = served.client.press(&status, "withdraw", &[("reason", " ")]).await;
    assert!(refused.status == 422 && refused.body.contains("入力してください"), "{}", refused.body);
    let done = served.client.press(&status, "withdraw", &[("reason", "連絡がつきませんでした")]).await;
    assert_eq!(done.status, 200, "{}", done.body);
    let again = served.client.post_form(&format!("{status}/withdraw"), &[("reason", "連絡がつきませんでした")]).await;
    assert_eq!(again.status, 409, "{}", again.body);
    world.settle().await;
    let told = world.letter("s1@example.jp", "withdrawn_for_specialist");
    assert!(told.text.contains("関金属工業") && told.text.contains("連絡がつきませんでした"), "{}", told.text);
    assert_eq!(offers(&world, id).await, [("S1".into(), "accepted", 1), ("S2".into(), "sent", 2)]);
    let page = served.client.get(&status).await.body;
    assert!(page.contains("別の専門家に声をかけています"), "{page}");
}

async fn whoever_was_only_too_late_is_asked_again_and_whoever_said_no_is_not(mode: Mode) {
    let world = World::new(mode).await;
    for _ in 0..3 {
        world.enrol(|_| {}).await;
    }
    let id = world.ask_for_help().await;
    world.decline("s2@example.jp", "no-time").await;
    world.accept("s1@example.jp").await;
    world.settle().await;
    let first = world.letter("s3@example.jp", "offer");
    world.letter("s3@example.jp", "offer_filled");
    // Letters of one moment are in no order.
    world.app.desk.clock.advance(chrono::Duration::seconds(1));
    leave(&world, "s1@example.jp").await;
    world.settle().await;
    assert_eq!(offers(&world, id).await, [("S1".into(), "accepted", 1), ("S2".into(), "declined", 1), ("S3".into(), "sent", 2)]);
    let second = world.letter("s3@example.jp", "offer");
    assert_ne!(first.message_id, second.message_id, "it is a letter of its own");
    // The link of the first letter answers the same offer.
    assert_eq!(accept_offer(&world.app.desk, first.token("/offers/")).await.unwrap(), Acceptance::Won(id));
}

async fn a_withdrawal_frees_the_room_of_who_withdrew(mode: Mode) {
    let world = World::new(mode).await;
    world.enrol(|profile| profile.max_engagements = Some(1)).await;
    let first = world.ask_for_help().await;
    world.accept("s1@example.jp").await;
    world.settle().await;
    let second = world.ask_for_help().await;
    assert!(world.offers_of(second).await.is_empty(), "it waits");
    leave(&world, "s1@example.jp").await;
    world.settle().await;
    assert_eq!(offers(&world, second).await, [("S1".into(), "sent", 1)]);
    assert_eq!(world.state_of(first).await, HelpRequestState::Unmatched, "nobody else is there to be asked");
}

async fn after_the_last_wave_a_withdrawal_brings_one_more(mode: Mode) {
    let world = World::new(mode).await;
    world.enrol(|_| {}).await;
    let id = world.ask_for_help().await;
    for number in 2..=4 {
        world.enrol(|_| {}).await;
        world.decline(&format!("s{}@example.jp", number - 1), "no-time").await;
        world.settle().await;
    }
    assert_eq!(world.accept("s4@example.jp").await, Acceptance::Won(id));
    world.settle().await;
    world.enrol(|_| {}).await;
    leave(&world, "s4@example.jp").await;
    world.settle().await;
    assert_eq!(offers(&world, id).await[4], ("S5".into(), "sent", 5), "four waves are the most without a withdrawal");
}

async fn a_withdrawal_counts_once_whoever_presses_and_however_often(mode: Mode) {
    let world = World::new(mode).await;
    let id = matched(&world, 1).await;
    let old = leave_token(&world, "s1@example.jp");
    assert_eq!(leave(&world, "s1@example.jp").await, Withdrawing::Withdrawn);
    assert_eq!(leave(&world, "s1@example.jp").await, Withdrawing::WithdrawnBefore);
    world.enrol(|_| {}).await;
    world.settle().await;
    assert_eq!(world.accept("s2@example.jp").await, Acceptance::Won(id));
    let late = withdraw_as_specialist(&world.app.desk, old, because("もう一度")).await.unwrap();
    assert_eq!(late, Withdrawing::WithdrawnBefore, "the link of one match does not end another");
    assert_eq!(world.state_of(id).await, HelpRequestState::Matched);
}

async fn withdrawing_racing_with_withdrawing_ends_one_match_once(mode: Mode) {
    for _ in 0..4 {
        let world = World::new(mode).await;
        let id = matched(&world, 1).await;
        let status = world.letter(COMPANY, "match_for_company").token("/help-requests/status/");
        let desk = &world.app.desk;
        let (one, other) = tokio::join!(
            withdraw_as_specialist(desk, leave_token(&world, "s1@example.jp"), because("一")),
            withdraw_as_company(desk, status, because("二")),
        );
        let mut outcomes = [one.unwrap(), other.unwrap()];
        outcomes.sort_by_key(|outcome| *outcome == Withdrawing::WithdrawnBefore);
        assert_eq!(outcomes, [Withdrawing::Withdrawn, Withdrawing::WithdrawnBefore]);
        let letters = desk.store.read(move |tx| tx.list_letters(id)).await.map_err(|error: nakodo::store::StoreError| error.to_string());
        let withdrawn = letters.unwrap().into_iter().filter(|letter| letter.kind.code().starts_with("withdrawn")).count();
        assert_eq!(withdrawn, 3);
        world.settle().await;
        assert_eq!(world.state_of(id).await, HelpRequestState::Unmatched);
    }
}

async fn a_withdrawal_without_a_reason_comes_back_and_changes_nothing(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let id = matched(&world, 1).await;
    let link = world.letter("s1@example.jp", "match_for_specialist").link("/engagements/");
    let page = served.client.press(&link, "withdraw", &[("reason", "")]).await;
    assert!(page.status == 422 && page.body.contains("入力してください"), "{}", page.body);
    let document = served.client.post(&format!("{link}/withdraw"), &serde_json::json!({ "reason": "x".repeat(1001) })).await;
    assert_eq!(document.status, 422, "{}", document.body);
    assert_eq!(world.state_of(id).await, HelpRequestState::Matched);
}

async fn the_link_to_withdraw_only_shows_until_the_button_is_pressed(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let id = matched(&world, 1).await;
    let link = world.letter("s1@example.jp", "match_for_specialist").link("/engagements/");
    for _ in 0..20 {
        let page = served.client.get(&link).await;
        assert!(page.status == 200 && page.body.contains("引き受けを取りやめる") && page.body.len() < 20_000);
    }
    assert_eq!(served.client.get(&format!("{link}/withdraw")).await.status, 405);
    assert_eq!(world.state_of(id).await, HelpRequestState::Matched);
    let done = served.client.press(&link, "withdraw", &[("reason", "急な出張です")]).await;
    assert!(done.status == 200 && done.body.contains("取りやめを承りました"), "{}", done.body);
    let page = served.client.get(&link).await.body;
    assert!(page.contains("すでに取りやめになっています") && !page.contains("<form"), "{page}");
}

async fn a_match_letter_that_comes_after_the_withdrawal_is_not_sent(mode: Mode) {
    let world = World::new(mode).await;
    world.enrol(|_| {}).await;
    world.ask_for_help().await;
    world.accept("s1@example.jp").await;
    let status = world.letter(COMPANY, "people_asked").token("/help-requests/status/");
    let outcome = withdraw_as_company(&world.app.desk, status, because("間違えました")).await.unwrap();
    assert_eq!(outcome, Withdrawing::Withdrawn);
    world.settle().await;
    let kinds: Vec<String> = world.letters().into_iter().map(|letter| letter.kind).collect();
    assert!(!kinds.iter().any(|kind| kind.starts_with("match_")), "{kinds:?}");
    assert!(kinds.iter().any(|kind| kind == "withdrawn_for_specialist"), "{kinds:?}");
}
