//! Webhooks on pages, and on an encrypted way.

use nakodo::brokering::SupportOrgForm;
use nakodo::desk::{KeyRequest, RoleRequest};
use nakodo::identity::Rank;
use serde_json::json;

use crate::browser::Browser;
use crate::harness::authority::Authority;
use crate::harness::metrics::Metrics;
use crate::harness::receiver::{Manner, Receiver};
use crate::harness::routes::MISSING;
use crate::harness::signing_in::signed_in;
use crate::harness::web::{Answer, Client, Served};
use crate::harness::{Mode, World};
use crate::members::send;
use crate::webhooks::settle;

in_both_modes![
    a_clerk_sets_up_a_webhook_tests_it_and_removes_it_on_pages,
    one_that_stopped_is_seen_in_the_figures_and_switched_on_again_and_what_failed_is_sent_once_more,
    an_auditor_looks_at_webhooks_and_changes_none_and_nobody_sees_another_s,
    a_webhook_is_called_on_an_encrypted_way_where_its_authority_is_known,
    a_webhook_whose_authority_nobody_knows_is_told_nothing,
    a_clerk_looks_after_a_webhook_on_a_phone,
];

const CLERK: &str = "tanto@chamber.example.jp";

fn org(name: &str) -> SupportOrgForm {
    SupportOrgForm { name: name.into(), address: "shien@chamber.example.jp".into(), language: None }
}

async fn world(mode: Mode) -> World {
    World::with(mode, |raw| {
        raw.webhooks.allowed_networks = "127.0.0.0/8".into();
        raw.sessions.second_factor = false;
    })
    .await
}

async fn clerk(world: &World, served: &Served) -> Client {
    world.invite(CLERK, RoleRequest::Broker(org("関商工会議所"), Rank::Member)).await;
    signed_in(world, &served.client, CLERK).await
}

async fn press(browser: &Client, page: &str, to: &str, typed: &[(&str, &str)]) -> Answer {
    let typed: Vec<(&str, String)> = typed.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    send(browser, page, to, &typed).await
}

/// Adds a webhook; gives its page and its secret.
async fn add(browser: &Client, url: &str) -> (String, String) {
    let made = press(browser, "/webhooks", "/webhooks", &[("label", "会員システム"), ("url", url)]).await;
    assert_eq!((made.status, made.header("cache-control")), (201, "no-store"), "{}", made.body);
    let part = |before: &str, after: char| made.body.split(before).nth(1).and_then(|rest| rest.split(after).next()).expect("it is shown");
    (part("class=\"button wide\" href=\"", '?').to_owned(), format!("whsec_{}", part("<code>whsec_", '<')))
}

async fn a_clerk_sets_up_a_webhook_tests_it_and_removes_it_on_pages(mode: Mode) {
    let world = world(mode).await;
    let (served, mut receiver) = (Served::open(&world), Receiver::start().await);
    let browser = clerk(&world, &served).await;
    assert!(browser.get("/account").await.body.contains("/webhooks?"), "the account leads there");
    let wrong = press(&browser, "/webhooks", "/webhooks", &[("label", ""), ("url", "ftp://example.jp"), ("match.made", "yes")]).await;
    assert!(wrong.status == 422 && wrong.body.matches("role=\"alert\"").count() == 2, "{}", wrong.body);
    assert!(
        wrong.body.contains("value=\"ftp://example.jp\"") && wrong.body.contains("name=\"match.made\" value=\"yes\" checked"),
        "nothing typed is lost"
    );
    assert_eq!(browser.post_form("/webhooks", &[("label", "x"), ("url", &receiver.url())]).await.status, 403, "not from a page of ours");
    let (page, secret) = add(&browser, &receiver.url()).await;
    for place in ["/webhooks", &page] {
        let shown = browser.get(place).await;
        assert!(shown.status == 200 && shown.body.contains("会員システム") && shown.body.contains("送信中"), "{}", shown.body);
        assert!(!shown.body.contains(&secret) && !shown.body.contains("<script") && shown.body.len() < 20_000, "{}", shown.body);
    }
    assert!(browser.get("/webhooks").await.body.contains("返答はまだありません"));
    assert_eq!(press(&browser, &page, &format!("{page}/test"), &[]).await.status, 303);
    settle(&world).await;
    assert!(receiver.next().await.is_signed_with(&secret));
    assert!(browser.get(&page).await.body.contains("届きました · 返答 200"));
    assert!(browser.get("/webhooks").await.body.contains("最後の返答: 返答 200"));
    let removal = format!("{page}/remove");
    assert!(browser.get(&removal).await.body.contains("元に戻せません"));
    assert_eq!(press(&browser, &removal, &removal, &[]).await.header("location"), "/webhooks?lang=ja&done=removed");
    assert_eq!(browser.get(&page).await.status, 404);
    assert!(browser.get("/webhooks").await.body.contains("連携先はまだありません"));
}

