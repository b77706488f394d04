//! The API: what it takes, what it refuses and how it says so.

use futures::future::join_all;
use nakodo::brokering::SupportOrgForm;
use nakodo::desk::{self, KeyRequest};
use serde_json::json;

use crate::harness::people::{Profile, help_request};
use crate::harness::web::{Client, Served};
use crate::harness::{Mode, World, press};

in_both_modes![
    the_main_job_over_the_api,
    every_mistake_is_named_with_its_field_in_the_readers_language,
    a_body_of_the_wrong_shape_names_the_place,
    a_patch_changes_what_it_names_and_keeps_the_rest,
    each_role_gets_its_own_and_nothing_else,
    an_idempotency_key_gives_the_first_outcome_again,
    the_same_key_at_the_same_time_makes_one_help_request,
    wrong_addresses_methods_sizes_and_types_are_problems_too,
    candidates_come_with_reasons_and_the_number_that_each_rule_keeps_out,
];

async fn operator(world: &World, served: &Served) -> Client {
    served.client.with_key(&world.key(KeyRequest::Operator).await.token.reveal())
}

async fn broker(world: &World, served: &Served, name: &str) -> Client {
    let form = SupportOrgForm { name: name.into(), address: "shien@chamber.example.jp".into(), language: None };
    served.client.with_key(&world.key(KeyRequest::Broker(form)).await.token.reveal())
}

async fn the_main_job_over_the_api(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let (operator, broker) = (operator(&world, &served).await, broker(&world, &served, "商工会議所").await);
    let enrolled = operator.post("/api/v1/specialists", &Profile::numbered(1).form()).await;
    assert_eq!(enrolled.status, 201);
    assert_eq!(enrolled.header("location"), format!("/api/v1/specialists/{}", enrolled.json()["id"].as_str().unwrap()));

    let form = help_request();
    let member = broker.post("/api/v1/members", &json!({ "number": "A-1", "company": form.company })).await.header("location").to_owned();
    let paper = broker.post(&format!("{member}/paper"), &json!({ "clerk": "山田 太郎", "given_on": "2026-11-02" })).await;
    assert_eq!((paper.status, &paper.json()["standing"]), (200, &json!("agreed")));
    let submitted = broker.post(&format!("{member}/help-requests"), &json!({ "need": form.need })).await;
    assert_eq!((submitted.status, &submitted.json()["state"]), (201, &json!("open")));
    let place = submitted.header("location").to_owned();
    world.settle().await;
    let offers = broker.get(&format!("{place}/offers")).await.json();
    assert_eq!((offers[0]["state"].as_str(), offers[0]["display_name"].as_str()), (Some("sent"), Some("S1")));
    assert!(offers[0].get("name").is_none(), "the name comes with the match");

    let id = enrolled.json()["id"].as_str().and_then(|id| id.parse().ok()).expect("an id");
    desk::introduce_browser(&world.app.desk, press::browser(), id).await.unwrap();
    let link = world.letter("s1@example.jp", "offer").link("/offers/");
    assert_eq!(served.client.press(&link, "accept", &[]).await.status, 200);
    assert_eq!(broker.get(&place).await.json()["state"], json!("matched"));
    assert_eq!(broker.post(&format!("{place}/cancel"), &json!({})).await.json()["code"], json!("help-request-ended"));
}

async fn every_mistake_is_named_with_its_field_in_the_readers_language(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let mut form = help_request();
    form.company.corporate_number = Some("8000012050002".into());
    form.company.contact.address = "soumu@localhost".into();
    form.need.menus = vec!["no-such-menu".into()];
    form.need.start_on = "2026-11-23".into();
    form.need.hours = None;
    let refused = served.client.post("/api/v1/help-requests", &form).await;
    assert_eq!((refused.status, refused.header("content-type")), (422, "application/problem+json"));
    let named: Vec<_> = refused.mistakes();
    let expected = [
        ("/company/corporate_number", "check-digit"),
        ("/company/contact/address", "not-a-mail-address"),
        ("/need/menus/0", "unknown-code"),
        ("/need/start_on", "in-the-past"),
        ("/need/hours", "required"),
    ];
    assert_eq!(named, expected.map(|(pointer, code)| (pointer.to_owned(), code.to_owned())));
    assert!(refused.body.contains("法人番号が正しくないようです"), "{}", refused.body);
    let english = served.client.post("/api/v1/help-requests?lang=en", &form).await;
    assert!(english.body.contains("its first digit should be 7"), "{}", english.body);
    assert!(world.letters().is_empty());
}

