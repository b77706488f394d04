//! nakodo's own part of `bench/queue`, and the limit: Redis streams without a queue around them. Started by `bench/queue`, one engine and one
//! question at a time; prints one line of JSON for each.
//!
//!     queue ENGINE rate  URL JOBS BATCH    append all, then deliver and acknowledge all
//!     queue ENGINE delay URL JOBS RATE     from before the append to the handler, at a steady pace
//!     queue nakodo cold  URL JOBS BATCH    a worker that begins on a backlog

use std::time::{Duration, Instant};

use nakodo::bus::EventBus;
use nakodo::clock::Clock;
use nakodo::events::{Delivery, Envelope, Event, Group, VERSION};
use nakodo::ids::Ids;
use redis::streams::{StreamId, StreamReadReply};
use serde_json::json;

/// Bytes of a job, as they are on the wire.
const PAYLOAD: usize = 256;
/// The group that the jobs are for; any will do.
const GROUP: Group = Group::Postman;
const LONG: Duration = Duration::from_secs(60);

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    let Ok([engine, question, url, jobs, extra]) = <[String; 5]>::try_from(args) else {
        // `cargo test --all-targets` runs benches too; there is nothing to prove here.
        return;
    };
    let (jobs, extra): (usize, usize) = (jobs.parse().expect("a number of jobs"), extra.parse().expect("a number"));
    let figures = match (engine.as_str(), question.as_str()) {
        ("nakodo", "rate") => nakodo_rate(&url, jobs, extra).await,
        ("nakodo", "delay") => nakodo_delay(&url, jobs, extra).await,
        ("nakodo", "cold") => nakodo_cold(&url, jobs, extra).await,
        (raw @ ("raw" | "raw-deleting"), "rate") => raw_rate(&url, jobs, extra, raw == "raw-deleting").await,
        ("raw", "delay") => raw_delay(&url, jobs, extra).await,
        other => panic!("nobody measures {other:?}"),
    };
    println!("{figures}");
}

fn per_second(jobs: usize, time: Duration) -> f64 {
    jobs as f64 / time.as_secs_f64()
}

fn rate(engine: &str, jobs: usize, append: Duration, deliver: Duration) -> serde_json::Value {
    json!({
        "engine": engine, "jobs": jobs, "append_per_s": per_second(jobs, append), "deliver_per_s": per_second(jobs, deliver),
        "per_s": per_second(jobs, append + deliver),
    })
}

fn delay(engine: &str, mut delays: Vec<Duration>) -> serde_json::Value {
    delays.sort_unstable();
    let at = |share: f64| delays[((delays.len() - 1) as f64 * share) as usize].as_micros() as u64;
    json!({ "engine": engine, "jobs": delays.len(), "p50_us": at(0.5), "p99_us": at(0.99), "max_us": at(1.0) })
}

/// Events that are [`PAYLOAD`] bytes long as JSON.
fn events(count: usize) -> Vec<Delivery> {
    let (ids, at) = (Ids::seeded(7), Clock::system().now());
    let event = |seq: usize, length: usize| {
        let event = Event::ConsentGiven { specialist: ids.fresh(at), scope: "x".repeat(length), version: String::new() };
        Delivery { group: GROUP, envelope: Envelope { id: ids.fresh(at), seq: seq as i64, version: VERSION, at, event, trace: None } }
    };
    let bytes = |delivery: &Delivery| serde_json::to_vec(&delivery.envelope).expect("an event is JSON").len();
    (1..=count)
        .map(|seq| {
            let empty = bytes(&event(seq, 0));
            event(seq, PAYLOAD - empty)
        })
        .collect()
}

async fn bus(url: &str, consumer: &str) -> EventBus {
    let bus = EventBus::redis(url, "bench", consumer, LONG).expect("a right URL");
    bus.prepare().await.expect("Redis answers");
    bus
}

async fn nakodo_append(bus: &EventBus, jobs: &[Delivery], batch: usize) -> Duration {
    let begin = Instant::now();
    for part in jobs.chunks(batch) {
        bus.publish(part).await.expect("published");
    }
    begin.elapsed()
}

async fn nakodo_deliver(bus: &EventBus, jobs: usize, batch: usize) -> Duration {
    let begin = Instant::now();
    let (mut done, mut last) = (0, 0);
    while done < jobs {
        let received = bus.receive(GROUP, batch, LONG).await.expect("received");
        for entry in &received.entries {
            assert!(entry.delivery.envelope.seq > last, "in order, and each once");
            last = entry.delivery.envelope.seq;
        }
        done += received.entries.len();
        bus.acknowledge(GROUP, &received.entries).await.expect("acknowledged");
    }
    begin.elapsed()
}

async fn nakodo_rate(url: &str, jobs: usize, batch: usize) -> serde_json::Value {
    let bus = bus(url, "one").await;
    let append = nakodo_append(&bus, &events(jobs), batch).await;
    let deliver = nakodo_deliver(&bus, jobs, batch).await;
    rate("nakodo", jobs, append, deliver)
}

async fn nakodo_cold(url: &str, jobs: usize, batch: usize) -> serde_json::Value {
    {
        let before = bus(url, "before").await;
        for part in 0..jobs.div_ceil(10_000) {
            let mut some = events(10_000.min(jobs - part * 10_000));
            some.iter_mut().for_each(|delivery| delivery.envelope.seq += (part * 10_000) as i64);
            nakodo_append(&before, &some, batch).await;
        }
    }
    let cold = bus(url, "cold").await;
    let took = nakodo_deliver(&cold, jobs, batch).await;
    json!({ "engine": "nakodo", "backlog": jobs, "per_s": per_second(jobs, took), "rss_mib": rss_mib() })
}

