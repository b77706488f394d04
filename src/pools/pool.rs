//! A pool as it is kept: who was asked, the plan, and what has changed. One sealed document; every change of it is a [`Turn`], which can be tried on a copy first.

use chrono::{Datelike, Duration, NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

use crate::clock::{Moment, japanese};
use crate::ids::{MemberId, SpecialistId};
use crate::pools::{
    Budget, Change, ConfirmedMonth, Conflict, DayRule, NotTaken, Plan, PoolMember, PoolSpecialist, RosterError, Shift, Slot, SlotState,
    SplitRule, Ties, month_of,
};
use crate::values::{Line, Promise};

pub type PoolPlan = Plan<SpecialistId, MemberId>;
pub type PoolSlot = Slot<SpecialistId, MemberId>;
pub type PoolShift = Shift<SpecialistId, MemberId>;
pub type PoolPair = Conflict<SpecialistId, MemberId>;
pub type PoolTies = Ties<SpecialistId, MemberId>;

/// How a specialist comes: one day in each month, with so many visits one after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pattern {
    pub day: DayRule,
    pub begins: NaiveTime,
    pub slots: u16,
    pub slot_minutes: u32,
    /// For one visit, without tax.
    pub fee_yen: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SeatState {
    Asked,
    Agreed,
    Declined,
    /// Was there, or was asked, and is not any more.
    Left,
}

impl SeatState {
    pub const ALL: [SeatState; 4] = [Self::Asked, Self::Agreed, Self::Declined, Self::Left];

    pub fn code(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Agreed => "agreed",
            Self::Declined => "declined",
            Self::Left => "left",
        }
    }
}

/// A specialist who was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seat {
    pub specialist: SpecialistId,
    pub state: SeatState,
    pub pattern: Pattern,
    pub asked_at: Moment,
    /// The pledge that was given with the yes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promise: Option<Promise>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Pool {
    pub name: Line,
    /// How a specialist comes who is asked for nothing else.
    pub pattern: Pattern,
    /// Whether days have been promised.
    pub planned: bool,
    pub plan: PoolPlan,
    pub seats: Vec<Seat>,
    /// The oldest first.
    pub changes: Vec<Change>,
    /// Months whose visits the organisation has confirmed.
    #[serde(default)]
    pub confirmed: Vec<ConfirmedMonth>,
}

/// A change of a pool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Opens the days of all who have agreed, and promises them.
    Plan,
    HandBack {
        slot: u32,
    },
    Move {
        slot: u32,
        to: NaiveDate,
    },
    Miss {
        slot: u32,
    },
    /// Says that the visits of a month (year and month) took place as they stand there.
    Confirm {
        month: (i32, u32),
    },
    /// A specialist cannot come on a day.
    Absent {
        specialist: SpecialistId,
        day: NaiveDate,
        instead: Option<NaiveDate>,
    },
    /// The last day of a member.
    Leave {
        member: MemberId,
        after: NaiveDate,
    },
    /// The last day of a specialist.
    Withdraw {
        specialist: SpecialistId,
        after: NaiveDate,
    },
    Split {
        from: NaiveDate,
        rule: SplitRule,
    },
    Budget(Budget),
    Join {
        member: PoolMember<MemberId>,
        ties: PoolTies,
    },
    Invite {
        seat: Seat,
    },
    /// A specialist says yes with the pledge, or no.
    Answer {
        specialist: SpecialistId,
        promise: Option<Promise>,
        ties: PoolTies,
    },
}

impl Turn {
    /// Its name in the audit log.
    pub fn act(&self) -> &'static str {
        match self {
            Self::Plan => "pool_planned",
            Self::HandBack { .. } => "pool_slot_given_back",
            Self::Move { .. } => "pool_slot_moved",
            Self::Miss { .. } => "pool_slot_missed",
            Self::Confirm { .. } => "pool_month_confirmed",
            Self::Absent { .. } => "pool_day_called_off",
            Self::Leave { .. } => "pool_member_left",
            Self::Withdraw { .. } => "pool_specialist_left",
            Self::Split { .. } => "pool_split_changed",
            Self::Budget(_) => "pool_budget_changed",
            Self::Join { .. } => "pool_member_joined",
            Self::Invite { .. } => "pool_specialist_asked",
            Self::Answer { promise: Some(_), .. } => "pool_specialist_agreed",
            Self::Answer { promise: None, .. } => "pool_specialist_declined",
        }
    }
}

/// Why a turn is not taken: the field that says so, and the code of its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotPossible(pub &'static str, pub &'static str);

const NOTHING_THERE: NotPossible = NotPossible("", "pool-not-taken");
const PAST: NotPossible = NotPossible("/day", "in-the-past");

impl From<NotTaken> for NotPossible {
    fn from(NotTaken: NotTaken) -> Self {
        NOTHING_THERE
    }
}

