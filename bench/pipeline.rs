//! The main job end to end: help requests over HTTP, offer letters by SMTP, an acceptance for each, the letters of both sides. nakodo in both
//! modes and the same flow written plainly for Node and Django, one program at a time, real processes, open-loop load. Started by
//! `bench/pipeline`, which gives each program fresh servers; see bench/README.md.

#[path = "flow/form.rs"]
mod form;
#[path = "flow/letters.rs"]
mod letters;
#[path = "flow/load.rs"]
mod load;
#[path = "flow/people.rs"]
mod people;
#[path = "flow/report.rs"]
mod report;
#[path = "flow/sink.rs"]
mod sink;
#[path = "flow/statements.rs"]
mod statements;
#[path = "flow/usage.rs"]
mod usage;
#[path = "flow/variant.rs"]
mod variant;

use clap::Parser;
use tokio::signal::unix::{SignalKind, signal};

use load::{Load, Post, Step};
use report::Result;
use variant::{Running, Variant};

/// Before anything counts, so that caches are warm and Node's code is compiled.
const WARM_UP: (f64, u64) = (25.0, 5);
/// No rate above this is tried.
const HIGHEST: f64 = 6_400.0;
/// How often the gap between the highest rate that was followed and the lowest that was not is halved.
const HALVINGS: usize = 3;

#[derive(Parser)]
struct Args {
    /// The program to measure.
    #[arg(long, required_unless_present = "summary")]
    variant: Option<String>,
    /// Where its figures go.
    #[arg(long, required_unless_present = "summary")]
    out: Option<std::path::PathBuf>,
    /// Figures to be told together.
    #[arg(long, num_args = 1..)]
    summary: Vec<std::path::PathBuf>,
    /// How long each rate lasts; beyond the paced ones half as long.
    #[arg(long, default_value_t = 20)]
    seconds: u64,
    /// Only this rate, in help requests per second.
    #[arg(long)]
    rate: Option<f64>,
    /// Prints what PostgreSQL was asked.
    #[arg(long)]
    statements: bool,
    /// What cargo adds.
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() {
    // `cargo test --all-targets` runs benches too; there is nothing to prove here.
    if std::env::args().any(|arg| arg == "--test") {
        return;
    }
    let args = Args::parse();
    if !args.summary.is_empty() {
        let read = |path| std::fs::read(path).map(|text| serde_json::from_slice(&text).expect("figures of this bench"));
        return report::print(&args.summary.iter().filter_map(|path| read(path).ok()).collect::<Vec<Result>>());
    }
    let name = args.variant.clone().unwrap_or_default();
    let variant = Variant::named(&name).expect("one of ours, embedded, node, django");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let result = runtime.block_on(async {
        let mut told_to_stop = signal(SignalKind::terminate()).expect("a signal can be awaited");
        tokio::select! {
            result = measure(&name, variant, &args) => Some(result),
            // The processes under load end with what is dropped here.
            _ = told_to_stop.recv() => None,
        }
    });
    let Some(result) = result else { std::process::exit(1) };
    let out = args.out.expect("a file for the figures");
    std::fs::write(out, serde_json::to_vec(&result).expect("figures are JSON")).expect("the figures are kept");
}

async fn measure(name: &str, variant: Variant, args: &Args) -> Result {
    let post = Post::open().await;
    let running = variant.start(post.address).await;
    let mut load = Load::on(&running, post);
    load.step(WARM_UP.0, WARM_UP.1).await;
    // 25 help requests are 200 letters.
    let rates = args.rate.map_or_else(|| vec![25.0, 50.0, 100.0, 200.0], |rate| vec![rate]);
    let (mut followed, mut behind) = (0.0, None);
    let mut result = Result { name: name.to_owned(), paced: Vec::new(), beyond: Vec::new() };
    for rate in rates {
        if behind.is_some() {
            break;
        }
        let step = one(&mut load, &running, name, rate, args.seconds, args.statements).await;
        if step.is_behind() {
            behind = Some(rate)
        } else {
            followed = rate
        }
        result.paced.push(step);
    }
    if args.rate.is_some() {
        return result;
    }
    let mut halvings = 0;
    while halvings < HALVINGS {
        let rate = match behind {
            None if followed >= HIGHEST => break,
            None => followed * 2.0,
            Some(behind) => {
                halvings += 1;
                f64::midpoint(followed, behind)
            }
        };
        let step = one(&mut load, &running, name, rate, (args.seconds / 2).max(5), false).await;
        if step.is_behind() {
            behind = Some(rate)
        } else {
            followed = rate
        }
        result.beyond.push(step);
    }
    result
}

async fn one(load: &mut Load, running: &Running, name: &str, rate: f64, seconds: u64, statements: bool) -> Step {
    let database = running.database.as_deref().filter(|_| statements);
    if let Some(url) = database {
        statements::forget(url).await;
    }
    let step = load.step(rate, seconds).await;
    eprintln!("{name}: {}", serde_json::to_string(&step).expect("figures are JSON"));
    if let Some(url) = database {
        statements::print(url, step.matched).await;
    }
    step
}
