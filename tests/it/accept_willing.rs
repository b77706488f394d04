//! A yes with changes: the company decides on it, and nobody else is kept waiting.

use chrono::Duration;
use nakodo::desk::{Acceptance, Choice, Declination, NoThankYou};
use nakodo::identity::Role;
use nakodo::ids::{HelpRequestId, OfferId};
use nakodo::intake::HelpRequestState;
use nakodo::offers::TermsForm;
use nakodo::store::StoreError;

use crate::harness::people::COMPANY_SECRETS;
use crate::harness::press::{choose_offer, propose_terms, refuse_willing};
use crate::harness::web::Served;
use crate::harness::{Mode, World};

in_both_modes![
    a_yes_with_changes_goes_to_the_company_and_keeps_nobody_waiting,
    the_company_says_yes_with_one_press_and_the_terms_are_agreed,
    whoever_accepts_as_asked_while_the_company_thinks_goes_first,
    the_company_says_no_with_one_press_and_others_are_asked,
    a_company_that_says_nothing_is_reminded_and_then_the_offer_lapses_kindly,
    whoever_was_willing_can_step_back,
    somebody_without_room_cannot_be_chosen_and_another_one_can,
    neither_side_learns_who_the_other_is_before_the_choice,
    a_mistake_in_the_terms_names_its_field_and_loses_nothing,
    programs_propose_terms_as_json,
    a_cancelled_help_request_tells_the_willing_too,
    the_api_shows_the_terms_and_the_time_to_choose,
];

const COMPANY: &str = "soumu@seki-kinzoku.example.jp";

fn terms() -> TermsForm {
    TermsForm {
        start_on: Some("2026-12-08".into()), fee_yen: Some(80_000), text: "午後からなら伺えます。".into(), ..TermsForm::default()
    }
}

async fn propose(world: &World, address: &str) -> Acceptance {
    let token = world.letter(address, "offer").token("/offers/");
    let outcome = propose_terms(&world.app.desk, token, terms()).await.unwrap();
    world.settle().await;
    outcome
}

async fn offer_of(world: &World, id: HelpRequestId, name: &str) -> OfferId {
    world.offers_of(id).await.into_iter().find(|offer| offer.display_name == name).unwrap().id
}

async fn choose(world: &World, id: HelpRequestId, name: &str) -> Choice {
    let token = world.letter(COMPANY, "choice_for_company").token("/help-requests/status/");
    let outcome = choose_offer(&world.app.desk, token, offer_of(world, id, name).await).await.unwrap();
    world.settle().await;
    outcome
}

async fn states(world: &World, id: HelpRequestId) -> Vec<(String, &'static str)> {
    let mut states: Vec<_> = world.offers_of(id).await.into_iter().map(|offer| (offer.display_name, offer.state.code())).collect();
    states.sort();
    states
}

/// One help request asked of so many people, the first of whom would do it under other terms.
async fn willing(mode: Mode, people: usize) -> (World, HelpRequestId) {
    let world = World::new(mode).await;
    for _ in 0..people {
        world.enrol(|_| {}).await;
    }
    let id = world.ask_for_help().await;
    assert_eq!(propose(&world, "s1@example.jp").await, Acceptance::Willing);
    (world, id)
}

async fn a_yes_with_changes_goes_to_the_company_and_keeps_nobody_waiting(mode: Mode) {
    let (world, id) = willing(mode, 2).await;
    assert_eq!(world.state_of(id).await, HelpRequestState::Open);
    assert_eq!(states(&world, id).await, [("S1".into(), "willing"), ("S2".into(), "sent")]);
    let asked = world.letter(COMPANY, "choice_for_company");
    for fact in ["S1", "80,000円", "2026年12月8日", "午後からなら伺えます。", "2026年11月27日(金) 10:00", "その方に決まります"]
    {
        assert!(asked.html.contains(fact), "{fact} in {}", asked.text);
    }
    assert!(world.letter("s1@example.jp", "willing_noted").html.contains("依頼の条件のまま引き受ける方がいれば"));
    world.letter("shien@chamber.example.jp", "choice_for_broker");
    assert_eq!(propose(&world, "s1@example.jp").await, Acceptance::WillingAlready);
    assert_eq!(world.accept("s1@example.jp").await, Acceptance::WillingAlready);
}

