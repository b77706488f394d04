//! What an instance tells those who watch it.

use std::collections::BTreeSet;

use chrono::Duration;
use nakodo::desk::Submitter;
use nakodo::events::Group;

use crate::harness::metrics::Metrics;
use crate::harness::people::{COMPANY_SECRETS, help_request};
use crate::harness::proxy::Proxy;
use crate::harness::web::{Client, Served};
use crate::harness::{Mode, World};

in_both_modes![
    a_story_is_told_in_figures,
    figures_of_the_whole_instance_come_from_a_process_that_looks,
    an_event_that_waits_shows_how_long_and_a_dead_one_that_it_is,
    no_label_holds_anything_that_somebody_typed,
    readyz_says_that_migrations_are_missing,
    a_probe_may_ask_with_head,
];

async fn metrics(client: &Client) -> Metrics {
    let answer = client.get("/metrics").await;
    assert_eq!(answer.header("content-type"), "application/openmetrics-text; version=1.0.0; charset=utf-8");
    Metrics::read(&answer.body)
}

async fn a_story_is_told_in_figures(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    for _ in 0..3 {
        world.enrol(|_| {}).await;
    }
    world.ask_for_help().await;
    world.decline("s1@example.jp", "no-time").await;
    world.accept("s2@example.jp").await;
    world.settle().await;
    let offer = world.letter("s2@example.jp", "offer").link("/offers/");
    assert_eq!(served.client.get(&offer).await.status, 200);
    assert_eq!(served.client.get("/no/such/place").await.status, 404);
    let figures = metrics(&served.client).await;
    let value = |name: &str, labels: &[(&str, &str)]| figures.value(name, labels);
    for (outcome, count) in [("made", 3.0), ("sent", 3.0), ("declined", 1.0), ("accepted", 1.0), ("withdrawn", 1.0)] {
        assert_eq!(value("nakodo_offers_total", &[("outcome", outcome)]), count, "{outcome}");
    }
    assert_eq!(value("nakodo_matches_total", &[]), 1.0);
    assert_eq!(value("nakodo_events_total", &[("kind", "help_request_opened")]), 1.0);
    assert_eq!(value("nakodo_letters_total", &[("kind", "offer"), ("outcome", "sent")]), 3.0);
    assert_eq!(value("nakodo_letters_total", &[("kind", "match_for_company"), ("outcome", "sent")]), 1.0);
    let route = [("route", "/offers/{token}"), ("method", "GET"), ("status", "200")];
    assert_eq!(value("nakodo_http_request_duration_seconds_count", &route), 1.0);
    assert_eq!(value("nakodo_http_request_duration_seconds_count", &[("route", "nowhere"), ("status", "404")]), 1.0);
    assert_eq!(value("nakodo_index_cards", &[]), 3.0);
    assert_eq!(value("nakodo_bus_up", &[]), 1.0);
    assert!(value("nakodo_store_connections_max", &[]) >= value("nakodo_store_connections", &[("state", "idle")]));
    let mode = if mode == Mode::Embedded { "embedded" } else { "scale-out" };
    assert_eq!(value("nakodo_build_info", &[("version", env!("CARGO_PKG_VERSION")), ("mode", mode)]), 1.0);
    assert_eq!(value("nakodo_started_timestamp_seconds", &[]), 1_795_482_000.0);
}

async fn figures_of_the_whole_instance_come_from_a_process_that_looks(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let whole = ["nakodo_help_requests", "nakodo_deliveries_waiting", "nakodo_whole_read_timestamp_seconds"];
    let before = metrics(&served.client).await;
    assert!(whole.iter().all(|name| before.find(name, &[]).is_none()), "nobody has looked yet");
    world.submit(help_request(), Submitter::Operator).await;
    world.submit(help_request(), Submitter::Company).await;
    world.settle().await;
    world.app.desk.clock.advance(Duration::hours(2));
    world.app.crew.observer_round().await.unwrap();
    let figures = metrics(&served.client).await;
    let of = |state: &str| figures.value("nakodo_help_requests", &[("state", state)]);
    assert_eq!((of("awaiting_confirmation"), of("open"), of("unmatched"), of("matched")), (1.0, 0.0, 1.0, 0.0));
    assert_eq!(figures.value("nakodo_help_requests_oldest_seconds", &[("state", "awaiting_confirmation")]), 7200.0);
    assert_eq!(figures.value("nakodo_help_requests_oldest_seconds", &[("state", "open")]), 0.0);
    assert_eq!(figures.value("nakodo_help_requests_longest_wait_seconds", &[]), 0.0);
    assert_eq!(figures.value("nakodo_whole_read_timestamp_seconds", &[]), 1_795_482_000.0 + 7200.0);
    // Figures stay as they were read until the next look: a scrape asks nobody.
    world.submit(help_request(), Submitter::Company).await;
    assert_eq!(metrics(&served.client).await.value("nakodo_help_requests", &[("state", "awaiting_confirmation")]), 1.0);
}