async fn a_body_of_the_wrong_shape_names_the_place(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let post = async |body: serde_json::Value| served.client.post("/api/v1/help-requests", &body).await;
    let wrong = post(json!({ "need": { "hours": "four" } })).await;
    assert_eq!((wrong.status, wrong.mistakes()), (422, vec![("/need/hours".to_owned(), "wrong-type".to_owned())]));
    let unknown = post(json!({ "company": { "nickname": "x" } })).await;
    assert_eq!((unknown.status, unknown.mistakes()), (422, vec![("/company/nickname".to_owned(), "unknown-field".to_owned())]));
    let broken = served.client.post_raw("/api/v1/help-requests", "application/json", "{\"company\":").await;
    assert_eq!((broken.status, &broken.json()["code"]), (400, &json!("invalid-body")));
}

async fn a_patch_changes_what_it_names_and_keeps_the_rest(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let operator = operator(&world, &served).await;
    let id = world.enrol(|_| {}).await;
    let path = format!("/api/v1/specialists/{id}");
    let before = operator.get(&path).await.json();
    let changed = operator
        .patch(&path, &json!({ "hours_per_week": 9, "consents": [{ "scope": "listing", "version": "2026-04", "given": false }] }))
        .await;
    assert_eq!(changed.status, 200, "{}", changed.body);
    let after = operator.get(&path).await.json();
    assert_eq!((&after["hours_per_week"], &after["consented"], &after["version"]), (&json!(9), &json!(false), &json!(2)));
    assert_eq!(after["consents"].as_array().map(Vec::len), Some(2));
    for kept in ["name", "menus", "availability", "contacts", "registration"] {
        assert_eq!(after[kept], before[kept]);
    }
    let refused = operator.patch(&path, &json!({ "hours_per_week": 99 })).await;
    assert_eq!((refused.status, refused.mistakes()), (422, vec![("/hours_per_week".to_owned(), "out-of-range".to_owned())]));
    let taken = operator.post("/api/v1/specialists", &Profile::numbered(1).form()).await;
    assert_eq!((taken.status, &taken.json()["code"]), (409, &json!("number-taken")));
}

