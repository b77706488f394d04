//! Pauses keep out for as long as they were named, and the index says so too.

use std::collections::{BTreeMap, HashSet};

use proptest::prelude::*;

use super::*;
use crate::active_list::Pauses;

fn pauses(all: Option<u64>, menus: &[(&str, u64)]) -> Pauses {
    let on = |days: u64| today() + Days::new(days);
    Pauses { all: all.map(on), menus: menus.iter().map(|(menu, days)| ((*menu).to_owned(), on(*days))).collect::<BTreeMap<_, _>>() }
}

fn failing_with(pauses: &Pauses) -> Vec<Rule> {
    failing(&card(&fitting()).with_pauses(&CATALOGUE, pauses), &question(&need()))
}

#[test]
fn somebody_who_pauses_is_asked_again_on_the_day_that_was_named() {
    assert_eq!(failing_with(&pauses(Some(1), &[])), [Rule::Paused]);
    assert_eq!(failing_with(&pauses(Some(0), &[])), []);
}

#[test]
fn menus_that_somebody_rests_from_keep_out_of_these_only() {
    assert_eq!(failing_with(&pauses(None, &[("basic-check", 1)])), [Rule::Parked]);
    assert_eq!(failing_with(&pauses(None, &[("basic-check", 0), ("mail-drill", 9)])), []);
    assert_eq!(failing_with(&pauses(Some(2), &[("basic-check", 2)])), [Rule::Paused, Rule::Parked]);
}

#[test]
fn nobody_waits_for_the_end_of_a_pause() {
    assert!(!Rule::Paused.is_about_room() && !Rule::Parked.is_about_room());
}

proptest! {
    #[test]
    fn the_index_finds_those_whom_no_pause_keeps_out(days in prop::collection::vec((prop::option::of(0_u64..3), prop::option::of(0_u64..3)), 1..40)) {
        let cards: Vec<Card> = days.iter().zip(1_u128..).map(|((all, menu), number)| {
            let menus: Vec<(&str, u64)> = menu.iter().map(|days| ("basic-check", *days)).collect();
            Card::new(&CATALOGUE, id(number), &fitting(), true, Record::default()).with_pauses(&CATALOGUE, &pauses(*all, &menus))
        }).collect();
        let asked = question(&need());
        let mut expected: Vec<SpecialistId> = cards.iter().filter(|card| failing(card, &asked).is_empty()).map(|card| card.id).collect();
        let mut found: Vec<SpecialistId> =
            Index::build(cards).candidates(&asked, usize::MAX, &HashSet::new()).into_iter().map(|one| one.specialist).collect();
        expected.sort_unstable();
        found.sort_unstable();
        prop_assert_eq!(found, expected);
    }
}
