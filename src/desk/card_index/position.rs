//! Reading a journal whose numbers are given before they are committed. On PostgreSQL event 12 may be readable before event 11; a reader that
//! simply remembers "12" would never see 11. So it remembers which numbers it has seen above the last one without a gap, and gives a gap up
//! only when it is so old that its transaction must have been undone.

use std::collections::BTreeSet;

use crate::clock::Moment;

/// A gap older than this cannot be filled any more: no transaction runs that long.
const GAP_LIFETIME: chrono::Duration = chrono::Duration::seconds(60);

/// Where a reader is in the journal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Position {
    /// Everything up to here has been seen or given up.
    settled: i64,
    /// Seen above `settled`.
    seen: BTreeSet<i64>,
}

impl Position {
    /// A reader that begins behind `seq`. Gaps below are the business of whoever filled the index from the tables; to be safe it begins a
    /// little earlier than it must.
    pub fn behind(seq: i64) -> Self {
        Self { settled: seq, seen: BTreeSet::new() }
    }

    /// From where the next look must begin.
    pub fn settled(&self) -> i64 {
        self.settled
    }

    /// Whether this reader has not noted the event yet.
    pub fn is_new(&self, seq: i64) -> bool {
        seq > self.settled && !self.seen.contains(&seq)
    }

    /// Notes an event as seen.
    pub fn note(&mut self, seq: i64) {
        if seq > self.settled {
            self.seen.insert(seq);
        }
    }

    /// Moves on over what is complete, and over gaps below events that are old enough. `at` gives the time of each event of this look in
    /// ascending order. Says whether a gap was given up: whoever committed into it after all would be overlooked from here on.
    pub fn settle(&mut self, at: &[(i64, Moment)], now: Moment) -> bool {
        while self.seen.remove(&(self.settled + 1)) {
            self.settled += 1;
        }
        let before = self.settled;
        let old = at.iter().rev().find(|(seq, moment)| *seq > self.settled && now - *moment > GAP_LIFETIME);
        if let Some((seq, _)) = old {
            self.settled = *seq;
            self.seen = self.seen.split_off(&(seq + 1));
            while self.seen.remove(&(self.settled + 1)) {
                self.settled += 1;
            }
        }
        self.settled != before
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn moment(seconds: i64) -> Moment {
        Moment::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
    }

    #[test]
    fn an_event_that_becomes_readable_late_is_still_seen_once() {
        let mut position = Position::behind(10);
        position.note(12);
        assert!(!position.settle(&[(12, moment(0))], moment(1)));
        assert_eq!(position.settled(), 10);
        assert!(position.is_new(11));
        assert!(!position.is_new(12));
        position.note(11);
        position.settle(&[(11, moment(0)), (12, moment(0))], moment(2));
        assert_eq!(position, Position::behind(12));
    }

    #[test]
    fn a_gap_is_given_up_once_its_transaction_must_have_been_undone() {
        let mut position = Position::behind(10);
        position.note(12);
        assert!(position.settle(&[(12, moment(0))], moment(61)));
        assert_eq!(position, Position::behind(12));
    }

    proptest! {
        #[test]
        fn whatever_the_order_of_commits_each_event_is_new_exactly_once(order in Just((1_i64..=40).collect::<Vec<_>>()).prop_shuffle(), chunk in 1_usize..10) {
            let mut position = Position::default();
            let mut committed = BTreeSet::new();
            let mut new = Vec::new();
            for some in order.chunks(chunk) {
                committed.extend(some.iter().copied());
                let readable: Vec<_> = committed.range(position.settled() + 1..).map(|seq| (*seq, moment(0))).collect();
                new.extend(readable.iter().map(|(seq, _)| *seq).filter(|seq| position.is_new(*seq)));
                readable.iter().for_each(|(seq, _)| position.note(*seq));
                position.settle(&readable, moment(1));
            }
            new.sort_unstable();
            prop_assert_eq!(new, (1..=40).collect::<Vec<_>>());
            prop_assert_eq!(position, Position::behind(40));
        }
    }
}
