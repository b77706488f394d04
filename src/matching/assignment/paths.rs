//! Second phase: every place that is still wanted is filled along a shortest augmenting path, which makes the result exact.
//!
//! A path begins at a wish, takes a specialist whom it lacks, goes on to a wish that holds this specialist and has to take another, and ends
//! at a specialist with room or at a wish that does without. Lengths are what is lost against the thresholds, so none is negative, and
//! Dijkstra's method finds the shortest; prices and thresholds then move so that the path costs nothing.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::matching::assignment::market::Market;

/// A wish, or a specialist who is full.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Node {
    Wish(usize),
    Specialist(usize),
}

#[derive(Clone, Copy)]
enum End {
    Room(usize),
    Without(usize),
}

/// Labels of one search; kept between searches so that each costs only what it touches.
struct Search {
    wish_distance: Vec<i64>,
    /// The chosen pair that the wish would lose.
    loses: Vec<usize>,
    specialist_distance: Vec<i64>,
    /// The pair by which the specialist would be taken.
    taken_by: Vec<usize>,
    touched_wishes: Vec<usize>,
    touched_specialists: Vec<usize>,
    queue: BinaryHeap<Reverse<(i64, Node)>>,
    /// What was reached at the distance at which the search stands; most steps are of length 0, and a heap would be slow for them.
    here: Vec<Node>,
    now: i64,
    /// Length of the shortest way to an end so far.
    shortest: i64,
    end: End,
}

const FAR: i64 = i64::MAX;

pub(super) fn fill(market: &mut Market) {
    let mut search = Search {
        wish_distance: vec![FAR; market.wishes()],
        loses: vec![0; market.wishes()],
        specialist_distance: vec![FAR; market.price.len()],
        taken_by: vec![0; market.price.len()],
        touched_wishes: Vec::new(),
        touched_specialists: Vec::new(),
        queue: BinaryHeap::new(),
        here: Vec::new(),
        now: 0,
        shortest: FAR,
        end: End::Without(0),
    };
    for wish in 0..market.wishes() {
        while market.is_waiting(wish) {
            search.run(market, wish);
            search.move_prices(market);
            let end = search.end;
            search.forget();
            if let End::Without(other) = end
                && other == wish
            {
                break;
            }
            search.augment(market, wish, end);
        }
    }
}

impl Search {
    fn run(&mut self, market: &Market, from: usize) {
        self.shortest = market.threshold[from];
        self.end = End::Without(from);
        self.now = 0;
        self.reach_wish(from, 0);
        while let Some((distance, node)) = self.next() {
            if distance >= self.shortest {
                break;
            }
            self.now = distance;
            match node {
                Node::Wish(wish) if distance == self.wish_distance[wish] => self.leave_wish(market, wish, distance),
                Node::Specialist(specialist) if distance == self.specialist_distance[specialist] => {
                    self.leave_specialist(market, specialist, distance);
                }
                // A shorter way was found since.
                _ => {}
            }
        }
    }

    fn next(&mut self) -> Option<(i64, Node)> {
        self.here.pop().map(|node| (self.now, node)).or_else(|| self.queue.pop().map(|Reverse(next)| next))
    }

    fn push(&mut self, distance: i64, node: Node) {
        if distance == self.now {
            self.here.push(node);
        } else {
            self.queue.push(Reverse((distance, node)));
        }
    }

    fn reach_wish(&mut self, wish: usize, distance: i64) {
        if self.wish_distance[wish] == FAR {
            self.touched_wishes.push(wish);
        }
        self.wish_distance[wish] = distance;
        self.push(distance, Node::Wish(wish));
    }

    fn leave_wish(&mut self, market: &Market, wish: usize, distance: i64) {
        let base = distance + market.threshold[wish];
        for pair in market.pairs(wish) {
            if base - market.value[pair] >= self.shortest {
                break;
            }
            let (specialist, reached) = (market.specialist[pair], base - market.worth(pair));
            if market.chosen[pair] || reached >= self.shortest || reached >= self.specialist_distance[specialist] {
                continue;
            }
            if self.specialist_distance[specialist] == FAR {
                self.touched_specialists.push(specialist);
            }
            self.specialist_distance[specialist] = reached;
            self.taken_by[specialist] = pair;
            if market.has_room(specialist) {
                self.shortest = reached;
                self.end = End::Room(specialist);
            } else {
                self.push(reached, Node::Specialist(specialist));
            }
        }
    }

    fn leave_specialist(&mut self, market: &Market, specialist: usize, distance: i64) {
        for pair in market.holders(specialist) {
            let wish = market.wish[*pair];
            let reached = distance + market.worth(*pair) - market.threshold[wish];
            if reached >= self.shortest || reached >= self.wish_distance[wish] {
                continue;
            }
            self.loses[wish] = *pair;
            self.reach_wish(wish, reached);
            if reached + market.threshold[wish] < self.shortest {
                self.shortest = reached + market.threshold[wish];
                self.end = End::Without(wish);
            }
        }
    }

    fn move_prices(&self, market: &mut Market) {
        for wish in &self.touched_wishes {
            market.threshold[*wish] -= (self.shortest - self.wish_distance[*wish]).max(0);
        }
        for specialist in &self.touched_specialists {
            market.price[*specialist] += (self.shortest - self.specialist_distance[*specialist]).max(0);
        }
    }

    fn forget(&mut self) {
        for wish in self.touched_wishes.drain(..) {
            self.wish_distance[wish] = FAR;
        }
        for specialist in self.touched_specialists.drain(..) {
            self.specialist_distance[specialist] = FAR;
        }
        self.queue.clear();
        self.here.clear();
    }

    /// Goes the path from its end to its beginning.
    fn augment(&self, market: &mut Market, from: usize, end: End) {
        let mut wish = match end {
            End::Room(specialist) => {
                market.seat(self.taken_by[specialist]);
                market.wish[self.taken_by[specialist]]
            }
            End::Without(wish) => wish,
        };
        while wish != from {
            let lost = self.loses[wish];
            let taken = self.taken_by[market.specialist[lost]];
            market.leave(lost);
            market.seat(taken);
            wish = market.wish[taken];
        }
    }
}
