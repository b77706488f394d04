//! The code asks for sentences that exist, and no sentence is written for nobody. Keys are plain text: `say("key")` in Rust and templates, or a
//! literal handed on to it; families (`outcome-…`) are listed in `families.rs` with where their members come from.

use std::collections::BTreeSet;

use crate::families::members;
use crate::sentences::list_known;
use crate::source::{Finding, Source, list_files, nothing_in};

/// Calls whose first literal is a key.
const CALLS: [&str; 5] = ["say(", "say1(", "say_with(", "tell(", "say_count("];

/// Keys that a source asks for by their full name, with where.
fn asked(source: &Source) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for call in CALLS {
        for (at, _) in source.text.match_indices(call) {
            let rest = &source.text[at + call.len()..];
            // `say(language, "key")` and `t.say("key")`; a key that is put together is a family's business.
            let first = rest.split(')').next().unwrap_or_default();
            if let Some(literal) = first.split('"').nth(1)
                && !literal.contains('{')
                && !first.split('"').next().unwrap_or_default().contains("format!")
            {
                found.push((at, literal.to_owned()));
            }
        }
    }
    found
}

fn sources() -> Vec<Source> {
    let mut all: Vec<Source> = list_files("src", "rs").into_iter().filter(|source| !source.is_test_file()).collect();
    all.extend(list_files("templates", "html"));
    all
}

#[test]
fn every_sentence_that_the_code_asks_for_exists() {
    let known = list_known();
    let mut findings = Vec::new();
    let mut count = 0;
    for source in sources() {
        for (at, key) in asked(&source.shipped()) {
            count += 1;
            let looks_like_one = key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_');
            if looks_like_one && !known.contains_key(&key) {
                findings.push(source.finding(at, format!("the sentence {key} is in no file of locales/")));
            }
        }
    }
    assert!(count > 50, "the calls were found");
    for key in members().into_iter().filter(|key| !known.contains_key(key)) {
        findings.push(Finding(format!("locales/: the sentence {key} of a family is missing")));
    }
    nothing_in(findings);
}

#[test]
fn no_sentence_is_written_for_nobody() {
    let members: BTreeSet<String> = members().into_iter().collect();
    let text: String = sources().iter().map(|source| source.text.as_str()).collect::<Vec<_>>().join("\n");
    // A code or the rest of a key may also stand alone, where the code puts the prefix before it.
    let said = |key: &str| {
        let rests = ["field-", "letter-fact-", "letter-particular-"].iter().filter_map(|prefix| key.strip_prefix(prefix)).chain([key]);
        rests.into_iter().any(|rest| text.contains(&format!("\"{rest}\"")))
    };
    let unused = list_known().into_iter().filter(|(key, _)| !members.contains(key) && !said(key));
    nothing_in(unused.map(|(key, (file, _))| Finding(format!("locales/*/{file}: nobody says {key}"))).collect());
}

#[test]
fn a_key_in_a_call_is_found() {
    let source = Source::plain("x.html", "{{ t.say(\"home-title\") }} {{ t.say1(\"people\", \"count\", n) }}");
    let keys: Vec<String> = asked(&source).into_iter().map(|(_, key)| key).collect();
    assert_eq!(keys, ["home-title", "people"]);
}
