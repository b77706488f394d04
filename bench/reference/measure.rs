//! How questions are timed: as in `bench/peers/rust/src/measure.rs`, whole passes, the median of the passes question by question.

use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use nakodo::matching::columns::Columns;

use crate::question::{Profiles, Question, answer};

/// The value below which `share` of the values lie; the values come back sorted.
pub fn at(values: &mut [f64], share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    values[((values.len() - 1) as f64 * share) as usize]
}

/// Microseconds for each question: one pass that is not timed, then `passes`.
pub fn time<Q, A>(questions: &[Q], passes: usize, mut ask: impl FnMut(&Q) -> A) -> Vec<f64> {
    let mut times = vec![Vec::with_capacity(passes); questions.len()];
    for pass in 0..=passes {
        for (question, times) in questions.iter().zip(&mut times) {
            let began = Instant::now();
            black_box(ask(black_box(question)));
            if pass > 0 {
                times.push(began.elapsed().as_secs_f64() * 1e6);
            }
        }
    }
    times.iter_mut().map(|of_one| at(of_one, 0.5)).collect()
}

/// The reference question, held against the full scan's answers.
pub fn reference(place: &Path, columns: &Columns<Profiles>, rows: usize, build_ms: f64, questions: &[Question], passes: usize) {
    let gold: Option<Vec<Vec<(i32, u32)>>> = fs::read(place.join("top50.json")).ok().and_then(|text| serde_json::from_slice(&text).ok());
    let same = gold.map(|gold| questions.iter().zip(&gold).filter(|(question, gold)| answer(columns, question) == **gold).count());
    let latencies = time(questions, passes, |question| answer(columns, question));
    let file = place.join("nakodo.latencies.json");
    fs::write(file, serde_json::to_vec(&latencies).expect("figures")).expect("a place for the latencies");
    print_line(
        "nakodo",
        rows,
        latencies,
        serde_json::json!({
            "same": same, "of": questions.len(), "build_ms": build_ms, "bytes_per_profile": columns.bytes() as f64 / rows as f64,
        }),
    );
}

pub fn print_line(engine: &str, n: usize, mut latencies: Vec<f64>, more: serde_json::Value) {
    let mean = latencies.iter().sum::<f64>() / latencies.len() as f64;
    let mut line = serde_json::json!({
        "engine": engine, "n": n, "p50_us": at(&mut latencies, 0.5), "p99_us": at(&mut latencies, 0.99), "mean_us": mean,
    });
    if let (Some(line), serde_json::Value::Object(more)) = (line.as_object_mut(), more) {
        line.extend(more);
    }
    println!("{line}");
}
