//! A press counts with a value that only an opened page holds, and once.

use chrono::Duration;
use nakodo::desk::Submitter;
use nakodo::intake::HelpRequestState;
use nakodo::seals::PageValue;
use nakodo::store::StoreError;
use serde_json::json;

use crate::harness::people::help_request;
use crate::harness::web::{Served, hidden_fields};
use crate::harness::{Mode, World};

in_both_modes![
    a_press_without_a_value_of_the_page_changes_nothing_and_shows_the_page_again,
    missing_old_foreign_and_made_up_values_are_all_alike,
    a_value_counts_once,
    whoever_presses_twice_is_told_what_the_first_press_came_to,
    a_program_gets_the_values_as_json,
    another_site_presses_nothing,
    a_restart_keeps_pages_good,
];

const COMPANY: &str = "soumu@seki-kinzoku.example.jp";

/// The value in the form that posts to `path`.
async fn value(served: &Served, link: &str, action: &str) -> String {
    let path = if action.is_empty() { link.to_owned() } else { format!("{link}/{action}") };
    let fields = hidden_fields(&served.client.get(link).await.body, &path);
    fields.into_iter().find(|(name, _)| name == "value").expect("the page holds a value").1
}

/// Everything that can be pressed: link, end of the form's address, what is typed.
async fn buttons(world: &World) -> Vec<(String, &'static str, Vec<(&'static str, &'static str)>)> {
    world.enrol(|_| {}).await;
    world.ask_for_help().await;
    world.submit(help_request(), Submitter::Company).await;
    world.settle().await;
    let offer = world.letter("s1@example.jp", "offer").link("/offers/");
    let confirm = world.letter(COMPANY, "confirm_help_request").link("/help-requests/confirm/");
    let status = world.letter(COMPANY, "people_asked").link("/help-requests/status/");
    vec![
        (offer.clone(), "accept", vec![]),
        (offer, "decline", vec![("reason", "no-time")]),
        (confirm, "", vec![]),
        (status, "cancel", vec![]),
    ]
}

async fn last_event(world: &World) -> i64 {
    let read = world.app.desk.store.read(|tx| tx.last_event()).await;
    read.map_err(|error: StoreError| error.to_string()).unwrap()
}

async fn a_press_without_a_value_of_the_page_changes_nothing_and_shows_the_page_again(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let buttons = buttons(&world).await;
    let before = last_event(&world).await;
    for (link, action, typed) in &buttons {
        let path = if action.is_empty() { link.clone() } else { format!("{link}/{action}") };
        let refused = served.client.post_form(&path, typed).await;
        assert_eq!(refused.status, 403, "{path}");
        assert!(refused.body.contains("もう一度このページのボタンを押してください"), "{}", refused.body);
        let fresh = hidden_fields(&refused.body, &path);
        assert!(fresh.iter().any(|(name, _)| name == "value"), "the page comes with a fresh value");
        assert!(refused.body.len() < 20_000);
    }
    assert_eq!(last_event(&world).await, before);
    // The fresh value of the page that came again is good.
    let (link, action, typed) = &buttons[1];
    let path = format!("{link}/{action}");
    let again = served.client.post_form(&path, typed).await;
    let fresh = hidden_fields(&again.body, &path).remove(0).1;
    assert!(again.body.contains("value=\"no-time\" required checked"), "what was chosen is kept");
    assert_eq!(served.client.post_form(&path, &[("value", &fresh), ("reason", "no-time")]).await.status, 200);
}

async fn missing_old_foreign_and_made_up_values_are_all_alike(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    world.enrol(|_| {}).await;
    let id = world.ask_for_help().await;
    let own = world.letter("s1@example.jp", "offer").link("/offers/");
    let others = world.letter("s2@example.jp", "offer").link("/offers/");
    let old = value(&served, &own, "accept").await;
    world.wait(Duration::hours(2)).await;
    let good = value(&served, &own, "accept").await;
    let foreign = value(&served, &others, "accept").await;
    let of_another_button = value(&served, &own, "decline").await;
    let made_up = good.chars().rev().collect::<String>();
    let mut told = Vec::new();
    for value in ["", "x", &old, &foreign, &of_another_button, &made_up, &format!("{good}="), &good[1..]] {
        let refused = served.client.post_as_program(&format!("{own}/accept"), &json!({ "value": value })).await;
        told.push((refused.status, refused.body));
        let page = served.client.post_form(&format!("{own}/accept"), &[("value", value)]).await;
        assert_eq!(page.status, 403, "{value}");
    }
    told.dedup();
    assert!(told.len() == 1 && told[0].0 == 403, "{told:?}");
    assert_eq!(world.state_of(id).await, HelpRequestState::Open);
}

