//! What changes in a plan on the way: somebody comes or goes, a slot gets another day, a specialist cannot come. Days that were promised stay, but for these.

use std::fmt::Debug;
use std::hash::Hash;

use chrono::NaiveDate;

use crate::pools::plan::is_member_on;
use crate::pools::{Budget, Conflict, Party, Plan, PoolMember, PoolSpecialist, Slot, SlotState, Ties};

/// Why a slot cannot have another day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Immovable {
    /// It is nobody's.
    NotTaken,
    /// Not in the period, or not while the member takes part.
    OutsideYear,
    /// Nobody is expected to work on that day.
    Closed,
    /// The member is visited on that day already.
    Busy,
    /// Somebody is there whom the member must not meet.
    Conflict,
    /// The specialist has no more places on that day.
    Full,
}

impl Immovable {
    pub fn code(self) -> &'static str {
        match self {
            Self::NotTaken => "pool-not-taken",
            Self::OutsideYear => "pool-outside-year",
            Self::Closed => "pool-closed-day",
            Self::Busy => "pool-busy",
            Self::Conflict => "pool-conflict",
            Self::Full => "pool-day-full",
        }
    }
}

/// A slot that stands otherwise than before; none where it was not there, or is not any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shift<S, M> {
    pub before: Option<Slot<S, M>>,
    pub after: Option<Slot<S, M>>,
}

