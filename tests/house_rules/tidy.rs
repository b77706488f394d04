//! Length of files, and what must not be left over.

use crate::source::{Finding, Source, list_files, nothing_in, words};

const LONGEST: usize = 400;

/// What is written while one works, or makes a process die where it should refuse; with what to do instead.
const LEFT_OVER: [(&str, &str); 9] = [
    ("todo!", "write it, or take it out"),
    ("unimplemented!", "write it, or take it out"),
    ("dbg!", "take it out"),
    (".unwrap(", "return an error, or show by the types that it cannot fail"),
    (".expect(", "return an error, or show by the types that it cannot fail"),
    ("panic!", "return an error"),
    ("#[allow(", "mend it, or use #[expect(…, reason = \"…\")]"),
    ("#![allow(", "mend it, or use #[expect(…, reason = \"…\")]"),
    ("#[path", "put the file where its module belongs"),
];

/// Only what speaks to a terminal may write to one.
const SPEAKING: [&str; 3] = ["app", "cli", "demo"];
const PRINTING: [&str; 4] = ["println!", "print!", "eprintln!", "eprint!"];

/// In tests too: a test that waits is slow on a good day and wrong on a bad one, and an ignored one proves nothing.
const NOWHERE: [(&str, &str); 5] = [
    ("thread::sleep", "move the Clock, or wait for what is awaited"),
    ("time::sleep", "move the Clock, or wait for what is awaited"),
    ("sleep_ms", "move the Clock, or wait for what is awaited"),
    ("#[ignore", "mend the test, or take it out"),
    ("use tokio::time::{self, sleep", "move the Clock, or wait for what is awaited"),
];

fn too_long(source: &Source) -> Option<Finding> {
    let lines = source.text.lines().count();
    let told = || format!("{}:{LONGEST}: {lines} lines: cut it where its story changes, {LONGEST} is the limit", source.path);
    (lines > LONGEST).then(|| Finding(told()))
}

fn left_over(source: &Source) -> Vec<Finding> {
    let mut findings = Vec::new();
    let shipped = source.shipped();
    for (needle, advice) in LEFT_OVER {
        findings.extend(words(&shipped.code, needle).iter().map(|at| source.finding(*at, format!("`{needle}` is left over: {advice}"))));
    }
    if !SPEAKING.contains(&source.room()) {
        for needle in PRINTING {
            let told = |at: &usize| source.finding(*at, format!("`{needle}` outside {SPEAKING:?}: use tracing"));
            findings.extend(words(&shipped.code, needle).iter().map(told));
        }
    }
    for (needle, advice) in NOWHERE {
        findings.extend(words(&source.code, needle).iter().map(|at| source.finding(*at, format!("`{needle}`: {advice}"))));
    }
    findings
}

fn everything() -> Vec<Source> {
    ["src", "tests", "benches", "bench", "fuzz/fuzz_targets", "clients/rust"].iter().flat_map(|folder| list_files(folder, "rs")).collect()
}

#[test]
fn no_source_file_is_longer_than_400_lines() {
    let sources = everything();
    assert!(sources.len() > 100, "src: only {} sources were found", sources.len());
    nothing_in(sources.iter().filter_map(too_long).collect());
}

#[test]
fn nothing_is_left_over() {
    nothing_in(everything().iter().flat_map(left_over).collect());
}

#[test]
fn a_planted_long_file_is_caught() {
    assert!(too_long(&Source::new("src/a.rs", &"a\n".repeat(LONGEST))).is_none());
    let found = too_long(&Source::new("src/a.rs", &"a\n".repeat(LONGEST + 1))).expect("one line too many");
    assert!(found.0.starts_with("src/a.rs:400: 401 lines"), "{found:?}");
}

#[test]
fn planted_leftovers_are_caught() {
    let caught = |path: &str, text: &str| left_over(&Source::new(path, text)).len();
    for text in [
        "todo!()",
        "dbg!(a)",
        "a.unwrap()",
        "a\n    .expect(\"b\")",
        "panic!(\"a\")",
        "#[allow(dead_code)]",
        "println!(\"a\")",
        "unimplemented!()",
    ] {
        assert_eq!(caught("src/desk/a.rs", text), 1, "{text}");
        assert_eq!(caught("src/desk/a.rs", &format!("#[cfg(test)]\nmod tests {{ fn a() {{ {text} }} }}")), 0, "{text}");
    }
    assert_eq!(caught("src/cli/a.rs", "println!(\"a\")"), 0);
    assert_eq!(caught("src/desk/a.rs", "a.unwrap_or_default(); b.expect_err(c); #[expect(dead_code)] // todo!\nlet a = \"panic!\";"), 0);
    assert_eq!(caught("tests/it/a.rs", "a.unwrap(); panic!()"), 0);
    assert_eq!(caught("tests/it/a.rs", "std::thread::sleep(a);\ntokio::time::sleep(b).await;\n#[ignore]\nfn c() {}"), 3);
}
