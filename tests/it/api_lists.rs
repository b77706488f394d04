//! Lists of the API: a page at a time, filtered, to everybody their own; and edits that write over nothing unread.

use std::collections::BTreeSet;

use futures::future::join_all;
use nakodo::brokering::SupportOrgForm;
use nakodo::desk::{KeyRequest, SuppressionForm, add_suppression};
use serde_json::{Value, json};

use crate::harness::people::help_request;
use crate::harness::web::{Answer, Client, Served};
use crate::harness::{Mode, World};

in_both_modes![
    a_list_is_read_page_by_page_without_repeating_or_leaving_out,
    a_list_shows_everybody_their_own_and_filters_it,
    a_parameter_that_cannot_be_right_is_named,
    an_edit_names_what_was_read_and_writes_over_nothing_else,
];

async fn operator(world: &World, served: &Served) -> Client {
    served.client.with_key(&world.key(KeyRequest::Operator).await.token.reveal())
}

/// All rows, a page at a time.
async fn walked(client: &Client, first: &str) -> Vec<Value> {
    let (mut rows, mut place) = (Vec::new(), Some(first.to_owned()));
    while let Some(here) = place {
        let answer = client.get(&here).await;
        assert_eq!(answer.status, 200, "{here}: {}", answer.body);
        let page = answer.json().as_array().cloned().expect("a list");
        assert!(page.len() <= 2 && (!page.is_empty() || rows.is_empty()), "{here}");
        rows.extend(page);
        place = answer.next();
    }
    rows
}

async fn a_list_is_read_page_by_page_without_repeating_or_leaving_out(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let operator = operator(&world, &served).await;
    for number in 0..5 {
        world.enrol(|_| {}).await;
        let mut form = help_request();
        (form.company.name, form.company.corporate_number) = (format!("関金属工業{number}"), None);
        assert_eq!(operator.post("/api/v1/help-requests", &form).await.status, 201);
        let form = SuppressionForm { address: format!("s{number}@gone.example"), kind: None };
        assert!(add_suppression(&world.app.desk, form).await.unwrap());
        world.key(KeyRequest::Auditor).await;
    }
    world.settle().await;
    for list in ["specialists", "help-requests", "suppressions", "keys", "letters", "audit"] {
        let whole = operator.get(&format!("/api/v1/{list}?limit=200")).await;
        assert_eq!(whole.next(), None, "{list}");
        let whole = whole.json().as_array().cloned().unwrap();
        assert!(whole.len() >= 4, "{list}: {}", whole.len());
        let pages = walked(&operator, &format!("/api/v1/{list}?limit=2")).await;
        assert_eq!(pages, whole, "{list}");
    }
    // Whoever comes meanwhile moves nobody to another page.
    let first = operator.get("/api/v1/help-requests?limit=3").await;
    world.app.desk.clock.advance(chrono::Duration::seconds(1));
    assert_eq!(operator.post("/api/v1/help-requests", &help_request()).await.status, 201);
    let second = operator.get(&first.next().expect("there is more")).await;
    let ids = |answer: &Answer| answer.json().as_array().unwrap().iter().map(|row| row["id"].to_string()).collect::<Vec<_>>();
    let seen: BTreeSet<String> = ids(&first).into_iter().chain(ids(&second)).collect();
    assert_eq!((ids(&first).len(), ids(&second).len(), seen.len()), (3, 2, 5));
}

async fn a_list_shows_everybody_their_own_and_filters_it(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let operator = operator(&world, &served).await;
    let (one, _) = (world.enrol(|_| {}).await, world.enrol(|_| {}).await);
    let mut places = Vec::new();
    for name in ["甲商工会議所", "乙商工会議所"] {
        let form = SupportOrgForm { name: name.into(), address: "shien@chamber.example.jp".into(), language: None };
        let broker = served.client.with_key(&world.key(KeyRequest::Broker(form)).await.token.reveal());
        let mut form = help_request();
        (form.company.name, form.company.corporate_number) = (format!("{name}の会員"), None);
        let place = broker.post("/api/v1/help-requests", &form).await.header("location").to_owned();
        let own = broker.get("/api/v1/help-requests").await.json();
        assert_eq!(own.as_array().map(Vec::len), Some(1), "{own}");
        // Nobody has said that the company agrees, so it is asked first.
        assert_eq!((&own[0]["company"], &own[0]["state"]), (&json!(format!("{name}の会員")), &json!("awaiting_confirmation")));
        places.push((broker, place));
    }
    let (broker, place) = &places[0];
    assert_eq!(broker.post(&format!("{place}/cancel"), &json!({})).await.status, 200);
    let seen = async |path: &str| {
        let rows = operator.get(path).await.json();
        rows.as_array().unwrap().iter().map(|row| (row["state"].clone(), row["company"].clone())).collect::<Vec<_>>()
    };
    // Whoever sees all is told no name in a list: the help request itself is opened with a reason.
    let nobody = serde_json::Value::Null;
    assert_eq!(
        seen("/api/v1/help-requests").await,
        [(json!("awaiting_confirmation"), nobody.clone()), (json!("cancelled"), nobody.clone())]
    );
    assert_eq!(seen("/api/v1/help-requests?state=cancelled").await, [(json!("cancelled"), nobody)]);
    let numbered = operator.get("/api/v1/specialists?number=000002").await.json();
    assert_eq!((numbered.as_array().map(Vec::len), &numbered[0]["display_name"]), (Some(1), &json!("S2")));
    let specialist = served.client.with_key(&world.key(KeyRequest::Specialist("000001".into())).await.token.reveal());
    for path in ["/api/v1/specialists", "/api/v1/specialists?number=000002"] {
        let own = specialist.get(path).await.json();
        assert_eq!((own.as_array().map(Vec::len), &own[0]["id"]), (Some(1), &json!(one.to_string())), "{path}");
    }
}

