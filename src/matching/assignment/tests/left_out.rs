//! Pairs that were left out: the bound holds over them, and asking for them closes the gap.

use proptest::prelude::*;

use super::{best, small, taken};
use crate::matching::assignment::{Ask, Assignment, Wish, assign, assign_with};

/// Keeps the best `kept` pairs of each wish and says what the rest is worth at most.
fn cut(wishes: &[Wish], kept: usize) -> Vec<Wish> {
    let mut short = wishes.to_vec();
    for wish in &mut short {
        wish.pairs.sort_by_key(|(_, value)| -value);
        wish.left_out = wish.pairs.get(kept).map_or(0, |(_, value)| *value);
        wish.pairs.truncate(kept);
    }
    short
}

fn with_more(wishes: &[Wish], short: &[Wish], capacity: &[u32]) -> Assignment {
    assign_with(short, capacity, 100, |ask: Ask<'_>| {
        let listed = &short[ask.wish].pairs;
        let left_out = wishes[ask.wish].pairs.iter().filter(|pair| !listed.contains(pair));
        left_out.filter(|(at, value)| ask.matters(*at, *value)).copied().collect()
    })
}

fn wishes() -> Vec<Wish> {
    let wish = |pairs: &[(u32, i64)]| Wish { wanted: 1, rank: 0, pairs: pairs.to_vec(), left_out: 0 };
    vec![wish(&[(0, 9), (1, 4)]), wish(&[(0, 8), (2, 7)])]
}

#[test]
fn a_gap_is_told_with_the_wish_that_could_close_it() {
    let assignment = assign(&cut(&wishes(), 1), &[1, 1, 1]);
    assert_eq!(assignment.value, 9);
    assert!(assignment.bound >= 16, "{assignment:?}");
    assert!(assignment.open.contains(&1), "{assignment:?}");
    assert!(assignment.gap() > 0.0);
}

#[test]
fn asking_closes_the_gap() {
    let assignment = with_more(&wishes(), &cut(&wishes(), 1), &[1, 1, 1]);
    assert_eq!((assignment.value, assignment.bound, assignment.open.len()), (16, 16, 0));
    assert_eq!(assignment.chosen, [[0], [2]]);
}

#[test]
fn without_rounds_nothing_is_asked() {
    let assignment = assign_with(&cut(&wishes(), 1), &[1, 1, 1], 0, |_| unreachable!("no round"));
    assert_eq!(assignment, assign(&cut(&wishes(), 1), &[1, 1, 1]));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 800, ..ProptestConfig::default() })]

    #[test]
    fn no_assignment_over_all_pairs_is_worth_more_than_the_bound((wishes, capacity) in small(0..=20), kept in 0_usize..4) {
        let all = best(&wishes, &capacity).0;
        let assignment = assign(&cut(&wishes, kept), &capacity);
        prop_assert!(assignment.value <= all && all <= assignment.bound, "{} in {:?}", all, assignment);
        if assignment.open.is_empty() {
            prop_assert_eq!(assignment.value, all);
        }
    }

    #[test]
    fn with_more_pairs_the_value_is_the_greatest_of_all((wishes, capacity) in small(0..=20), kept in 0_usize..4) {
        let assignment = with_more(&wishes, &cut(&wishes, kept), &capacity);
        taken(&wishes, &capacity, &assignment);
        let all = best(&wishes, &capacity).0;
        prop_assert_eq!((assignment.value, assignment.bound), (all, all));
        prop_assert!(assignment.open.is_empty());
    }
}
