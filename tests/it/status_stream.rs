//! The status of a help request as it happens.

use nakodo::desk::{self, KeyRequest};
use serde_json::{Value, json};

use crate::harness::people::{COMPANY_SECRETS, Profile, help_request, help_request_from};
use crate::harness::process::Place;
use crate::harness::web::{Client, Served};
use crate::harness::{Mode, World, press};

in_both_modes![whoever_follows_is_told_when_somebody_accepts, a_server_that_stops_ends_its_streams];

/// The data of the next event, passing by words that only keep the line.
async fn next(stream: &mut reqwest::Response) -> Value {
    let mut text = String::new();
    loop {
        let chunk = stream.chunk().await.expect("the stream is whole").expect("the stream goes on");
        text.push_str(std::str::from_utf8(&chunk).expect("text"));
        let data = text.split("\n\n").find(|event| event.contains("event: status")).filter(|_| text.ends_with("\n\n"));
        if let Some(line) = data.and_then(|event| event.lines().find_map(|line| line.strip_prefix("data: "))) {
            for secret in COMPANY_SECRETS {
                assert!(!text.contains(secret), "{text}");
            }
            return serde_json::from_str(line).expect("JSON");
        }
    }
}

async fn follow(client: &Client, link: &str) -> reqwest::Response {
    let stream = client.http.get(format!("{}{link}/events", client.address)).header("Accept-Encoding", "gzip").send().await.unwrap();
    assert_eq!((stream.status().as_u16(), stream.headers()["content-type"].to_str().unwrap()), (200, "text/event-stream"));
    assert!(!stream.headers().contains_key("content-length"));
    stream
}

async fn whoever_follows_is_told_when_somebody_accepts(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let person = world.enrol(|_| {}).await;
    let operator = served.client.with_key(&world.key(KeyRequest::Operator).await.token.reveal());
    assert_eq!(operator.post("/api/v1/help-requests", &help_request()).await.status, 201);
    world.settle().await;
    let link = world.letter(&help_request().company.contact.address, "people_asked").link("/help-requests/status/");
    let mut stream = follow(&served.client, &link).await;
    let first = next(&mut stream).await;
    assert_eq!((&first["state"], &first["asked"]), (&json!("open"), &json!(1)));
    desk::introduce_browser(&world.app.desk, press::browser(), person).await.unwrap();
    let offer = world.letter("s1@example.jp", "offer").link("/offers/");
    assert_eq!(served.client.press(&offer, "accept", &[]).await.status, 200);
    assert_eq!(next(&mut stream).await["state"], json!("matched"));
    let made_up = format!("/help-requests/status/{}/events", "C".repeat(43));
    assert_eq!(served.client.get(&made_up).await.status, 404);
    assert_eq!(served.client.method("HEAD", &format!("{link}/events")).await.status, 200);
}

async fn a_server_that_stops_ends_its_streams(mode: Mode) {
    let mut place = Place::new(mode).await;
    let operator = place.operator_key();
    let processes = place.start();
    let client = Client::new(&processes[0].address).with_key(&operator);
    assert_eq!(client.post("/api/v1/specialists", &Profile::numbered(1).form()).await.status, 201);
    let form = help_request_from(nakodo::clock::Clock::system().today());
    assert_eq!(client.post("/api/v1/help-requests", &form).await.status, 201);
    let letters = place.mail.until(|letters| letters.iter().any(|letter| letter.kind == "people_asked")).await;
    let link = letters.iter().find(|letter| letter.kind == "people_asked").expect("it came").link("/help-requests/status/");
    let mut stream = follow(&client, &link).await;
    assert_eq!(next(&mut stream).await["state"], json!("open"));
    // Whoever waits for a process to stop must not wait for those who follow.
    place.finish(processes).await;
    // Cut off after a while, it would end with a mistake.
    while stream.chunk().await.expect("the stream ends well").is_some() {}
}
