//! A specialist's consent, pauses and offers on the own pages.

use chrono::Duration;
use nakodo::desk::{self, RoleRequest, SpecialistView};
use nakodo::ids::SpecialistId;

use crate::harness::joining::fill_in;
use crate::harness::people::COMPANY_SECRETS;
use crate::harness::signing_in::signed_in;
use crate::harness::web::{Client, Served};
use crate::harness::{Mode, World};

in_both_modes![
    withdrawing_the_consent_to_be_listed_says_what_follows_and_ends_open_offers_at_once,
    the_public_search_forgets_somebody_who_withdraws_that_word_alone,
    a_word_of_consent_that_was_said_is_not_said_twice,
    a_pause_begins_and_ends_on_the_own_page,
    an_open_offer_is_opened_and_accepted_by_whoever_is_signed_in_without_another_code,
    an_account_of_another_mailbox_opens_offers_and_still_needs_the_code,
    somebody_elses_offer_looks_like_none,
    before_the_match_the_list_of_offers_names_nothing_of_the_company,
    a_profile_that_waits_for_its_confirmation_says_so_and_one_press_ends_that,
];

async fn own(world: &World, served: &Served) -> (Client, SpecialistId) {
    let id = world.enrol(|_| {}).await;
    world.invite("s1@example.jp", RoleRequest::Specialist("000001".into())).await;
    (signed_in(world, &served.client, "s1@example.jp").await, id)
}

async fn view(world: &World, id: SpecialistId) -> SpecialistView {
    desk::view_specialist(&world.app.desk, id).await.expect("the profile")
}

async fn withdrawing_the_consent_to_be_listed_says_what_follows_and_ends_open_offers_at_once(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let (browser, id) = own(&world, &served).await;
    let request = world.ask_for_help().await;
    let page = browser.get("/me/consents/listing/withdraw").await;
    assert!(page.status == 200 && page.body.contains("お返事待ちの打診 1 件は、その場で取り下げ"), "{}", page.body);
    assert!(view(&world, id).await.consented, "looking is not withdrawing");
    let path = "/me/consents/listing/withdraw";
    assert_eq!(browser.post_form(path, &[]).await.status, 403, "no press on a page of ours");
    let answer = fill_in(&browser, path, path, &[]).await;
    assert_eq!(answer.header("location"), "/me/consents?lang=ja&done=withdrawn");
    assert!(!view(&world, id).await.consented);
    assert_eq!(world.offers_of(request).await[0].state.code(), "withdrawn", "before anything else happens");
    world.settle().await;
    world.letter("s1@example.jp", "offer_cancelled");
    assert!(browser.get("/me").await.body.contains("このままでは打診が届きません"));
    // Given again, offers come again, and the history has both words.
    world.app.desk.clock.advance(Duration::seconds(1));
    assert_eq!(fill_in(&browser, "/me/consents", "/me/consents/listing", &[]).await.header("location"), "/me/consents?lang=ja&done=given");
    let words = view(&world, id).await.consents;
    assert_eq!(words.iter().map(|word| word.given).collect::<Vec<_>>(), [true, false, true]);
    assert_eq!(words[2].version, "2026-11", "in the words that were read");
}

async fn the_public_search_forgets_somebody_who_withdraws_that_word_alone(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let (browser, id) = own(&world, &served).await;
    let found = async || served.client.get("/api/v1/active-list").await.json()["total"].as_u64();
    assert_eq!(found().await, Some(0));
    fill_in(&browser, "/me/consents", "/me/consents/public-listing", &[]).await;
    assert_eq!(found().await, Some(1));
    let request = world.ask_for_help().await;
    fill_in(&browser, "/me/consents/public-listing/withdraw", "/me/consents/public-listing/withdraw", &[]).await;
    assert_eq!(found().await, Some(0), "at once");
    assert_eq!(world.offers_of(request).await[0].state.code(), "sent", "the offer stays: that word is another");
    assert!(view(&world, id).await.consented);
}

async fn a_word_of_consent_that_was_said_is_not_said_twice(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let (browser, id) = own(&world, &served).await;
    let path = "/me/consents/public-listing/withdraw";
    fill_in(&browser, path, path, &[]).await;
    assert_eq!(view(&world, id).await.consents.len(), 1, "what was never given needs no withdrawal");
    assert_eq!(browser.get("/me/consents/none/withdraw").await.status, 404);
}

async fn a_pause_begins_and_ends_on_the_own_page(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let (browser, id) = own(&world, &served).await;
    let pause = async |day: &str| fill_in(&browser, "/me/pauses", "/me/pauses", &[("again_on", day.to_owned())]).await;
    let answer = pause("2026-11-24").await;
    assert!(answer.status == 422 && answer.body.contains("明日以降の日付"), "{}", answer.body);
    assert_eq!(pause("2027-01-12").await.header("location"), "/me/pauses?lang=ja&done=paused");
    assert!(browser.get("/me").await.body.contains("まで打診をお休みしています"));
    world.ask_for_help().await;
    assert_eq!(world.letters_to("s1@example.jp").iter().filter(|mail| mail.kind == "offer").count(), 0);
    assert_eq!(fill_in(&browser, "/me/pauses", "/me/pauses/end", &[]).await.status, 303);
    assert!(view(&world, id).await.pauses.is_empty());
}

/// Opens the first offer of the list and gives the address of its page.
async fn open(browser: &Client) -> String {
    let list = browser.get("/me/offers").await.body;
    let action = list.split("action=\"").find(|rest| rest.starts_with("/me/offers/")).and_then(|rest| rest.split('"').next());
    let action = action.unwrap_or_else(|| panic!("an open offer: {list}"));
    let answer = fill_in(browser, "/me/offers", action, &[]).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    answer.header("location").split('?').next().expect("an address").to_owned()
}

