//! Third phase: among all assignments of the greatest value, the one that serves the higher priority first.
//!
//! Every best assignment chooses among *tight* pairs (worth exactly the threshold after the price) and can be reached from any other by walks
//! over tight pairs. So wishes are taken by priority, and each gets, by such walks, first a place more, at the cost of a later wish or of
//! nobody; then, when all places are dealt out, a dearer specialist for a cheaper one. No walk changes what an earlier wish has reached:
//! - places: a walk may end only at a later wish. That one pass is enough is the exchange property of matroids.
//! - value: an earlier wish may only pass on one specialist for another of the same value, which between tight pairs means the same price.

use std::collections::{HashSet, VecDeque};

use crate::matching::assignment::market::Market;

/// One step of a walk with the step before it.
#[derive(Clone, Copy)]
struct Step {
    before: Option<usize>,
    act: Act,
}

#[derive(Clone, Copy)]
enum Act {
    Takes(usize),
    Loses(usize),
    /// Room of one specialist is used and another's left: both cost nothing.
    Shifts,
}

struct Walker {
    /// The tight pairs of each wish, best first.
    tight: Vec<Vec<usize>>,
    /// Specialists who cost nothing.
    free: Vec<usize>,
    steps: Vec<Step>,
    queue: VecDeque<usize>,
    seen_specialist: Marks,
    seen_wish: Marks,
}

/// What this search has seen, and what no later one need see.
struct Marks {
    round: u32,
    of: Vec<u32>,
}

const DEAD: u32 = u32::MAX;

impl Marks {
    fn new(size: usize) -> Self {
        Self { round: 0, of: vec![0; size] }
    }

    /// Whether it is seen for the first time.
    fn mark(&mut self, at: usize) -> bool {
        let first = self.of[at] != self.round && self.of[at] != DEAD;
        if first {
            self.of[at] = self.round;
        }
        first
    }
}

pub(super) fn prefer(market: &mut Market) {
    let is_tight = |pair: &usize| market.worth(*pair) == market.threshold[market.wish[*pair]];
    let mut walker = Walker {
        tight: (0..market.wishes()).map(|wish| market.pairs(wish).filter(is_tight).collect()).collect(),
        free: (0..market.price.len()).filter(|specialist| market.price[*specialist] == 0).collect(),
        steps: Vec::new(),
        queue: VecDeque::new(),
        seen_specialist: Marks::new(market.price.len()),
        seen_wish: Marks::new(market.wishes()),
    };
    for wish in 0..market.wishes() {
        while market.is_waiting(wish) {
            let Some(last) = walker.find_place(market, wish) else {
                walker.bury();
                break;
            };
            walker.go(market, last);
        }
    }
    // What led to no place may well lead to a swap.
    (walker.seen_specialist, walker.seen_wish) = (Marks::new(market.price.len()), Marks::new(market.wishes()));
    for wish in 0..market.wishes() {
        while let Some(last) = walker.find_better(market, wish) {
            walker.go(market, last);
        }
    }
}

impl Walker {
    fn start(&mut self) {
        self.steps.clear();
        self.queue.clear();
        self.seen_specialist.round += 1;
        self.seen_wish.round += 1;
    }

    /// What a search without success has seen leads nowhere for the wishes after it either: they may end at fewer wishes.
    fn bury(&mut self) {
        for mark in self.seen_specialist.of.iter_mut().filter(|mark| **mark == self.seen_specialist.round) {
            *mark = DEAD;
        }
        for mark in self.seen_wish.of.iter_mut().filter(|mark| **mark == self.seen_wish.round) {
            *mark = DEAD;
        }
    }

    fn step(&mut self, before: Option<usize>, act: Act) -> usize {
        self.steps.push(Step { before, act });
        self.queue.push_back(self.steps.len() - 1);
        self.steps.len() - 1
    }

    /// Takes every tight pair that the wish lacks and `allowed` lets through.
    fn take(&mut self, market: &Market, before: Option<usize>, wish: usize, allowed: impl Fn(usize) -> bool) {
        for at in 0..self.tight[wish].len() {
            let pair = self.tight[wish][at];
            if !market.chosen[pair] && allowed(pair) && self.seen_specialist.mark(market.specialist[pair]) {
                self.step(before, Act::Takes(pair));
            }
        }
    }

