//! The queue of a support organisation: what lies where, who is in charge, and handing over when staff change.

use chrono::Duration;
use nakodo::brokering::SupportOrgForm;
use nakodo::desk::{self, KeyRequest, RoleRequest, Submitter};
use nakodo::identity::{Rank, Role};
use nakodo::ids::{HelpRequestId, SupportOrgId};
use serde_json::{Value, json};

use crate::harness::people::help_request;
use crate::harness::routes::MISSING;
use crate::harness::signing_in::signed_in;
use crate::harness::web::{Client, Served, hidden_fields};
use crate::harness::{Mode, World};

in_both_modes![
    each_help_request_lies_in_the_basket_of_its_standing_the_oldest_first,
    whoever_asks_in_a_session_is_in_charge,
    one_is_handed_over_and_taken_back,
    all_of_a_colleague_are_handed_over_and_what_was_handed_on_since_stays,
    a_help_request_that_is_not_in_the_queue_cannot_be_handed_over,
    nobody_is_put_in_charge_who_does_not_work_there,
    a_clerk_reads_the_queue_on_a_phone,
    an_operator_sees_a_page_of_the_queue_with_a_reason_only,
];

const ONE: &str = "tanto@chamber.example.jp";
const OTHER: &str = "kokei@chamber.example.jp";

fn org() -> SupportOrgForm {
    SupportOrgForm { name: "関商工会議所".into(), address: "shien@chamber.example.jp".into(), language: None }
}

async fn broker(world: &World, served: &Served) -> (Client, SupportOrgId) {
    let key = world.key(KeyRequest::Broker(org())).await;
    let Role::Broker(id, _) = key.role else { panic!("a broker") };
    (served.client.with_key(&key.token.reveal()), id)
}

async fn clerk(world: &World, address: &str) -> String {
    world.invite(address, RoleRequest::Broker(org(), Rank::Member)).await.account.to_string()
}

async fn ask(world: &World, org: SupportOrgId, company: &str) -> HelpRequestId {
    let mut form = help_request();
    form.company.name = company.into();
    world.submit(form, Submitter::SupportOrg(org)).await.id
}

/// Companies by basket, as the queue lists them.
fn lying(queue: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    queue["lines"].as_array().into_iter().flatten().map(|line| (text(&line["basket"]), text(&line["company"]))).collect()
}

fn in_charge(queue: &Value) -> Vec<String> {
    queue["lines"].as_array().into_iter().flatten().map(|line| line["clerk"]["address"].as_str().unwrap_or("-").to_owned()).collect()
}

async fn each_help_request_lies_in_the_basket_of_its_standing_the_oldest_first(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let (broker, org) = broker(&world, &served).await;
    assert_eq!(lying(&broker.get("/api/v1/queue").await.json()), []);
    world.enrol(|_| {}).await;
    let first = ask(&world, org, "A社").await;
    world.app.desk.clock.advance(Duration::seconds(1));
    ask(&world, org, "B社").await;
    let unconfirmed = broker.post("/api/v1/help-requests", &help_request()).await;
    assert_eq!(unconfirmed.status, 201);
    world.settle().await;
    let now = broker.get("/api/v1/queue").await.json();
    let line = |basket: &str, company: &str| (basket.to_owned(), company.to_owned());
    assert_eq!(lying(&now), [line("waiting", "関金属工業"), line("under_way", "A社"), line("under_way", "B社")]);
    assert_eq!((&now["lines"][1]["asked"], &now["lines"][1]["days"]), (&json!(1), &json!(0)));
    // The clock alone moves: nothing happens any more.
    world.app.desk.clock.advance(Duration::days(3));
    let later = broker.get("/api/v1/queue").await.json();
    assert_eq!(lying(&later), [line("silent", "A社"), line("silent", "B社"), line("waiting", "関金属工業")]);
    assert_eq!(later["lines"][0]["days"], json!(3));
    desk::cancel_help_request(&world.app.desk, first, Role::Operator).await.expect("it is open");
    let ended = broker.get("/api/v1/queue?basket=done").await.json();
    assert_eq!(lying(&ended), [line("done", "A社")]);
    let counts: Vec<(Value, Value)> =
        ended["baskets"].as_array().into_iter().flatten().map(|one| (one["basket"].clone(), one["count"].clone())).collect();
    let expected = [("nobody_found", 0), ("silent", 1), ("waiting", 1), ("under_way", 0), ("done", 1)];
    assert_eq!(counts, expected.map(|(basket, count)| (json!(basket), json!(count))));
    let wrong = broker.get("/api/v1/queue?basket=none&clerk=none").await.mistakes();
    assert_eq!(wrong, [("/basket".to_owned(), "not-one-of".to_owned()), ("/clerk".to_owned(), "not-an-id".to_owned())]);
}

