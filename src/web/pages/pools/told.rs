//! Parts of a pool in words.

use crate::desk::PoolView;
use crate::ids::{MemberId, SpecialistId};
use crate::language::Language;
use crate::pools::{MonthWork, Pattern, PoolShift, PoolSlot, SlotState, SplitRule, WEEKDAYS};
use crate::wording::{say, say_with, spent, yen};

/// Speaks of one pool.
pub struct Told<'v> {
    pub language: Language,
    pub view: &'v PoolView,
}

/// On which day of a month somebody comes, with how many visits of how much.
pub fn pattern(language: Language, pattern: &Pattern) -> String {
    let weekday = WEEKDAYS.iter().find(|(_, weekday)| *weekday == pattern.day.weekday).map_or("mon", |(code, _)| code);
    let (week, weekday) = (pattern.day.week.to_string(), say(language, &format!("weekday-{weekday}")));
    let (begins, slots) = (pattern.begins.format("%H:%M").to_string(), pattern.slots.to_string());
    let day = say_with(language, "pool-pattern-day", &[("week", &week), ("weekday", &weekday)]);
    let length = spent(language, pattern.slot_minutes);
    let visits = say_with(language, "pool-pattern-visits", &[("begins", &begins), ("count", &slots), ("length", &length)]);
    let fee = say_with(language, "pool-pattern-fee", &[("yen", &yen(language, pattern.fee_yen))]);
    [day, visits, fee].join(&say(language, "letter-joiner"))
}

pub fn rule(language: Language, rule: SplitRule) -> String {
    say(language, &format!("pool-split-{}", rule.code()))
}

/// A month's name in a column.
pub fn month(language: Language, (year, month): (i32, u32)) -> String {
    say_with(language, "pool-month", &[("year", &year.to_string()), ("month", &month.to_string())])
}

/// A month as a part of an address: `2027-01`.
pub fn month_key((year, month): (i32, u32)) -> String {
    format!("{year}-{month:02}")
}

pub fn month_of_key(key: &str) -> Option<(i32, u32)> {
    let (year, month) = key.split_once('-')?;
    Some((year.parse().ok()?, month.parse().ok()?))
}

impl Told<'_> {
    /// What each specialist did in a month.
    pub fn work_in(&self, which: (i32, u32)) -> String {
        let line = |(id, work): (SpecialistId, MonthWork)| {
            let (name, visits, hours) = (self.person(id), work.visits.to_string(), spent(self.language, work.minutes));
            say_with(self.language, "pool-month-work", &[("name", &name), ("count", &visits), ("hours", &hours)])
        };
        let lines = self.view.pool.work_in(which).into_iter().map(line);
        [month(self.language, which)].into_iter().chain(lines).collect::<Vec<_>>().join("\n")
    }

    /// A company by its name; one that is on no list any more has none.
    pub fn member(&self, id: MemberId) -> String {
        self.view.members.get(&id).cloned().unwrap_or_else(|| say(self.language, "pool-gone"))
    }

    pub fn person(&self, id: SpecialistId) -> String {
        self.view.people.get(&id).cloned().unwrap_or_else(|| say(self.language, "pool-gone"))
    }

    pub fn when(&self, slot: &PoolSlot) -> String {
        crate::clock::spoken_moment(self.view.pool.begins(slot), self.language)
    }

    /// Who has a slot.
    pub fn holder(&self, slot: &PoolSlot) -> String {
        match slot.state {
            SlotState::Taken(member) => self.member(member),
            SlotState::Missed(member) => say_with(self.language, "pool-slot-missed", &[("name", &self.member(member))]),
            SlotState::Free => say(self.language, "pool-slot-free"),
            SlotState::Off => say(self.language, "pool-slot-off"),
        }
    }

    /// When a slot is, and with whom where several come.
    fn when_with(&self, slot: &PoolSlot) -> String {
        match self.view.pool.plan.roster().specialists.as_slice() {
            [] | [_] => self.when(slot),
            _ => say_with(self.language, "pool-slot-with", &[("when", &self.when(slot)), ("name", &self.person(slot.specialist))]),
        }
    }

    /// What changes about a slot.
    pub fn shift(&self, shift: &PoolShift) -> String {
        let told = |slot: &Option<PoolSlot>| match slot {
            Some(slot) => format!("{} {}", self.when_with(slot), self.holder(slot)),
            None => say(self.language, "pool-slot-none"),
        };
        match (&shift.before, &shift.after) {
            (Some(before), Some(after)) if before.day == after.day && before.place == after.place => {
                let (when, from, to) = (self.when_with(before), self.holder(before), self.holder(after));
                say_with(self.language, "pool-shift-there", &[("when", &when), ("before", &from), ("after", &to)])
            }
            (before, after) => say_with(self.language, "pool-shift", &[("before", &told(before)), ("after", &told(after))]),
        }
    }
}
