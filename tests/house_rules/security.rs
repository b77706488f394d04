//! The table of docs/security.md: every requirement of the OWASP ASVS 5.0.0 up to level 2 stands in it once, and what it names as proof exists.

use std::collections::{BTreeMap, BTreeSet};

use crate::source::{Finding, Source, find_file, list_files, load_file, nothing_in};

const TABLE: &str = "docs/security.md";
const REQUIREMENTS: &str = "tests/contracts/asvs-5.0.0-level-2.txt";
const ANSWERS: [&str; 4] = ["yes", "partly", "no", "n/a"];

/// Lines of the table with their cells: requirements, whether they are met, how.
fn rows(table: &Source) -> impl Iterator<Item = (usize, Vec<&str>)> {
    let lines = table
        .text
        .lines()
        .enumerate()
        .filter(|(_, line)| line.starts_with("| ") && line[2..].starts_with(|first: char| first.is_ascii_digit()));
    lines.map(move |(at, line)| (at + 1, line.trim_matches('|').split(" | ").map(str::trim).collect()))
}

fn incomplete(table: &Source, requirements: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    let wanted: BTreeSet<&str> = requirements.lines().collect();
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for (line, cells) in rows(table) {
        let [ids, answer, how] = cells[..] else {
            findings.push(Finding(format!("{TABLE}:{line}: three cells are needed")));
            continue;
        };
        if !ANSWERS.contains(&answer) || how.is_empty() {
            findings.push(Finding(format!("{TABLE}:{line}: say one of {ANSWERS:?}, and how or why")));
        }
        for id in ids.split(' ') {
            if !wanted.contains(id) {
                findings.push(Finding(format!("{TABLE}:{line}: {id} is no requirement up to level 2")));
            }
            if let Some(before) = seen.insert(id, line) {
                findings.push(Finding(format!("{TABLE}:{line}: {id} stands in line {before}, too")));
            }
        }
    }
    let missing = wanted.iter().filter(|id| !seen.contains_key(*id));
    findings.extend(missing.map(|id| Finding(format!("{TABLE}:1: nothing is said about {id}"))));
    findings
}

/// Whether something in backticks is the name of a test.
fn is_fact(word: &str) -> bool {
    word.matches('_').count() >= 2 && word.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_')
}

fn unfounded(table: &Source, sources: &[Source]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (line, cells) in rows(table) {
        let how = cells.last().copied().unwrap_or_default();
        for fact in how.split('`').skip(1).step_by(2).filter(|word| is_fact(word)) {
            let head = format!("fn {fact}(");
            if !sources.iter().any(|source| source.text.contains(&head)) {
                findings.push(Finding(format!("{TABLE}:{line}: there is no test {fact}")));
            }
        }
        let files =
            how.split([' ', ',', ';', '(', ')', ':']).map(|word| word.trim_end_matches('.')).filter(|word| word.starts_with("docs/"));
        findings.extend(files.filter(|file| find_file(file).is_none()).map(|file| Finding(format!("{TABLE}:{line}: there is no {file}"))));
    }
    findings
}

/// Words of askama that put text into a page as it is.
fn unescaped(template: &Source) -> Vec<Finding> {
    let ways = ["|safe", "| safe", "|e(", "escape("];
    ways.iter()
        .flat_map(|way| template.text.match_indices(way).map(|(at, _)| template.finding(at, "text of others goes through the escaper")))
        .collect()
}

#[test]
fn the_security_table_says_something_about_every_requirement_once() {
    nothing_in(incomplete(&load_file(TABLE), &load_file(REQUIREMENTS).text));
}

#[test]
fn the_proofs_of_the_security_table_exist() {
    let sources: Vec<Source> = ["tests", "src"].iter().flat_map(|folder| list_files(folder, "rs")).collect();
    nothing_in(unfounded(&load_file(TABLE), &sources));
}

#[test]
fn no_template_leaves_anything_unescaped() {
    let templates = list_files("templates", "html");
    assert!(templates.len() > 20, "the templates were found");
    nothing_in(templates.iter().flat_map(unescaped).collect());
}

#[test]
fn a_planted_gap_doubling_or_invented_proof_is_caught() {
    let table = Source::plain(TABLE, "| 1.1.1 1.1.3 | yes | `what_is_not_there_at_all`, docs/none.md |\n| 1.1.1 | perhaps | so |\n");
    let told = |findings: Vec<Finding>| findings.into_iter().map(|finding| finding.0).collect::<Vec<_>>().join("\n");
    let found = told(incomplete(&table, "1.1.1\n1.1.2\n"));
    for part in ["1.1.3 is no requirement", "nothing is said about 1.1.2", "1.1.1 stands in line 1", "say one of"] {
        assert!(found.contains(part), "{part}: {found}");
    }
    let found = told(unfounded(&table, &[Source::new("tests/a.rs", "fn something_else_is_there() {}")]));
    assert!(found.contains("there is no test what_is_not_there_at_all") && found.contains("there is no docs/none.md"), "{found}");
    assert_eq!(unescaped(&Source::plain("templates/a.html", "{{ name|safe }}")).len(), 1);
}
