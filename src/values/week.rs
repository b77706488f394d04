//! The week as 21 slots: seven days by morning, afternoon and evening.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::report::Mistake;

const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const PARTS: [&str; 3] = ["am", "pm", "ev"];

/// One slot of the week, 0 (`mon-am`) to 20 (`sun-ev`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slot(u8);

impl Slot {
    pub const COUNT: u8 = 21;

    pub fn all() -> impl Iterator<Item = Slot> {
        (0..Self::COUNT).map(Slot)
    }

    /// Reads `mon-am`, `tue-pm`, `sun-ev`.
    pub fn find(text: &str) -> Option<Self> {
        let (day, part) = text.trim().split_once('-')?;
        let day = DAYS.iter().position(|name| *name == day)?;
        let part = PARTS.iter().position(|name| *name == part)?;
        u8::try_from(day * PARTS.len() + part).ok().map(Slot)
    }

    /// 0 Monday to 6 Sunday.
    pub fn day(self) -> usize {
        usize::from(self.0) / PARTS.len()
    }

    /// 0 morning, 1 afternoon, 2 evening.
    pub fn part(self) -> usize {
        usize::from(self.0) % PARTS.len()
    }
}

impl fmt::Display for Slot {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}-{}", DAYS[self.day()], PARTS[self.part()])
    }
}

/// A set of slots as the lowest 21 bits of a word. Written as a list of names in JSON.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WeeklySlots(u32);

impl WeeklySlots {
    pub const EMPTY: WeeklySlots = WeeklySlots(0);
    pub const FULL: WeeklySlots = WeeklySlots((1 << Slot::COUNT) - 1);

    pub fn from_bits(bits: u32) -> Self {
        Self(bits & Self::FULL.0)
    }

    pub fn bits(self) -> u32 {
        self.0
    }

    /// Reads names such as `["mon-am", "sat-ev"]`.
    pub fn parse<S: AsRef<str>>(names: &[S]) -> Result<Self, Mistake> {
        names.iter().map(AsRef::as_ref).try_fold(Self::EMPTY, |set, name| match Slot::find(name) {
            Some(slot) => Ok(set.with(slot)),
            None => Err(Mistake::new("unknown-slot").with("value", super::text::shown(name))),
        })
    }

    pub fn with(self, slot: Slot) -> Self {
        Self(self.0 | 1 << slot.0)
    }

    pub fn contains(self, slot: Slot) -> bool {
        self.0 & 1 << slot.0 != 0
    }

    pub fn both(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub fn count(self) -> u32 {
        self.0.count_ones()
    }

    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub fn iter(self) -> impl Iterator<Item = Slot> {
        Slot::all().filter(move |slot| self.contains(*slot))
    }
}

impl Serialize for WeeklySlots {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter().map(|slot| slot.to_string()))
    }
}

impl<'de> Deserialize<'de> for WeeklySlots {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let names = Vec::<String>::deserialize(deserializer)?;
        Self::parse(&names).map_err(|mistake| serde::de::Error::custom(mistake.code))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_set_of_slots_survives_writing_and_reading(bits in 0_u32..1 << 21) {
            let slots = WeeklySlots::from_bits(bits);
            let text = serde_json::to_string(&slots).unwrap();
            prop_assert_eq!(serde_json::from_str::<WeeklySlots>(&text).unwrap(), slots);
        }
    }

    #[test]
    fn the_week_begins_on_monday_morning_and_ends_on_sunday_evening() {
        let names: Vec<String> = Slot::all().map(|slot| slot.to_string()).collect();
        assert_eq!((names.len(), names[0].as_str(), names[20].as_str()), (21, "mon-am", "sun-ev"));
    }

    #[test]
    fn an_unknown_slot_is_named() {
        assert_eq!(WeeklySlots::parse(&["mon-night"]), Err(Mistake::new("unknown-slot").with("value", "mon-night")));
    }
}