async fn an_open_offer_is_opened_and_accepted_by_whoever_is_signed_in_without_another_code(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let (browser, _) = own(&world, &served).await;
    let empty = browser.get("/me/offers").await.body;
    assert!(empty.contains("まだ打診はありません") && empty.contains("/me/preview"), "{empty}");
    let request = world.ask_for_help().await;
    assert!(browser.get("/me").await.body.contains("打診の一覧 (1)"));
    let list = browser.get("/me/offers").await.body;
    assert!(list.contains("お返事の期限") && list.contains("パソコン・データの基本点検"), "{list}");
    let place = open(&browser).await;
    let answer = browser.press(&place, "accept", &[]).await;
    assert!(answer.status == 200 && answer.body.contains("引き受けていただき"), "{} {}", answer.status, answer.body);
    assert_eq!(world.state_of(request).await.code(), "matched");
    world.settle().await;
    assert!(world.letters_to("s1@example.jp").iter().all(|mail| mail.kind != "acceptance_code"), "signing in has shown the mailbox");
    // The match: who to write to, and the same entry for the calendar as in the letter.
    let list = browser.get("/me/offers").await.body;
    assert!(list.contains("関金属工業") && list.contains("mailto:soumu@seki-kinzoku.example.jp") && list.contains("tel:0575"), "{list}");
    let file = list.split("href=\"").find(|rest| rest.contains("/calendar\"")).and_then(|rest| rest.split('"').next()).expect("a file");
    let file = browser.get(file).await;
    assert_eq!(file.header("content-type"), "text/calendar; charset=utf-8");
    let letter = world.letter("s1@example.jp", "match_for_specialist");
    let unfolded = |text: &str| text.replace("\r\n ", "");
    let line = |text: &str, name: &str| unfolded(text).lines().find(|line| line.starts_with(name)).map(str::to_owned);
    let sent = letter.calendar.clone().expect("a calendar part");
    for name in ["UID:", "DTSTART:", "SUMMARY:", "DTSTAMP:"] {
        assert!(line(&file.body, name).is_some(), "{name} {}", file.body);
        assert_eq!(line(&file.body, name), line(&sent, name), "{name}");
    }
    assert!(browser.get("/me").await.body.contains("<dt>進行中の支援</dt><dd>1 件</dd>"));
}

async fn an_account_of_another_mailbox_opens_offers_and_still_needs_the_code(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    world.invite("assistant@example.jp", RoleRequest::Specialist("000001".into())).await;
    let browser = signed_in(&world, &served.client, "assistant@example.jp").await;
    let request = world.ask_for_help().await;
    let place = open(&browser).await;
    let answer = browser.press(&place, "accept", &[]).await;
    assert!(answer.body.contains("確認の番号を入れてください"), "{}", answer.body);
    assert_eq!(world.state_of(request).await.code(), "open");
}

async fn somebody_elses_offer_looks_like_none(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let (browser, _) = own(&world, &served).await;
    world.enrol(|_| {}).await;
    let request = world.ask_for_help().await;
    let offers = world.offers_of(request).await;
    let others = offers.iter().find(|offer| offer.display_name == "S2").expect("the other was asked too").id;
    let own = offers.iter().find(|offer| offer.display_name == "S1").expect("asked").id;
    let value = crate::harness::web::hidden_fields(&browser.get("/me/offers").await.body, &format!("/me/offers/{own}/open"));
    let value: Vec<(&str, &str)> = value.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(browser.post_form(&format!("/me/offers/{others}/open"), &value).await.status, 404);
    assert_eq!(browser.get(&format!("/me/offers/{others}/calendar")).await.status, 404);
    assert_eq!(browser.get(&format!("/me/offers/{own}/calendar")).await.status, 404, "no company before the match");
    assert_eq!(browser.post_form(&format!("/me/offers/{own}/open"), &value).await.status, 303);
}

async fn before_the_match_the_list_of_offers_names_nothing_of_the_company(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let (browser, _) = own(&world, &served).await;
    world.ask_for_help().await;
    for language in ["en", "ja"] {
        let page = browser.get(&format!("/me/offers?lang={language}")).await;
        assert!(page.body.len() < 20_000 && !page.body.contains("<script"));
        for secret in COMPANY_SECRETS {
            assert!(!page.body.contains(secret), "{secret}: {}", page.body);
        }
    }
    // Neither afterwards, where somebody else won.
    world.decline("s1@example.jp", "no-time").await;
    let page = browser.get("/me/offers").await.body;
    assert!(page.contains("辞退") && !page.contains("関金属工業"), "{page}");
}

async fn a_profile_that_waits_for_its_confirmation_says_so_and_one_press_ends_that(mode: Mode) {
    let world = World::with(mode, |raw| {
        (raw.freshness.ask_days, raw.freshness.stale_days, raw.freshness.hide_days) = (30, 7, 7);
        raw.sessions.whole_hours = 10_000;
        raw.sessions.idle_minutes = 600_000;
    })
    .await;
    let served = Served::open(&world);
    let (browser, id) = own(&world, &served).await;
    for (days, sentence) in [(30, "お尋ねしています"), (7, "打診の順番が後になります"), (7, "「はい」を押すと、すぐに再開します")]
    {
        world.wait(Duration::days(days)).await;
        let page = browser.get("/me").await.body;
        assert!(page.contains(sentence), "{days}: {page}");
    }
    fill_in(&browser, "/me", "/me/confirm", &[]).await;
    assert_eq!(view(&world, id).await.specialist.last_confirmed, world.app.desk.clock.today());
    assert!(!browser.get("/me").await.body.contains("すぐに再開します"));
}
