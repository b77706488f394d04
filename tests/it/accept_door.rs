//! A yes on which the company decides needs what every yes needs: a reader of the mailbox, who gives a name where it is shared. And pauses hold for
//! whoever could be asked once more.

use chrono::Duration;
use nakodo::desk::{Acceptance, Choice};
use nakodo::engagement::WithdrawForm;
use nakodo::ids::HelpRequestId;
use nakodo::offers::TermsForm;
use serde_json::json;

use crate::harness::press::{choose_offer, propose_terms, withdraw_as_specialist};
use crate::harness::web::Served;
use crate::harness::{Mode, World};

in_both_modes![
    a_yes_with_changes_in_an_unknown_browser_needs_the_code_and_loses_nothing_typed,
    what_was_typed_before_the_code_came_stands_behind_the_link_of_its_letter,
    terms_that_change_once_more_are_kept_only_by_a_press_on_the_page,
    all_mistakes_of_a_yes_with_changes_are_told_at_once,
    who_is_sent_no_more_codes_keeps_what_was_typed,
    where_the_company_chooses_an_unknown_browser_needs_the_code_too,
    a_code_that_is_over_brings_the_terms_again,
    whoever_answers_from_a_shared_mailbox_is_named_after_the_choice_and_not_before,
    who_lost_the_tab_of_a_shared_mailbox_is_asked_for_the_name_beside_the_code,
    withdrawing_after_acceptance_needs_no_code,
    whoever_pauses_is_not_asked_once_more,
];

const COMPANY: &str = "soumu@seki-kinzoku.example.jp";
const BROKER: &str = "shien@chamber.example.jp";

async fn state(world: &World, id: HelpRequestId) -> &'static str {
    world.offers_of(id).await[0].state.code()
}

async fn a_yes_with_changes_in_an_unknown_browser_needs_the_code_and_loses_nothing_typed(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let stranger = served.client.stranger();
    world.enrol(|_| {}).await;
    let id = world.ask_for_help().await;
    let link = world.letter("s1@example.jp", "offer").link("/offers/");
    let typed = [("fee_yen", "80,000"), ("slots", "sat-am"), ("text", "土曜日なら伺えます。")];
    let asked = stranger.press(&link, "propose", &typed).await;
    assert_eq!(asked.status, 202, "{}", asked.body);
    for kept in ["80,000", "value=\"sat-am\" checked", "土曜日なら伺えます。", "id=\"terms-code\""] {
        assert!(asked.body.contains(kept), "{kept} in {}", asked.body);
    }
    assert!(
        !asked.body.contains("/accept?") && asked.body.len() < 20_000,
        "the code cannot be typed for a plain yes by mistake: {}",
        asked.body
    );
    assert_eq!(state(&world, id).await, "sent");
    world.settle().await;
    let code = world.letter("s1@example.jp", "acceptance_code").code();
    let wrong = if code == "000000" { "111111" } else { "000000" };
    let again = stranger.press(&link, "propose", &[&typed[..], &[("code", wrong)]].concat()).await;
    assert!(again.status == 403 && again.body.contains("番号が違います") && again.body.contains("80,000"), "{}", again.body);
    let done = stranger.press(&link, "propose", &[&typed[..], &[("code", code.as_str())]].concat()).await;
    assert!(done.status == 200 && done.body.contains("お返事を会社にお伝えします"), "{}", done.body);
    assert!(done.header("set-cookie").starts_with("nakodo="), "the browser is known from now on");
    assert_eq!(state(&world, id).await, "willing");
}