impl<S, M> Plan<S, M>
where
    S: Copy + Eq + Hash + Ord + Debug,
    M: Copy + Eq + Hash + Ord + Debug,
{
    /// What this plan does otherwise than the one before, in the order of the days.
    pub fn shifts_since(&self, before: &Self) -> Vec<Shift<S, M>> {
        let was = |number| before.slots.iter().find(|slot| slot.number == number).cloned();
        let gone = before.slots.iter().filter(|slot| self.position(slot.number).is_none());
        let gone = gone.map(|slot| Shift { before: Some(slot.clone()), after: None });
        let now = self.slots.iter().map(|slot| Shift { before: was(slot.number), after: Some(slot.clone()) });
        let mut shifts: Vec<Shift<S, M>> = gone.chain(now).filter(|shift| shift.before != shift.after).collect();
        shifts.sort_by_key(|shift| shift.after.as_ref().or(shift.before.as_ref()).map(|slot| (slot.day, slot.number)));
        shifts
    }

    /// Somebody takes part from a day on; whoever stood in the roster before stands there anew.
    pub fn admit_specialist(&mut self, one: PoolSpecialist<S>, ties: &Ties<S, M>) {
        self.roster.specialists.retain(|other| other.id != one.id);
        self.roster.specialists.push(one);
        self.remember(ties);
    }

    /// The days of a specialist from one on, for whoever lacks visits.
    pub fn open_days_of(&mut self, specialist: S, from: NaiveDate, is_working: &impl Fn(NaiveDate) -> bool) {
        let Some(one) = self.roster.specialists.iter().find(|one| one.id == specialist).cloned() else { return };
        self.open_days(&one, from, is_working);
        self.fill_from(from);
    }

    /// A specialist does not come after a day any more: the visits are lost, and who lost them takes what is free elsewhere.
    pub fn withdraw_specialist(&mut self, specialist: S, after: NaiveDate) {
        self.slots.retain(|slot| slot.specialist != specialist || slot.day <= after);
        if !self.slots.iter().any(|slot| slot.specialist == specialist) {
            self.roster.specialists.retain(|one| one.id != specialist);
        }
        self.fill_from(after.succ_opt().unwrap_or(after));
    }

    /// A company takes part, and gets what is free.
    pub fn admit_member(&mut self, one: PoolMember<M>, ties: &Ties<S, M>) {
        let from = one.from;
        self.roster.members.push(one);
        self.remember(ties);
        self.fill_from(from);
    }

    /// Takes a company out of which nothing was promised.
    pub fn drop_member(&mut self, member: M) {
        let is_of = |Conflict(one, other): &Conflict<S, M>| [one, other].contains(&&Party::Member(member));
        self.roster.members.retain(|one| one.id != member);
        self.roster.conflicts.retain(|pair| !is_of(pair));
        self.roster.suits.retain(|(_, suited)| *suited != member);
        self.conflicts.retain(|pair| !is_of(pair));
    }

    fn remember(&mut self, Ties { apart, suits }: &Ties<S, M>) {
        self.roster.conflicts.extend(apart.iter().copied());
        self.keep_apart(apart);
        let new: Vec<(S, M)> = suits.iter().filter(|pair| !self.roster.suits.contains(pair)).copied().collect();
        self.roster.suits.extend(new);
    }

    /// Gives a slot another day with the same specialist. Its member keeps it.
    pub fn move_slot(&mut self, number: u32, to: NaiveDate, is_working: &impl Fn(NaiveDate) -> bool) -> Result<(), Immovable> {
        let at = self.position(number).ok_or(Immovable::NotTaken)?;
        let slot = self.slots.get(at).ok_or(Immovable::NotTaken)?;
        let (SlotState::Taken(member), specialist) = (slot.state, slot.specialist) else { return Err(Immovable::NotTaken) };
        let takes_part = |one: &PoolMember<M>| one.id == member && is_member_on(one, to);
        if to < self.roster.first || to > self.roster.last || !self.roster.members.iter().any(takes_part) {
            return Err(Immovable::OutsideYear);
        }
        if !is_working(to) {
            return Err(Immovable::Closed);
        }
        let of_day = || self.slots.iter().filter(|other| other.day == to && other.number != number);
        if of_day().any(|other| other.state.member() == Some(member)) {
            return Err(Immovable::Busy);
        }
        if self.must_not_meet(member, specialist, &self.met_on(to, specialist, Some(number))) {
            return Err(Immovable::Conflict);
        }
        let places = self.roster.specialists.iter().find(|one| one.id == specialist).map_or(0, |one| one.slots);
        let taken: Vec<u16> = of_day()
            .filter(|other| other.specialist == specialist && !matches!(other.state, SlotState::Off | SlotState::Free))
            .map(|other| other.place)
            .collect();
        let place = (0..places).find(|place| !taken.contains(place)).ok_or(Immovable::Full)?;
        // A place that nobody had is used up by it.
        self.slots.retain(|other| (other.day, other.specialist, other.place, other.state) != (to, specialist, place, SlotState::Free));
        if let Some(slot) = self.slots.iter_mut().find(|slot| slot.number == number) {
            (slot.day, slot.place) = (to, place);
        }
        self.sort();
        Ok(())
    }

    /// A specialist cannot come on a day. Each visit goes to the day `instead` where it can; the others are off, and who lost one comes first for what is
    /// free later.
    pub fn absent(&mut self, specialist: S, day: NaiveDate, instead: Option<NaiveDate>, is_working: &impl Fn(NaiveDate) -> bool) {
        let theirs = |slot: &&Slot<S, M>| slot.specialist == specialist && slot.day == day;
        let taken: Vec<(u32, SlotState<M>)> = self.slots.iter().filter(theirs).map(|slot| (slot.number, slot.state)).collect();
        for (number, state) in taken {
            let moved = instead.filter(|_| matches!(state, SlotState::Taken(_))).map(|to| self.move_slot(number, to, is_working));
            let off = matches!(state, SlotState::Taken(_) | SlotState::Free) && moved != Some(Ok(()));
            if let Some(slot) = self.slots.iter_mut().find(|slot| off && slot.number == number) {
                slot.state = SlotState::Off;
            }
        }
        self.fill_from(day.succ_opt().unwrap_or(day));
    }

    /// Another budget, never below what is used; what is free from a day on is given out by it.
    pub fn set_budget(&mut self, budget: Budget, from: NaiveDate) -> bool {
        let used = self.used();
        if used.visits > budget.visits || used.yen > budget.yen {
            return false;
        }
        self.roster.budget = budget;
        self.fill_from(from);
        true
    }
}
