//! The cycle of a registration: from when to when, until when what must be done, and what comes next.

use chrono::{Days, Months, NaiveDate};

/// One cycle of a scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cycle {
    pub from: NaiveDate,
    /// The last day on which the registration holds.
    pub expires_on: NaiveDate,
    /// The last day on which what is required can be done.
    pub deadline: NaiveDate,
    pub years: u32,
}

/// What the timeline of a renewal marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MilestoneKind {
    /// The end of the n-th year (from 1) of the cycle.
    YearEnds(u32),
    Deadline,
    Expiry,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Milestone {
    pub on: NaiveDate,
    pub kind: MilestoneKind,
}

impl Cycle {
    /// The cycle that holds on a day, of a registration that began on `registered_on` and lasts `years` years each time; `days_before_expiry` is how long before
    /// its end everything must be done. None on days before the registration, and where the calendar ends.
    pub fn on(registered_on: NaiveDate, years: u32, days_before_expiry: u32, day: NaiveDate) -> Option<Self> {
        let passed = registered_on.years_before(day)? / years.max(1);
        let from = registered_on.checked_add_months(Months::new(passed * years.max(1) * 12))?;
        let next = registered_on.checked_add_months(Months::new((passed + 1) * years.max(1) * 12))?;
        let expires_on = next.pred_opt()?;
        let deadline = expires_on.checked_sub_days(Days::new(u64::from(days_before_expiry)))?;
        Some(Self { from, expires_on, deadline, years: years.max(1) })
    }

    /// In which year of the cycle (from 1) a day lies; none outside.
    pub fn year_of(&self, day: NaiveDate) -> Option<u32> {
        if day > self.expires_on {
            return None;
        }
        // The last day of February has no fellow in three years of four; the year is never above the last.
        Some((self.from.years_before(day)? + 1).min(self.years))
    }

    /// What comes, in the order of days.
    pub fn milestones(&self) -> Vec<Milestone> {
        let ends = (1..self.years).filter_map(|year| {
            let on = self.from.checked_add_months(Months::new(year * 12))?.pred_opt()?;
            Some(Milestone { on, kind: MilestoneKind::YearEnds(year) })
        });
        let last = [(self.deadline, MilestoneKind::Deadline), (self.expires_on, MilestoneKind::Expiry)];
        let mut milestones: Vec<Milestone> = ends.chain(last.map(|(on, kind)| Milestone { on, kind })).collect();
        milestones.sort_by_key(|milestone| milestone.on);
        milestones
    }
}

/// Whole years up to a later day.
trait YearsBefore {
    fn years_before(self, day: NaiveDate) -> Option<u32>;
}

impl YearsBefore for NaiveDate {
    fn years_before(self, day: NaiveDate) -> Option<u32> {
        // The largest number of years that, added by the calendar, does not go beyond the day: the same arithmetic that makes the ends of cycles.
        if day < self {
            return None;
        }
        let rough = u32::try_from(chrono::Datelike::year(&day) - chrono::Datelike::year(&self)).ok()?;
        let reached = self.checked_add_months(Months::new(rough * 12))? <= day;
        Some(if reached { rough } else { rough - 1 })
    }
}