async fn what_was_typed_before_the_code_came_stands_behind_the_link_of_its_letter(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let (stranger, other_tab) = (served.client.stranger(), served.client.stranger());
    world.enrol(|profile| profile.contacts[0].shared = true).await;
    let id = world.ask_for_help().await;
    let link = world.letter("s1@example.jp", "offer").link("/offers/");
    let typed = [("start_on", "2026-12-08"), ("fee_yen", "80,000"), ("slots", "sat-am"), ("text", "土曜日なら伺えます。")];
    let named = [&typed[..], &[("acting_person", "鈴木 一郎")]].concat();
    assert_eq!(stranger.press(&link, "propose", &named).await.status, 202);
    world.settle().await;
    let letter = world.letter("s1@example.jp", "acceptance_code");
    assert!(letter.text.contains("80,000") && letter.text.contains("土曜日なら伺えます。"), "the reader sees for what: {}", letter.text);
    let behind = letter.link("/offers/");
    let page = other_tab.get(&behind).await.body;
    for kept in ["2026-12-08", "value=\"80000\"", "value=\"sat-am\" checked", "土曜日なら伺えます。", "鈴木 一郎", "id=\"terms-code\""]
    {
        assert!(page.contains(kept), "{kept} in {page}");
    }
    assert!(!page.contains("/accept?") && page.len() < 20_000, "{page}");
    let first = other_tab.get(&link).await.body;
    assert!(
        !first.contains("土曜日なら") && !first.contains("鈴木"),
        "whoever has the first letter forwarded reads nothing of it: {first}"
    );
    let wrong = if letter.code() == "000000" { "111111" } else { "000000" };
    let again = other_tab.press(&behind, "propose", &[&named[..], &[("code", wrong)]].concat()).await;
    assert!(again.status == 403 && again.body.contains("80,000") && again.body.contains("土曜日なら伺えます。"), "{}", again.body);
    let done = other_tab.press(&behind, "propose", &[&named[..], &[("code", letter.code().as_str())]].concat()).await;
    assert_eq!(done.status, 200, "{}", done.body);
    assert_eq!(state(&world, id).await, "willing");
    let page = other_tab.get(&link).await.body;
    for own in ["変更した条件", "2026年12月8日(火)", "80,000円", "土曜日なら伺えます。", "鈴木 一郎"] {
        assert!(page.contains(own), "{own} in {page}");
    }
}

async fn terms_that_change_once_more_are_kept_only_by_a_press_on_the_page(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let stranger = served.client.stranger();
    world.enrol(|_| {}).await;
    world.ask_for_help().await;
    let link = world.letter("s1@example.jp", "offer").link("/offers/");
    assert_eq!(stranger.press(&link, "propose", &[("fee_yen", "80000")]).await.status, 202);
    world.settle().await;
    let behind = world.letter("s1@example.jp", "acceptance_code").link("/offers/");
    assert_eq!(stranger.press(&link, "propose", &[("fee_yen", "90000")]).await.status, 202);
    assert!(stranger.get(&behind).await.body.contains("value=\"90000\""));
    let blind = stranger.post_form(&format!("{link}/propose"), &[("fee_yen", "1")]).await;
    assert!(blind.status == 403 && blind.body.contains("value=\"1\""), "{}", blind.body);
    assert!(stranger.get(&behind).await.body.contains("value=\"90000\""));
    world.settle().await;
    assert_eq!(world.letters_to("s1@example.jp").into_iter().filter(|letter| letter.kind == "acceptance_code").count(), 1);
    world.wait(Duration::minutes(10)).await;
    let late = stranger.get(&behind).await.body;
    assert!(late.contains("value=\"90000\"") && !late.contains("id=\"terms-code\""), "the code is over, the terms are not: {late}");
}

async fn all_mistakes_of_a_yes_with_changes_are_told_at_once(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.enrol(|profile| profile.contacts[0].shared = true).await;
    let id = world.ask_for_help().await;
    let link = world.letter("s1@example.jp", "offer").link("/offers/");
    for fee in ["沢山", "2000000000"] {
        let typed = [("start_on", "2026-01-01"), ("fee_yen", fee), ("text", "x@y.example"), ("acting_person", " ")];
        let told = served.client.press(&link, "propose", &typed).await;
        assert_eq!((told.status, told.body.matches("class=\"mistake\"").count()), (422, 4), "{}", told.body);
        assert!(told.body.contains(&format!("value=\"{fee}\"")) && told.body.contains("2026-01-01"), "{}", told.body);
    }
    assert_eq!(state(&world, id).await, "sent");
}

