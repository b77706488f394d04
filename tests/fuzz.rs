//! A bounded run of what `scripts/fuzz` does without bounds: the corpus as it is, and changed at random. What the fuzzer finds is kept in the corpus.

#[path = "../fuzz/src/lib.rs"]
mod properties;

use std::path::{Path, PathBuf};

use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::{Config, TestRunner};

/// Changed inputs for each property.
const CASES: u32 = 400;

fn corpus(name: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(name);
    let files = std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let read = files.map(|file| file.expect("a file").path()).map(|path| (path.clone(), std::fs::read(path).expect("readable")));
    let mut read: Vec<_> = read.collect();
    read.sort();
    assert!(read.len() >= 3, "{}: something right and something wrong to begin with", folder.display());
    read
}

/// One change of an input.
#[derive(Clone, Debug)]
enum Change {
    Put(Index, u8),
    Insert(Index, Vec<u8>),
    Remove(Index, usize),
    Repeat(Index, usize),
    Cut(Index),
}

/// Bytes that mean something somewhere.
const TELLING: [&[u8]; 14] =
    [b"\"", b",", b"\r\n", b"\n", b"@", b"\0", b"\xff", b"\x1b$B", b"=", b"-", b"\xef\xbb\xbf", "　".as_bytes(), "９".as_bytes(), b"{"];

fn change() -> impl Strategy<Value = Change> {
    let telling = prop_oneof![select(&TELLING[..]).prop_map(<[u8]>::to_vec), prop::collection::vec(any::<u8>(), 1..9)];
    prop_oneof![
        (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Change::Put(at, byte)),
        (any::<Index>(), telling).prop_map(|(at, bytes)| Change::Insert(at, bytes)),
        (any::<Index>(), 1..40_usize).prop_map(|(at, length)| Change::Remove(at, length)),
        (any::<Index>(), 1..40_usize).prop_map(|(at, length)| Change::Repeat(at, length)),
        any::<Index>().prop_map(Change::Cut),
    ]
}

fn changed(mut bytes: Vec<u8>, changes: &[Change]) -> Vec<u8> {
    for change in changes {
        let at = |at: &Index| at.index(bytes.len() + 1);
        match change {
            Change::Put(place, byte) => {
                let place = at(place);
                if let Some(here) = bytes.get_mut(place) {
                    *here = *byte;
                }
            }
            Change::Insert(place, more) => {
                let place = at(place);
                bytes.splice(place..place, more.iter().copied());
            }
            Change::Remove(place, length) => {
                let place = at(place);
                bytes.drain(place..(place + length).min(bytes.len()));
            }
            Change::Repeat(place, length) => {
                let place = at(place);
                let again = bytes[place..(place + length).min(bytes.len())].to_vec();
                bytes.splice(place..place, again);
            }
            Change::Cut(place) => bytes.truncate(at(place)),
        }
    }
    bytes
}

#[test]
fn every_input_that_was_kept_is_taken_or_refused() {
    for (name, property) in properties::ALL {
        corpus(name).iter().for_each(|(path, bytes)| {
            println!("{}", path.display());
            property(bytes);
        });
    }
}

#[test]
fn changed_at_random_they_are_taken_or_refused_too() {
    for (name, property) in properties::ALL {
        let kept: Vec<Vec<u8>> = corpus(name).into_iter().map(|(_, bytes)| bytes).collect();
        let inputs = (select(kept), prop::collection::vec(change(), 1..8)).prop_map(|(bytes, changes)| changed(bytes, &changes));
        let mut runner = TestRunner::new(Config { cases: CASES, failure_persistence: None, ..Config::default() });
        let outcome = runner.run(&inputs, |bytes| {
            property(&bytes);
            Ok(())
        });
        outcome.unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}

#[test]
fn every_property_is_a_target_of_the_fuzzer() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/fuzz_targets");
    let files = std::fs::read_dir(folder).expect("the targets").map(|file| file.expect("a file").path());
    let mut targets: Vec<String> = files.filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned())).collect();
    targets.sort();
    assert_eq!(targets, properties::ALL.map(|(name, _)| name.to_owned()));
}
