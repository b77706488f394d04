//! apalis-redis as a peer of `bench/queue`: `apalis rate|delay|cold URL JOBS EXTRA`. One line of JSON for each question.
//!
//! Tuned as its documentation allows for handlers that do nothing: no locks, no events, no kept results, large batches.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use apalis::prelude::*;
use apalis_redis::{Config, RedisStorage};
use futures::stream::{self, StreamExt};
use serde::{Deserialize, Serialize};
use tokio::sync::{Mutex, Notify};

const PAYLOAD: usize = 256;
/// Jobs in hand at a time, appending and handling.
const IN_FLIGHT: usize = 50;
const PATIENCE: Duration = Duration::from_secs(60);

#[derive(Clone, Debug, Deserialize, Serialize)]
struct Job {
    /// Microseconds since the beginning.
    left: u64,
    payload: String,
}

struct Tally {
    begin: Instant,
    wanted: usize,
    done: AtomicUsize,
    delays: Mutex<Vec<u64>>,
    all: Notify,
}

fn config(batch: usize) -> Config {
    Config::default().batch_size(batch).lock_tasks(false).emit_events(false).persist_results(false)
}

async fn handle(job: Job, tally: Data<Arc<Tally>>) -> Result<(), BoxDynError> {
    let now = tally.begin.elapsed().as_micros() as u64;
    if job.left > 0 {
        tally.delays.lock().await.push(now.saturating_sub(job.left));
    }
    if tally.done.fetch_add(1, Ordering::SeqCst) + 1 == tally.wanted {
        tally.all.notify_one();
    }
    Ok(())
}

async fn append(url: &str, jobs: usize, batch: usize) -> Duration {
    let storage = RedisStorage::<Job, _>::new(apalis_redis::connect(url).await.expect("Redis answers")).with_config(config(batch));
    let begin = Instant::now();
    let pushes = stream::iter(0..jobs).map(|_| {
        let mut storage = storage.clone();
        async move { storage.push(Job { left: 0, payload: "x".repeat(PAYLOAD) }).await.expect("pushed") }
    });
    pushes.buffer_unordered(IN_FLIGHT).for_each(|()| async {}).await;
    begin.elapsed()
}

/// Runs a worker until all are handled or patience ends; gives the time it took, and why it ended if it did.
async fn work(url: &str, tally: Arc<Tally>, batch: usize) -> (Duration, Option<String>) {
    let storage = RedisStorage::<Job, _>::new(apalis_redis::connect(url).await.expect("Redis answers")).with_config(config(batch));
    let begin = Instant::now();
    let worker = WorkerBuilder::new("one").backend(storage).data(tally.clone()).concurrency(IN_FLIGHT).build(handle);
    let working = async {
        tokio::select! {
            () = tally.all.notified() => None,
            ended = worker.run() => Some(format!("{ended:?}")),
        }
    };
    let ended = tokio::time::timeout(PATIENCE, working).await;
    (begin.elapsed(), ended.unwrap_or_else(|_| Some("it did not end in time".to_owned())))
}

fn tally(wanted: usize) -> Arc<Tally> {
    let (done, delays, all) = (AtomicUsize::new(0), Mutex::default(), Notify::new());
    Arc::new(Tally { begin: Instant::now(), wanted, done, delays, all })
}

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [question, url, jobs, extra] = <[String; 4]>::try_from(args).expect("apalis rate|delay|cold URL JOBS EXTRA");
    let (jobs, extra): (usize, usize) = (jobs.parse().expect("a number"), extra.parse().expect("a number"));
    let per_s = |count: usize, time: Duration| count as f64 / time.as_secs_f64();
    match question.as_str() {
        "rate" => {
            let appended = append(&url, jobs, extra).await;
            let (took, ended) = work(&url, tally(jobs), extra).await;
            if let Some(why) = ended {
                eprintln!("{why}");
                std::process::exit(1);
            }
            println!(
                r#"{{"engine":"apalis","jobs":{jobs},"append_per_s":{},"deliver_per_s":{},"per_s":{}}}"#,
                per_s(jobs, appended),
                per_s(jobs, took),
                per_s(jobs, appended + took)
            );
        }
        "cold" => {
            append(&url, jobs, extra).await;
            let tally = tally(jobs);
            let (took, ended) = work(&url, tally.clone(), extra).await;
            let done = tally.done.load(Ordering::SeqCst);
            let why = ended.map_or_else(|| "null".to_owned(), |why| format!("{why:?}"));
            println!(r#"{{"engine":"apalis","backlog":{jobs},"done":{done},"per_s":{},"ended":{why}}}"#, per_s(done, took));
        }
        "delay" => {
            let tally = tally(jobs);
            let conn = apalis_redis::connect(url.as_str()).await.expect("Redis answers");
            let mut storage = RedisStorage::<Job, _>::new(conn).with_config(config(100));
            let (of_pusher, mut ticks) = (tally.clone(), tokio::time::interval(Duration::from_secs(1) / extra as u32));
            tokio::spawn(async move {
                for _ in 0..jobs {
                    ticks.tick().await;
                    let left = of_pusher.begin.elapsed().as_micros() as u64;
                    storage.push(Job { left: left.max(1), payload: "x".repeat(PAYLOAD) }).await.expect("pushed");
                }
            });
            let (_, ended) = work(&url, tally.clone(), 100).await;
            if let Some(why) = ended {
                eprintln!("{why}");
                std::process::exit(1);
            }
            let mut delays = tally.delays.lock().await.clone();
            delays.sort_unstable();
            let at = |share: f64| delays[((delays.len() - 1) as f64 * share) as usize];
            println!(r#"{{"engine":"apalis","jobs":{jobs},"p50_us":{},"p99_us":{},"max_us":{}}}"#, at(0.5), at(0.99), at(1.0));
        }
        other => panic!("nobody measures {other}"),
    }
}
