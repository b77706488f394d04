//! A statement of a ledger, checked by the command line on a machine that has nothing else.

use std::path::Path;
use std::process::{Command, Output};

use ed25519_dalek::SigningKey;
use nakodo::clock::Moment;
use nakodo::credits::{Activity, Ledger, RowKind, Statement};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::harness::process::BINARY;

fn at(text: &str) -> Moment {
    text.parse().unwrap()
}

/// Three rows, signed.
fn statement() -> Statement {
    let mut ledger = Ledger::new("012345");
    for hours in [2, 4, 6] {
        let activity = Activity { minutes: hours * 60, is_related: true, ..Activity::on("engagement", "2026-06-01".parse().unwrap()) };
        let what = RowKind::Entered { activity, approved_as: "company".to_owned(), evidence: Vec::new() };
        ledger.append(at("2026-06-02T01:00:00Z"), what).unwrap();
    }
    Statement::sign(&ledger, at("2026-06-03T01:00:00Z"), &SigningKey::from_bytes(&[5; 32]))
}

/// Runs the program in a folder of its own, with no setting and nothing that it could ask.
fn run(folder: &Path, args: &[&str]) -> Output {
    Command::new(BINARY).current_dir(folder).env_clear().args(args).output().expect("the binary starts")
}

fn verify(content: &Value, more: &[&str]) -> (bool, String) {
    let folder = TempDir::new().unwrap();
    std::fs::write(folder.path().join("ledger.json"), content.to_string()).unwrap();
    let output = run(folder.path(), &[&["ledger", "verify", "ledger.json"], more].concat());
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["ledger.json"], "nothing is made beside it");
    (output.status.success(), String::from_utf8([output.stdout, output.stderr].concat()).unwrap())
}

#[test]
fn a_statement_is_checked_without_a_database() {
    let written = statement();
    let (is_right, told) = verify(&serde_json::to_value(&written).unwrap(), &["--key", &written.key]);
    assert!(is_right && told.contains("012345: 3 rows are as they were sealed, 3 of them count"), "{told}");
    let (is_right, told) = verify(&serde_json::to_value(&written).unwrap(), &[]);
    assert!(is_right && told.contains("compare this key") && told.contains(&written.key), "{told}");
}

#[test]
fn the_row_that_was_removed_changed_or_moved_is_named() {
    let whole = serde_json::to_value(statement()).unwrap();
    let mut removed = whole.clone();
    removed["rows"].as_array_mut().unwrap().remove(1);
    let mut changed = whole.clone();
    changed["rows"][2]["what"]["activity"]["minutes"] = json!(6000);
    let mut moved = whole.clone();
    moved["rows"].as_array_mut().unwrap().swap(1, 2);
    let rows = [(removed, "row 2 was removed"), (changed, "row 3 was changed"), (moved, "row 3 does not stand where it was sealed")];
    for (statement, expected) in rows {
        let (is_right, told) = verify(&statement, &[]);
        assert!(!is_right && told.contains(expected), "{expected}: {told}");
    }
    let (is_right, told) = verify(&whole, &["--key", "AAAA"]);
    assert!(!is_right && told.contains("signed by somebody else"), "{told}");
}

#[test]
fn a_rule_set_is_checked_with_the_place_of_every_mistake() {
    let folder = TempDir::new().unwrap();
    let rules = std::fs::read_to_string(format!("{}/config/credit_rules/riss-2026-04.toml", env!("CARGO_MANIFEST_DIR"))).unwrap();
    std::fs::write(folder.path().join("right.toml"), &rules).unwrap();
    let wrong = rules.replace("within = \"course\"", "within = \"curse\"").replace("pot = \"online\"", "pot = \"offline\"");
    std::fs::write(folder.path().join("wrong.toml"), wrong).unwrap();
    let right = run(folder.path(), &["rules", "check", "right.toml"]);
    assert!(right.status.success(), "{right:?}");
    let refused = run(folder.path(), &["rules", "check", "wrong.toml"]);
    let told = String::from_utf8(refused.stderr).unwrap();
    assert!(!refused.status.success() && told.contains("pot practice") && told.contains("value riss-online-course"), "{told}");
}

#[test]
fn a_rule_set_as_json_is_checked_as_its_schema_describes_it() {
    let folder = TempDir::new().unwrap();
    let rules = std::fs::read_to_string(format!("{}/config/credit_rules/career-2024-08.toml", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let right: Value = toml::from_str(&rules).unwrap();
    let mut unknown = right.clone();
    unknown["pot"][0]["unit"] = json!("minute");
    let mut broken = right.clone();
    broken["cycle_years"] = json!("five");
    for (name, rules) in [("right.json", &right), ("unknown.JSON", &unknown), ("broken.json", &broken)] {
        std::fs::write(folder.path().join(name), serde_json::to_string_pretty(rules).unwrap()).unwrap();
    }
    let told = |name: &str| {
        let output = run(folder.path(), &["rules", "check", name]);
        (output.status.success(), String::from_utf8([output.stdout, output.stderr].concat()).unwrap())
    };
    let (is_right, said) = told("right.json");
    assert!(is_right && said.contains("career, edition 2024-08") && said.contains("nothing is wrong"), "{said}");
    let (is_right, said) = told("unknown.JSON");
    assert!(!is_right && said.contains("pot knowledge: `unit` is credit, hour or course"), "{said}");
    let (is_right, said) = told("broken.json");
    assert!(!is_right && said.contains("broken.json: line ") && said.contains("expected u32"), "{said}");
}