async fn one_that_stopped_is_seen_in_the_figures_and_switched_on_again_and_what_failed_is_sent_once_more(mode: Mode) {
    let world = world(mode).await;
    let (served, mut receiver) = (Served::open(&world), Receiver::start().await);
    let browser = clerk(&world, &served).await;
    let (page, _) = add(&browser, &receiver.url()).await;
    let figure = async |name: &str, state: &str| {
        world.app.crew.observer_round().await.expect("the store answers");
        Metrics::read(&served.client.get("/metrics").await.body).value(name, &[("state", state)])
    };
    assert_eq!((figure("nakodo_webhooks_off", "gone").await, figure("nakodo_webhook_messages", "waiting").await), (0.0, 0.0));
    receiver.answers(Manner::Status(410));
    press(&browser, &page, &format!("{page}/test"), &[]).await;
    settle(&world).await;
    let first = receiver.next().await;
    assert_eq!((figure("nakodo_webhooks_off", "gone").await, figure("nakodo_webhook_messages", "waiting").await), (1.0, 1.0));
    let shown = browser.get(&page).await.body;
    assert!(shown.contains("受け取り終了の返答があり停止しました") && shown.contains("送信待ち · 返答 410"), "{shown}");
    receiver.answers(Manner::Status(200));
    let on = press(&browser, &page, &format!("{page}/switch"), &[]).await;
    assert_eq!(on.header("location"), format!("{page}?lang=ja&done=on"), "{}", on.body);
    settle(&world).await;
    assert_eq!(receiver.next().await.id(), first.id(), "what waited");
    assert_eq!(press(&browser, &page, &format!("{page}/replay"), &[]).await.status, 303);
    settle(&world).await;
    assert_eq!(receiver.next().await.id(), first.id(), "once more");
    assert_eq!(figure("nakodo_webhooks_off", "gone").await, 0.0);
    let off = press(&browser, &page, &format!("{page}/switch"), &[]).await;
    assert_eq!(off.header("location"), format!("{page}?lang=ja&done=off"));
    assert_eq!(figure("nakodo_webhooks_off", "failed").await, 0.0, "one that its owner switched off is nobody's worry");
}

async fn an_auditor_looks_at_webhooks_and_changes_none_and_nobody_sees_another_s(mode: Mode) {
    let world = world(mode).await;
    let (served, receiver) = (Served::open(&world), Receiver::start().await);
    let (page, _) = add(&clerk(&world, &served).await, &receiver.url()).await;
    world.invite("kansa@nakodo.example", RoleRequest::Auditor).await;
    let auditor = signed_in(&world, &served.client, "kansa@nakodo.example").await;
    let shown = auditor.get(&page).await;
    assert!(shown.status == 200 && !shown.body.contains("<form method=\"post\" action=\"/webhooks"), "{}", shown.body);
    world.invite("other@agency.example.jp", RoleRequest::Broker(org("岐阜県産業振興機構"), Rank::Owner)).await;
    let other = signed_in(&world, &served.client, "other@agency.example.jp").await;
    assert!(other.get("/webhooks").await.body.contains("連携先はまだありません"));
    let value = crate::harness::web::hidden_fields(&other.get("/webhooks").await.body, "/webhooks").remove(0);
    for act in ["test", "replay", "switch", "remove"] {
        let path = format!("{page}/{act}");
        assert_eq!(auditor.post_form(&path, &[]).await.status, 403, "{act}");
        for place in [&path, &format!("/webhooks/{MISSING}/{act}")] {
            let answer = other.post_form(place, &[(&value.0, &value.1), ("message", MISSING)]).await;
            assert_eq!(answer.status, 404, "{place}: another's looks like none");
        }
    }
    assert_eq!((other.get(&page).await.status, other.get(&format!("{page}/remove")).await.status), (404, 404));
    world.enrol(|_| {}).await;
    world.invite("s1@example.jp", RoleRequest::Specialist("000001".into())).await;
    assert_eq!(signed_in(&world, &served.client, "s1@example.jp").await.get("/webhooks").await.status, 403);
}

