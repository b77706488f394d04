//! Who takes part in a pool, and within what.

use std::collections::HashSet;
use std::fmt::Debug;
use std::hash::Hash;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::pools::DayRule;

/// A specialist of the pool, with the days on which they come.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PoolSpecialist<S> {
    pub id: S,
    pub day: DayRule,
    /// Visits on one day (six of two hours, say).
    pub slots: u16,
    pub slot_minutes: u32,
    /// For one visit, in yen without tax.
    pub fee_yen: u64,
}

/// A company that shares them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PoolMember<M> {
    pub id: M,
    /// How many visits it wants in the year.
    pub wants: u16,
    pub employees: u32,
    pub from: NaiveDate,
    /// The last day on which it is a member; none while it stays.
    pub until: Option<NaiveDate>,
}

/// One of either.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Party<S, M> {
    Specialist(S),
    Member(M),
}

/// Two who must not meet: a specialist who sells to a member, or two competitors who must not be served by one specialist on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Conflict<S, M>(pub Party<S, M>, pub Party<S, M>);

/// What ties somebody who takes part to others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ties<S, M> {
    /// Pairs that must not meet.
    pub apart: Vec<Conflict<S, M>>,
    /// Specialists who have worked in the industry of a member.
    pub suits: Vec<(S, M)>,
}

impl<S, M> Ties<S, M> {
    pub fn none() -> Self {
        Self { apart: Vec::new(), suits: Vec::new() }
    }
}

/// What a fiscal year may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Budget {
    pub visits: u32,
    pub yen: u64,
}

impl Budget {
    /// Whether one more visit for this fee stays within it once so much is used.
    pub(super) fn allows(self, used: Budget, fee_yen: u64) -> bool {
        used.visits < self.visits && used.yen + fee_yen <= self.yen
    }
}

/// A pool for one fiscal year.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Roster<S, M> {
    pub first: NaiveDate,
    pub last: NaiveDate,
    pub specialists: Vec<PoolSpecialist<S>>,
    pub members: Vec<PoolMember<M>>,
    pub conflicts: Vec<Conflict<S, M>>,
    /// Specialists who have worked in the industry of a member. It decides only among members that lack equally much.
    #[serde(default = "Vec::new")]
    pub suits: Vec<(S, M)>,
    pub budget: Budget,
}

/// Why a roster cannot be planned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RosterError {
    /// It ends before it begins, or lasts longer than a year.
    NotAYear,
    /// A specialist comes in a week that is not in every month, without a slot, or for no time.
    NoSlots,
    /// Somebody stands in it twice.
    Twice,
    /// A pair names somebody who is not in it, or the same one twice.
    UnknownPair,
}

impl<S: Copy + Eq + Hash + Debug, M: Copy + Eq + Hash + Debug> Roster<S, M> {
    /// Says what is wrong with it, before anybody is promised a day.
    pub fn check(&self) -> Result<(), RosterError> {
        if self.last < self.first || (self.last - self.first).num_days() > 366 {
            return Err(RosterError::NotAYear);
        }
        let comes = |one: &PoolSpecialist<S>| (1..=4).contains(&one.day.week) && one.slots > 0 && one.slot_minutes > 0;
        if !self.specialists.iter().all(comes) {
            return Err(RosterError::NoSlots);
        }
        let specialists = self.specialists.iter().map(|one| Party::Specialist(one.id));
        let members = self.members.iter().map(|one| Party::Member(one.id));
        let mut known: HashSet<Party<S, M>> = HashSet::new();
        if !specialists.chain(members).all(|one| known.insert(one)) {
            return Err(RosterError::Twice);
        }
        let is_pair = |Conflict(one, other): &Conflict<S, M>| one != other && known.contains(one) && known.contains(other);
        if self.conflicts.iter().all(is_pair) { Ok(()) } else { Err(RosterError::UnknownPair) }
    }
}