async fn who_is_sent_no_more_codes_keeps_what_was_typed(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let stranger = served.client.stranger();
    world.enrol(|_| {}).await;
    world.ask_for_help().await;
    let link = world.letter("s1@example.jp", "offer").link("/offers/");
    for _ in 0..5 {
        assert_eq!(stranger.press(&link, "accept", &[]).await.status, 202);
        world.app.desk.clock.advance(Duration::minutes(11));
    }
    let refused = stranger.press(&link, "propose", &[("fee_yen", "80,000"), ("text", "土曜日なら伺えます。")]).await;
    assert_eq!(refused.status, 429);
    for shown in ["番号を何度もお送りしています", "80,000", "土曜日なら伺えます。"] {
        assert!(refused.body.contains(shown), "{shown} in {}", refused.body);
    }
}

async fn where_the_company_chooses_an_unknown_browser_needs_the_code_too(mode: Mode) {
    let world = World::choosing(mode).await;
    let served = Served::open(&world);
    let stranger = served.client.stranger();
    world.enrol(|_| {}).await;
    let id = world.ask_for_help().await;
    let link = world.letter("s1@example.jp", "offer").link("/offers/");
    assert!(stranger.get(&link).await.body.contains("引き受けられることを会社にお伝えします"));
    assert_eq!(stranger.press(&link, "accept", &[]).await.status, 202);
    assert_eq!(state(&world, id).await, "sent");
    world.settle().await;
    let code = world.letter("s1@example.jp", "acceptance_code").code();
    let done = stranger.press(&link, "accept", &[("code", code.as_str())]).await;
    assert!(done.status == 200 && done.header("set-cookie").starts_with("nakodo="), "{}", done.body);
    assert_eq!(state(&world, id).await, "willing");
}

async fn a_code_that_is_over_brings_the_terms_again(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let stranger = served.client.stranger();
    world.enrol(|_| {}).await;
    let id = world.ask_for_help().await;
    let link = world.letter("s1@example.jp", "offer").link("/offers/");
    assert_eq!(stranger.press(&link, "propose", &[("fee_yen", "80000")]).await.status, 202);
    world.settle().await;
    let code = world.letter("s1@example.jp", "acceptance_code").code();
    world.app.desk.clock.advance(Duration::minutes(10));
    let late = stranger.press(&link, "propose", &[("fee_yen", "80000"), ("code", code.as_str())]).await;
    assert!(late.status == 410 && late.body.contains("もう使えません") && late.body.contains("80000"), "{}", late.body);
    let program = stranger.read(&link).await["values"]["propose"].clone();
    let told = stranger.post_as_program(&format!("{link}/propose"), &json!({ "fee_yen": 80_000, "value": program })).await;
    assert_eq!((told.status, told.json()["outcome"].as_str()), (202, Some("code-sent")), "{}", told.body);
    assert_eq!(state(&world, id).await, "sent");
}

async fn whoever_answers_from_a_shared_mailbox_is_named_after_the_choice_and_not_before(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.enrol(|profile| profile.contacts[0].shared = true).await;
    let id = world.ask_for_help().await;
    let link = world.letter("s1@example.jp", "offer").link("/offers/");
    let nameless = served.client.press(&link, "propose", &[("fee_yen", "80000"), ("acting_person", " ")]).await;
    assert!(nameless.status == 422 && nameless.body.contains("80000") && nameless.body.contains("入力してください"), "{}", nameless.body);
    let done = served.client.press(&link, "propose", &[("fee_yen", "80000"), ("acting_person", "鈴木 一郎")]).await;
    assert_eq!(done.status, 200, "{}", done.body);
    world.settle().await;
    assert!(world.letter("s1@example.jp", "willing_noted").text.contains("鈴木 一郎"));
    let asked = world.letter(COMPANY, "choice_for_company");
    let status = asked.link("/help-requests/status/");
    let page = served.client.get(&status).await.body;
    let to_broker = world.letter(BROKER, "choice_for_broker");
    for before in [&asked.text, &asked.html, &to_broker.text, &page] {
        assert!(!before.contains("鈴木"), "no name before the choice: {before}");
    }
    let offer = world.offers_of(id).await[0].id;
    assert_eq!(choose_offer(&world.app.desk, asked.token("/help-requests/status/"), offer).await.unwrap(), Choice::Chosen);
    world.settle().await;
    for (reader, kind) in [(COMPANY, "match_for_company"), ("s1@example.jp", "match_for_specialist"), (BROKER, "match_for_broker")] {
        assert!(world.letter(reader, kind).text.contains("鈴木 一郎"), "{kind}");
    }
    assert!(served.client.get(&status).await.body.contains("鈴木 一郎"));
}

