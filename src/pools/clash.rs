//! Whether somebody would have to be at two places at once. Pools of several organisations know nothing of each other, and their days are promised for a year.

use chrono::{Duration, NaiveDate, NaiveTime};

use crate::clock::{Moment, japanese};
use crate::ids::SpecialistId;
use crate::pools::{Pool, SeatState, SlotState, days_of};

/// A part of a day that somebody has promised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Promised {
    pub begins: Moment,
    pub minutes: u32,
}

impl Promised {
    fn meets(&self, other: &Self) -> bool {
        let ends = |one: &Self| one.begins + Duration::minutes(i64::from(one.minutes));
        self.begins < ends(other) && other.begins < ends(self)
    }
}

/// The first part of `one` that lies within the same time as a part of `other`.
pub fn first_clash(one: &[Promised], other: &[Promised]) -> Option<Promised> {
    one.iter().find(|part| other.iter().any(|taken| part.meets(taken))).copied()
}

impl Pool {
    /// When a specialist who has agreed comes after `today`: on the days that are open, and before any is on those that they agreed to.
    pub fn promised(&self, specialist: SpecialistId, today: NaiveDate, is_working: &impl Fn(NaiveDate) -> bool) -> Vec<Promised> {
        let Some(seat) = self.seat(specialist).filter(|seat| seat.state == SeatState::Agreed) else { return Vec::new() };
        if self.planned {
            let slots = self.plan.slots().iter().filter(|slot| slot.specialist == specialist);
            let coming = slots.filter(|slot| slot.day > today && slot.state != SlotState::Off);
            return coming.map(|slot| Promised { begins: self.begins(slot), minutes: slot.minutes }).collect();
        }
        let (roster, pattern) = (self.plan.roster(), seat.pattern);
        let from = today.succ_opt().unwrap_or(today).max(roster.first);
        let minutes = u32::from(pattern.slots) * pattern.slot_minutes;
        let days = days_of(pattern.day, from, roster.last, is_working).into_iter();
        days.map(|day| Promised { begins: japanese(day, 0) + (pattern.begins - NaiveTime::MIN), minutes }).collect()
    }
}
