//! What is said to bring more people does, and nothing smaller would.

use std::collections::HashSet;

use proptest::prelude::*;

use super::index::{asked, cards, people};
use super::*;
use crate::matching::score::millionths;

/// One person who does not fit because of a change, and what is told.
fn told(change: impl Fn(&mut Specialist, &mut HelpRequest)) -> Vec<Vec<Change>> {
    let (mut person, mut asked) = (fitting(), need());
    change(&mut person, &mut asked);
    let index = Index::build(vec![card(&person)]);
    let found = relaxations(&index, &question(&asked), 1, &HashSet::new());
    found.into_iter().map(|one| one.changes).collect()
}

#[test]
fn each_change_is_told_to_who_needs_it() {
    let far = |person: &mut Specialist, _: &mut HelpRequest| {
        person.served_prefectures = vec!["47".into()];
        person.remote = true;
    };
    assert_eq!(told(far), [[Change::WorkFromAfar]]);
    assert_eq!(told(|person, _| person.served_prefectures = vec!["23".into()]), [[Change::WidenRegion]]);
    assert_eq!(told(|_, asked| asked.need.budget_yen = 15_000), [[Change::RaiseBudget { to_yen: 20_000 }]]);
    assert_eq!(told(|person, _| person.availability = WeeklySlots::parse(&["sun-am"]).unwrap()), [[Change::AnyTime]]);
    assert_eq!(told(|_, asked| asked.need.neutral_only = true), [[Change::AcceptSellers]]);
    let busy = |person: &mut Specialist, asked: &mut HelpRequest| {
        person.hours_per_week = 1;
        (asked.need.hours, asked.need.weeks) = (8, 4);
    };
    assert_eq!(told(busy), [[Change::SpreadOver { weeks: 8 }]]);
    let away = |person: &mut Specialist, _: &mut HelpRequest| {
        person.blackouts = vec![crate::active_list::Blackout { from: today(), to: today() + Days::new(15) }];
    };
    assert_eq!(told(away), [[Change::MoveStart { to: today() + Days::new(21) }]], "the second week is still away");
}

#[test]
fn several_changes_are_told_together_where_one_does_not_do() {
    let both = |person: &mut Specialist, asked: &mut HelpRequest| {
        person.served_prefectures = vec!["23".into()];
        asked.need.budget_yen = 15_000;
    };
    assert_eq!(told(both), [[Change::WidenRegion, Change::RaiseBudget { to_yen: 20_000 }]]);
}

#[test]
fn nothing_is_told_where_enough_fit_or_nothing_helps() {
    assert_eq!(told(|_, _| {}), [[]; 0]);
    assert_eq!(told(|person, _| person.menus.clear()), [[]; 0]);
    assert_eq!(told(|person, _| person.affiliation = Affiliation::EmployedHidden), [[]; 0]);
}

/// How many fit after changes, and the best score, by asking everybody.
fn outcome(cards: &[Card], question: &Question, changes: &[Change]) -> (usize, u32) {
    let changed = changes.iter().fold(question.clone(), |changed, change| changed.changed(change));
    let fitting = || cards.iter().filter(|card| failing(card, &changed).is_empty());
    (fitting().count(), fitting().map(|card| millionths(card, &changed)).max().unwrap_or(0))
}

/// Every list of changes that could be made, each kind with every figure that could matter.
fn everything(cards: &[Card], question: &Question) -> Vec<Vec<Change>> {
    let costs: Vec<u32> = cards.iter().filter_map(|card| u32::try_from(crate::matching::rules::cost(&card.cold, question)?).ok()).collect();
    let figures = |kind: usize| -> Vec<Change> {
        match kind {
            0 => vec![Change::WorkFromAfar],
            1 => vec![Change::AnyTime],
            2 => vec![Change::SpreadOver { weeks: question.weeks * 2 }],
            3 => (1..=4).map(|weeks| Change::MoveStart { to: question.start_on + Days::new(7 * weeks) }).collect(),
            4 => costs.iter().filter(|yen| **yen > question.budget_yen).map(|to_yen| Change::RaiseBudget { to_yen: *to_yen }).collect(),
            5 => vec![Change::WidenRegion],
            _ => vec![Change::AcceptSellers],
        }
    };
    let mut all = Vec::new();
    for set in 0_u32..128 {
        let mut lists: Vec<Vec<Change>> = vec![Vec::new()];
        for kind in (0..7).filter(|kind| set >> kind & 1 != 0) {
            let longer = |list: &Vec<Change>, change: &Change| list.iter().copied().chain([*change]).collect();
            lists = lists.iter().flat_map(|list| figures(kind).iter().map(|change| longer(list, change)).collect::<Vec<_>>()).collect();
        }
        all.extend(lists);
    }
    all
}

fn kinds(changes: &[Change]) -> HashSet<&'static str> {
    changes.iter().map(Change::code).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_sets_told_are_the_smallest_that_do(people in people(12), asked in asked(), wanted in 1_usize..5) {
        let (cards, question) = (cards(&people), question(&asked));
        let found = relaxations(&Index::build(cards.clone()), &question, wanted, &HashSet::new());
        let tried: Vec<(Vec<Change>, usize)> = everything(&cards, &question).into_iter().map(|list| { let people = outcome(&cards, &question, &list).0; (list, people) }).collect();
        let enough = wanted.min(tried.iter().map(|(_, people)| *people).max().unwrap_or(0));
        let now = outcome(&cards, &question, &[]).0;

        // What the brute force says: sets of kinds that do, of which no part does.
        let doing: Vec<HashSet<&str>> = tried.iter().filter(|(_, people)| *people >= enough && now < enough).map(|(list, _)| kinds(list)).collect();
        let smallest = |set: &HashSet<&str>| !doing.iter().any(|other| other.len() < set.len() && other.is_subset(set));
        let mut expected: Vec<Vec<&str>> = doing.iter().filter(|set| smallest(set)).map(|set| { let mut set: Vec<_> = set.iter().copied().collect(); set.sort_unstable(); set }).collect();
        expected.sort();
        expected.dedup();
        let mut told: Vec<Vec<&str>> = found.iter().map(|one| { let mut set: Vec<_> = kinds(&one.changes).into_iter().collect(); set.sort_unstable(); set }).collect();
        told.sort();
        prop_assert_eq!(&told, &expected);

        for one in &found {
            let (people, best) = outcome(&cards, &question, &one.changes);
            prop_assert_eq!((one.people, one.best_score), (people, f64::from(best) / 1e6));
            prop_assert!(people >= enough);
            // No list of the same kinds begins earlier, or as early with a lower budget, and does.
            let start = |list: &[Change]| list.iter().find_map(|change| if let Change::MoveStart { to } = change { Some(*to) } else { None });
            let budget = |list: &[Change]| list.iter().find_map(|change| if let Change::RaiseBudget { to_yen } = change { Some(*to_yen) } else { None });
            let same = tried.iter().filter(|(list, people)| *people >= enough && kinds(list) == kinds(&one.changes));
            let least = same.map(|(list, _)| (start(list), budget(list))).min();
            prop_assert_eq!(least, Some((start(&one.changes), budget(&one.changes))));
        }
        prop_assert!(found.windows(2).all(|two| two[0].changes.len() <= two[1].changes.len()), "smallest first");
    }
}
