//! What Redis can do to us, and what only Redis promises: a cluster's slots, consumers that die, logs that are cut, a master that is replaced,
//! a server that hangs. The oracle is what was asked for: every help request has told its company, and nobody got a letter twice.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use nakodo::bus::{BusError, DeadNotice, EventBus};
use nakodo::desk::Submitter;
use nakodo::events::Group;
use nakodo::workers::Crew;
use serde_json::json;

use crate::bus::{deliveries, drain, other_reader};
use crate::harness::own_redis::OwnRedis;
use crate::harness::people::{help_request, help_request_from};
use crate::harness::process::Place;
use crate::harness::proxy::Proxy;
use crate::harness::web::Client;
use crate::harness::{Mode, World};

const DURABLE: [&str; 6] = ["--save", "", "--appendonly", "yes", "--appendfsync", "always"];

async fn world_on(url: String) -> World {
    let world = World::with(Mode::ScaleOut, move |raw| raw.bus.url = url).await;
    for _ in 0..3 {
        world.enrol(|profile| profile.max_engagements = Some(20)).await;
    }
    world
}

/// Rounds until every connection of this instance works again.
async fn until_well(crew: &Crew) {
    let well = async {
        loop {
            crew.relay_round().await.unwrap();
            let mut all_well = crew.bus.ping().await.is_ok() && crew.telemetry.is_bus_well();
            for group in Group::ALL {
                crew.consumer_round(group, Duration::ZERO).await.unwrap();
                all_well &= crew.telemetry.is_bus_well();
            }
            if all_well {
                return;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(60), well).await.expect("the bus comes back");
}

/// Waits for `holds`, which asks something that answers at once.
async fn until<F: Future<Output = bool>>(what: &str, holds: impl Fn() -> F) {
    let asked = async {
        while !holds().await {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), asked).await.unwrap_or_else(|_| panic!("waited in vain until {what}"));
}

/// Lets pass what the relay waits before it publishes again, and everything happen.
async fn redeliver(world: &World) {
    until_well(&world.app.crew).await;
    world.wait(chrono::Duration::seconds(61)).await;
}

/// Each of `count` help requests has told its company once how it stands.
fn all_told(world: &World, count: usize) {
    let told: BTreeSet<String> = world
        .letters()
        .into_iter()
        .filter(|letter| letter.kind == "people_asked" || letter.kind == "help_request_waiting")
        .map(|letter| letter.message_id)
        .collect();
    assert_eq!(told.len(), count);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_keys_of_an_instance_lie_in_one_slot_and_a_cluster_takes_every_command() {
    let redis = OwnRedis::start_with(&["--save", "", "--appendonly", "no", "--cluster-enabled", "yes"]);
    redis.ask::<()>(&["CLUSTER", "ADDSLOTSRANGE", "0", "16383"]).await;
    until("the cluster is up", || async { redis.ask::<String>(&["CLUSTER", "INFO"]).await.contains("cluster_state:ok") }).await;
    let world = world_on(redis.url()).await;
    world.submit(help_request(), Submitter::Operator).await;
    world.settle().await;
    all_told(&world, 1);
    let [delivery] = deliveries(&world, 1).try_into().expect("one");
    let notice = DeadNotice { delivery, attempts: 3, reason: "why".to_owned(), at: world.app.desk.clock.now() };
    world.app.crew.bus.tell_dead(&notice).await.unwrap();
    world.app.crew.housekeeper_round().await.unwrap();
    let keys: Vec<String> = redis.ask(&["KEYS", "*"]).await;
    let mut slots = BTreeSet::new();
    for key in &keys {
        slots.insert(redis.ask::<u16>(&["CLUSTER", "KEYSLOT", key]).await);
    }
    assert_eq!((keys.len(), slots.len()), (4, 1), "{keys:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_entries_of_a_dead_consumer_are_taken_over_and_nothing_stays_pending() {
    let redis = OwnRedis::start();
    let world = world_on(redis.url()).await;
    let published = deliveries(&world, 10_000);
    for part in published.chunks(256) {
        world.app.crew.bus.publish(part).await.unwrap();
    }
    let dead = other_reader(&world, "dead", Duration::from_secs(60));
    let mut held = 0;
    while held < published.len() {
        held += dead.receive(Group::Postman, 256, Duration::ZERO).await.unwrap().entries.len();
    }
    drop(dead);
    let taken = drain(&other_reader(&world, "next", Duration::ZERO), Group::Postman).await;
    assert_eq!(taken, published, "all of them, in their order");
    let stream = redis.key("postman").await;
    let (pending, ..): (u64, redis::Value, redis::Value, redis::Value) = redis.ask(&["XPENDING", &stream, "postman"]).await;
    assert_eq!((pending, redis.ask::<u64>(&["XLEN", &stream]).await), (0, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_dead_consumers_that_hold_nothing_are_removed_and_only_what_nobody_can_want() {
    let redis = OwnRedis::start();
    let world = world_on(redis.url()).await;
    let (bus, group) = (&world.app.crew.bus, Group::Postman);
    let published = deliveries(&world, 4);
    bus.publish(&published[..1]).await.unwrap();
    drain(&other_reader(&world, "gone", Duration::from_secs(60)), group).await;
    bus.publish(&published[1..3]).await.unwrap();
    for name in ["lost", "holding"] {
        let taken = other_reader(&world, name, Duration::from_secs(60)).receive(group, 1, Duration::ZERO).await.unwrap();
        assert_eq!(taken.entries.len(), 1);
    }
    let stream = redis.key("postman").await;
    // What must not happen: a consumer is removed with an entry in its hands, which then comes to nobody.
    assert_eq!(redis.ask::<u64>(&["XGROUP", "DELCONSUMER", &stream, "postman", "lost"]).await, 1);
    bus.publish(&published[3..]).await.unwrap();

    let patient = bus.tidy(group, Duration::from_secs(3600)).await.unwrap();
    assert_eq!((patient.consumers, patient.entries), (0, 1), "nobody has been silent for an hour; the lost entry goes");
    let hasty = bus.tidy(group, Duration::ZERO).await.unwrap();
    assert_eq!((hasty.consumers, hasty.entries), (1, 0), "`gone` goes, `holding` stays");
    let left = drain(&other_reader(&world, "next", Duration::ZERO), group).await;
    assert_eq!(left, [published[2].clone(), published[3].clone()], "what is held and what is still to be read has stayed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn entries_that_nobody_can_read_are_told_and_keep_nothing_waiting() {
    let redis = OwnRedis::start();
    let world = world_on(redis.url()).await;
    let stream = redis.key("matcher").await;
    for _ in 0..100 {
        redis.ask::<String>(&["XADD", &stream, "*", "event", r#"{"version":99,"shape":"unknown"}"#]).await;
    }
    redis.ask::<String>(&["XADD", &stream, "*", "strange", "field"]).await;
    world.submit(help_request(), Submitter::Operator).await;
    world.settle().await;
    all_told(&world, 1);
    assert_eq!(redis.ask::<u64>(&["XLEN", &stream]).await, 0);
    let counted = r#"nakodo_deliveries_handled_total{group="matcher",outcome="unreadable"} 101"#;
    assert!(world.app.telemetry.text().contains(counted), "{}", world.app.telemetry.text());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn entries_that_somebody_deletes_under_our_hands_come_again_at_once() {
    let redis = OwnRedis::start();
    let mut world = world_on(redis.url()).await;
    world.submit(help_request(), Submitter::Operator).await;
    world.app.crew.relay_round().await.unwrap();
    let dead = other_reader(&world, "dead", Duration::from_secs(60));
    assert_eq!(dead.receive(Group::Matcher, 64, Duration::ZERO).await.unwrap().entries.len(), 1);
    let stream = redis.key("matcher").await;
    redis.ask::<u64>(&["XTRIM", &stream, "MAXLEN", "0"]).await;
    world.app.crew.bus = other_reader(&world, "next", Duration::ZERO);
    world.settle().await;
    all_told(&world, 1);
}

/// Cuts the newest part of the log of a Redis at a share of its length.
fn cut_log(folder: &Path, thousandths: u64) {
    let parts = std::fs::read_dir(folder.join("appendonlydir")).unwrap().flatten().map(|entry| entry.path());
    let newest = parts.filter(|path| path.to_string_lossy().ends_with(".incr.aof")).max().expect("Redis has a log");
    let file = std::fs::OpenOptions::new().write(true).open(newest).unwrap();
    file.set_len(file.metadata().unwrap().len() * thousandths / 1000).unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_redis_whose_log_is_cut_anywhere_loses_nothing() {
    let mut redis = OwnRedis::start_with(&DURABLE);
    let world = world_on(redis.url()).await;
    for round in 1..=20 {
        world.submit(help_request(), Submitter::Operator).await;
        world.submit(help_request(), Submitter::Operator).await;
        world.app.crew.relay_round().await.unwrap();
        // Half of it is handled, and its letters are on their way, when the power goes.
        if round % 2 == 0 {
            world.app.crew.consumer_round(Group::Matcher, Duration::ZERO).await.unwrap();
            world.app.crew.relay_round().await.unwrap();
        }
        let thousandths = rand::random_range(0..1000);
        redis.restart_after(|folder| cut_log(&folder, thousandths));
        redeliver(&world).await;
        all_told(&world, 2 * round);
    }
    let (waiting, dead) = world.app.desk.store.read(|tx| tx.count_deliveries()).await.unwrap();
    assert_eq!((waiting, dead), (0, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_failover_that_loses_acknowledged_writes_loses_nothing_of_ours() {
    let master = OwnRedis::start_with(&DURABLE);
    let port = master.port.to_string();
    let replica = OwnRedis::start_with(&["--save", "", "--replicaof", &format!("127.0.0.1 {port}"), "--repl-diskless-sync-delay", "0"]);
    until("the replica follows", || async { replica.ask::<String>(&["INFO", "replication"]).await.contains("master_link_status:up") })
        .await;
    let proxy = Proxy::to(format!("127.0.0.1:{port}")).await;
    let world = world_on(format!("redis://{}/", proxy.address)).await;
    let crew = &world.app.crew;
    // Every connection is open from here on.
    until_well(crew).await;
    for _ in 0..10 {
        world.submit(help_request(), Submitter::Operator).await;
    }
    crew.relay_round().await.unwrap();
    let stream = master.key("matcher").await;
    until("it has everything", || async { replica.ask::<u64>(&["XLEN", &stream]).await == 10 }).await;
    replica.ask::<()>(&["REPLICAOF", "NO", "ONE"]).await;
    proxy.lead_to(format!("127.0.0.1:{}", replica.port));
    // The old master does not know yet, and our connections are still with it.
    for _ in 0..10 {
        world.submit(help_request(), Submitter::Operator).await;
    }
    assert_eq!(crew.relay_round().await.unwrap().done, 10);
    assert_eq!(master.ask::<u64>(&["XLEN", &stream]).await, 20, "the old master has acknowledged them");
    crew.consumer_round(Group::Matcher, Duration::ZERO).await.unwrap();
    assert_eq!(master.ask::<u64>(&["XLEN", &stream]).await, 0, "and also that they were handled");
    master.ask::<()>(&["REPLICAOF", "127.0.0.1", &replica.port.to_string()]).await;
    until("the old master has given in", || async { master.ask::<u64>(&["XLEN", &stream]).await == 10 }).await;
    redeliver(&world).await;
    all_told(&world, 20);
    let offers = world.letters().into_iter().filter(|letter| letter.kind == "offer").count();
    let in_store = world.app.desk.store.read(|tx| tx.count_letters(nakodo::correspondence::LetterState::Sent)).await.unwrap();
    assert_eq!(in_store as usize, world.letters().len(), "each letter of the store is one file, {offers} of them offers");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_redis_is_frozen_help_requests_are_taken_in_and_readyz_says_degraded() {
    let mut place = Place::new(Mode::ScaleOut).await;
    let redis = OwnRedis::start();
    place.set("NAKODO__BUS__URL", redis.url());
    let operator = place.operator_key();
    let processes = place.start();
    let client = Client::new(&processes[0].address).with_key(&operator);
    place.enrol(&client, 1).await;
    redis.signal("STOP");
    let form = help_request_from(nakodo::clock::Clock::system().today());
    for _ in 0..3 {
        assert_eq!(client.post("/api/v1/help-requests", &form).await.status, 201);
    }
    until("the instance notices", || async {
        let ready = client.get("/readyz").await;
        assert_eq!(ready.status, 200, "a bus that hangs delays, it does not refuse");
        ready.json()["status"] == json!("degraded")
    })
    .await;
    redis.signal("CONT");
    let told = |kind: &str| kind == "people_asked" || kind == "nobody_found";
    let letters = place.mail.until(|letters| letters.iter().filter(|letter| told(&letter.kind)).count() == 3).await;
    let messages: BTreeSet<&str> = letters.iter().map(|letter| letter.message_id.as_str()).collect();
    assert_eq!(messages.len(), letters.len(), "no letter came twice");
    until("all is well again", || async { client.get("/readyz").await.json()["status"] == json!("ok") }).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reader_is_told_that_redis_has_lost_its_memory_once() {
    let redis = OwnRedis::start();
    let world = world_on(redis.url()).await;
    let bus: &EventBus = &world.app.crew.bus;
    redis.flush().await;
    let lost = bus.receive(Group::Matcher, 1, Duration::ZERO).await;
    assert!(matches!(lost, Err(BusError::LostMemory)), "{lost:?}");
    assert!(bus.receive(Group::Matcher, 1, Duration::ZERO).await.is_ok());
}
