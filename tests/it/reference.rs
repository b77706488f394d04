//! The reference of the API for people, and requests that cannot be read to their end.

use std::collections::BTreeSet;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::harness::web::{Client, Served};
use crate::harness::{Mode, World};

in_both_modes![the_reference_leads_to_every_operation_without_scripts, a_body_that_trickles_is_cut_off_with_a_problem];

/// Addresses of the reference to which a page leads.
fn links(page: &str) -> BTreeSet<String> {
    let places = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    places.filter(|place| place.starts_with("/api/docs")).map(|place| place.split('?').next().unwrap_or_default().to_owned()).collect()
}

async fn read(client: &Client, place: &str, language: &str) -> String {
    let answer = client.get(&format!("{place}?lang={language}")).await;
    assert_eq!(answer.status, 200, "{place}");
    assert!(answer.header("content-type").starts_with("text/html"), "{place}");
    assert!(answer.header("content-security-policy").starts_with("default-src 'none'"), "{place}");
    assert!(answer.body.len() < 20_000, "{place} is large: {}", answer.body.len());
    for forbidden in ["<script", "style=\"", "src=\"http", "[reference-"] {
        assert!(!answer.body.contains(forbidden), "{place}: {forbidden}");
    }
    answer.body
}

async fn the_reference_leads_to_every_operation_without_scripts(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let (mut seen, mut to_see) = (BTreeSet::new(), BTreeSet::from(["/api/docs".to_owned()]));
    while let Some(place) = to_see.pop_first() {
        if seen.insert(place.clone()) {
            to_see.extend(links(&read(&served.client, &place, "en").await));
        }
    }
    let document: serde_json::Value = serde_json::from_str(&nakodo::web::open_api()).unwrap();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let place = format!("/api/docs/{}", operation["operationId"].as_str().unwrap());
            assert!(seen.contains(&place), "nothing leads to {method} {path}");
        }
    }
    let japanese = read(&served.client, "/api/docs/post_help_request", "ja").await;
    assert!(
        japanese.contains("同じ Idempotency-Key が別の内容に使われています") && japanese.contains("鍵がなくても使えます"),
        "{japanese}"
    );
    assert!(read(&served.client, "/api/docs/schemas/NeedForm", "en").await.contains("Hours of work in all"));
    let missing = served.client.get("/api/docs/no_such_operation").await;
    assert!(missing.status == 404 && missing.header("content-type").starts_with("text/html"), "{missing:?}");
}

async fn a_body_that_trickles_is_cut_off_with_a_problem(mode: Mode) {
    let world = World::with(mode, |raw| raw.web.request_seconds = 1).await;
    let served = Served::open(&world);
    let address = served.client.address.strip_prefix("http://").expect("an address").to_owned();
    let mut line = TcpStream::connect(&address).await.unwrap();
    let head = format!(
        "POST /api/v1/help-requests HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n{{"
    );
    line.write_all(head.as_bytes()).await.unwrap();
    let mut answer = vec![0; 4096];
    let length = line.read(&mut answer).await.unwrap();
    let answer = String::from_utf8_lossy(&answer[..length]).into_owned();
    assert!(answer.starts_with("HTTP/1.1 408") && answer.contains("application/problem+json") && answer.contains("too-slow"), "{answer}");
}