async fn whoever_asks_in_a_session_is_in_charge(mode: Mode) {
    let world = World::with(mode, |raw| raw.sessions.second_factor = false).await;
    let served = Served::open(&world);
    let (broker, org) = broker(&world, &served).await;
    clerk(&world, ONE).await;
    let form = help_request();
    let member = world.member(org, &form).await;
    let browser = signed_in(&world, &served.client, ONE).await;
    let path = format!("/members/{member}/help-requests");
    let mut fields = hidden_fields(&browser.get(&path).await.body, &path);
    for (name, value) in [
        ("/need/menus", "first-consultation"),
        ("/need/mode", "hybrid"),
        ("/need/start_on", "2026-12-08"),
        ("/need/hours", "4"),
        ("/need/budget_yen", "60000"),
        ("/need/narrative", "相談"),
    ] {
        fields.push((name.into(), value.into()));
    }
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(browser.post_form(&path, &fields).await.status, 201);
    ask(&world, org, "B社").await;
    let mut who = in_charge(&broker.get("/api/v1/queue").await.json());
    who.sort();
    assert_eq!(who, ["-", ONE]);
}

async fn one_is_handed_over_and_taken_back(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let (broker, org) = broker(&world, &served).await;
    let one = clerk(&world, ONE).await;
    let id = ask(&world, org, "A社").await;
    let handed = broker.post("/api/v1/hand-overs", &json!({ "help_request": id, "to": one })).await;
    assert_eq!((handed.status, &handed.json()["help_requests"]), (201, &json!([id])), "{}", handed.body);
    let queue = async || in_charge(&broker.get("/api/v1/queue").await.json());
    assert_eq!(queue().await, [ONE]);
    let place = format!("/api/v1/hand-overs/{}", handed.json()["id"].as_str().unwrap_or_default());
    for _ in 0..2 {
        assert_eq!(broker.post(&format!("{place}/undo"), &json!({})).await.json()["is_undone"], json!(true));
        assert_eq!(queue().await, ["-"]);
    }
    let again = broker.post("/api/v1/hand-overs", &json!({ "help_request": id, "to": one })).await.json();
    world.app.desk.clock.advance(Duration::days(7));
    let late = broker.post(&format!("/api/v1/hand-overs/{}/undo", again["id"].as_str().unwrap_or_default()), &json!({})).await;
    assert_eq!((late.json()["code"].clone(), queue().await), (json!("changed-meanwhile"), vec![ONE.to_owned()]));
}

async fn all_of_a_colleague_are_handed_over_and_what_was_handed_on_since_stays(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let (broker, org) = broker(&world, &served).await;
    let (one, other) = (clerk(&world, ONE).await, clerk(&world, OTHER).await);
    let mut asked = Vec::new();
    for company in ["A社", "B社", "C社"] {
        world.app.desk.clock.advance(Duration::seconds(1));
        asked.push(ask(&world, org, company).await);
    }
    let hand = async |body: Value| broker.post("/api/v1/hand-overs", &body).await.json();
    for id in &asked[..2] {
        hand(json!({ "help_request": id, "to": one })).await;
    }
    let all = hand(json!({ "from": one, "to": other })).await;
    assert_eq!(all["help_requests"].as_array().map(Vec::len), Some(2));
    let queue = async || in_charge(&broker.get("/api/v1/queue").await.json());
    assert_eq!(queue().await, [OTHER, OTHER, "-"]);
    // Back with the first, then handed to the other once more by somebody else: that is not taken back twice.
    hand(json!({ "help_request": asked[0], "to": one })).await;
    broker.post(&format!("/api/v1/hand-overs/{}/undo", all["id"].as_str().unwrap_or_default()), &json!({})).await;
    assert_eq!(queue().await, [ONE, ONE, "-"]);
    let rest = hand(json!({ "to": other })).await;
    assert_eq!((rest["help_requests"].clone(), queue().await), (json!([asked[2]]), vec![ONE.into(), ONE.into(), OTHER.into()]));
}

async fn a_help_request_that_is_not_in_the_queue_cannot_be_handed_over(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let (broker, _) = broker(&world, &served).await;
    let anothers = world.submit(help_request(), Submitter::Company).await.id.to_string();
    for id in [anothers.as_str(), MISSING, "seventeen"] {
        let refused = broker.post("/api/v1/hand-overs", &json!({ "help_request": id, "to": clerk(&world, ONE).await })).await;
        assert_eq!((refused.status, &refused.json()["code"]), (404, &json!("not-found")), "{id}");
    }
}