impl From<RosterError> for NotPossible {
    fn from(error: RosterError) -> Self {
        match error {
            RosterError::NotAYear => Self("/last", "pool-not-a-year"),
            RosterError::NoSlots => Self("/slots", "pool-no-slots"),
            RosterError::Twice | RosterError::UnknownPair => Self("", "pool-twice"),
        }
    }
}

impl Pool {
    /// Takes a turn. `today` is the date in Japan: what has been is not changed any more, but for who was not there.
    pub fn turn(&mut self, turn: Turn, now: Moment, today: NaiveDate, is_working: &impl Fn(NaiveDate) -> bool) -> Result<(), NotPossible> {
        let before = self.plan.clone();
        self.take(turn, now, today, is_working)?;
        let shifts = self.plan.shifts_since(&before);
        self.changes.extend(shifts.into_iter().map(|Shift { before, after }| Change { at: now, before, after }));
        Ok(())
    }

    fn take(&mut self, turn: Turn, now: Moment, today: NaiveDate, is_working: &impl Fn(NaiveDate) -> bool) -> Result<(), NotPossible> {
        let tomorrow = today.succ_opt().unwrap_or(today);
        match turn {
            Turn::Plan => self.promise(tomorrow, is_working),
            Turn::HandBack { slot } => {
                let at = self.still_to_come(slot, today)?;
                self.plan.hand_back(at)?;
                Ok(())
            }
            Turn::Move { slot, to } => {
                self.still_to_come(slot, today)?;
                if to <= today {
                    return Err(PAST);
                }
                self.plan.move_slot(slot, to, is_working).map_err(|why| NotPossible("/day", why.code()))
            }
            Turn::Miss { slot } => {
                let at = self.plan.position(slot).ok_or(NOTHING_THERE)?;
                if self.plan.slots().get(at).is_none_or(|slot| slot.day > today) {
                    return Err(NotPossible("", "pool-not-yet"));
                }
                if self.plan.slots().get(at).is_some_and(|slot| self.is_confirmed(month_of(slot.day))) {
                    return Err(NotPossible("", "pool-month-confirmed"));
                }
                Ok(self.plan.miss(at)?)
            }
            Turn::Confirm { month } => self.confirm(month, now, today),
            Turn::Absent { specialist, day, instead } => {
                if day <= today || instead.is_some_and(|instead| instead <= today) {
                    return Err(PAST);
                }
                if !self.days_of(specialist, today).contains(&day) {
                    return Err(NotPossible("/day", "pool-no-such-day"));
                }
                self.plan.absent(specialist, day, instead, is_working);
                Ok(())
            }
            Turn::Leave { member, after } => {
                if !self.plan.roster().members.iter().any(|one| one.id == member && one.until.is_none_or(|until| after < until)) {
                    return Err(NOTHING_THERE);
                }
                self.within(after, today)?;
                // Nobody has been promised anything yet.
                if self.planned {
                    self.plan.leave(member, after)
                } else {
                    self.plan.drop_member(member)
                }
                Ok(())
            }
            Turn::Withdraw { specialist, after } => {
                match self.seat(specialist).map(|seat| seat.state) {
                    Some(SeatState::Asked) => {}
                    Some(SeatState::Agreed) => {
                        self.within(after, today)?;
                        self.plan.withdraw_specialist(specialist, after);
                    }
                    _ => return Err(NOTHING_THERE),
                }
                self.seats.iter_mut().filter(|seat| seat.specialist == specialist).for_each(|seat| seat.state = SeatState::Left);
                Ok(())
            }
            Turn::Split { from, rule } => {
                let roster = self.plan.roster();
                if !(roster.first..=roster.last).contains(&from) {
                    return Err(NotPossible("/from", "pool-outside-year"));
                }
                // A month that has begun is shared as it was said at its beginning.
                if self.planned && from.with_day(1) <= today.with_day(1) {
                    return Err(NotPossible("/from", "pool-month-has-begun"));
                }
                if from.day() != 1 {
                    return Err(NotPossible("/from", "pool-not-the-first"));
                }
                self.plan.change_split(from, rule);
                Ok(())
            }
            Turn::Budget(budget) => {
                let from = if self.planned { tomorrow } else { self.plan.roster().first };
                if self.plan.set_budget(budget, from) { Ok(()) } else { Err(NotPossible("/visits", "pool-budget-used")) }
            }
            Turn::Join { member, ties } => {
                // Whoever has left does not come back: what it bore of the months between would not be clear.
                let roster = self.plan.roster();
                if roster.members.iter().any(|one| one.id == member.id) {
                    return Err(NotPossible("/member", "pool-twice"));
                }
                if !(roster.first..=roster.last).contains(&member.from) {
                    return Err(NotPossible("/from", "pool-outside-year"));
                }
                if self.planned && member.from <= today {
                    return Err(NotPossible("/from", "in-the-past"));
                }
                self.plan.admit_member(member, &ties);
                Ok(())
            }
            Turn::Invite { seat } => {
                let there = |one: &Seat| one.specialist == seat.specialist && matches!(one.state, SeatState::Asked | SeatState::Agreed);
                if self.seats.iter().any(there) {
                    return Err(NotPossible("", "pool-twice"));
                }
                self.seats.retain(|one| one.specialist != seat.specialist);
                self.seats.push(seat);
                Ok(())
            }
            Turn::Answer { specialist, promise, ties } => {
                let seat = self.seats.iter_mut().find(|seat| seat.specialist == specialist && seat.state == SeatState::Asked);
                let seat = seat.ok_or(NOTHING_THERE)?;
                seat.promise = promise;
                seat.state = if seat.promise.is_some() { SeatState::Agreed } else { SeatState::Declined };
                if seat.state == SeatState::Agreed {
                    let Pattern { day, slots, slot_minutes, fee_yen, .. } = seat.pattern;
                    self.plan.admit_specialist(PoolSpecialist { id: specialist, day, slots, slot_minutes, fee_yen }, &ties);
                    if self.planned {
                        self.plan.open_days_of(specialist, tomorrow.max(self.plan.roster().first), is_working);
                    }
                }
                Ok(())
            }
        }
    }

