//! API keys: what each may, until when, and withdrawing one.

use std::process::Output;

use chrono::Duration;
use nakodo::desk::{KeyRequest, RoleRequest};
use serde_json::json;

use crate::harness::people::{Profile, help_request};
use crate::harness::process::Place;
use crate::harness::signing_in::signed_in;
use crate::harness::web::Served;
use crate::harness::{Mode, World};

in_both_modes![
    a_key_may_what_its_scopes_say_and_no_more,
    a_key_cannot_be_given_more_than_its_role_has,
    a_key_ends_on_its_day_and_when_it_is_withdrawn,
    the_use_of_a_key_is_noted_to_the_minute,
    an_auditor_sees_everything_and_changes_nothing,
    a_session_reads_over_the_api_and_changes_only_with_a_value_of_its_own,
    keys_are_made_listed_and_withdrawn_at_the_terminal,
];

async fn a_key_may_what_its_scopes_say_and_no_more(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let operator = served.client.with_key(&world.key(KeyRequest::Operator).await.token.reveal());
    let made = operator.post("/api/v1/keys", &json!({ "role": "operator", "label": "reader", "scopes": ["letters:read"] })).await;
    assert_eq!((made.status, made.header("cache-control")), (201, "no-store"));
    let reader = served.client.with_key(made.json()["key"].as_str().expect("a key"));
    assert_eq!(reader.get("/api/v1/letters").await.status, 200);
    assert_eq!(reader.get("/api/v1/me").await.json()["scopes"], json!(["letters:read"]));
    for path in ["/api/v1/keys", "/api/v1/audit"] {
        assert_eq!(reader.get(path).await.json()["code"], json!("not-allowed"), "{path}");
    }
    let suppress = json!({ "address": "a@example.com" });
    assert_eq!(reader.post("/api/v1/suppressions", &suppress).await.status, 403);
    assert_eq!(operator.post("/api/v1/suppressions", &suppress).await.status, 200);
}

async fn a_key_cannot_be_given_more_than_its_role_has(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let operator = served.client.with_key(&world.key(KeyRequest::Operator).await.token.reveal());
    let post = async |body: serde_json::Value| operator.post("/api/v1/keys", &body).await.mistakes();
    let mistake = |pointer: &str, code: &str| vec![(pointer.to_owned(), code.to_owned())];
    let chamber = json!({ "role": "broker", "organisation": "商工会議所", "mail": "a@chamber.example.jp", "scopes": ["help-requests:read", "keys:write"] });
    assert_eq!(post(chamber).await, mistake("/scopes/1", "unknown-code"));
    assert_eq!(post(json!({ "role": "auditor", "scopes": ["letters:write"] })).await, mistake("/scopes/0", "unknown-code"));
    assert_eq!(post(json!({ "role": "operator", "days": 0 })).await, mistake("/days", "out-of-range"));
    assert_eq!(post(json!({ "role": "company" })).await, mistake("/role", "not-one-of"));
    assert_eq!(post(json!({ "role": "broker" })).await, mistake("/organisation", "required"));
    assert_eq!(operator.get("/api/v1/keys").await.json().as_array().map(Vec::len), Some(1), "nothing was made");
}

async fn a_key_ends_on_its_day_and_when_it_is_withdrawn(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let operator = served.client.with_key(&world.key(KeyRequest::Operator).await.token.reveal());
    let short = operator.post("/api/v1/keys", &json!({ "role": "operator", "days": 2 })).await.json();
    let client = served.client.with_key(short["key"].as_str().expect("a key"));
    world.app.desk.clock.advance(Duration::hours(47));
    assert_eq!(client.get("/api/v1/letters").await.status, 200);
    world.app.desk.clock.advance(Duration::hours(1));
    assert_eq!(client.get("/api/v1/letters").await.json()["code"], json!("key-unknown"));

    let other = operator.post("/api/v1/keys", &json!({ "role": "operator" })).await.json();
    let client = served.client.with_key(other["key"].as_str().expect("a key"));
    assert_eq!(client.get("/api/v1/letters").await.status, 200);
    let revoke = format!("/api/v1/keys/{}/revoke", other["id"].as_str().expect("an id"));
    let revoked = operator.post(&revoke, &json!({})).await;
    assert!(revoked.status == 200 && revoked.json()["revoked_at"].is_string(), "{}", revoked.body);
    assert_eq!(client.get("/api/v1/letters").await.json()["code"], json!("key-unknown"));
    assert_eq!(operator.post(&revoke, &json!({})).await.json()["revoked_at"], revoked.json()["revoked_at"], "once");
    assert_eq!(operator.post("/api/v1/keys/019aa1b2-0000-7000-8000-000000000001/revoke", &json!({})).await.status, 404);
}

