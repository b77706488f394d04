//! `bench/chaos`: nakodo under load while everything around it breaks, and an auditor at the end; then 1,000 presses at once. The parts are
//! those of the tests (`tests/it/harness/chaos`), the binary is the release build.
//!
//!     ./bench/chaos [--seconds N] [--seed S] [--rate HELP_REQUESTS_PER_SECOND]

#[path = "../tests/it/harness/mod.rs"]
#[expect(dead_code, reason = "the harness of the tests, of which this uses a part")]
mod harness;

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::json;

use harness::Mode;
use harness::chaos::audit::Verdict;
use harness::chaos::faults::Trouble;
use harness::chaos::race::{Race, race};
use harness::chaos::{AtLeast, Outcome, Plan, run};
use harness::process::BINARY;

fn main() {
    // `cargo test --all-targets` runs benches too; there is nothing to prove here.
    if std::env::args().any(|arg| arg == "--test") {
        return;
    }
    let told = |name: &str| std::env::args().skip_while(|arg| arg != name).nth(1).map(|value| value.parse().expect("a number"));
    let seconds: u64 = told("--seconds").unwrap_or(180);
    let seed: u64 = told("--seed").unwrap_or_else(|| rand::random::<u32>().into());
    let rate = told("--rate").and_then(|rate| u32::try_from(rate).ok()).unwrap_or(20);
    println!("seed {seed}: {seconds} s of faults scale-out (2 serve, 2 work), {} s embedded, {rate} help requests a second", seconds / 3);
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let run_in = |mode, seconds| {
        let plan = Plan { mode, trouble: Trouble::Everything, seconds, seed, rate, at_least: AtLeast::default() };
        runtime.block_on(run(plan, Path::new(BINARY)))
    };
    let outcomes = [run_in(Mode::ScaleOut, seconds), run_in(Mode::Embedded, (seconds / 3).max(10))];
    table(&outcomes);
    for (what, offers) in
        [("1,000 people accept one offer each of one help request", 1000), ("one person accepts one offer 1,000 times", 1)]
    {
        let run = runtime.block_on(race(Mode::ScaleOut, 1000, offers, 3));
        println!("{what}, over three processes: {}", told_race(&run));
    }
    let sum = |figure: fn(&Verdict) -> usize| outcomes.iter().map(|outcome| figure(&outcome.verdict)).sum::<usize>();
    println!(
        "{}",
        json!({
            "help_requests": sum(|it| it.help_requests), "lost": sum(|it| it.lost.len()), "double_matches": sum(|it| it.double_matches.len()),
            "double_letters": sum(|it| it.double_letters), "double_letters_same_id": sum(|it| it.double_letters_same_id),
            "stuck": sum(|it| it.stuck.len()), "kills": outcomes.iter().map(kills).sum::<usize>(),
            "contradictions": sum(|it| it.contradictions.len()), "seed": seed
        })
    );
    let clean = outcomes.iter().all(|outcome| outcome.verdict.is_clean() && outcome.ended_alone == 0);
    std::process::exit(i32::from(!clean));
}

fn told_race(race: &Race) -> String {
    let at = |share: f64| race.millis[((race.millis.len() - 1) as f64 * share) as usize];
    format!(
        "{} won, {} told at once, {} others; answered after {:.0} ms (median), {:.0} ms (p99), {:.0} ms (last)",
        race.won,
        race.told,
        race.others.len(),
        at(0.5),
        at(0.99),
        at(1.0)
    )
}

fn kills(outcome: &Outcome) -> usize {
    outcome.faults.iter().filter(|fault| fault.is_kill()).count()
}

fn table(outcomes: &[Outcome; 2]) {
    println!("{:<52}{:>12}{:>12}", "", "scale-out", "embedded");
    let row =
        |name: &str, figure: &dyn Fn(&Outcome) -> String| println!("{name:<52}{:>12}{:>12}", figure(&outcomes[0]), figure(&outcomes[1]));
    let count = |name: &str, figure: fn(&Outcome) -> usize| row(name, &|outcome| figure(outcome).to_string());
    count("help requests answered with 201", |it| it.verdict.help_requests);
    count("  matched", |it| it.verdict.matched);
    count("  unmatched", |it| it.verdict.unmatched);
    count("  cancelled", |it| it.verdict.cancelled);
    count("letters that arrived", |it| it.verdict.letters);
    count("lost", |it| it.verdict.lost.len());
    count("double matches", |it| it.verdict.double_matches.len());
    count("letters that came twice", |it| it.verdict.double_letters);
    count("  of these with the same Message-ID", |it| it.verdict.double_letters_same_id);
    count("  letters taken without an answer by the mail server", |it| it.verdict.unanswered_letters);
    count("stuck", |it| it.verdict.stuck.len());
    count("other contradictions", |it| it.verdict.contradictions.len());
    count("lists of candidates compared with a fresh index", |it| it.compared);
    count("faults", |it| it.faults.len());
    count("  without warning", kills);
    count("processes started", |it| it.starts);
    count("  that ended by themselves", |it| it.ended_alone);
    count("letters put off or cut off", |it| it.postponed);
    count("tries of people that died with a process", |it| it.unanswered);
    count("tries of people that were told to come back", |it| it.come_back);
    row("seconds from the last fault until all was done", &|it| format!("{:.1}", it.drained.as_secs_f64()));
    for outcome in outcomes {
        let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
        for fault in &outcome.faults {
            *kinds.entry(format!("{fault:?}")).or_default() += 1;
        }
        println!("faults: {kinds:?}");
        let Verdict { lost, double_matches, stuck, contradictions, .. } = &outcome.verdict;
        for finding in [lost, double_matches, stuck, contradictions].into_iter().flatten().take(40) {
            println!("  ! {finding}");
        }
    }
}