async fn the_company_says_yes_with_one_press_and_the_terms_are_agreed(mode: Mode) {
    let (world, id) = willing(mode, 2).await;
    assert_eq!(choose(&world, id, "S1").await, Choice::Chosen);
    assert_eq!(choose(&world, id, "S1").await, Choice::ChosenAlready);
    assert_eq!(world.state_of(id).await, HelpRequestState::Matched);
    assert_eq!(states(&world, id).await, [("S1".into(), "accepted"), ("S2".into(), "withdrawn")]);
    for (reader, kind) in
        [(COMPANY, "match_for_company"), ("s1@example.jp", "match_for_specialist"), ("shien@chamber.example.jp", "match_for_broker")]
    {
        let letter = world.letter(reader, kind);
        assert!(letter.text.contains("変更した条件") && letter.text.contains("80,000円"), "{}", letter.text);
    }
    // The first talk is suggested for a day from which the specialist can begin.
    assert!(world.letter(COMPANY, "match_for_company").calendar.unwrap().contains("20261208T"));
    let kept = world.app.desk.store.read(move |tx| tx.find_holding_engagement(id)).await.map_err(|error: StoreError| error.to_string());
    assert_eq!(kept.unwrap().unwrap().terms.unwrap().fee_yen, Some(80_000));
    world.letter("s2@example.jp", "offer_filled");
    assert_eq!(world.accept("s1@example.jp").await, Acceptance::WonAlready(id));
}

async fn whoever_accepts_as_asked_while_the_company_thinks_goes_first(mode: Mode) {
    let (world, id) = willing(mode, 2).await;
    assert_eq!(world.accept("s2@example.jp").await, Acceptance::Won(id));
    world.settle().await;
    assert_eq!(states(&world, id).await, [("S1".into(), "not_chosen"), ("S2".into(), "accepted")]);
    assert!(world.letter("s1@example.jp", "offer_not_chosen").html.contains("依頼の条件のまま引き受ける方がいて"));
    assert_eq!(choose(&world, id, "S1").await, Choice::TakenByOther);
    assert_eq!(world.accept("s1@example.jp").await, Acceptance::TakenByOther);
}

async fn the_company_says_no_with_one_press_and_others_are_asked(mode: Mode) {
    let (world, id) = willing(mode, 1).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    let status = world.letter(COMPANY, "choice_for_company").link("/help-requests/status/");
    let offer = offer_of(&world, id, "S1").await;
    let done = served.client.press(&status, &format!("refuse/{offer}"), &[]).await;
    assert!(done.status == 200 && done.body.contains("お返事を承りました"), "{}", done.body);
    world.settle().await;
    assert_eq!(states(&world, id).await, [("S1".into(), "not_chosen"), ("S2".into(), "sent")]);
    world.letter("s1@example.jp", "offer_not_chosen");
    let token = world.letter(COMPANY, "choice_for_company").token("/help-requests/status/");
    assert_eq!(refuse_willing(&world.app.desk, token, None).await.unwrap(), NoThankYou::OverAlready);
    assert_eq!(choose(&world, id, "S1").await, Choice::Over);
    assert_eq!(world.accept("s1@example.jp").await, Acceptance::NotChosen);
}

