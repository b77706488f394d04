//! The year of a pool: which member is visited when, by whom, what it costs each, and what changes on the way.

use std::collections::{BTreeSet, HashMap};
use std::fmt::Debug;
use std::hash::Hash;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::pools::{Budget, Conflict, Party, PoolMember, PoolSpecialist, Roster, RosterError, SplitRule, days_of, split};

/// What became of a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SlotState<M> {
    Free,
    Taken(M),
    /// The member did not turn up: it was its visit all the same.
    Missed(M),
    /// The specialist does not come: it costs nothing.
    Off,
}

impl<M: Copy> SlotState<M> {
    /// Whose visit it is.
    pub fn member(self) -> Option<M> {
        match self {
            Self::Free | Self::Off => None,
            Self::Taken(member) | Self::Missed(member) => Some(member),
        }
    }
}

/// One visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slot<S, M> {
    /// Names it for good, also when its day changes.
    pub number: u32,
    pub day: NaiveDate,
    pub specialist: S,
    /// From 0, the first of the day.
    pub place: u16,
    pub minutes: u32,
    pub fee_yen: u64,
    pub state: SlotState<M>,
}

/// Nobody has that slot, so nobody can give it back, miss it or move it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotTaken;

/// Why a member has fewer visits than it wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WhyUnserved {
    /// The visits or the yen of the year are used up.
    Budget,
    /// There are no more days.
    NoSlots,
    /// Every day that is left is with somebody it must not meet.
    Conflict,
}

/// A member on the waiting list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unserved<M> {
    pub member: M,
    /// Visits that it still wants.
    pub lacks: u16,
    pub why: WhyUnserved,
}

/// The plan of a year.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(bound(deserialize = "S: Deserialize<'de> + Ord, M: Deserialize<'de> + Ord"))]
pub struct Plan<S, M> {
    pub(super) roster: Roster<S, M>,
    /// By day, specialist and place.
    pub(super) slots: Vec<Slot<S, M>>,
    /// Either way round.
    pub(super) conflicts: BTreeSet<Conflict<S, M>>,
    /// The rule by which costs are shared, each from its day on; the first holds from the beginning.
    pub(super) splits: Vec<(NaiveDate, SplitRule)>,
    /// The number of the next slot: those of slots that are gone are not given again, since calendars and changes know them.
    #[serde(default)]
    pub(super) next: u32,
}

/// Plans a year. Slots are filled day by day.
pub fn plan<S, M>(roster: Roster<S, M>, rule: SplitRule, is_working: &impl Fn(NaiveDate) -> bool) -> Result<Plan<S, M>, RosterError>
where
    S: Copy + Eq + Hash + Ord + Debug,
    M: Copy + Eq + Hash + Ord + Debug,
{
    let first = roster.first;
    let mut plan = Plan::begin(roster, rule)?;
    plan.open_from(first, is_working);
    Ok(plan)
}

