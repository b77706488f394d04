//! Who gets what is free. A day's slots are given out together, by the joint choice of the matching room: with several specialists a company that may meet only
//! one of them does not lose its visit to another that could have gone to either.

use std::collections::{HashMap, HashSet};
use std::fmt::Debug;
use std::hash::Hash;

use chrono::{Datelike, NaiveDate};

use crate::matching::{Wish, assign};
use crate::pools::plan::is_member_on;
use crate::pools::{Plan, PoolMember, SlotState};

/// What a visit is worth to a member that has had none of its visits; one that has had half of them is worth half of it.
const WHOLE: i64 = 1_000_000;
/// More than all that speaks for one specialist rather than another is worth to all members of a day together (up to 16,000 of them), so that no liking
/// outweighs what a member lacks.
const NEED: i64 = 1 << 19;
/// So many visits make a specialist known to a company; more do not count.
const KNOWN: u16 = 15;

/// Visits that members have, all in all and with each specialist.
pub(super) struct Had<S, M> {
    visits: HashMap<M, u16>,
    with: HashMap<(S, M), u16>,
    suits: HashSet<(S, M)>,
}

impl<S: Copy + Eq + Hash, M: Copy + Eq + Hash> Had<S, M> {
    pub fn visits_of(&self, member: M) -> u16 {
        self.visits.get(&member).copied().unwrap_or(0)
    }

    fn add(&mut self, specialist: S, member: M) {
        *self.visits.entry(member).or_default() += 1;
        *self.with.entry((specialist, member)).or_default() += 1;
    }

    fn lacks(&self, one: &PoolMember<M>) -> i64 {
        let lacks = one.wants.saturating_sub(self.visits_of(one.id));
        i64::from(lacks) * WHOLE / i64::from(one.wants.max(1))
    }

    /// What a visit of this specialist is worth to a member: first what it lacks, then that it knows the specialist, then that the specialist knows its
    /// industry.
    fn worth(&self, one: &PoolMember<M>, specialist: S) -> i64 {
        let pair = (specialist, one.id);
        let known = self.with.get(&pair).copied().unwrap_or(0).min(KNOWN);
        self.lacks(one) * NEED + 2 * i64::from(known) + i64::from(self.suits.contains(&pair))
    }
}

/// The free slots of one specialist on a day, by their positions.
struct Open<S> {
    specialist: S,
    slots: Vec<usize>,
}