async fn a_company_that_says_nothing_is_reminded_and_then_the_offer_lapses_kindly(mode: Mode) {
    let (world, id) = willing(mode, 1).await;
    world.enrol(|_| {}).await;
    world.wait(Duration::hours(48)).await;
    let reminders = || world.letters_to(COMPANY).into_iter().filter(|letter| letter.kind == "choice_reminder").count();
    assert_eq!(reminders(), 1);
    world.wait(Duration::hours(24) - Duration::microseconds(1)).await;
    assert_eq!((states(&world, id).await, reminders()), (vec![("S1".into(), "willing")], 1));
    world.wait(Duration::microseconds(1)).await;
    // In this mode somebody else may still take it on without the company's yes.
    assert_eq!(states(&world, id).await, [("S1".into(), "not_chosen"), ("S2".into(), "sent")]);
    assert!(world.letter("s1@example.jp", "offer_not_chosen").html.contains("期限までに会社からのお返事がなく"));
    assert!(world.letter(COMPANY, "choice_lapsed").text.contains("ご依頼はこのまま続きます"));
    world.letter("shien@chamber.example.jp", "choice_lapsed_for_broker");
    assert_eq!(choose_late(&world, id).await, Choice::Over);
}

async fn choose_late(world: &World, id: HelpRequestId) -> Choice {
    let token = world.letter(COMPANY, "choice_reminder").token("/help-requests/status/");
    choose_offer(&world.app.desk, token, offer_of(world, id, "S1").await).await.unwrap()
}

async fn whoever_was_willing_can_step_back(mode: Mode) {
    let (world, id) = willing(mode, 1).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    let link = world.letter("s1@example.jp", "willing_noted").link("/offers/");
    let page = served.client.get(&link).await.body;
    assert!(page.contains("会社が決めるのを待っています") && page.contains("お返事を取り下げる") && !page.contains("/accept"), "{page}");
    assert_eq!(served.client.press(&link, "decline", &[("reason", "no-time")]).await.status, 200);
    world.settle().await;
    assert_eq!(world.decline("s1@example.jp", "no-time").await, Declination::OverAlready);
    assert_eq!(states(&world, id).await, [("S1".into(), "declined"), ("S2".into(), "sent")]);
    assert_eq!(choose(&world, id, "S1").await, Choice::Over);
}

async fn somebody_without_room_cannot_be_chosen_and_another_one_can(mode: Mode) {
    let world = World::new(mode).await;
    for _ in 0..2 {
        world.enrol(|profile| profile.max_engagements = Some(1)).await;
    }
    let id = world.ask_for_help().await;
    for address in ["s1@example.jp", "s2@example.jp"] {
        assert_eq!(propose(&world, address).await, Acceptance::Willing);
    }
    world.app.desk.clock.advance(Duration::seconds(1));
    let other = world.ask_for_help().await;
    assert_eq!(world.accept("s1@example.jp").await, Acceptance::Won(other));
    world.settle().await;
    assert_eq!(choose(&world, id, "S1").await, Choice::NoRoom);
    assert_eq!(world.state_of(id).await, HelpRequestState::Open);
    assert_eq!(choose(&world, id, "S2").await, Choice::Chosen);
    assert!(world.letter("s1@example.jp", "offer_not_chosen").html.contains("会社がほかの方をお選びになりました"));
}

async fn neither_side_learns_who_the_other_is_before_the_choice(mode: Mode) {
    let (world, id) = willing(mode, 1).await;
    let served = Served::open(&world);
    let to_company = world.letter(COMPANY, "choice_for_company");
    let status = to_company.link("/help-requests/status/");
    let page = served.client.get(&status).await;
    assert!(page.body.len() < 20_000, "{} bytes", page.body.len());
    for told in [&page.body, &to_company.raw, &to_company.text] {
        assert!(!told.contains("佐藤") && !told.contains("s1@example.jp") && !told.contains("000001"), "{told}");
    }
    let to_specialist = world.letter("s1@example.jp", "willing_noted");
    let offer = served.client.get(&to_specialist.link("/offers/")).await.body;
    for told in [&to_specialist.text, &to_specialist.raw, &offer] {
        assert!(COMPANY_SECRETS.iter().all(|secret| !told.contains(secret)), "{told}");
    }
    for action in ["choose", "refuse"] {
        let answer = served.client.get(&format!("{status}/{action}/{}", offer_of(&world, id, "S1").await)).await;
        assert_eq!(answer.status, 405, "looking is not choosing");
    }
    let unknown = served.client.press(&status, "choose/019aa1b2-0000-7000-8000-000000000001", &[]).await;
    assert_eq!(unknown.status, 404, "{}", unknown.body);
}

