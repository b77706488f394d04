//! Reading a journal whose numbers are given before they are committed. On PostgreSQL event 12 may be readable before event 11; a reader that
//! simply remembers "12" would never see 11. So it remembers which numbers it has seen above the last one without a gap, and gives a gap up
//! only when it is so old that its transaction must have been undone.

use std::collections::BTreeMap;

use crate::clock::Moment;

/// A gap older than this cannot be filled any more: no transaction runs that long.
const GAP_LIFETIME: chrono::Duration = chrono::Duration::seconds(60);

/// Where a reader is in the journal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Position {
    /// Everything up to here has been seen or given up.
    settled: i64,
    /// Seen above `settled`, with the time of each.
    seen: BTreeMap<i64, Moment>,
}

impl Position {
    /// A reader that begins behind `seq`. Gaps below are the business of whoever filled the index from the tables; to be safe it begins a
    /// little earlier than it must.
    pub fn behind(seq: i64) -> Self {
        Self { settled: seq, seen: BTreeMap::new() }
    }

    /// The last number that has been seen: what is new lies behind it, or in one of the gaps.
    pub fn highest(&self) -> i64 {
        self.seen.last_key_value().map_or(self.settled, |(seq, _)| *seq)
    }

    /// Numbers before the highest that have not been seen, at most `limit`, the lowest first. They are asked for by name, so that a gap does
    /// not keep the reader from what lies behind it, and what lies behind it is not read again and again.
    pub fn gaps(&self, limit: usize) -> Vec<i64> {
        let before = std::iter::once(self.settled).chain(self.seen.keys().copied());
        before.zip(self.seen.keys()).flat_map(|(from, to)| from + 1..*to).take(limit).collect()
    }

    /// Whether this reader has not noted the event yet.
    pub fn is_new(&self, seq: i64) -> bool {
        seq > self.settled && !self.seen.contains_key(&seq)
    }

    /// Notes an event, recorded at `at`, as seen.
    pub fn note(&mut self, seq: i64, at: Moment) {
        if seq > self.settled {
            self.seen.insert(seq, at);
        }
    }

    /// Moves on over what is complete, and over gaps below events that are old enough. Says whether a gap was given up: whoever committed into
    /// it after all would be overlooked from here on.
    pub fn settle(&mut self, now: Moment) -> bool {
        self.close_up();
        let before = self.settled;
        let old = self.seen.iter().rev().find(|(_, at)| now - **at > GAP_LIFETIME);
        if let Some(seq) = old.map(|(seq, _)| *seq) {
            self.settled = seq;
            self.seen = self.seen.split_off(&(seq + 1));
            self.close_up();
        }
        self.settled != before
    }

    fn close_up(&mut self) {
        while self.seen.remove(&(self.settled + 1)).is_some() {
            self.settled += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use proptest::prelude::*;

    fn moment(seconds: i64) -> Moment {
        Moment::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
    }

    #[test]
    fn an_event_that_becomes_readable_late_is_still_seen_once() {
        let mut position = Position::behind(10);
        position.note(12, moment(0));
        assert!(!position.settle(moment(1)));
        assert_eq!((position.highest(), position.gaps(9)), (12, vec![11]));
        assert!(position.is_new(11));
        assert!(!position.is_new(12));
        position.note(11, moment(0));
        position.settle(moment(2));
        assert_eq!(position, Position::behind(12));
    }

    #[test]
    fn a_gap_is_given_up_once_its_transaction_must_have_been_undone() {
        let mut position = Position::behind(10);
        position.note(12, moment(0));
        assert!(position.settle(moment(61)));
        assert_eq!(position, Position::behind(12));
    }

    #[test]
    fn gaps_are_named_from_the_lowest() {
        let mut position = Position::behind(10);
        [12, 13, 17].into_iter().for_each(|seq| position.note(seq, moment(0)));
        assert_eq!((position.gaps(9), position.gaps(2)), (vec![11, 14, 15, 16], vec![11, 14]));
        assert_eq!(Position::behind(10).gaps(9), [0; 0]);
    }

    proptest! {
        #[test]
        fn whatever_the_order_of_commits_each_event_is_new_exactly_once(order in Just((1_i64..=40).collect::<Vec<_>>()).prop_shuffle(), chunk in 1_usize..10) {
            let mut position = Position::default();
            let mut committed = BTreeSet::new();
            let mut new = Vec::new();
            for some in order.chunks(chunk) {
                committed.extend(some.iter().copied());
                let behind = committed.range(position.highest() + 1..).copied();
                let readable: Vec<i64> = position.gaps(99).into_iter().filter(|seq| committed.contains(seq)).chain(behind).collect();
                new.extend(readable.iter().copied().filter(|seq| position.is_new(*seq)));
                readable.iter().for_each(|seq| position.note(*seq, moment(0)));
                position.settle(moment(1));
            }
            new.sort_unstable();
            prop_assert_eq!(new, (1..=40).collect::<Vec<_>>());
            prop_assert_eq!(position, Position::behind(40));
        }
    }
}