    fn promise(&mut self, tomorrow: NaiveDate, is_working: &impl Fn(NaiveDate) -> bool) -> Result<(), NotPossible> {
        if self.planned {
            return Err(NotPossible("", "pool-planned-already"));
        }
        let roster = self.plan.roster();
        if roster.specialists.is_empty() {
            return Err(NotPossible("", "pool-nobody-agreed"));
        }
        if roster.members.is_empty() {
            return Err(NotPossible("", "pool-no-members"));
        }
        let from = tomorrow.max(roster.first);
        if from > roster.last {
            return Err(NotPossible("", "pool-over"));
        }
        self.planned = true;
        self.plan.open_from(from, is_working);
        Ok(())
    }

    /// Where a slot stands that somebody has and that is still to come.
    fn still_to_come(&self, number: u32, today: NaiveDate) -> Result<usize, NotPossible> {
        let at = self.plan.position(number).ok_or(NOTHING_THERE)?;
        let slot = self.plan.slots().get(at).ok_or(NOTHING_THERE)?;
        match slot.state {
            SlotState::Taken(_) if slot.day > today => Ok(at),
            SlotState::Taken(_) => Err(NotPossible("", "pool-has-been")),
            _ => Err(NOTHING_THERE),
        }
    }

    /// A last day: not before today, since what has been is not changed, and not after the end.
    fn within(&self, after: NaiveDate, today: NaiveDate) -> Result<(), NotPossible> {
        let roster = self.plan.roster();
        let earliest = today.min(roster.last);
        if (earliest..=roster.last).contains(&after) { Ok(()) } else { Err(NotPossible("/after", "pool-last-day")) }
    }

    /// Days after `today` on which a specialist is to come.
    pub fn days_of(&self, specialist: SpecialistId, today: NaiveDate) -> Vec<NaiveDate> {
        let coming =
            self.plan.slots().iter().filter(|slot| slot.specialist == specialist && slot.day > today && slot.state != SlotState::Off);
        let mut days: Vec<NaiveDate> = coming.map(|slot| slot.day).collect();
        days.dedup();
        days
    }

    pub fn seat(&self, specialist: SpecialistId) -> Option<&Seat> {
        self.seats.iter().find(|seat| seat.specialist == specialist)
    }

    pub fn begins(&self, slot: &PoolSlot) -> Moment {
        let pattern = self.seat(slot.specialist).map_or(self.pattern, |seat| seat.pattern);
        let opens = japanese(slot.day, 0) + (pattern.begins - NaiveTime::MIN);
        opens + Duration::minutes(i64::from(slot.minutes) * i64::from(slot.place))
    }

    /// Hours a week that a specialist is to keep free after `today`, rounded up, and the last day for which that holds.
    pub fn reserved(&self, specialist: SpecialistId, today: NaiveDate) -> Option<(u16, NaiveDate)> {
        let coming =
            || self.plan.slots().iter().filter(|slot| slot.specialist == specialist && slot.day > today && slot.state != SlotState::Off);
        let (last, minutes) = (coming().map(|slot| slot.day).max()?, coming().map(|slot| u64::from(slot.minutes)).sum::<u64>());
        let begins = today.max(self.plan.roster().first);
        let weeks = u64::try_from((last - begins).num_days() / 7 + 1).unwrap_or(1).max(1);
        // A day a month is four weeks' work of that month: a pool that ends soon does not make it a day a week.
        let weeks = weeks.max(u64::try_from(self.days_of(specialist, today).len()).unwrap_or(1) * 4);
        Some((u16::try_from(minutes.div_ceil(60 * weeks)).unwrap_or(u16::MAX), last))
    }
}
