//! Joint assignment: the offers of several waiting help requests are chosen together, so that no two of them waste a specialist on whom a
//! third depends. Exact, deterministic, integers only (docs/decisions/0016-joint-assignment.md).
//!
//! The greatest total value is a minimum-cost flow. It is found in three phases over one [`Market`]: wishes bid ([`bidding`]), what bidding
//! leaves open is filled along shortest paths ([`paths`]), and ties go by priority ([`priority`]). The prices of the specialists prove the
//! result: see [`Assignment::bound`].

mod bidding;
mod bounds;
mod dense;
mod market;
mod paths;
mod priority;
#[cfg(test)]
mod tests;

pub use dense::{CostError, MinimumCost, minimum_cost};

use std::cmp::Reverse;
use std::collections::HashSet;

use bounds::Bounds;
use market::Market;

/// A pair worth more than this counts as worth this (2⁴⁰; a certain acceptance of a perfect score is 10⁶), so that no sum overflows.
pub const MOST_VALUE: i64 = 1 << 40;

/// What a help request asks of the assignment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wish {
    /// People wanted.
    pub wanted: u32,
    /// Smaller goes first among assignments of equal total value; of equal ranks the one that stands first.
    pub rank: u32,
    /// Whom it may get: place of the specialist in the list of capacities, and the value, 0 to [`MOST_VALUE`], in any unit. In any order.
    /// Of a specialist who stands twice the greater value counts. A negative value, or a specialist whom the list of capacities lacks, is
    /// never chosen.
    pub pairs: Vec<(u32, i64)>,
    /// No pair that was left out of `pairs` is worth more than this; 0 if none was left out that is worth anything.
    pub left_out: i64,
}

/// Who is asked about what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    /// For each wish the places of its specialists, best first. A pair is chosen at most once, and one of value 0 is better than none.
    pub chosen: Vec<Vec<u32>>,
    /// The sum of their values: the greatest that the listed pairs allow.
    pub value: i64,
    /// No assignment, also none with pairs that were left out, is worth more than this. At least `value`, and equal to it if `open` is empty.
    pub bound: i64,
    /// What a place with each specialist costs the others (0 while there is room): the dual prices by which `bound` is proved.
    pub prices: Vec<i64>,
    /// The wishes whose left-out pairs could still make a difference, by their place.
    pub open: Vec<usize>,
}

impl Assignment {
    /// How far `value` can be from the best at most, as a share of the best; 0 is proved to be the best.
    pub fn gap(&self) -> f64 {
        if self.bound > 0 { (self.bound - self.value) as f64 / self.bound as f64 } else { 0.0 }
    }
}

/// The assignment of the greatest total value over the listed pairs. Among those, the first wish by rank gets as many people as it can, then
/// the second, and so on; among those, the first wish gets as much value as it can, then the second, and so on.
///
/// No wish gets more people than it wants and no specialist more offers than `capacity` says. The order of the pairs does not matter, nor, if
/// all ranks differ, the order of the wishes.
pub fn assign(wishes: &[Wish], capacity: &[u32]) -> Assignment {
    solve(wishes, capacity).0
}

fn solve(wishes: &[Wish], capacity: &[u32]) -> (Assignment, Bounds) {
    let mut market = Market::open(wishes, capacity);
    bidding::bid(&mut market);
    paths::fill(&mut market);
    priority::prefer(&mut market);
    let bounds = Bounds::of(&market, wishes);
    let open = (0..wishes.len()).filter(|wish| bounds.is_open(*wish)).collect();
    let assignment = Assignment { chosen: market.chosen(), value: market.total(), bound: bounds.sum(), prices: market.price, open };
    (assignment, bounds)
}

/// A question about the pairs that were left out of one wish.
#[derive(Clone, Copy, Debug)]
pub struct Ask<'a> {
    /// The wish by its place.
    pub wish: usize,
    /// A left-out pair matters if its value less the price is greater than this.
    pub above: i64,
    /// The price of each specialist.
    pub prices: &'a [i64],
}

impl Ask<'_> {
    /// Whether a left-out pair has to be told.
    pub fn matters(&self, specialist: u32, value: i64) -> bool {
        self.prices.get(specialist as usize).is_some_and(|price| value - price > self.above)
    }
}

/// How many of the told pairs a wish takes up in one round, for each person wanted: the best suffice, and long lists are slow.
const TAKEN_UP: usize = 8;
const TAKEN_UP_AT_LEAST: usize = 32;

/// As [`assign`], but asks for left-out pairs until none could make a difference, or for `rounds` rounds.
///
/// `more` has to tell every left-out pair for which [`Ask::matters`]; it may tell others. Value and bound are then exact over all pairs, listed
/// or not (the preference for priority stays one over the pairs listed and told).
pub fn assign_with(wishes: &[Wish], capacity: &[u32], rounds: usize, mut more: impl FnMut(Ask<'_>) -> Vec<(u32, i64)>) -> Assignment {
    let mut wishes = wishes.to_vec();
    let (mut assignment, mut bounds) = solve(&wishes, capacity);
    let mut best_bound = assignment.bound;
    for _ in 0..rounds {
        if assignment.open.is_empty() {
            break;
        }
        let mut new = false;
        for wish in &assignment.open {
            let ask = Ask { wish: *wish, above: bounds.above(*wish), prices: &assignment.prices };
            let told = tidy(more(ask), ask, &wishes[*wish], capacity);
            // Whatever is not told is worth no more, at these prices, than what the wish has.
            bounds.see(*wish, &told);
            new |= !told.is_empty();
            let most = (wishes[*wish].wanted as usize).saturating_mul(TAKEN_UP).max(TAKEN_UP_AT_LEAST);
            wishes[*wish].pairs.extend(told.iter().take(most).map(|(_, specialist, value)| (*specialist, *value)));
        }
        best_bound = best_bound.min(bounds.sum());
        if !new {
            assignment.open.clear();
            break;
        }
        (assignment, bounds) = solve(&wishes, capacity);
        best_bound = best_bound.min(assignment.bound);
    }
    assignment.bound = best_bound;
    assignment
}

/// The told pairs that matter and are not listed yet: worth after the price, specialist, value; best first.
fn tidy(told: Vec<(u32, i64)>, ask: Ask<'_>, wish: &Wish, capacity: &[u32]) -> Vec<(i64, u32, i64)> {
    let listed: HashSet<u32> = wish.pairs.iter().map(|(specialist, _)| *specialist).collect();
    let open = |specialist: u32| capacity.get(specialist as usize).is_some_and(|room| *room > 0) && !listed.contains(&specialist);
    let told = told.into_iter().map(|(specialist, value)| (specialist, value.min(MOST_VALUE)));
    let mut told: Vec<(i64, u32, i64)> = told
        .filter(|(specialist, value)| open(*specialist) && ask.matters(*specialist, *value))
        .filter_map(|(specialist, value)| Some((value - ask.prices.get(specialist as usize)?, specialist, value)))
        .collect();
    told.sort_unstable_by_key(|(worth, specialist, _)| (*specialist, Reverse(*worth)));
    told.dedup_by_key(|(_, specialist, _)| *specialist);
    told.sort_unstable_by_key(|(worth, specialist, _)| (Reverse(*worth), *specialist));
    told
}
