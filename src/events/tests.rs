//! How events are written and read.

use super::*;

#[test]
fn the_kind_of_an_event_is_its_name_in_the_journal() {
    let letter = crate::ids::Ids::seeded(1).fresh(crate::clock::Moment::default());
    assert_eq!(Event::LetterQueued { letter }.kind(), "letter_queued");
}

#[test]
fn an_event_of_a_newer_build_is_passed_by_and_no_error() {
    let read: Event = serde_json::from_str(r#"{ "type": "moon_landed", "crew": 3 }"#).unwrap();
    assert_eq!((&read, read.groups(), read.touched_specialist()), (&Event::OfNewerBuild, &[][..], None));
}
