//! What the prices prove.
//!
//! Whoever pays the price for each place may take what pays best. So no assignment is worth more than all places at their prices and, for each
//! wish, the best that is left to it after the prices (Lagrange's bound). At the prices of the best assignment both sides are equal.

use crate::matching::assignment::market::Market;
use crate::matching::assignment::{MOST_VALUE, Wish};

pub(super) struct Bounds {
    /// Σ capacity · price.
    places: i64,
    /// By the caller's place of the wish.
    wishes: Vec<OfWish>,
}

#[derive(Clone, Default)]
struct OfWish {
    /// People whom it could get at most.
    wanted: usize,
    /// What its best pairs are worth after the price, greatest first: at most `wanted`, all above 0.
    best: Vec<i64>,
    /// How many left-out pairs it could get, and what each of them is worth at most.
    room: usize,
    left_out: i64,
}

impl OfWish {
    fn above(&self) -> i64 {
        if self.best.len() < self.wanted { 0 } else { self.best.last().copied().unwrap_or(MOST_VALUE) }
    }

    fn put(&mut self, worth: i64) {
        let at = self.best.partition_point(|other| *other >= worth);
        if worth > 0 && at < self.wanted {
            self.best.insert(at, worth);
            self.best.truncate(self.wanted);
        }
    }

    /// Left-out pairs of specialists who cost nothing would take the place of what is worth less.
    fn gain(&self) -> i64 {
        let better = self.best.partition_point(|worth| *worth >= self.left_out);
        let taken = if self.left_out > 0 { self.room.min(self.wanted - better) } else { 0 };
        let left_out = i64::try_from(taken).unwrap_or(i64::MAX).saturating_mul(self.left_out);
        left_out.saturating_add(self.best.iter().take(better).chain(self.best.iter().skip(better).take(self.wanted - better - taken)).sum())
    }
}

impl Bounds {
    pub fn of(market: &Market, wishes: &[Wish]) -> Self {
        let places =
            market.capacity.iter().zip(&market.price).map(|(room, price)| i64::try_from(*room).unwrap_or(i64::MAX).saturating_mul(*price));
        let takes_any = market.capacity.iter().filter(|room| **room > 0).count();
        let mut bounds = Self { places: places.sum(), wishes: vec![OfWish::default(); wishes.len()] };
        for (number, place) in market.order.iter().enumerate() {
            let (wish, pairs) = (&wishes[*place], market.pairs(number));
            let wanted = (wish.wanted as usize).min(takes_any);
            let room = wanted.min(takes_any - pairs.len());
            let left_out = if room > 0 { wish.left_out.clamp(0, MOST_VALUE) } else { 0 };
            let mut own = OfWish { wanted, best: Vec::with_capacity(wanted.min(pairs.len()) + 1), room, left_out };
            for pair in pairs {
                // Pairs stand by value, and a price takes away only.
                if market.value[pair] <= own.above() {
                    break;
                }
                own.put(market.worth(pair));
            }
            bounds.wishes[*place] = own;
        }
        bounds
    }

    /// What a further pair of the wish has to be worth after the price in order to matter.
    pub fn above(&self, wish: usize) -> i64 {
        self.wishes[wish].above()
    }

    /// Whether left-out pairs of the wish could matter.
    pub fn is_open(&self, wish: usize) -> bool {
        self.wishes[wish].left_out > self.above(wish)
    }

    /// All left-out pairs that matter have been seen: these are they (worth after the price, specialist, value).
    pub fn see(&mut self, wish: usize, told: &[(i64, u32, i64)]) {
        let own = &mut self.wishes[wish];
        own.left_out = 0;
        for (worth, ..) in told.iter().take(own.wanted) {
            own.put(*worth);
        }
    }

    pub fn sum(&self) -> i64 {
        self.places + self.wishes.iter().map(OfWish::gain).sum::<i64>()
    }
}
