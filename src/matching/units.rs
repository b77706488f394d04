//! How values become small numbers: sets as bits, days and companies as integers, shares in thousandths.

use std::hash::{DefaultHasher, Hash, Hasher};

use chrono::NaiveDate;

use crate::values::{CorporateNumber, MailAddress, mailbox_of};

/// A share of one in thousandths, 0 to 1000. Scores are sums of integers, so that every machine gets the same.
pub type Thousandths = u16;

pub const WHOLE: Thousandths = 1000;

/// `part` of `whole`; none of nothing.
pub fn share(part: u32, whole: u32) -> Option<Thousandths> {
    let share = (u64::from(part.min(whole)) * u64::from(WHOLE)).checked_div(u64::from(whole))?;
    Some(u16::try_from(share).unwrap_or(WHOLE))
}

/// Days since the first of January 2000, cut to what 16 bits hold (the year 2179).
pub fn day(date: NaiveDate) -> u16 {
    const EPOCH: i64 = 730_120;
    let days = i64::from(chrono::Datelike::num_days_from_ce(&date)) - EPOCH;
    u16::try_from(days.clamp(0, i64::from(u16::MAX))).unwrap_or(u16::MAX)
}

/// A corporate number as an integer.
pub fn company(number: &CorporateNumber) -> u64 {
    number.as_str().parse().unwrap_or(u64::MAX)
}

/// A mailbox as an integer, the same for all its addresses. It lives as long as a card does, and stands nowhere else.
pub fn mailbox(address: &MailAddress) -> u64 {
    let mut hasher = DefaultHasher::new();
    mailbox_of(address).hash(&mut hasher);
    hasher.finish()
}

pub fn bits64(bits: impl Iterator<Item = u8>) -> u64 {
    bits.filter(|bit| *bit < 64).fold(0, |set, bit| set | 1 << bit)
}

pub fn bits32(bits: impl Iterator<Item = u8>) -> u32 {
    bits.filter(|bit| *bit < 32).fold(0, |set, bit| set | 1 << bit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_from_the_year_2000() {
        let date = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!((day(date("2000-01-01")), day(date("2000-12-31")), day(date("1999-12-31"))), (0, 365, 0));
        assert_eq!(day(date("2300-01-01")), u16::MAX);
    }

    #[test]
    fn a_share_of_nothing_is_unknown() {
        assert_eq!((share(1, 3), share(5, 3), share(0, 0)), (Some(333), Some(1000), None));
    }
}
