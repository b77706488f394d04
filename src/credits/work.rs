//! What work through nakodo is named by, so that it is entered into a ledger once.

use std::fmt;
use std::str::FromStr;

use crate::ids::{EngagementId, PoolId};

/// Work that somebody else's word stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WorkKey {
    Engagement(EngagementId),
    /// What a specialist did in a pool in one month (year and month).
    PoolMonth(PoolId, (i32, u32)),
}

/// As stored, and in addresses: the id of the engagement, or `<pool>.2027-01`.
impl fmt::Display for WorkKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Engagement(id) => id.fmt(out),
            Self::PoolMonth(pool, (year, month)) => write!(out, "{pool}.{year:04}-{month:02}"),
        }
    }
}

/// Neither the one nor the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoWork;

impl FromStr for WorkKey {
    type Err = NoWork;

    fn from_str(text: &str) -> Result<Self, NoWork> {
        let Some((pool, month)) = text.split_once('.') else { return text.parse().map(Self::Engagement).map_err(|_| NoWork) };
        let (year, month) = month.split_once('-').ok_or(NoWork)?;
        let month = (year.parse().map_err(|_| NoWork)?, month.parse().map_err(|_| NoWork)?);
        Ok(Self::PoolMonth(pool.parse().map_err(|_| NoWork)?, month))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_is_read_as_it_was_written() {
        let id = "019aa1b2-0000-7000-8000-000000000001";
        for key in [WorkKey::Engagement(id.parse().unwrap()), WorkKey::PoolMonth(id.parse().unwrap(), (2027, 1))] {
            assert_eq!(key.to_string().parse(), Ok(key));
        }
        assert_eq!(WorkKey::PoolMonth(id.parse().unwrap(), (2027, 1)).to_string(), format!("{id}.2027-01"));
        for wrong in ["", "x", "x.2027-01", "019aa1b2-0000-7000-8000-000000000001.2027"] {
            assert_eq!(wrong.parse::<WorkKey>(), Err(NoWork), "{wrong}");
        }
    }
}
