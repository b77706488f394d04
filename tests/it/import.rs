//! `nakodo import specialists FILE`.

use std::process::Output;

use crate::harness::Mode;
use crate::harness::process::Place;

in_both_modes![a_good_file_is_imported_and_a_second_time_only_changes, one_bad_row_keeps_everything_out_unless_it_may_be_skipped];

fn example(name: &str) -> String {
    format!("{}/docs/examples/{name}", env!("CARGO_MANIFEST_DIR"))
}

fn import(place: &Place, args: &[&str]) -> (bool, String, String) {
    let Output { status, stdout, stderr } = place.command(&[&["import", "specialists"], args].concat()).output().unwrap();
    (status.success(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

async fn a_good_file_is_imported_and_a_second_time_only_changes(mode: Mode) {
    let place = Place::new(mode).await;
    let file = example("specialists.csv");
    let (done, said, _) = import(&place, &[&file]);
    assert!(done && said.starts_with("6 enrolled, 0 changed, 0 skipped"), "{said}");
    let (done, said, _) = import(&place, &[&file]);
    assert!(done && said.starts_with("0 enrolled, 6 changed, 0 skipped"), "{said}");

    // The same people as a spreadsheet on an older machine saves them.
    let text = std::fs::read_to_string(&file).unwrap();
    let (bytes, _, lost) = encoding_rs::SHIFT_JIS.encode(text.trim_start_matches('\u{feff}'));
    assert!(!lost);
    let other = place.folder.path().join("sjis.csv");
    std::fs::write(&other, bytes).unwrap();
    let (done, said, _) = import(&place, &[other.to_str().unwrap()]);
    assert!(done && said.starts_with("0 enrolled, 6 changed"), "{said}");
}

async fn one_bad_row_keeps_everything_out_unless_it_may_be_skipped(mode: Mode) {
    let place = Place::new(mode).await;
    let file = example("specialists-with-mistakes.csv");
    let (done, _, told) = import(&place, &[&file]);
    assert!(!done && told.contains("nothing was imported"), "{told}");
    assert!(told.contains("line ") && told.contains("column "), "{told}");
    let (done, said, _) = import(&place, &[&file, "--skip-bad"]);
    assert!(done && said.starts_with("2 enrolled, 0 changed, 3 skipped"), "{said}");
}
