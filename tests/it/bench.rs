//! `nakodo bench assignment FILE`.

use std::process::{Command, Output};

use tempfile::TempDir;

fn solve(text: &str) -> (bool, String, String) {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("assign.txt");
    std::fs::write(&file, text).unwrap();
    run(file.to_str().unwrap())
}

fn run(file: &str) -> (bool, String, String) {
    let Output { status, stdout, stderr } =
        Command::new(env!("CARGO_BIN_EXE_nakodo")).args(["bench", "assignment", file]).output().unwrap();
    (status.success(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

#[test]
fn an_or_library_file_gives_its_minimum_cost() {
    let (done, said, _) = solve(" 3\n 4 1\n3 2 0 5 3\n2 2\n");
    assert!(done && said.starts_with("n 3 minimum cost 5 time ") && said.ends_with(" ms\n"), "{said}");
}

#[test]
fn a_bad_file_is_told_and_nothing_is_printed() {
    for (text, why) in [
        ("2 1 2 3", "too few numbers: 2 by 2 makes 4 costs after n, but 3 were found"),
        ("1 1 2", "too many numbers: 1 by 1 makes 1 costs after n, but 2 were found"),
        ("2 1 2\nthree 4", "number 4 (line 2) is \"three\""),
        ("", "it is empty"),
        ("2 9223372036854775807 -9223372036854775808 0 0", "too far from each other"),
    ] {
        let (done, said, told) = solve(text);
        assert!(!done && said.is_empty() && told.contains(why), "{text:?}: {said}{told}");
    }
    let (done, said, told) = run("/nowhere/assign.txt");
    assert!(!done && said.is_empty() && told.starts_with("nakodo: /nowhere/assign.txt: "), "{told}");
}
