//! Value, priority, limits.

use proptest::prelude::*;

use super::{best, merit, small, taken};
use crate::matching::assignment::{MOST_VALUE, Wish, assign};

fn wish(wanted: u32, rank: u32, pairs: &[(u32, i64)]) -> Wish {
    Wish { wanted, rank, pairs: pairs.to_vec(), left_out: 0 }
}

#[test]
fn the_second_best_is_taken_where_a_third_needs_the_best() {
    let wishes = [wish(1, 0, &[(0, 10), (1, 9)]), wish(1, 1, &[(0, 8)])];
    let assignment = assign(&wishes, &[1, 1]);
    assert_eq!((assignment.chosen, assignment.value, assignment.bound), (vec![vec![1], vec![0]], 17, 17));
}

#[test]
fn nothing_waits_and_nobody_is_there() {
    let assignment = assign(&[], &[]);
    assert_eq!((assignment.chosen.len(), assignment.value, assignment.bound), (0, 0, 0));
    assert_eq!(assign(&[wish(3, 0, &[])], &[1, 1]).chosen, vec![Vec::<u32>::new()]);
    assert_eq!(assign(&[], &[2, 2]).value, 0);
}

#[test]
fn a_pair_worth_nothing_is_better_than_an_empty_place() {
    assert_eq!(assign(&[wish(2, 0, &[(0, 0), (1, 0)])], &[1, 1]).chosen, vec![vec![0, 1]]);
    // But not at the cost of value.
    let wishes = [wish(1, 0, &[(0, 0)]), wish(1, 1, &[(0, 1)])];
    assert_eq!(assign(&wishes, &[1]).chosen, vec![vec![], vec![0]]);
}

#[test]
fn among_equals_the_smaller_rank_is_served_and_then_the_first() {
    let same = &[(0, 5)];
    assert_eq!(assign(&[wish(1, 2, same), wish(1, 1, same)], &[1]).chosen, vec![vec![], vec![0]]);
    assert_eq!(assign(&[wish(1, 1, same), wish(1, 1, same)], &[1]).chosen, vec![vec![0], vec![]]);
}

#[test]
fn among_equals_the_smaller_rank_gets_the_better_people() {
    let same = &[(0, 5), (1, 3)];
    assert_eq!(assign(&[wish(1, 2, same), wish(1, 1, same)], &[1, 1]).chosen, vec![vec![1], vec![0]]);
}

#[test]
fn pairs_that_cannot_be_are_never_chosen() {
    let assignment = assign(&[wish(5, 0, &[(0, -1), (7, 9), (1, 2), (1, 4), (2, 6)])], &[1, 1, 0]);
    assert_eq!((assignment.chosen, assignment.value, assignment.bound), (vec![vec![1]], 4, 4));
}

#[test]
fn a_value_out_of_all_measure_does_not_overflow() {
    let assignment = assign(&[wish(2, 0, &[(0, i64::MAX), (1, i64::MAX)]), wish(1, 1, &[(0, i64::MAX)])], &[1, 1]);
    assert_eq!((assignment.value, assignment.bound), (2 * MOST_VALUE, 2 * MOST_VALUE));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, ..ProptestConfig::default() })]

    #[test]
    fn no_other_assignment_has_more_merit((wishes, capacity) in small(0..=3)) {
        let assignment = assign(&wishes, &capacity);
        let chosen = taken(&wishes, &capacity, &assignment);
        prop_assert_eq!(merit(&wishes, &chosen), best(&wishes, &capacity));
    }

    #[test]
    fn the_prices_prove_the_value((wishes, capacity) in small(0..=1000)) {
        let assignment = assign(&wishes, &capacity);
        prop_assert_eq!(assignment.value, best(&wishes, &capacity).0);
        prop_assert_eq!(assignment.bound, assignment.value);
        prop_assert!(assignment.open.is_empty());
        prop_assert!(assignment.prices.iter().all(|price| *price >= 0));
    }

    #[test]
    fn many_who_want_the_same_few_are_proved_too(values in prop::collection::vec((0_i64..=40, 0_u32..40), 600), most in 1_u32..=3) {
        let pairs = |wish: usize| (0..12).map(|at| (values[wish * 12 + at].1, values[wish * 12 + at].0)).collect();
        let wishes: Vec<Wish> =
            (0..50).map(|at| Wish { wanted: 1 + at % 3, rank: at % 5, pairs: pairs(at as usize), left_out: 0 }).collect();
        let assignment = assign(&wishes, &[most; 30]);
        prop_assert_eq!(assignment.value, assignment.bound);
        let people: u32 = wishes.iter().map(|wish| wish.wanted).sum();
        prop_assert!(assignment.chosen.iter().map(Vec::len).sum::<usize>() <= (people.min(30 * most)) as usize);
    }

    #[test]
    fn the_order_of_pairs_and_of_ranked_wishes_does_not_matter((mut wishes, capacity) in small(0..=2), turn in 0_usize..4) {
        for (place, wish) in wishes.iter_mut().enumerate() {
            wish.rank = place as u32;
        }
        let straight = assign(&wishes, &capacity);
        let turn = turn.min(wishes.len());
        wishes.rotate_left(turn);
        for wish in &mut wishes {
            wish.pairs.reverse();
        }
        let mut turned = assign(&wishes, &capacity);
        turned.chosen.rotate_right(turn);
        prop_assert_eq!(straight.chosen, turned.chosen);
        prop_assert_eq!(straight.value, turned.value);
    }
}