async fn each_role_gets_its_own_and_nothing_else(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let (one, other) = (world.enrol(|_| {}).await, world.enrol(|_| {}).await);
    let specialist = served.client.with_key(&world.key(KeyRequest::Specialist("000001".into())).await.token.reveal());
    let (mine, theirs) = (broker(&world, &served, "ここの商工会").await, broker(&world, &served, "よその商工会").await);
    let operator = operator(&world, &served).await;
    let help = mine.post("/api/v1/help-requests", &help_request()).await.header("location").to_owned();
    let nobody = served.client.clone();
    let stranger = nobody.with_key("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    let of = |id| format!("/api/v1/specialists/{id}");
    for (who, path, status) in [
        (&operator, of(one), 200),
        (&specialist, of(one), 200),
        (&specialist, of(other), 404),
        (&mine, of(one), 403),
        (&nobody, of(one), 401),
        (&stranger, of(one), 401),
        (&operator, help.clone(), 200),
        (&mine, help.clone(), 200),
        (&theirs, help.clone(), 404),
        (&specialist, help.clone(), 403),
        (&nobody, help.clone(), 401),
        (&theirs, format!("{help}/offers"), 404),
        (&theirs, format!("{help}/candidates"), 404),
        (&nobody, format!("{help}/offers"), 401),
        (&operator, "/api/v1/help-requests/019aa1b2-0000-7000-8000-000000000001".into(), 404),
        (&operator, "/api/v1/help-requests/none".into(), 404),
    ] {
        assert_eq!(who.get(&path).await.status, status, "{path}");
    }
    assert_eq!(theirs.post(&format!("{help}/cancel"), &json!({})).await.status, 404);
    assert_eq!(mine.post("/api/v1/specialists", &Profile::numbered(9).form()).await.status, 403);
    assert_eq!(nobody.post("/api/v1/specialists", &Profile::numbered(9).form()).await.status, 401);
    assert_eq!(specialist.post("/api/v1/help-requests", &help_request()).await.status, 403);
    assert_eq!(nobody.post("/api/v1/help-requests", &help_request()).await.json()["state"], json!("awaiting_confirmation"));
}

async fn an_idempotency_key_gives_the_first_outcome_again(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let (mine, theirs) = (broker(&world, &served, "ここの商工会").await, broker(&world, &served, "よその商工会").await);
    let keyed = mine.with_idempotency_key("5f1c");
    let first = keyed.post("/api/v1/help-requests", &help_request()).await;
    let again = keyed.post("/api/v1/help-requests", &help_request()).await;
    assert_eq!((first.status, first.json()), (again.status, again.json()));
    let mut other = help_request();
    other.need.hours = Some(5);
    let reused = keyed.post("/api/v1/help-requests", &other).await;
    assert_eq!((reused.status, &reused.json()["code"]), (422, &json!("idempotency-key-reused")));
    let elsewhere = theirs.with_idempotency_key("5f1c").post("/api/v1/help-requests", &help_request()).await;
    assert_ne!(elsewhere.json()["id"], first.json()["id"], "another's key is another key");
    let unusable = mine.with_idempotency_key(&"k".repeat(256)).post("/api/v1/help-requests", &help_request()).await;
    assert_eq!((unusable.status, &unusable.json()["code"]), (400, &json!("idempotency-key-too-long")));
    // What was refused left no trace: the mended request may use the key.
    let fresh = mine.with_idempotency_key("6a2d");
    other.need.hours = Some(0);
    assert_eq!(fresh.post("/api/v1/help-requests", &other).await.status, 422);
    other.need.hours = Some(5);
    assert_eq!(fresh.post("/api/v1/help-requests", &other).await.status, 201);
}

async fn the_same_key_at_the_same_time_makes_one_help_request(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let keyed = broker(&world, &served, "ここの商工会").await.with_idempotency_key("5f1c");
    let answers = join_all((0..20).map(|_| async { keyed.post("/api/v1/help-requests", &help_request()).await })).await;
    let mut ids: Vec<String> = answers.iter().map(|answer| answer.json()["id"].to_string()).collect();
    ids.sort();
    ids.dedup();
    assert_eq!((ids.len(), answers.iter().all(|answer| answer.status == 201)), (1, true));
}

async fn wrong_addresses_methods_sizes_and_types_are_problems_too(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let client = &served.client;
    let missing = client.get("/api/v1/nothing").await;
    assert_eq!((missing.status, &missing.json()["code"]), (404, &json!("not-found")));
    let method = client.method("DELETE", "/api/v1/help-requests").await;
    assert_eq!((method.status, method.header("allow"), &method.json()["code"]), (405, "GET, HEAD, POST, OPTIONS", &json!("wrong-method")));
    assert_eq!(client.method("OPTIONS", "/api/v1/help-requests").await.status, 204);
    let kind = client.post_raw("/api/v1/help-requests", "text/plain", "{}").await;
    assert_eq!((kind.status, &kind.json()["code"]), (415, &json!("wrong-media-type")));
    let large = client.post_raw("/api/v1/help-requests", "application/json", vec![b' '; 300 * 1024]).await;
    assert_eq!((large.status, &large.json()["code"]), (413, &json!("too-large")));
    let deep = client.post_raw("/api/v1/help-requests", "application/json", "[".repeat(100_000)).await;
    assert_eq!(deep.status, 422, "a list is no help request, however deep");
    let bytes = client.post_raw("/api/v1/help-requests", "application/json", vec![b'"', 0xff, 0xfe, b'"']).await;
    assert_eq!(bytes.status, 400);
}

async fn candidates_come_with_reasons_and_the_number_that_each_rule_keeps_out(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let operator = operator(&world, &served).await;
    let help = operator.post("/api/v1/help-requests", &help_request()).await.header("location").to_owned();
    world.enrol(|_| {}).await;
    world.enrol(|profile| profile.menus[0].minimum_fee_yen = Some(90_000)).await;
    world.enrol(|profile| profile.consents.clear()).await;
    let view = operator.get(&format!("{help}/candidates?limit=5")).await.json();
    assert_eq!(view["people"], json!(3));
    let names: Vec<_> = view["candidates"].as_array().unwrap().iter().map(|one| one["display_name"].clone()).collect();
    assert_eq!(names, [json!("S1")]);
    let score = view["candidates"][0]["explanation"]["score"].as_f64().unwrap();
    assert!(score > 0.5 && score <= 1.0, "{score}");
    let out = |rule: &str| view["kept_out"].as_array().unwrap().iter().find(|row| row["rule"] == json!(rule)).unwrap()["people"].clone();
    assert_eq!((out("budget"), out("consent"), out("region")), (json!(1), json!(1), json!(0)));
}

#[test]
fn the_description_of_the_api_names_every_address_and_method_of_the_contract() {
    let description: serde_json::Value = serde_json::from_str(&nakodo::web::open_api()).unwrap();
    assert!(description["openapi"].as_str().unwrap().starts_with("3.1"));
    for (path, method) in [
        ("/api/v1/specialists", "post"),
        ("/api/v1/specialists/{id}", "get"),
        ("/api/v1/specialists/{id}", "patch"),
        ("/api/v1/specialists/{id}/pause", "post"),
        ("/api/v1/specialists/{id}/resume", "post"),
        ("/api/v1/help-requests", "post"),
        ("/api/v1/help-requests/{id}", "get"),
        ("/api/v1/help-requests/{id}/candidates", "get"),
        ("/api/v1/help-requests/{id}/offers", "get"),
        ("/api/v1/help-requests/{id}/cancel", "post"),
    ] {
        assert!(description["paths"][path][method].is_object(), "{method} {path}");
    }
}
