//! A pool month by month: what each costs, and what the organisation says was done in it. Whose visits are confirmed can enter them into the ledger of credits: the
//! organisation stands between both sides and pays, so it is its word (docs/decisions/0126-months-of-a-pool.md).

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::clock::Moment;
use crate::ids::{MemberId, SpecialistId};
use crate::pools::{NotPossible, Pool, PoolSlot, SlotState};

/// A month whose visits took place as they stand in the pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfirmedMonth {
    /// Year and month.
    pub month: (i32, u32),
    pub at: Moment,
}

/// What a specialist did in a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MonthWork {
    /// Year and month.
    pub month: (i32, u32),
    pub first: NaiveDate,
    pub last: NaiveDate,
    pub visits: u32,
    pub minutes: u32,
    /// For all of them, in yen without tax.
    pub fee_yen: u64,
}

/// Year and month of a day.
pub fn month_of(day: NaiveDate) -> (i32, u32) {
    (day.year(), day.month())
}

impl Pool {
    /// Months of the period, as year and month.
    pub fn months(&self) -> Vec<(i32, u32)> {
        let roster = self.plan.roster();
        let firsts = std::iter::successors(roster.first.with_day(1), |day| day.checked_add_months(chrono::Months::new(1)));
        firsts.take_while(|day| *day <= roster.last).map(|day| (day.year(), day.month())).collect()
    }

    /// What a member bears of the whole period, with each month of it.
    pub fn shares_of(&self, member: MemberId) -> Vec<((i32, u32), u64)> {
        let of_month = |(year, month): (i32, u32)| {
            let borne = self.plan.shares_of(year, month).into_iter().find(|(one, _)| *one == member)?.1;
            Some(((year, month), borne))
        };
        self.months().into_iter().filter_map(of_month).collect()
    }

    pub fn is_confirmed(&self, month: (i32, u32)) -> bool {
        self.confirmed.iter().any(|one| one.month == month)
    }

    /// Whether the visits of a month are over, and nobody has confirmed them.
    pub fn can_confirm(&self, month: (i32, u32), today: NaiveDate) -> bool {
        self.may_confirm(month, today).is_ok()
    }

    fn may_confirm(&self, month: (i32, u32), today: NaiveDate) -> Result<(), NotPossible> {
        let visits: Vec<&PoolSlot> = self.visits_in(month).collect();
        match () {
            () if self.is_confirmed(month) => Err(NotPossible("", "pool-month-confirmed")),
            () if visits.is_empty() => Err(NotPossible("", "pool-month-without-visits")),
            () if visits.iter().any(|slot| slot.day > today) => Err(NotPossible("", "pool-not-yet")),
            () => Ok(()),
        }
    }

    pub(super) fn confirm(&mut self, month: (i32, u32), now: Moment, today: NaiveDate) -> Result<(), NotPossible> {
        self.may_confirm(month, today)?;
        self.confirmed.push(ConfirmedMonth { month, at: now });
        Ok(())
    }

    fn visits_in(&self, month: (i32, u32)) -> impl Iterator<Item = &PoolSlot> {
        self.plan.slots().iter().filter(move |slot| matches!(slot.state, SlotState::Taken(_)) && month_of(slot.day) == month)
    }

    /// What each specialist did in a month, by what stands there. A company that did not turn up was visited by nobody.
    pub fn work_in(&self, month: (i32, u32)) -> BTreeMap<SpecialistId, MonthWork> {
        let mut work: BTreeMap<SpecialistId, MonthWork> = BTreeMap::new();
        for slot in self.visits_in(month) {
            let nothing = MonthWork { month, first: slot.day, last: slot.day, visits: 0, minutes: 0, fee_yen: 0 };
            let one = work.entry(slot.specialist).or_insert(nothing);
            (one.first, one.last) = (one.first.min(slot.day), one.last.max(slot.day));
            (one.visits, one.minutes, one.fee_yen) = (one.visits + 1, one.minutes + slot.minutes, one.fee_yen + slot.fee_yen);
        }
        work
    }

    /// What a specialist did in the months that are confirmed, the earliest first.
    pub fn confirmed_work(&self, specialist: SpecialistId) -> Vec<MonthWork> {
        let mut work: Vec<MonthWork> = self.confirmed.iter().filter_map(|one| self.work_in(one.month).remove(&specialist)).collect();
        work.sort_by_key(|one| one.month);
        work
    }
}