impl<S, M> Plan<S, M>
where
    S: Copy + Eq + Hash + Ord + Debug,
    M: Copy + Eq + Hash + Ord + Debug,
{
    /// One without a day yet.
    pub fn begin(roster: Roster<S, M>, rule: SplitRule) -> Result<Self, RosterError> {
        roster.check()?;
        let mut plan = Self { slots: Vec::new(), conflicts: BTreeSet::new(), splits: vec![(roster.first, rule)], next: 0, roster };
        let pairs = plan.roster.conflicts.clone();
        plan.keep_apart(&pairs);
        Ok(plan)
    }

    /// Opens everybody's days from one on, and fills them.
    pub fn open_from(&mut self, from: NaiveDate, is_working: &impl Fn(NaiveDate) -> bool) {
        for one in self.roster.specialists.clone() {
            self.open_days(&one, from, is_working);
        }
        self.fill_from(from);
    }

    pub(super) fn open_days(&mut self, one: &PoolSpecialist<S>, from: NaiveDate, is_working: &impl Fn(NaiveDate) -> bool) {
        // A plan of before numbers were counted knows only those that are there.
        let mut number = self.slots.iter().map(|slot| slot.number + 1).max().unwrap_or(0).max(self.next);
        for day in days_of(one.day, self.roster.first, self.roster.last, is_working).into_iter().filter(|day| *day >= from) {
            for place in 0..one.slots {
                let (minutes, fee_yen) = (one.slot_minutes, one.fee_yen);
                self.slots.push(Slot { number, day, specialist: one.id, place, minutes, fee_yen, state: SlotState::Free });
                number += 1;
            }
        }
        self.next = number;
        self.sort();
    }

    pub(super) fn sort(&mut self) {
        self.slots.sort_by_key(|slot| (slot.day, slot.specialist, slot.place, slot.number));
    }

    /// Who is asked for comes first, so either way round.
    pub(super) fn keep_apart(&mut self, pairs: &[Conflict<S, M>]) {
        self.conflicts.extend(pairs.iter().flat_map(|Conflict(one, other)| [Conflict(*one, *other), Conflict(*other, *one)]));
    }

    pub fn roster(&self) -> &Roster<S, M> {
        &self.roster
    }

    /// The rules by which costs are shared, each from its day on.
    pub fn splits(&self) -> &[(NaiveDate, SplitRule)] {
        &self.splits
    }

    pub fn slots(&self) -> &[Slot<S, M>] {
        &self.slots
    }

    /// Where a slot stands now.
    pub fn position(&self, number: u32) -> Option<usize> {
        self.slots.iter().position(|slot| slot.number == number)
    }

    /// Visits of a member, those that it missed too.
    pub fn visits_of(&self, member: M) -> usize {
        self.slots.iter().filter(|slot| slot.state.member() == Some(member)).count()
    }

    /// Visits that are used, and what they cost.
    pub fn used(&self) -> Budget {
        let used = self.slots.iter().filter(|slot| slot.state.member().is_some());
        used.fold(Budget { visits: 0, yen: 0 }, |sum, slot| Budget { visits: sum.visits + 1, yen: sum.yen + slot.fee_yen })
    }

    /// Gives a slot back; whoever lacks the most takes it. Gives who did.
    pub fn hand_back(&mut self, at: usize) -> Result<Option<M>, NotTaken> {
        let slot = self.slots.get_mut(at).ok_or(NotTaken)?;
        let SlotState::Taken(before) = slot.state else { return Err(NotTaken) };
        slot.state = SlotState::Free;
        let next = self.next_for(at, &self.had(), Some(before));
        if let (Some(slot), Some(next)) = (self.slots.get_mut(at), next) {
            slot.state = SlotState::Taken(next);
        }
        Ok(next)
    }

    /// Notes that a member did not turn up. It pays, and it was one of its visits.
    pub fn miss(&mut self, at: usize) -> Result<(), NotTaken> {
        let slot = self.slots.get_mut(at).ok_or(NotTaken)?;
        let SlotState::Taken(member) = slot.state else { return Err(NotTaken) };
        slot.state = SlotState::Missed(member);
        Ok(())
    }

    /// A member leaves after a day: its later slots go to who waits.
    pub fn leave(&mut self, member: M, after: NaiveDate) {
        for one in self.roster.members.iter_mut().filter(|one| one.id == member) {
            one.until = Some(one.until.map_or(after, |until| until.min(after)));
        }
        for slot in self.slots.iter_mut().filter(|slot| slot.day > after && slot.state == SlotState::Taken(member)) {
            slot.state = SlotState::Free;
        }
        self.fill_from(after.succ_opt().unwrap_or(after));
    }

    /// From a day on costs are shared by another rule; what was before stays as it was.
    pub fn change_split(&mut self, from: NaiveDate, rule: SplitRule) {
        self.splits.retain(|(day, _)| *day < from || *day == self.roster.first);
        self.splits.push((from, rule));
    }

    /// Who still wants visits, and why there are none.
    pub fn waiting(&self) -> Vec<Unserved<M>> {
        let had = self.had();
        let lacking = self.roster.members.iter().filter_map(|one| {
            let lacks = one.wants.saturating_sub(had.visits_of(one.id));
            (lacks > 0).then_some((one, lacks))
        });
        let why = |one: &PoolMember<M>| {
            let free = || self.slots.iter().enumerate().filter(|(_, slot)| slot.state == SlotState::Free && is_member_on(one, slot.day));
            match () {
                () if free().next().is_none() => WhyUnserved::NoSlots,
                () if free().all(|(_, slot)| !self.is_affordable(slot)) => WhyUnserved::Budget,
                () => WhyUnserved::Conflict,
            }
        };
        lacking.map(|(one, lacks)| Unserved { member: one.id, lacks, why: why(one) }).collect()
    }

    /// What each member bears of a month's cost, in the order of the roster; those who had nothing to do with the month are left out.
    pub fn shares_of(&self, year: i32, month: u32) -> Vec<(M, u64)> {
        let in_month = |slot: &&Slot<S, M>| slot.day.year() == year && slot.day.month() == month && slot.state.member().is_some();
        let used: Vec<&Slot<S, M>> = self.slots.iter().filter(in_month).collect();
        let Some(first) = used.iter().map(|slot| slot.day).min() else { return Vec::new() };
        let rule = self.rule_on(first);
        let mut minutes: HashMap<M, u64> = HashMap::new();
        for slot in &used {
            if let Some(member) = slot.state.member() {
                *minutes.entry(member).or_default() += u64::from(slot.minutes);
            }
        }
        // Equal shares are borne by all members of the month, the others by whom was visited as well as by whom was not.
        let bears = |one: &&PoolMember<M>| minutes.contains_key(&one.id) || (rule != SplitRule::ByMinutes && is_member_on(one, first));
        let bearing: Vec<&PoolMember<M>> = self.roster.members.iter().filter(bears).collect();
        let weight = |one: &&PoolMember<M>| match rule {
            SplitRule::Equal => 1,
            SplitRule::ByMinutes => minutes.get(&one.id).copied().unwrap_or(0),
            SplitRule::BySize => u64::from(one.employees),
        };
        let weights: Vec<u64> = bearing.iter().map(weight).collect();
        let total = used.iter().map(|slot| slot.fee_yen).sum();
        bearing.iter().map(|one| one.id).zip(split(total, &weights)).collect()
    }

    /// By which rule costs are shared on a day.
    pub fn rule_on(&self, day: NaiveDate) -> SplitRule {
        self.splits.iter().rev().find(|(from, _)| *from <= day).map_or(SplitRule::Equal, |(_, rule)| *rule)
    }

    pub(super) fn is_affordable(&self, slot: &Slot<S, M>) -> bool {
        self.roster.budget.allows(self.used(), slot.fee_yen)
    }

    /// Who has a slot with a specialist on a day, but for the slot of that number.
    pub(super) fn met_on(&self, day: NaiveDate, specialist: S, except: Option<u32>) -> Vec<M> {
        let theirs = self.slots.iter().filter(|slot| slot.day == day && slot.specialist == specialist && Some(slot.number) != except);
        theirs.filter_map(|slot| slot.state.member()).collect()
    }

    pub(super) fn must_not_meet(&self, member: M, specialist: S, others: &[M]) -> bool {
        self.conflicts.contains(&Conflict(Party::Specialist(specialist), Party::Member(member))) || self.are_apart(member, others)
    }

    /// Whether a member must not meet one of the others.
    pub(super) fn are_apart(&self, member: M, others: &[M]) -> bool {
        others.iter().any(|other| self.conflicts.contains(&Conflict(Party::Member(*other), Party::Member(member))))
    }
}

pub(super) fn is_member_on<M>(one: &PoolMember<M>, day: NaiveDate) -> bool {
    one.from <= day && one.until.is_none_or(|until| day <= until)
}