impl<S, M> Plan<S, M>
where
    S: Copy + Eq + Hash + Ord + Debug,
    M: Copy + Eq + Hash + Ord + Debug,
{
    pub(super) fn had(&self) -> Had<S, M> {
        let mut had = Had { visits: HashMap::new(), with: HashMap::new(), suits: self.roster.suits.iter().copied().collect() };
        for slot in &self.slots {
            slot.state.member().into_iter().for_each(|member| had.add(slot.specialist, member));
        }
        had
    }

    /// Gives out what is free from a day on, day by day.
    pub(super) fn fill_from(&mut self, from: NaiveDate) {
        let mut had = self.had();
        let free = self.slots.iter().filter(|slot| slot.day >= from && slot.state == SlotState::Free);
        let mut days: Vec<NaiveDate> = free.map(|slot| slot.day).collect();
        days.dedup();
        for day in days {
            self.fill_day(day, &mut had);
        }
    }

    fn fill_day(&mut self, day: NaiveDate, had: &mut Had<S, M>) {
        for (at, member) in self.choose(day, had) {
            self.give(at, member, had);
        }
        // What pairs that must not meet, or dear slots at the end of a budget, have left over.
        for at in self.free_on(day) {
            if let Some(member) = self.next_for(at, had, None) {
                self.give(at, member, had);
            }
        }
    }

    fn give(&mut self, at: usize, member: M, had: &mut Had<S, M>) {
        if let Some(slot) = self.slots.get_mut(at) {
            slot.state = SlotState::Taken(member);
            had.add(slot.specialist, member);
        }
    }

    fn free_on(&self, day: NaiveDate) -> Vec<usize> {
        let free = self.slots.iter().enumerate().filter(|(_, slot)| slot.day == day && slot.state == SlotState::Free);
        free.map(|(at, _)| at).collect()
    }

    /// What the budget allows of the free slots of a day, for each specialist.
    fn open_on(&self, day: NaiveDate) -> Vec<Open<S>> {
        let (mut used, budget) = (self.used(), self.roster.budget);
        let mut open: Vec<Open<S>> = Vec::new();
        for at in self.free_on(day) {
            let Some(slot) = self.slots.get(at).filter(|slot| budget.allows(used, slot.fee_yen)) else { continue };
            (used.visits, used.yen) = (used.visits + 1, used.yen + slot.fee_yen);
            match open.iter_mut().find(|one| one.specialist == slot.specialist) {
                Some(one) => one.slots.push(at),
                None => open.push(Open { specialist: slot.specialist, slots: vec![at] }),
            }
        }
        open
    }

    /// Who gets which of the free slots of a day: as many as can be served, those first that lack the most, and among equals so that as many as possible
    /// see somebody whom they know or who knows their industry.
    fn choose(&self, day: NaiveDate, had: &Had<S, M>) -> Vec<(usize, M)> {
        let (open, waiting) = (self.open_on(day), self.waiting_on(day, had));
        let there: Vec<Vec<M>> = open.iter().map(|one| self.met_on(day, one.specialist, None)).collect();
        let wish = |(rank, one): (u32, &&PoolMember<M>)| {
            let places = (0..).zip(open.iter().zip(&there));
            let may = places.filter(|(_, (with, there))| !self.must_not_meet(one.id, with.specialist, there));
            Wish { wanted: 1, rank, pairs: may.map(|(place, (with, _))| (place, had.worth(one, with.specialist))).collect(), left_out: 0 }
        };
        let mut wishes: Vec<Wish> = (0..).zip(&waiting).map(wish).collect();
        let capacity: Vec<u32> = open.iter().map(|one| u32::try_from(one.slots.len()).unwrap_or(u32::MAX)).collect();
        loop {
            // For each specialist the members by their places in `waiting`, so whoever lacks the most first.
            let mut visits: Vec<Vec<usize>> = vec![Vec::new(); open.len()];
            for (at, places) in assign(&wishes, &capacity).chosen.into_iter().enumerate() {
                for place in places {
                    visits.iter_mut().skip(place as usize).take(1).for_each(|visits| visits.push(at));
                }
            }
            let Some((place, at)) = self.first_meeting(&visits, &waiting) else {
                let given = open.iter().zip(visits).flat_map(|(one, visits)| one.slots.iter().copied().zip(visits));
                return given.filter_map(|(slot, at)| Some((slot, waiting.get(at)?.id))).collect();
            };
            // Of two who must not meet, the one that lacks less looks elsewhere.
            wishes.iter_mut().skip(at).take(1).for_each(|wish| wish.pairs.retain(|(other, _)| *other != place));
        }
    }

    /// The first who would meet, at one specialist's, somebody before them whom they must not meet: the specialist's place and theirs.
    fn first_meeting(&self, visits: &[Vec<usize>], waiting: &[&PoolMember<M>]) -> Option<(u32, usize)> {
        let member = |at: &usize| waiting.get(*at).map(|one| one.id);
        (0..).zip(visits).find_map(|(place, visits)| {
            let mut before: Vec<M> = Vec::new();
            let meets = visits.iter().find(|at| {
                let meets = member(at).is_some_and(|one| self.are_apart(one, &before));
                before.extend(member(at));
                meets
            });
            meets.map(|at| (place, *at))
        })
    }

    /// Who may be visited on a day, whoever lacks the most first; among equals a turn for each month keeps the last one from being last again.
    fn waiting_on(&self, day: NaiveDate, had: &Had<S, M>) -> Vec<&PoolMember<M>> {
        let busy: HashSet<M> = self.slots.iter().filter(|slot| slot.day == day).filter_map(|slot| slot.state.member()).collect();
        let (turn, count) = (day.month() as usize, self.roster.members.len().max(1));
        let may = |one: &PoolMember<M>| is_member_on(one, day) && had.lacks(one) > 0 && !busy.contains(&one.id);
        let members = self.roster.members.iter().enumerate().filter(|(_, one)| may(one));
        let mut ordered: Vec<(i64, usize, &PoolMember<M>)> =
            members.map(|(place, one)| (-had.lacks(one), (place + turn) % count, one)).collect();
        ordered.sort_by_key(|(lacks, turn, _)| (*lacks, *turn));
        ordered.into_iter().map(|(_, _, one)| one).collect()
    }

    /// Who takes one free slot, by the same order.
    pub(super) fn next_for(&self, at: usize, had: &Had<S, M>, except: Option<M>) -> Option<M> {
        let slot = self.slots.get(at).filter(|slot| self.is_affordable(slot))?;
        let there = self.met_on(slot.day, slot.specialist, Some(slot.number));
        let waiting = self.waiting_on(slot.day, had).into_iter();
        let may = waiting.filter(|one| Some(one.id) != except && !self.must_not_meet(one.id, slot.specialist, &there));
        // The first of equals: the order is the turn's.
        may.min_by_key(|one| -had.worth(one, slot.specialist)).map(|one| one.id)
    }
}
