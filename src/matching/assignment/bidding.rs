//! First phase: wishes bid. It is cheap and places most people; where it would go round in circles, [`super::paths`] goes on.
//!
//! A wish takes what is worth most to it after the price. If the specialist is full, it offers as much as leaves it no worse off than with the
//! next best. The holder who would pay least gives way, and the price becomes what that holder would have paid.

use std::collections::VecDeque;

use crate::matching::assignment::market::Market;

/// Bids per place wanted; more would only be a war over the last millionths.
const PATIENCE: usize = 16;

/// What a wish sees when it looks over what it lacks.
struct View {
    best: usize,
    worth: i64,
    /// Worth of the second best, and of the best one that would be lacking if every place were filled; at least 0.
    second: i64,
    next: i64,
}

pub(super) fn bid(market: &mut Market) {
    let places: usize = market.wanted.iter().sum();
    let mut left = places.saturating_mul(PATIENCE);
    let mut queue: VecDeque<usize> = (0..market.wishes()).collect();
    let mut tops = Vec::new();
    while let Some(wish) = queue.pop_front() {
        while market.is_waiting(wish) {
            if left == 0 {
                return;
            }
            left -= 1;
            let Some(view) = look(market, wish, &mut tops) else {
                market.threshold[wish] = 0;
                break;
            };
            match offer(market, &view) {
                Outcome::Won { instead_of } => {
                    market.threshold[wish] = view.second;
                    queue.extend(instead_of);
                }
                Outcome::Outbid => {}
                Outcome::Tie => {
                    market.threshold[wish] = view.worth;
                    break;
                }
            }
        }
    }
}

/// None if nothing that the wish lacks is worth anything after the price.
fn look(market: &Market, wish: usize, tops: &mut Vec<(i64, bool, usize)>) -> Option<View> {
    let missing = market.wanted[wish] - market.has[wish];
    tops.clear();
    for pair in market.pairs(wish) {
        let value = market.value[pair];
        let enough = tops.len() > missing;
        // The rest is worth less still: pairs stand by value, and a price takes away only.
        if value <= 0 || (enough && tops.last().is_some_and(|(worth, ..)| *worth > value)) {
            break;
        }
        let worth = market.worth(pair);
        if market.chosen[pair] || worth <= 0 {
            continue;
        }
        // Among equals a specialist with room, then the first.
        let room = market.has_room(market.specialist[pair]);
        let at = tops.partition_point(|(other, other_room, _)| (*other, *other_room) >= (worth, room));
        if at <= missing {
            tops.insert(at, (worth, room, pair));
            tops.truncate(missing + 1);
        }
    }
    let (worth, _, best) = tops.first().copied()?;
    let worth_of = |place: usize| tops.get(place).map_or(0, |(worth, ..)| *worth);
    Some(View { best, worth, second: worth_of(1), next: worth_of(missing) })
}

enum Outcome {
    Won {
        instead_of: Option<usize>,
    },
    /// The price rose to what the wish would have paid.
    Outbid,
    /// The next best is as good and nobody gives way: prices alone cannot settle this.
    Tie,
}

fn offer(market: &mut Market, view: &View) -> Outcome {
    let specialist = market.specialist[view.best];
    if market.has_room(specialist) {
        market.seat(view.best);
        return Outcome::Won { instead_of: None };
    }
    let most = market.value[view.best] - view.next;
    let would_pay = |pair: usize| market.value[pair] - market.threshold[market.wish[pair]];
    let weakest = market.holders(specialist).iter().map(|pair| (would_pay(*pair), std::cmp::Reverse(market.wish[*pair]), *pair)).min();
    match weakest {
        Some((level, _, pair)) if level < most => {
            market.price[specialist] = market.price[specialist].max(level);
            market.leave(pair);
            market.seat(view.best);
            Outcome::Won { instead_of: Some(market.wish[pair]) }
        }
        _ if most > market.price[specialist] => {
            market.price[specialist] = most;
            Outcome::Outbid
        }
        _ => Outcome::Tie,
    }
}
