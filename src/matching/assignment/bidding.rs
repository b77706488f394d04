//! First phase: wishes bid. It is cheap and places most people; where it would go round in circles, [`super::paths`] goes on.
//!
//! A wish looks one step ahead. A specialist with room costs it nothing, a full one as much as the holder would pay who would pay least; it
//! takes whoever leaves it best off. That holder gives way and bids again. The prices of all whom the wish would have liked better rise to
//! where they are as good to it, which their holders would pay too.

use std::cmp::Reverse;
use std::collections::VecDeque;

use crate::matching::assignment::market::Market;

/// Bids per place wanted; more would only be a war over the last millionths.
const PATIENCE: usize = 64;

/// Moves that gain nothing by themselves but may make way for others; each wish may make so many.
const TIES: u32 = 24;

/// The best that a wish can have of what it lacks.
#[derive(Clone, Copy)]
struct Choice {
    pair: usize,
    /// Worth after what has to be paid: above 0.
    worth: i64,
    /// Who gives way.
    instead_of: Option<usize>,
}

pub(super) fn bid(market: &mut Market) {
    let places: usize = market.wanted.iter().sum();
    let mut left = places.saturating_mul(PATIENCE);
    let mut ties = vec![TIES; market.wishes()];
    let mut queue: VecDeque<usize> = (0..market.wishes()).collect();
    while let Some(wish) = queue.pop_front() {
        while market.is_waiting(wish) {
            if left == 0 {
                return;
            }
            left -= 1;
            let choice = choose(market, wish);
            let rose = raise(market, wish, choice);
            let threshold = best_lacking(market, wish, choice);
            let Some(choice) = choice else {
                market.threshold[wish] = 0;
                break;
            };
            market.threshold[wish] = threshold;
            if let Some(held) = choice.instead_of {
                // No price has risen and the other could come back at once: prices alone cannot settle this.
                if !rose && threshold >= choice.worth {
                    if ties[wish] == 0 {
                        break;
                    }
                    ties[wish] -= 1;
                }
                market.leave(held);
                queue.push_back(market.wish[held]);
            }
            market.seat(choice.pair);
        }
    }
}

/// None if nothing is worth what has to be paid. Among equals a specialist with room, then the first.
fn choose(market: &Market, wish: usize) -> Option<Choice> {
    let mut best: Option<Choice> = None;
    for pair in market.pairs(wish) {
        let least = best.map_or(0, |best| best.worth);
        // Pairs stand by value, and a price takes away only.
        if market.value[pair] < least || market.value[pair] <= 0 {
            break;
        }
        if market.chosen[pair] || market.worth(pair) < least {
            continue;
        }
        let instead_of = weakest(market, market.specialist[pair]);
        let worth = market.value[pair] - instead_of.map_or(0, |(level, _)| level);
        let better = worth > least || (worth == least && instead_of.is_none() && best.is_some_and(|best| best.instead_of.is_some()));
        if better && worth > 0 {
            best = Some(Choice { pair, worth, instead_of: instead_of.map(|(_, held)| held) });
        }
    }
    best
}

/// Who of the holders of a full specialist would pay least, and how much that is; of equal ones who comes last by priority.
fn weakest(market: &Market, specialist: usize) -> Option<(i64, usize)> {
    if market.has_room(specialist) {
        return None;
    }
    let would_pay = |pair: usize| market.value[pair] - market.threshold[market.wish[pair]];
    let holders = market.holders(specialist).iter().map(|pair| (would_pay(*pair), Reverse(market.wish[*pair]), *pair));
    holders.min().map(|(level, _, pair)| (level, pair))
}

/// Makes everything that the wish lacks as dear as what it chose; says whether a price rose.
fn raise(market: &mut Market, wish: usize, choice: Option<Choice>) -> bool {
    let worth = choice.map_or(0, |choice| choice.worth);
    let mut rose = false;
    for pair in market.pairs(wish) {
        if market.value[pair] <= worth {
            break;
        }
        if !market.chosen[pair] && market.worth(pair) > worth {
            market.price[market.specialist[pair]] = market.value[pair] - worth;
            rose = true;
        }
    }
    rose
}

/// What the best of the pairs is worth that the wish still lacks after its choice; at least 0.
fn best_lacking(market: &Market, wish: usize, choice: Option<Choice>) -> i64 {
    let mut best = 0;
    for pair in market.pairs(wish) {
        if market.value[pair] <= best {
            break;
        }
        if !market.chosen[pair] && choice.is_none_or(|choice| choice.pair != pair) {
            best = best.max(market.worth(pair));
        }
    }
    best
}