/// What this process holds in memory at most, as Linux tells.
fn rss_mib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()).and_then(|kib| kib.parse::<u64>().ok()).unwrap_or(0) / 1024
}

/// One job at each tick, appended alone: nothing can wait for a batch to fill.
fn ticks(per_second: usize) -> tokio::time::Interval {
    tokio::time::interval(Duration::from_secs(1) / u32::try_from(per_second).expect("a small number"))
}

async fn nakodo_delay(url: &str, jobs: usize, per_second: usize) -> serde_json::Value {
    let (producer, consumer) = (bus(url, "producer").await, bus(url, "consumer").await);
    let begin = Instant::now();
    let reading = tokio::spawn(async move {
        let mut arrived = vec![Duration::ZERO; jobs];
        let mut done = 0;
        while done < jobs {
            let received = consumer.receive(GROUP, 64, LONG).await.expect("received");
            for entry in &received.entries {
                arrived[entry.delivery.envelope.seq as usize - 1] = begin.elapsed();
            }
            done += received.entries.len();
            consumer.acknowledge(GROUP, &received.entries).await.expect("acknowledged");
        }
        arrived
    });
    let (mut ticks, mut left) = (ticks(per_second), Vec::with_capacity(jobs));
    for job in events(jobs) {
        ticks.tick().await;
        left.push(begin.elapsed());
        producer.publish(&[job]).await.expect("published");
    }
    let arrived = reading.await.expect("the reader ends");
    delay("nakodo", arrived.into_iter().zip(left).map(|(arrived, left)| arrived.saturating_sub(left)).collect())
}

// --- Redis alone --------------------------------------------------------------------------------------------------------------------

const STREAM: &str = "raw";

async fn raw(url: &str) -> redis::aio::MultiplexedConnection {
    let client = redis::Client::open(url).expect("a right URL");
    let config = redis::AsyncConnectionConfig::new().set_response_timeout(Some(LONG));
    client.get_multiplexed_async_connection_with_config(&config).await.expect("Redis answers")
}

async fn raw_group(connection: &mut redis::aio::MultiplexedConnection) {
    let mut create = redis::cmd("XGROUP");
    create.arg("CREATE").arg(STREAM).arg("g").arg("0").arg("MKSTREAM");
    create.query_async::<()>(connection).await.expect("a group");
}

async fn raw_read(connection: &mut redis::aio::MultiplexedConnection, batch: usize) -> Vec<StreamId> {
    let mut read = redis::cmd("XREADGROUP");
    read.arg("GROUP").arg("g").arg("c").arg("COUNT").arg(batch).arg("BLOCK").arg(10_000).arg("STREAMS").arg(STREAM).arg(">");
    let reply: StreamReadReply = read.query_async(connection).await.expect("received");
    reply.keys.into_iter().next().expect("one stream").ids
}

async fn raw_acknowledge(connection: &mut redis::aio::MultiplexedConnection, entries: &[StreamId], deletes: bool) {
    let ids: Vec<&str> = entries.iter().map(|entry| entry.id.as_str()).collect();
    let mut pipeline = redis::pipe();
    pipeline.cmd("XACK").arg(STREAM).arg("g").arg(&ids).ignore();
    if deletes {
        pipeline.cmd("XDEL").arg(STREAM).arg(&ids).ignore();
    }
    pipeline.query_async::<()>(connection).await.expect("acknowledged");
}

async fn raw_rate(url: &str, jobs: usize, batch: usize, deletes: bool) -> serde_json::Value {
    let mut connection = raw(url).await;
    raw_group(&mut connection).await;
    let payload = "x".repeat(PAYLOAD);
    let begin = Instant::now();
    for first in (0..jobs).step_by(batch) {
        let mut pipeline = redis::Pipeline::with_capacity(batch);
        for _ in first..jobs.min(first + batch) {
            pipeline.cmd("XADD").arg(STREAM).arg("*").arg("p").arg(&payload).ignore();
        }
        pipeline.query_async::<()>(&mut connection).await.expect("published");
    }
    let append = begin.elapsed();
    let begin = Instant::now();
    let mut done = 0;
    while done < jobs {
        let entries = raw_read(&mut connection, batch).await;
        done += entries.len();
        raw_acknowledge(&mut connection, &entries, deletes).await;
    }
    rate(if deletes { "raw-deleting" } else { "raw" }, jobs, append, begin.elapsed())
}

async fn raw_delay(url: &str, jobs: usize, per_second: usize) -> serde_json::Value {
    let (mut producer, mut consumer) = (raw(url).await, raw(url).await);
    raw_group(&mut producer).await;
    let begin = Instant::now();
    let reading = tokio::spawn(async move {
        let mut arrived = Vec::with_capacity(jobs);
        while arrived.len() < jobs {
            let entries = raw_read(&mut consumer, 64).await;
            arrived.resize(arrived.len() + entries.len(), begin.elapsed());
            raw_acknowledge(&mut consumer, &entries, false).await;
        }
        arrived
    });
    let (mut ticks, mut left, payload) = (ticks(per_second), Vec::with_capacity(jobs), "x".repeat(PAYLOAD));
    for _ in 0..jobs {
        ticks.tick().await;
        left.push(begin.elapsed());
        redis::cmd("XADD").arg(STREAM).arg("*").arg("p").arg(&payload).query_async::<()>(&mut producer).await.expect("published");
    }
    let arrived = reading.await.expect("the reader ends");
    delay("raw", arrived.into_iter().zip(left).map(|(arrived, left)| arrived.saturating_sub(left)).collect())
}
