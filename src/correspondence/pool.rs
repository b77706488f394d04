//! What letters about a shared specialist say.

use chrono::NaiveDate;

use crate::clock::Moment;
use crate::ids::{PoolId, Token};
use crate::pools::{MonthWork, Pattern};
use crate::values::Line;

/// Companies that share a specialist over a year, for a specialist or one of the companies.
#[derive(Clone, Debug)]
pub struct PoolFacts {
    pub pool: PoolId,
    /// The support organisation.
    pub org: String,
    pub name: Line,
    pub first: NaiveDate,
    pub last: NaiveDate,
    /// How the specialist comes.
    pub pattern: Pattern,
    /// How many companies share.
    pub members: usize,
    pub for_specialist: bool,
    /// Visits to come, in order.
    pub visits: Vec<PoolVisit>,
    /// When visits were that are the reader's no more.
    pub lost: Vec<Moment>,
    /// Entries that are to leave the reader's calendar.
    pub off: Vec<PoolEntry>,
    /// What the reader did in the month that the letter tells of.
    pub work: Option<MonthWork>,
    pub page: Token,
}

/// A visit by what a calendar knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PoolEntry {
    pub number: u32,
    /// How often it was changed.
    pub changed: u32,
    pub visit: PoolVisit,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PoolVisit {
    pub begins: Moment,
    pub minutes: u32,
    /// The other side, by its name.
    pub with: String,
}