    /// A walk that gives the wish one place more: to a specialist with room, or to a later wish that can do without.
    fn find_place(&mut self, market: &Market, wish: usize) -> Option<usize> {
        self.start();
        self.seen_wish.mark(wish);
        self.take(market, None, wish, |_| true);
        while let Some(at) = self.queue.pop_front() {
            match self.steps[at].act {
                Act::Takes(pair) if market.has_room(market.specialist[pair]) => return Some(at),
                Act::Takes(pair) => {
                    for held in market.holders(market.specialist[pair]) {
                        let other = market.wish[*held];
                        if market.worth(*held) == market.threshold[other] && self.seen_wish.mark(other) {
                            let lost = self.step(Some(at), Act::Loses(*held));
                            if other > wish && market.threshold[other] == 0 {
                                return Some(lost);
                            }
                        }
                    }
                }
                Act::Loses(pair) => self.take(market, Some(at), market.wish[pair], |_| true),
                Act::Shifts => {}
            }
        }
        None
    }

    /// A round walk that gives the wish a specialist of greater value for one of smaller.
    fn find_better(&mut self, market: &Market, wish: usize) -> Option<usize> {
        let tight = |pair: &usize| market.worth(*pair) == market.threshold[wish];
        let least = self.tight[wish].iter().filter(|pair| market.chosen[**pair] && tight(pair)).map(|pair| market.value[*pair]).min()?;
        for place in 0..self.tight[wish].len() {
            let first = self.tight[wish][place];
            if market.value[first] <= least {
                break;
            }
            if market.chosen[first] {
                continue;
            }
            let found = self.find_swap(market, wish, first);
            if found.is_some() {
                return found;
            }
        }
        None
    }

    fn find_swap(&mut self, market: &Market, wish: usize, first: usize) -> Option<usize> {
        self.start();
        // An earlier wish may be passed once for each price.
        let mut passed: HashSet<(usize, i64)> = HashSet::new();
        let mut shifted = false;
        self.seen_specialist.mark(market.specialist[first]);
        self.step(None, Act::Takes(first));
        while let Some(at) = self.queue.pop_front() {
            match self.steps[at].act {
                Act::Takes(pair) => {
                    let specialist = market.specialist[pair];
                    if market.has_room(specialist) && !std::mem::replace(&mut shifted, true) {
                        self.step(Some(at), Act::Shifts);
                    }
                    if let Some(last) = self.unseat(market, wish, first, specialist, at, &mut passed) {
                        return Some(last);
                    }
                }
                Act::Loses(pair) => {
                    let (other, price) = (market.wish[pair], market.price[market.specialist[pair]]);
                    self.take(market, Some(at), other, |taken| other > wish || market.price[market.specialist[taken]] == price);
                }
                Act::Shifts => {
                    for place in 0..self.free.len() {
                        let specialist = self.free[place];
                        if self.seen_specialist.mark(specialist)
                            && let Some(last) = self.unseat(market, wish, first, specialist, at, &mut passed)
                        {
                            return Some(last);
                        }
                    }
                }
            }
        }
        None
    }

    /// Goes on from a specialist to the wishes that hold them; says so if `wish` itself can give them up for `first`.
    fn unseat(
        &mut self,
        market: &Market,
        wish: usize,
        first: usize,
        specialist: usize,
        at: usize,
        passed: &mut HashSet<(usize, i64)>,
    ) -> Option<usize> {
        for held in market.holders(specialist) {
            let other = market.wish[*held];
            if market.worth(*held) != market.threshold[other] {
                continue;
            }
            if other == wish {
                if market.value[*held] < market.value[first] {
                    return Some(self.step(Some(at), Act::Loses(*held)));
                }
            } else if (other > wish && self.seen_wish.mark(other)) || (other < wish && passed.insert((other, market.price[specialist]))) {
                self.step(Some(at), Act::Loses(*held));
            }
        }
        None
    }

    /// Goes the walk that ends with step `last`.
    fn go(&self, market: &mut Market, last: usize) {
        let mut taken = Vec::new();
        let mut at = Some(last);
        while let Some(step) = at.map(|at| self.steps[at]) {
            match step.act {
                Act::Takes(pair) => taken.push(pair),
                Act::Loses(pair) => market.leave(pair),
                Act::Shifts => {}
            }
            at = step.before;
        }
        // Seats are free only now.
        for pair in taken {
            market.seat(pair);
        }
    }
}