async fn nobody_is_put_in_charge_who_does_not_work_there(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let (broker, own) = broker(&world, &served).await;
    let id = ask(&world, own, "A社").await;
    let elsewhere = SupportOrgForm { name: "よその商工会".into(), ..org() };
    let stranger = world.invite(OTHER, RoleRequest::Broker(elsewhere, Rank::Owner)).await.account;
    let gone = clerk(&world, ONE).await;
    desk::disable_account(&world.app.desk, ONE.into()).await.expect("it is there");
    for to in [stranger.to_string(), gone, "nobody".into(), String::new()] {
        let refused = broker.post("/api/v1/hand-overs", &json!({ "help_request": id, "to": to })).await;
        assert_eq!(refused.mistakes(), [("/to".to_owned(), "not-a-clerk".to_owned())]);
    }
    assert_eq!(in_charge(&broker.get("/api/v1/queue").await.json()), ["-"]);
}

async fn a_clerk_reads_the_queue_on_a_phone(mode: Mode) {
    let world = World::with(mode, |raw| raw.sessions.second_factor = false).await;
    let served = Served::open(&world);
    let (_, org) = broker(&world, &served).await;
    let (one, other) = (clerk(&world, ONE).await, clerk(&world, OTHER).await);
    let browser = signed_in(&world, &served.client, ONE).await;
    assert!(browser.get("/queue").await.body.contains("まだ相談はありません"));
    let mut last = None;
    for number in 0..30 {
        last = Some(ask(&world, org, &format!("{number}社")).await);
    }
    let id = last.expect("there are some");
    let hand = async |path: &str, to: &str, typed: &[(&str, &str)]| {
        let mut fields = hidden_fields(&browser.get(path).await.body, to);
        fields.extend(typed.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        browser.post_form(to, &fields).await
    };
    let handed = hand(&format!("/queue/{id}"), "/hand-overs", &[("to", one.as_str())]).await;
    assert_eq!(handed.status, 303, "{}", handed.body);
    assert!(browser.get("/queue?mine=yes").await.body.contains("29社"));
    let all = hand("/queue", "/hand-overs", &[("from", one.as_str()), ("to", other.as_str())]).await;
    let page = all.header("location").split('?').next().unwrap_or_default().to_owned();
    assert!(browser.get(&page).await.body.contains("1件をkokei@chamber.example.jpに引き継ぎました"));
    assert_eq!(hand(&page, &format!("{page}/undo"), &[]).await.status, 303);
    assert!(browser.get(&page).await.body.contains("元に戻しました"));
    assert_eq!(browser.post_form("/hand-overs", &[("from", one.as_str()), ("to", other.as_str())]).await.status, 403);
    for path in ["/queue".to_owned(), "/queue?basket=under_way".into(), "/queue?mine=yes".into(), format!("/queue/{id}"), page] {
        for language in ["en", "ja"] {
            let page = browser.get(&format!("{path}{}lang={language}", if path.contains('?') { "&" } else { "?" })).await;
            assert!(page.status == 200 && page.body.len() < 20_000 && !page.body.contains("<script"), "{path}: {}", page.body.len());
        }
    }
}

async fn an_operator_sees_a_page_of_the_queue_with_a_reason_only(mode: Mode) {
    let world = World::with(mode, |raw| raw.sessions.second_factor = false).await;
    let served = Served::open(&world);
    let (_, org) = broker(&world, &served).await;
    let id = ask(&world, org, "A社").await;
    world.invite("operator@nakodo.example", RoleRequest::Operator).await;
    let operator = signed_in(&world, &served.client, "operator@nakodo.example").await;
    let path = format!("/queue/{id}");
    let asked = operator.get(&path).await;
    assert!(asked.status == 200 && !asked.body.contains("A社") && asked.body.contains("理由"), "{}", asked.body);
    assert_eq!(operator.post_form(&path, &[("reason", " ")]).await.status, 422);
    let seen = operator.post_form(&path, &[("reason", "会社から電話")]).await;
    assert!(seen.status == 200 && seen.body.contains("A社") && !seen.body.contains("/hand-overs"), "{}", seen.body);
    let filter = desk::AuditFilter { what: Some("help_request_looked_at".into()), ..desk::AuditFilter::default() };
    let rows = desk::show_audit_log(&world.app.desk, filter, 10).await.expect("the store answers");
    assert!(!rows.is_empty() && rows.iter().all(|(entry, _)| entry.reason.as_deref() == Some("会社から電話")));
    assert_eq!(operator.get("/queue").await.status, 403);
}