async fn a_value_counts_once(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    let id = world.ask_for_help().await;
    let link = world.letter("s1@example.jp", "offer").link("/offers/");
    let used = value(&served, &link, "accept").await;
    let (spent, now) = (PageValue::find(&used).unwrap(), world.app.desk.clock.now());
    let spend = |spent: PageValue| world.app.desk.store.write(move |tx| tx.spend_value(&spent, now));
    assert!(spend(spent.clone()).await.map_err(|error: StoreError| error.to_string()).unwrap());
    assert!(!spend(spent).await.map_err(|error: StoreError| error.to_string()).unwrap());
    let page = served.client.post_form(&format!("{link}/accept"), &[("value", used.as_str())]).await;
    assert_eq!(page.status, 409);
    assert!(page.body.contains("すでに一度押されています"), "{}", page.body);
    assert_eq!(world.state_of(id).await, HelpRequestState::Open);
    assert_eq!(served.client.press(&link, "accept", &[]).await.status, 200);
}

async fn whoever_presses_twice_is_told_what_the_first_press_came_to(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    for (link, action, mut typed) in buttons(&world).await.into_iter().skip(1) {
        let value = value(&served, &link, action).await;
        typed.push(("value", &value));
        let path = if action.is_empty() { link } else { format!("{link}/{action}") };
        let press = || served.client.post_form(&path, &typed);
        let (one, other) = tokio::join!(press(), press());
        assert_eq!((one.status, other.status), (200, 200), "{path}: {} {}", one.body, other.body);
        assert_eq!(press().await.status, 200, "{path}: by the back button");
    }
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    let id = world.ask_for_help().await;
    let link = world.letter("s1@example.jp", "offer").link("/offers/");
    let value = value(&served, &link, "accept").await;
    let (path, typed) = (format!("{link}/accept"), [("value", value.as_str())]);
    let press = || served.client.post_form(&path, &typed);
    let (one, other) = tokio::join!(press(), press());
    assert_eq!((one.status, other.status), (200, 200), "{} {}", one.body, other.body);
    let thanks = |page: &str| page.contains("引き受けていただき、ありがとうございます");
    assert!(thanks(&one.body) != thanks(&other.body), "one press decided, the other is told so");
    assert_eq!(world.state_of(id).await, HelpRequestState::Matched);
}

async fn a_program_gets_the_values_as_json(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    for (link, action, typed) in buttons(&world).await.into_iter().skip(1) {
        let read = served.client.read(&link).await;
        let name = if action.is_empty() { "confirm" } else { action };
        let value = read["values"][name].as_str().expect("a value").to_owned();
        let path = if action.is_empty() { link.clone() } else { format!("{link}/{action}") };
        let mut body = json!({ "value": value });
        typed.iter().for_each(|(name, text)| body[*name] = json!(text));
        assert_eq!(served.client.post_as_program(&path, &json!({ "reason": "no-time" })).await.status, 403, "{path}");
        assert_eq!(served.client.post_as_program(&path, &body).await.status, 200, "{path}");
        let over = served.client.read(&link).await;
        assert!(over["values"][name].is_null(), "nothing is left to be pressed: {over}");
    }
}

async fn another_site_presses_nothing(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    let id = world.ask_for_help().await;
    let link = world.letter("s1@example.jp", "offer").link("/offers/");
    let (path, value) = (format!("{}{link}/decline", served.client.address), value(&served, &link, "decline").await);
    let request = served.client.http.post(&path).header("Sec-Fetch-Site", "cross-site");
    let refused = request.form(&[("value", value.as_str()), ("reason", "no-time")]);
    assert_eq!(served.client.send(refused).await.status, 403);
    // A form can post text that happens to be JSON, and cannot know the value.
    let text = served.client.post_raw(&format!("{link}/decline"), "text/plain", r#"{"reason":"no-time","value":"x"}"#).await;
    assert_eq!(text.status, 403);
    assert_eq!(world.offers_of(id).await[0].state.code(), "sent");
}

async fn a_restart_keeps_pages_good(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    let id = world.ask_for_help().await;
    let link = world.letter("s1@example.jp", "offer").link("/offers/");
    let value = value(&served, &link, "decline").await;
    drop(served);
    let again = Served::open_app(&world.another().await);
    let done = again.client.post_form(&format!("{link}/decline"), &[("value", value.as_str()), ("reason", "no-time")]).await;
    assert_eq!((done.status, world.offers_of(id).await[0].state.code()), (200, "declined"));
}
