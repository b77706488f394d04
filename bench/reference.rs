//! nakodo's side of `bench/matching`: the columns of the matching room with the reference question of `bench/peers`, the full rules and score
//! at 24,000 people, and changes while questions run. Prints one JSON line for each.
//!
//!     cargo bench --bench reference -- --data FOLDER [--passes N]

#[path = "reference/full.rs"]
mod full;
#[path = "reference/measure.rs"]
mod measure;
#[path = "reference/question.rs"]
mod question;
#[path = "reference/updates.rs"]
mod updates;

use std::path::PathBuf;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let after = |name: &str| arguments.iter().position(|one| one == name).and_then(|at| arguments.get(at + 1));
    let Some(folder) = after("--data").map(PathBuf::from) else {
        // `cargo test` and `cargo bench` without arguments run every bench: there is nothing to measure without profiles.
        println!("bench/reference needs --data FOLDER, made by bench/peers/generate.py; bench/matching does it all");
        return;
    };
    let passes = after("--passes").and_then(|text| text.parse().ok()).unwrap_or(5);
    let questions = question::read_questions(&folder);
    for size in question::sizes(&folder) {
        let place = folder.join(format!("n{size}"));
        let (columns, build_ms) = question::build(&place);
        measure::reference(&place, &columns, size, build_ms, &questions, passes);
        if size == full::PEOPLE {
            full::measure(&place, &questions, passes);
        }
        if size <= 1_000_000 {
            updates::measure(size, columns, &questions);
        }
    }
}
