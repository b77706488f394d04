//! The square matrix.

use proptest::prelude::*;

use crate::matching::assignment::{CostError, Wish, assign, minimum_cost};

/// The least cost of all permutations.
fn least(costs: &[i64], n: usize, row: usize, used: u32) -> i64 {
    let free = (0..n).filter(|column| used & 1 << column == 0);
    free.map(|column| costs[row * n + column] + least(costs, n, row + 1, used | 1 << column)).min().unwrap_or(0)
}

fn square(costs: std::ops::RangeInclusive<i64>, most: usize) -> impl Strategy<Value = (usize, Vec<i64>)> {
    (0..=most).prop_flat_map(move |n| (Just(n), prop::collection::vec(costs.clone(), n * n)))
}

#[test]
fn three_rows_by_hand() {
    let costs = [4, 1, 3, 2, 0, 5, 3, 2, 2];
    let found = minimum_cost(&costs, 3).unwrap();
    assert_eq!((found.total, &found.columns[..]), (5, &[1, 0, 2][..]));
    assert!(found.is_proved(&costs));
}

#[test]
fn no_square_is_told_with_both_counts() {
    assert_eq!(minimum_cost(&[1, 2, 3], 2), Err(CostError::NotSquare { n: 2, found: 3 }));
    assert_eq!(minimum_cost(&[], 0).unwrap().total, 0);
    assert_eq!(minimum_cost(&[-7], 1).unwrap().total, -7);
}

#[test]
fn costs_as_far_apart_as_can_be_are_refused_and_not_added_up_wrongly() {
    assert!(matches!(minimum_cost(&[i64::MIN, i64::MAX, 0, 0], 2), Err(CostError::TooFarApart { n: 2, .. })));
    let high = [i64::MAX, i64::MAX - 1, i64::MAX - 5, i64::MAX];
    let found = minimum_cost(&high, 2).unwrap();
    assert_eq!(found.total, i128::from(i64::MAX) * 2 - 6);
    assert!(found.is_proved(&high));
}

#[test]
fn a_proof_of_something_else_is_no_proof() {
    let costs = [4, 1, 3, 2, 0, 5, 3, 2, 2];
    let good = minimum_cost(&costs, 3).unwrap();
    let mut dearer = good.clone();
    dearer.columns = vec![0, 1, 2];
    dearer.total = 6;
    assert!(!dearer.is_proved(&costs));
    let mut twice = good.clone();
    twice.columns = vec![1, 1, 1];
    assert!(!twice.is_proved(&costs));
    let mut cheaper = good.clone();
    cheaper.total -= 1;
    assert!(!cheaper.is_proved(&costs) && !good.is_proved(&[0; 9]) && !good.is_proved(&[]));
}

#[test]
fn a_hundred_rows_with_many_ties_are_proved() {
    for most in [1_i64, 3, 100] {
        let costs: Vec<i64> = (0..10_000_i64).map(|at| (at * at * 7919 + at * 104_729) % 1009 % (most + 1) - most / 2).collect();
        assert!(minimum_cost(&costs, 100).unwrap().is_proved(&costs), "up to {most}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn no_permutation_costs_less((n, costs) in square(-9..=9, 6)) {
        let found = minimum_cost(&costs, n).unwrap();
        prop_assert_eq!(found.total, i128::from(least(&costs, n, 0, 0)));
        prop_assert!(found.is_proved(&costs));
    }

    #[test]
    fn large_costs_are_as_exact_as_small_ones((n, costs) in square(-1_000_000_000_000_000..=1_000_000_000_000_000, 6)) {
        let found = minimum_cost(&costs, n).unwrap();
        prop_assert_eq!(found.total, i128::from(least(&costs, n, 0, 0)));
        prop_assert!(found.is_proved(&costs));
    }

    #[test]
    fn the_square_and_the_joint_assignment_agree((n, costs) in square(0..=500, 25)) {
        // So much is gained by any pair that every row gets its column.
        let pairs = |row: usize| (0..n).map(|column| (column as u32, 1_000_000 - costs[row * n + column])).collect();
        let wishes: Vec<Wish> = (0..n).map(|row| Wish { wanted: 1, rank: 0, pairs: pairs(row), left_out: 0 }).collect();
        let joint = assign(&wishes, &vec![1; n]);
        let found = minimum_cost(&costs, n).unwrap();
        prop_assert!(found.is_proved(&costs));
        prop_assert_eq!(i128::from(joint.value), 1_000_000 * n as i128 - found.total);
        prop_assert_eq!(joint.value, joint.bound);
    }
}
