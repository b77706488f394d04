//! Redis as it should not be.

use super::findings;
use crate::harness::Mode;
use crate::harness::own_redis::OwnRedis;
use crate::harness::process::Place;

async fn place_with(redis: &OwnRedis) -> Place {
    let mut place = Place::new(Mode::ScaleOut).await;
    place.set("NAKODO__BUS__URL", redis.url());
    place.say(&["migrate"]);
    place
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn redis_that_keeps_a_log_is_well() {
    let redis = OwnRedis::start_with(&["--appendonly", "yes"]);
    let found = findings(&place_with(&redis).await, &[]).await;
    assert_eq!((found.verdict("doctor-redis-well"), found.well), ("well", true), "{}", found.text);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn redis_without_persistence_is_told() {
    let redis = OwnRedis::start();
    let found = findings(&place_with(&redis).await, &[]).await;
    assert_eq!((found.verdict("doctor-redis-forgets"), found.well), ("warn", true), "{}", found.text);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn redis_that_throws_keys_away_is_told() {
    let redis = OwnRedis::start_with(&["--appendonly", "yes", "--maxmemory-policy", "allkeys-lru"]);
    let found = findings(&place_with(&redis).await, &[]).await;
    assert_eq!((found.verdict("doctor-redis-evicts"), found.well), ("warn", true), "{}", found.text);
    assert!(found.text.contains("allkeys-lru"), "{}", found.text);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_replica_is_wrong() {
    let master = OwnRedis::start();
    let port = master.port.to_string();
    let replica = OwnRedis::start_with(&["--replicaof", "127.0.0.1", &port, "--save", ""]);
    let found = findings(&place_with(&replica).await, &[]).await;
    assert_eq!((found.verdict("doctor-redis-replica"), found.well), ("wrong", false), "{}", found.text);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn redis_that_is_away_is_wrong() {
    let mut redis = OwnRedis::start();
    let place = place_with(&redis).await;
    redis.kill();
    let found = findings(&place, &[]).await;
    assert_eq!((found.verdict("doctor-redis-away"), found.well), ("wrong", false), "{}", found.text);
}