async fn a_parameter_that_cannot_be_right_is_named(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let operator = operator(&world, &served).await;
    for (path, pointer, code) in [
        ("/api/v1/letters?limit=0", "/limit", "out-of-range"),
        ("/api/v1/letters?limit=many", "/limit", "not-a-number"),
        ("/api/v1/letters?cursor=%F0%9F%98%80", "/cursor", "unknown-cursor"),
        ("/api/v1/help-requests?cursor=bm90LWFuLWlk", "/cursor", "unknown-cursor"),
        ("/api/v1/letters?sate=sent", "/sate", "unknown-field"),
        ("/api/v1/letters?state=lost", "/state", "unknown-code"),
        ("/api/v1/letters?state=", "/state", "unknown-code"),
        ("/api/v1/audit?since=yesterday", "/since", "not-a-moment"),
        ("/api/v1/keys?limit=1&limit=2", "/limit", "named-twice"),
        ("/api/v1/active-list?prefectur=21", "/prefectur", "unknown-field"),
        ("/api/v1/active-list?limit=x&limit=", "/limit", "named-twice"),
        ("/api/v1/active-list?limit=", "/limit", "not-a-number"),
    ] {
        let refused = operator.get(path).await;
        assert_eq!((refused.status, refused.header("content-type")), (422, "application/problem+json"), "{path}: {}", refused.body);
        assert_eq!(refused.mistakes(), [(pointer.to_owned(), code.to_owned())], "{path}");
    }
    assert_eq!(operator.get("/api/v1/letters?lang=en&state=sent").await.status, 200);
}

async fn an_edit_names_what_was_read_and_writes_over_nothing_else(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let operator = operator(&world, &served).await;
    let path = format!("/api/v1/specialists/{}", world.enrol(|_| {}).await);
    let edit = async |read: Option<&str>, hours: u8| {
        let request = operator.http.patch(format!("{}{path}", operator.address)).bearer_auth(operator.key.as_deref().unwrap());
        let request = request.json(&json!({ "hours_per_week": hours }));
        operator.send(if let Some(read) = read { request.header("If-Match", read) } else { request }).await
    };
    let read = operator.get(&path).await.header("etag").to_owned();
    assert_eq!(read, "\"1\"");
    let blind = edit(None, 9).await;
    assert_eq!((blind.status, &blind.json()["code"]), (428, &json!("read-first")));
    for other in ["\"0\"", "\"x\"", "1"] {
        let refused = edit(Some(other), 9).await;
        assert_eq!((refused.status, &refused.json()["code"]), (412, &json!("outdated")), "{other}");
    }
    let mut statuses: Vec<u16> = join_all((5..9).map(|hours| edit(Some(&read), hours))).await.iter().map(|answer| answer.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses[0], 200, "one of those who edit at once wins");
    assert!(statuses[1..].iter().all(|status| [409, 412].contains(status)), "and the others are told: {statuses:?}");
    let now = operator.get(&path).await.header("etag").to_owned();
    assert_eq!(now, "\"2\"");
    assert_eq!(edit(Some("*"), 7).await.header("etag"), "\"3\"", "whoever says so writes over anything");
    let known = operator.http.get(format!("{}{path}", operator.address)).bearer_auth(operator.key.as_deref().unwrap());
    let same = operator.send(known.header("If-None-Match", "\"3\"")).await;
    assert_eq!((same.status, same.body.as_str()), (304, ""));
}
