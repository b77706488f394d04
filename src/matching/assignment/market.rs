//! What the phases share: pairs, prices and who holds whom.
//!
//! Three things stay true between any two steps, so that each phase may stop at any time and the next goes on from there:
//!
//! 1. a specialist with room left costs nothing;
//! 2. what a wish has is worth at least its threshold after the price, and what it lacks at most its threshold;
//! 3. a wish that has given up a place has the threshold 0.
//!
//! When every wish has what it wants or has given up the rest, these are the conditions under which an assignment is worth the most
//! (complementary slackness).

use crate::matching::assignment::{MOST_VALUE, Wish};

/// Wishes by priority: the wish with the smaller number here goes first among equals.
pub(super) struct Market {
    /// For each wish here, its place in the caller's list.
    pub order: Vec<usize>,
    /// Where the pairs of each wish begin, and the end.
    starts: Vec<usize>,
    /// Of each pair: specialist, value (0 to [`MOST_VALUE`]), wish. The pairs of a wish stand by value, best first.
    pub specialist: Vec<usize>,
    pub value: Vec<i64>,
    pub wish: Vec<usize>,
    /// Of each wish.
    pub wanted: Vec<usize>,
    pub has: Vec<usize>,
    pub threshold: Vec<i64>,
    /// Of each specialist.
    pub price: Vec<i64>,
    pub capacity: Vec<usize>,
    /// The chosen pairs of each specialist: a table with as many seats as can be filled.
    seats: Vec<usize>,
    seated: Vec<usize>,
    table: Vec<usize>,
    pub chosen: Vec<bool>,
}

impl Market {
    pub fn open(wishes: &[Wish], capacity: &[u32]) -> Self {
        let mut order: Vec<usize> = (0..wishes.len()).collect();
        order.sort_by_key(|place| wishes[*place].rank);
        let (mut starts, mut specialist, mut value, mut wish) = (vec![0], Vec::new(), Vec::new(), Vec::new());
        let mut asked_for = vec![0_usize; capacity.len()];
        let mut own: Vec<(usize, i64)> = Vec::new();
        for (number, place) in order.iter().enumerate() {
            own.clear();
            own.extend(usable(&wishes[*place], capacity));
            own.sort_unstable_by(|(one, value), (other, other_value)| one.cmp(other).then(other_value.cmp(value)));
            own.dedup_by_key(|(specialist, _)| *specialist);
            own.sort_unstable_by(|(one, value), (other, other_value)| other_value.cmp(value).then(one.cmp(other)));
            for (at, worth) in &own {
                asked_for[*at] += 1;
                specialist.push(*at);
                value.push(*worth);
                wish.push(number);
            }
            starts.push(specialist.len());
        }
        let capacity: Vec<usize> = capacity.iter().map(|room| *room as usize).collect();
        let mut seats = Vec::with_capacity(capacity.len() + 1);
        let mut end = 0;
        for (room, asked) in capacity.iter().zip(&asked_for) {
            seats.push(end);
            end += room.min(asked);
        }
        let wanted = order.iter().zip(starts.windows(2)).map(|(place, ends)| (wishes[*place].wanted as usize).min(ends[1] - ends[0]));
        Self {
            wanted: wanted.collect(),
            has: vec![0; order.len()],
            // Nobody has anything yet, and nothing is worth more than the best.
            threshold: starts.windows(2).map(|ends| value[ends[0]..ends[1]].first().copied().unwrap_or(0)).collect(),
            price: vec![0; capacity.len()],
            seated: vec![0; capacity.len()],
            table: vec![0; end],
            chosen: vec![false; value.len()],
            order,
            starts,
            specialist,
            value,
            wish,
            capacity,
            seats,
        }
    }

    pub fn wishes(&self) -> usize {
        self.order.len()
    }

    pub fn pairs(&self, wish: usize) -> std::ops::Range<usize> {
        self.starts[wish]..self.starts[wish + 1]
    }

    /// What the pair is worth after the price.
    pub fn worth(&self, pair: usize) -> i64 {
        self.value[pair] - self.price[self.specialist[pair]]
    }

    pub fn has_room(&self, specialist: usize) -> bool {
        self.seated[specialist] < self.capacity[specialist]
    }

    /// The chosen pairs of a specialist.
    pub fn holders(&self, specialist: usize) -> &[usize] {
        let from = self.seats[specialist];
        &self.table[from..from + self.seated[specialist]]
    }

    /// Chooses a pair; its specialist has room.
    pub fn seat(&mut self, pair: usize) {
        let specialist = self.specialist[pair];
        self.table[self.seats[specialist] + self.seated[specialist]] = pair;
        self.seated[specialist] += 1;
        self.chosen[pair] = true;
        self.has[self.wish[pair]] += 1;
    }

    /// Gives up a chosen pair.
    pub fn leave(&mut self, pair: usize) {
        let specialist = self.specialist[pair];
        let from = self.seats[specialist];
        let last = from + self.seated[specialist] - 1;
        if let Some(at) = (from..last).find(|at| self.table[*at] == pair) {
            self.table[at] = self.table[last];
        }
        self.seated[specialist] -= 1;
        self.chosen[pair] = false;
        self.has[self.wish[pair]] -= 1;
    }

    pub fn is_waiting(&self, wish: usize) -> bool {
        self.has[wish] < self.wanted[wish]
    }

    /// Total value of the chosen pairs.
    pub fn total(&self) -> i64 {
        self.value.iter().zip(&self.chosen).filter(|(_, chosen)| **chosen).map(|(value, _)| value).sum()
    }

    /// For each of the caller's wishes the specialists chosen, best first.
    pub fn chosen(&self) -> Vec<Vec<u32>> {
        let mut chosen = vec![Vec::new(); self.wishes()];
        for (number, place) in self.order.iter().enumerate() {
            let pairs = self.pairs(number).filter(|pair| self.chosen[*pair]);
            chosen[*place] = pairs.filter_map(|pair| u32::try_from(self.specialist[pair]).ok()).collect();
        }
        chosen
    }
}

/// The pairs that can be chosen at all.
fn usable<'a>(wish: &'a Wish, capacity: &'a [u32]) -> impl Iterator<Item = (usize, i64)> + 'a {
    let pairs = wish.pairs.iter().map(|(specialist, value)| (*specialist as usize, (*value).min(MOST_VALUE)));
    pairs.filter(|(specialist, value)| *value >= 0 && capacity.get(*specialist).is_some_and(|room| *room > 0))
}