async fn an_event_that_waits_shows_how_long_and_a_dead_one_that_it_is(mode: Mode) {
    let world = World::with(mode, |raw| {
        raw.bus.max_attempts = 1;
        raw.post.transport = "smtp".to_owned();
        raw.post.smtp.url = "smtp://127.0.0.1:9".to_owned();
    })
    .await;
    let served = Served::open(&world);
    world.submit(help_request(), Submitter::Company).await;
    world.app.desk.clock.advance(Duration::seconds(90));
    world.app.crew.observer_round().await.unwrap();
    let figures = metrics(&served.client).await;
    let of = |figures: &Metrics, name: &str, group: Group| figures.value(&format!("nakodo_deliveries_{name}"), &[("group", group.name())]);
    assert_eq!(of(&figures, "oldest_due_seconds", Group::Postman), 90.0);
    assert_eq!((of(&figures, "waiting", Group::Postman), of(&figures, "dead", Group::Postman)), (1.0, 0.0));
    assert_eq!((of(&figures, "waiting", Group::Matcher), of(&figures, "oldest_due_seconds", Group::Matcher)), (0.0, 0.0));
    // Nobody is at the mail server's address, and one failure is all that these settings allow.
    world.settle().await;
    world.app.crew.observer_round().await.unwrap();
    let figures = metrics(&served.client).await;
    assert_eq!((of(&figures, "waiting", Group::Postman), of(&figures, "dead", Group::Postman)), (0.0, 1.0));
    assert_eq!(of(&figures, "oldest_due_seconds", Group::Postman), 0.0);
}

async fn no_label_holds_anything_that_somebody_typed(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    world.enrol(|_| {}).await;
    world.ask_for_help().await;
    let token = world.letter("s1@example.jp", "offer").token("/offers/").reveal();
    world.accept("s1@example.jp").await;
    world.settle().await;
    world.app.crew.observer_round().await.unwrap();
    // Whatever a stranger asks for, in whatever way.
    for path in ["/offers/soumu%40seki-kinzoku.example.jp", "/api/v1/help-requests/0575-00-0000", "/0575-00-0000?q=0575-00-0000"] {
        served.client.get(path).await;
    }
    served.client.get(&format!("/offers/{token}")).await;
    served.client.method("SOUMU", "/").await;
    let text = served.client.get("/metrics").await.body;
    let figures = Metrics::read(&text);
    let names: BTreeSet<&str> = figures.samples.iter().flat_map(|sample| sample.labels.keys().map(String::as_str)).collect();
    let known = ["group", "kind", "le", "method", "mode", "outcome", "route", "rule", "state", "status", "version"];
    assert!(names.iter().all(|name| known.contains(name)), "{names:?}");
    let methods: BTreeSet<&str> = figures.samples.iter().filter_map(|sample| sample.labels.get("method")).map(String::as_str).collect();
    assert_eq!(methods, BTreeSet::from(["GET", "OTHER"]));
    for secret in COMPANY_SECRETS.iter().chain(&["s1@example.jp", "佐藤", "0575", "SOUMU", token.as_str()]) {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
}

async fn readyz_says_that_migrations_are_missing(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    let change = async |statement: &'static str| match &world.database {
        Some(database) => run_on::<diesel::PgConnection>(&database.url, statement),
        None => run_on::<diesel::SqliteConnection>(world.folder.path().join("nakodo.sqlite").to_str().unwrap(), statement),
    };
    let ready = served.client.get("/readyz").await;
    assert_eq!((ready.status, ready.json()["schema"].as_str()), (200, Some("ok")));
    change("INSERT INTO __diesel_schema_migrations (version, run_on) VALUES ('29990101000000', '2999-01-01 00:00:00')").await;
    let ready = served.client.get("/readyz").await;
    assert_eq!((ready.status, ready.json()["schema"].as_str()), (200, Some("ahead")), "a newer build has been here");
    change("DELETE FROM __diesel_schema_migrations WHERE version = '20261121000060'").await;
    let ready = served.client.get("/readyz").await;
    assert_eq!((ready.status, ready.json()["schema"].as_str()), (503, Some("behind")));
    assert_eq!(ready.json()["missing"], serde_json::json!(["schema"]));
}

fn run_on<C: diesel::Connection>(url: &str, statement: &str) {
    C::establish(url).unwrap().batch_execute(statement).unwrap();
}

async fn a_probe_may_ask_with_head(mode: Mode) {
    let world = World::new(mode).await;
    let served = Served::open(&world);
    for path in ["/healthz", "/readyz", "/metrics"] {
        let answer = served.client.method("HEAD", path).await;
        assert_eq!((answer.status, answer.body.as_str()), (200, ""), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_hangs_holds_up_neither_the_probe_nor_the_figures() {
    let mut world = World::new(Mode::ScaleOut).await;
    let database = world.database.take().expect("scale-out has a database");
    let proxy = Proxy::to(database.address()).await;
    let via = database.url_via(proxy.address.port());
    // Another process of the same data has their keys.
    let keys = world.folder.path().join("data.keys");
    let through = World::with(Mode::ScaleOut, move |raw| (raw.store.url, raw.store.keys_file) = (via, keys)).await;
    let served = Served::open(&through);
    assert_eq!(served.client.get("/readyz").await.status, 200);
    proxy.freeze();
    let began = std::time::Instant::now();
    let ready = served.client.get("/readyz").await;
    assert_eq!((ready.status, ready.json()["missing"].clone()), (503, serde_json::json!(["store"])));
    assert!(began.elapsed() < std::time::Duration::from_secs(10), "its patience is two seconds: {:?}", began.elapsed());
    assert_eq!(metrics(&served.client).await.value("nakodo_bus_up", &[]), 1.0);
    // What waits for an answer that never comes must end before its database can.
    proxy.cut();
}