/// Adds a webhook over the API and has it tested; gives what is said of the message then.
async fn tested(world: &World, receiver: &Receiver) -> (String, serde_json::Value) {
    let served = Served::open(world);
    let operator = served.client.with_key(&world.key(KeyRequest::Operator).await.token.reveal());
    let made = operator.post("/api/v1/webhooks", &json!({ "url": receiver.encrypted_url(), "label": "会員システム" })).await;
    let place = made.header("location").to_owned();
    assert_eq!(operator.post(&format!("{place}/test"), &json!({})).await.status, 202);
    settle(world).await;
    let message = operator.get(&format!("{place}/messages")).await.json()[0].clone();
    (made.json()["secret"].as_str().expect("a secret").to_owned(), message)
}

async fn a_webhook_is_called_on_an_encrypted_way_where_its_authority_is_known(mode: Mode) {
    let authority = Authority::fresh();
    let mut receiver = Receiver::start_encrypted(authority.acceptor.clone()).await;
    let file = authority.file.clone();
    let world = World::with(mode, |raw| {
        raw.webhooks.allowed_networks = "127.0.0.0/8".into();
        raw.webhooks.authority_file = file;
    })
    .await;
    let (secret, message) = tested(&world, &receiver).await;
    assert_eq!((&message["state"], &message["answer"]), (&json!("arrived"), &json!("200")));
    assert!(receiver.next().await.is_signed_with(&secret));
}

async fn a_webhook_whose_authority_nobody_knows_is_told_nothing(mode: Mode) {
    let (authority, another) = (Authority::fresh(), Authority::fresh());
    for known in [None, Some(another.file.clone())] {
        let mut receiver = Receiver::start_encrypted(authority.acceptor.clone()).await;
        let world = World::with(mode, |raw| {
            raw.webhooks.allowed_networks = "127.0.0.0/8".into();
            raw.webhooks.authority_file = known.unwrap_or_default();
        })
        .await;
        let (_, message) = tested(&world, &receiver).await;
        assert_eq!((&message["state"], &message["answer"], &message["tries"]), (&json!("waiting"), &json!("unreachable"), &json!(1)));
        assert!(receiver.rest().is_empty(), "not a byte of it");
    }
}

async fn a_clerk_looks_after_a_webhook_on_a_phone(mode: Mode) {
    let world = world(mode).await;
    let (served, receiver) = (Served::open(&world), Receiver::start().await);
    world.invite(CLERK, RoleRequest::Broker(org("関商工会議所"), Rank::Member)).await;
    let browser = Browser::open(&served.client.address, 360).await;
    browser.sign_in(&world, CLERK).await;
    browser.says("貴機関の相談").await;
    browser.go("/webhooks").await;
    browser.says("連携先はまだありません").await;
    browser.look("webhooks-none").await;
    browser.type_into("label", "会員システム").await;
    browser.type_into("url", &receiver.url()).await;
    browser.press("main form button").await;
    browser.says("署名の鍵").await;
    browser.look("webhook-made").await;
    browser.press("main a.button").await;
    browser.says("試しに送る").await;
    browser.press("form[action*='/test'] button").await;
    browser.says("試しのお知らせを送ります").await;
    settle(&world).await;
    browser.go("/webhooks").await;
    browser.says("返答 200").await;
    browser.look("webhooks").await;
    browser.press("ul.letters a").await;
    browser.says("届きました").await;
    browser.look("webhook").await;
    browser.page.clone().close().await.expect("the browser closes");
}