async fn a_mistake_in_the_terms_names_its_field_and_loses_nothing(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    let id = world.ask_for_help().await;
    let link = world.letter("s1@example.jp", "offer").link("/offers/");
    let typed = [("start_on", "2026-11-01"), ("slots", "sat-am"), ("fee_yen", "八万"), ("remote", "yes"), ("text", "me@example.jp まで")];
    let page = served.client.press(&link, "propose", &typed).await;
    assert_eq!(page.status, 422, "{}", page.body);
    for shown in ["今日より前の日付", "数字で入力してください", "メールアドレスやリンクは書けません", "八万", "me@example.jp まで"]
    {
        assert!(page.body.contains(shown), "{shown} in {}", page.body);
    }
    assert!(page.body.contains("value=\"sat-am\" checked") && page.body.contains("value=\"yes\" checked"), "{}", page.body);
    assert!(page.body.len() < 20_000, "{} bytes", page.body.len());
    let nothing = served.client.press(&link, "propose", &[]).await;
    assert!(nothing.status == 422 && nothing.body.contains("変えたい条件を一つ以上"), "{}", nothing.body);
    assert_eq!(states(&world, id).await, [("S1".into(), "sent")]);
    let done = served.client.press(&link, "propose", &[("fee_yen", "８０,０００円"), ("remote", "yes")]).await;
    assert!(done.status == 200 && done.body.contains("お返事を会社にお伝えします"), "{}", done.body);
}

async fn programs_propose_terms_as_json(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    let id = world.ask_for_help().await;
    let link = world.letter("s1@example.jp", "offer").link("/offers/");
    let mut client = served.client.clone();
    client.http = reqwest::Client::builder()
        .no_proxy()
        .default_headers([(reqwest::header::ACCEPT, "application/json".parse().unwrap())].into_iter().collect())
        .build()
        .unwrap();
    let refused = client.post(&format!("{link}/propose"), &serde_json::json!({ "fee_yen": 2_000_000_000_u32, "slots": ["noon"] })).await;
    let expected = [("/slots", "unknown-slot"), ("/fee_yen", "out-of-range")].map(|(at, code)| (at.to_owned(), code.to_owned()));
    assert_eq!((refused.status, refused.mistakes()), (422, expected.to_vec()));
    let value = client.read(&link).await["values"]["propose"].clone();
    let done = client.post(&format!("{link}/propose"), &serde_json::json!({ "fee_yen": 80_000, "value": value })).await;
    assert_eq!((done.status, done.json()["outcome"].as_str()), (200, Some("willing")), "{}", done.body);
    assert_eq!(states(&world, id).await, [("S1".into(), "willing")]);
}

async fn a_cancelled_help_request_tells_the_willing_too(mode: Mode) {
    let (world, id) = willing(mode, 1).await;
    nakodo::desk::cancel_help_request(&world.app.desk, id, Role::Operator).await.unwrap();
    world.settle().await;
    assert_eq!(states(&world, id).await, [("S1".into(), "withdrawn")]);
    world.letter("s1@example.jp", "offer_cancelled");
    assert_eq!(choose(&world, id, "S1").await, Choice::Over);
}

async fn the_api_shows_the_terms_and_the_time_to_choose(mode: Mode) {
    let (world, id) = willing(mode, 1).await;
    let view = nakodo::desk::view_help_request(&world.app.desk, id, Role::Operator).await.unwrap();
    let offer = world.offers_of(id).await.remove(0);
    assert!(view.choose_by.is_some() && view.choose_by == offer.choose_by);
    assert_eq!(offer.terms.and_then(|terms| terms.fee_yen), Some(80_000));
    choose(&world, id, "S1").await;
    let view = nakodo::desk::view_help_request(&world.app.desk, id, Role::Operator).await.unwrap();
    assert_eq!(view.choose_by, None);
}
