//! How much of something: credits, hours, courses.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Sub};

use serde::{Deserialize, Serialize};

/// A figure of a scheme in hundredths of its unit (a credit, an hour, a course). In files it stands in whole units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "u32")]
pub struct Amount(u64);

impl Amount {
    pub const ZERO: Self = Self(0);

    pub fn hundredths(hundredths: u64) -> Self {
        Self(hundredths)
    }

    pub fn whole(units: u32) -> Self {
        Self(u64::from(units) * 100)
    }

    pub fn in_hundredths(self) -> u64 {
        self.0
    }

    /// So much for each hour; a part of a hundredth is dropped.
    pub fn for_minutes(self, minutes: u32) -> Self {
        Self(self.0 * u64::from(minutes) / 60)
    }

    pub fn times(self, count: u32) -> Self {
        Self(self.0 * u64::from(count))
    }

    pub fn saturating_sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl From<u32> for Amount {
    fn from(units: u32) -> Self {
        Self::whole(units)
    }
}

impl Add for Amount {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl AddAssign for Amount {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl Sub for Amount {
    type Output = Self;

    /// Stops at nothing: a figure is never below zero.
    fn sub(self, other: Self) -> Self {
        self.saturating_sub(other)
    }
}

impl Sum for Amount {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Self::add)
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0 / 100, self.0 % 100) {
            (units, 0) => write!(to, "{units}"),
            (units, rest) if rest % 10 == 0 => write!(to, "{units}.{}", rest / 10),
            (units, rest) => write!(to, "{units}.{rest:02}"),
        }
    }
}