async fn the_use_of_a_key_is_noted_to_the_minute(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let operator = served.client.with_key(&world.key(KeyRequest::Operator).await.token.reveal());
    let used = async || operator.get("/api/v1/keys").await.json()[0]["last_used_at"].clone();
    let first = used().await;
    assert!(first.is_string());
    world.app.desk.clock.advance(Duration::seconds(59));
    assert_eq!(used().await, first);
    world.app.desk.clock.advance(Duration::seconds(1));
    assert_ne!(used().await, first);
}

async fn an_auditor_sees_everything_and_changes_nothing(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let person = world.enrol(|_| {}).await;
    let id = world.ask_for_help().await;
    let auditor = served.client.with_key(&world.key(KeyRequest::Auditor).await.token.reveal());
    for path in [format!("/api/v1/specialists/{person}"), "/api/v1/letters".into(), "/api/v1/audit".into(), "/api/v1/keys".into()] {
        assert_eq!(auditor.get(&path).await.status, 200, "{path}");
    }
    for path in [format!("/api/v1/help-requests/{id}/cancel"), format!("/api/v1/specialists/{person}/resume")] {
        assert_eq!(auditor.post(&path, &json!({})).await.json()["code"], json!("not-allowed"), "{path}");
    }
    assert_eq!(auditor.post("/api/v1/help-requests", &help_request()).await.status, 403);
    assert_eq!(auditor.post("/api/v1/specialists", &Profile::numbered(9).form()).await.status, 403);
}

async fn a_session_reads_over_the_api_and_changes_only_with_a_value_of_its_own(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    world.invite("s1@example.jp", RoleRequest::Specialist("000001".into())).await;
    let browser = signed_in(&world, &served.client, "s1@example.jp").await;
    let me = browser.get("/api/v1/me").await.json();
    let person = me["role"].as_str().and_then(|role| role.strip_prefix("specialist:")).expect("a specialist").to_owned();
    let path = format!("/api/v1/specialists/{person}");
    assert_eq!(browser.get(&path).await.status, 200);
    assert_eq!(browser.patch(&path, &json!({ "hours_per_week": 5 })).await.json()["code"], json!("not-from-page"));
    let with_value = |value: &str| {
        let request = browser.http.patch(format!("{}{path}", browser.address)).header("Nakodo-Value", value).header("If-Match", "*");
        browser.send(request.json(&json!({ "hours_per_week": 5 })))
    };
    let other = signed_in(&world, &served.client, "s1@example.jp").await;
    let foreign = other.get("/api/v1/me").await.json()["value"].as_str().expect("a value").to_owned();
    assert_eq!(with_value(&foreign).await.status, 403, "the value of another session");
    let value = me["value"].as_str().expect("a value");
    assert_eq!(with_value(value).await.json()["hours_per_week"], json!(5));
    assert_eq!(with_value(value).await.status, 200, "for as long as it is good");
}

fn run(place: &Place, args: &[&str]) -> (bool, String, String) {
    let Output { status, stdout, stderr } = place.command(&[&["keys"], args].concat()).output().unwrap();
    (status.success(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

async fn keys_are_made_listed_and_withdrawn_at_the_terminal(mode: Mode) {
    let place = Place::new(mode).await;
    let (done, key, told) =
        run(&place, &["create", "--role", "operator", "--scopes", "letters:read,audit:read", "--days", "30", "--label", "nightly"]);
    assert!(done && key.trim().len() == 43 && told.contains("shown only now"), "{key} {told}");
    let (_, listed, _) = run(&place, &["list", "--json"]);
    let row: serde_json::Value = serde_json::from_str(listed.trim()).expect("one JSON object");
    assert_eq!(
        (&row["scopes"], &row["label"], &row["revoked_at"]),
        (&json!(["letters:read", "audit:read"]), &json!("nightly"), &json!(null))
    );
    assert!(!listed.contains(key.trim()));
    assert!(run(&place, &["revoke", row["id"].as_str().unwrap()]).0);
    assert!(run(&place, &["list"]).1.contains("withdrawn"));
    let (done, _, told) = run(&place, &["create", "--role", "auditor", "--scopes", "letters:write"]);
    assert!(!done && told.contains("a scope is none that this role has"), "{told}");
    let (done, _, told) = run(&place, &["revoke", "019aa1b2-0000-7000-8000-000000000001"]);
    assert!(!done && told.contains("there is no key"), "{told}");
}
