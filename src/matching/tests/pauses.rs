//! Pauses keep out for as long as they were named, and the index says so too.

use std::collections::{BTreeMap, HashSet};

use proptest::prelude::*;

use super::*;
use crate::active_list::Pauses;

pub(super) fn pauses(all: Option<u64>, menus: &[(&str, u64)]) -> Pauses {
    let on = |days: u64| today() + Days::new(days);
    Pauses { all: all.map(on), menus: menus.iter().map(|(menu, days)| ((*menu).to_owned(), on(*days))).collect::<BTreeMap<_, _>>() }
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
