//! The table and the JSON line of a run.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::load::{Delay, Step};

/// What a program came to.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Result {
    pub name: String,
    /// Rates that everybody is asked first, in their order.
    pub paced: Vec<Step>,
    /// Rates beyond, on the way to the highest that is followed.
    pub beyond: Vec<Step>,
}

impl Result {
    fn all(&self) -> impl Iterator<Item = &Step> {
        self.paced.iter().chain(&self.beyond)
    }

    /// The most letters per second at any rate.
    fn plateau(&self) -> f64 {
        self.all().map(|step| step.letters_per_s).fold(0.0, f64::max)
    }

    fn highest_followed(&self) -> f64 {
        self.all().filter(|step| !step.is_behind()).map(|step| step.rate).fold(0.0, f64::max)
    }

    fn most_memory(&self) -> f64 {
        self.all().map(|step| step.rss_mib).fold(0.0, f64::max)
    }

    /// The first rate: 200 letters a second unless told otherwise.
    fn reference(&self) -> Option<&Step> {
        self.paced.first().filter(|step| !step.is_behind())
    }
}

pub fn print(results: &[Result]) {
    println!(
        "{:<10}{:>10}{:>12}{:>12}{:>12}{:>12}{:>12}{:>12}{:>10}",
        "", "help req.", "letters/s", "offers", "", "match", "", "CPU s per", "MiB"
    );
    println!("{:<10}{:>10}{:>12}{:>12}{:>12}{:>12}{:>12}{:>12}", "", "per s", "", "p50 ms", "p99 ms", "p50 ms", "p99 ms", "1,000 matches");
    for result in results {
        for step in result.all() {
            let Step { rate, letters_per_s, offers, matches, rss_mib, .. } = step;
            let Delay { p50, p99 } = offers;
            let remark = match (step.failed, step.is_behind()) {
                (0, false) => String::new(),
                (0, true) => format!("behind: done {:.1} s later, {} of {}", step.drained_s, step.matched, step.help_requests),
                (failed, _) => format!("{failed} refused"),
            };
            println!(
                "{:<10}{rate:>10.0}{letters_per_s:>12.0}{p50:>12.1}{p99:>12.1}{:>12.1}{:>12.1}{:>12.2}{rss_mib:>10.0}  {remark}",
                result.name,
                matches.p50,
                matches.p99,
                step.cpu()
            );
        }
    }
    println!();
    for result in results {
        let shares: Option<Vec<String>> =
            result.reference().map(|step| step.cpu_s_per_1000.iter().map(|(group, seconds)| format!("{group} {seconds:.2}")).collect());
        println!(
            "{}: at most {:.0} letters/s; the last rate that it followed: {:.0} help requests/s; CPU s per 1,000 matches at the first rate: {}",
            result.name,
            result.plateau(),
            result.highest_followed(),
            shares.unwrap_or_default().join(", ")
        );
    }
    println!("{}", line(results));
}

/// What was not measured is null.
fn line(results: &[Result]) -> Value {
    let by_name: BTreeMap<&str, &Result> = results.iter().map(|result| (result.name.as_str(), result)).collect();
    let plateau = |name: &str| by_name.get(name).map(|result| result.plateau());
    let ours = plateau("ours");
    let versus = |peer: &str| Some(rounded(ours? / plateau(peer)?));
    let reference = |name: &str| by_name.get(name).and_then(|result| result.reference());
    // The worse of the two delays counts.
    let p99 = reference("ours")
        .zip(reference("node"))
        .map(|(ours, node)| rounded((ours.offers.p99 / node.offers.p99).max(ours.matches.p99 / node.matches.p99)));
    json!({
        "ours_per_s": ours.map(f64::round), "vs_django": versus("django"), "vs_node": versus("node"), "p99_vs_node": p99,
        "embedded_per_s": plateau("embedded").map(f64::round), "cpu_s_per_1000": reference("ours").map(|step| rounded(step.cpu())),
        "rss_mib": by_name.get("ours").map(|result| result.most_memory().round())
    })
}

fn rounded(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}