async fn who_lost_the_tab_of_a_shared_mailbox_is_asked_for_the_name_beside_the_code(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let stranger = served.client.stranger();
    world.enrol(|profile| profile.contacts[0].shared = true).await;
    let id = world.ask_for_help().await;
    let link = world.letter("s1@example.jp", "offer").link("/offers/");
    assert_eq!(stranger.press(&link, "accept", &[("acting_person", "鈴木 一郎")]).await.status, 202);
    world.settle().await;
    let letter = world.letter("s1@example.jp", "acceptance_code");
    let page = stranger.get(&link).await.body;
    assert!(page.contains("id=\"acting_person\"") && page.contains("id=\"code\""), "{page}");
    assert!(page.contains("上ではなく、下の"), "who meant changes is led to them: {page}");
    let page = stranger.get(&letter.link("/offers/")).await.body;
    assert!(
        page.contains("鈴木 一郎") && !page.contains("id=\"acting_person\""),
        "behind the code's letter the name is there still: {page}"
    );
    let typed = [("code", letter.code()), ("acting_person", "鈴木 一郎".to_owned())];
    let typed = typed.each_ref().map(|(name, text)| (*name, text.as_str()));
    assert_eq!(stranger.press(&link, "accept", &typed).await.status, 200);
    assert_eq!(state(&world, id).await, "accepted");
}

async fn withdrawing_after_acceptance_needs_no_code(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    let id = world.ask_for_help().await;
    assert_eq!(world.accept("s1@example.jp").await, Acceptance::Won(id));
    world.settle().await;
    let link = world.letter("s1@example.jp", "match_for_specialist").link("/engagements/");
    let done = served.client.stranger().press(&link, "withdraw", &[("reason", "急病です")]).await;
    assert!(done.status == 200 && done.body.contains("取りやめを承りました"), "{}", done.body);
}

async fn whoever_pauses_is_not_asked_once_more(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    for _ in 0..3 {
        world.enrol(|_| {}).await;
    }
    let id = world.ask_for_help().await;
    let rests = world.letter("s2@example.jp", "offer").link("/offers/").replace("/offers/", "/pauses/");
    assert_eq!(world.accept("s1@example.jp").await, Acceptance::Won(id));
    world.settle().await;
    let done = served.client.press(&rests, "", &[("again_on", "2027-01-12")]).await;
    assert_eq!(done.status, 200, "{}", done.body);
    world.app.desk.clock.advance(Duration::seconds(1));
    let leave = world.letter("s1@example.jp", "match_for_specialist").token("/engagements/");
    withdraw_as_specialist(&world.app.desk, leave, WithdrawForm { reason: "急病です".into() }).await.unwrap();
    world.settle().await;
    let mut offers: Vec<_> =
        world.offers_of(id).await.into_iter().map(|offer| (offer.display_name, offer.state.code(), offer.wave)).collect();
    offers.sort();
    assert_eq!(offers, [("S1".into(), "accepted", 1), ("S2".into(), "withdrawn", 1), ("S3".into(), "sent", 2)]);
    let form = TermsForm { remote: true, ..TermsForm::default() };
    let token = world.letter("s3@example.jp", "offer").token("/offers/");
    assert_eq!(propose_terms(&world.app.desk, token, form).await.unwrap(), Acceptance::Willing);
}
