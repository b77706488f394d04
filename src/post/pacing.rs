//! Not too many letters to one mail provider at a time: so many a minute, so many in hand. What has to wait is told until when, and its place in
//! the queue is kept for it, so that letters that wait do not all come back at once.
//!
//! Each process counts for itself. Of several that send, each gets its part of what the provider takes: that is for the operator to divide.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::sync::{Mutex, PoisonError};

use chrono::Duration;

use crate::clock::Moment;
use crate::correspondence::Letter;
use crate::ids::LetterId;
use crate::settings::PaceSettings;

/// How long one has to wait where only too many are in hand: about as long as handing one over takes.
const SHORTLY: Duration = Duration::seconds(2);

pub(super) struct Pace {
    settings: PaceSettings,
    domains: Mutex<HashMap<String, Domain>>,
}

#[derive(Default)]
struct Domain {
    in_hand: usize,
    /// When letters of the last minute left, and when those that wait may: in order.
    slots: VecDeque<Moment>,
    /// The slots of those that wait.
    promised: HashMap<LetterId, Moment>,
}

/// The right to hand one letter over; given back when it is dropped.
pub struct Permit<'a> {
    pace: &'a Pace,
    domains: BTreeSet<String>,
}

impl Pace {
    pub fn new(settings: PaceSettings) -> Self {
        Self { settings, domains: Mutex::default() }
    }

    /// The right to hand a letter over now, or until when it has to wait. A letter to several domains waits for the slowest.
    pub fn ask(&self, letter: &Letter, now: Moment) -> Result<Permit<'_>, Moment> {
        let names: BTreeSet<String> = letter.to.iter().map(|address| address.domain().to_owned()).collect();
        let permit = |domains| Permit { pace: self, domains };
        if self.settings == (PaceSettings { per_minute: 0, at_once: 0 }) {
            return Ok(permit(BTreeSet::new()));
        }
        let mut domains = self.domains.lock().unwrap_or_else(PoisonError::into_inner);
        domains.retain(|_, domain| domain.is_of_use(now));
        let waits = names.iter().filter_map(|name| domains.entry(name.clone()).or_default().waits(letter.id, now, self.settings)).max();
        if let Some(until) = waits {
            return Err(until);
        }
        for name in &names {
            domains.entry(name.clone()).or_default().take(letter.id, now, self.settings);
        }
        Ok(permit(names))
    }
}

impl Domain {
    fn is_of_use(&mut self, now: Moment) -> bool {
        let minute = Duration::minutes(1);
        while self.slots.front().is_some_and(|slot| *slot + minute <= now) {
            self.slots.pop_front();
        }
        // Whoever was to come then has gone another way.
        self.promised.retain(|_, slot| now < *slot + minute);
        self.in_hand > 0 || !self.slots.is_empty() || !self.promised.is_empty()
    }

    /// Until when a letter has to wait, if it has to; its slot is kept.
    fn waits(&mut self, letter: LetterId, now: Moment, settings: PaceSettings) -> Option<Moment> {
        if settings.per_minute > 0 {
            let promised = self.promised.get(&letter).copied();
            let slot = promised.unwrap_or_else(|| match self.slots.len().checked_sub(settings.per_minute) {
                None => now,
                Some(before) => (self.slots[before] + Duration::minutes(1)).max(now),
            });
            if now < slot {
                if self.promised.insert(letter, slot).is_none() {
                    self.slots.push_back(slot);
                }
                return Some(slot);
            }
        }
        (settings.at_once > 0 && self.in_hand >= settings.at_once).then(|| now + SHORTLY)
    }

    fn take(&mut self, letter: LetterId, now: Moment, settings: PaceSettings) {
        self.in_hand += 1;
        if settings.per_minute == 0 {
            return;
        }
        // Whoever comes late counts from when it leaves.
        if let Some(slot) = self.promised.remove(&letter)
            && let Some(place) = self.slots.iter().position(|one| *one == slot)
        {
            self.slots.remove(place);
        }
        let place = self.slots.partition_point(|slot| *slot <= now);
        self.slots.insert(place, now);
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        let mut domains = self.pace.domains.lock().unwrap_or_else(PoisonError::into_inner);
        for name in &self.domains {
            if let Some(domain) = domains.get_mut(name) {
                domain.in_hand = domain.in_hand.saturating_sub(1);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::correspondence::LetterKind;
    use crate::ids::Ids;
    use crate::language::Language;
    use crate::post::tests::fixtures::{address, letter, moment};

    fn pace(per_minute: usize, at_once: usize) -> Pace {
        Pace::new(PaceSettings { per_minute, at_once })
    }

    fn to(number: u64, mailbox: &str) -> Letter {
        let id = Ids::seeded(number).fresh(moment("2026-11-24T01:00:00Z"));
        Letter { id, to: vec![address(mailbox)], ..letter(LetterKind::Offer, Language::Ja) }
    }

    fn second(seconds: i64) -> Moment {
        moment("2026-11-24T01:00:00Z") + Duration::seconds(seconds)
    }

    #[test]
    fn without_limits_nothing_waits() {
        let pace = pace(0, 0);
        let permits: Vec<_> = (0..1000).map(|number| pace.ask(&to(number, "a@example.jp"), second(0)).is_ok()).collect();
        assert!(permits.into_iter().all(|permitted| permitted));
    }

    #[test]
    fn each_that_waits_gets_a_time_of_its_own_and_other_domains_do_not_wait() {
        let pace = pace(2, 0);
        let ask = |number, mailbox, at| pace.ask(&to(number, mailbox), second(at)).map(drop);
        assert_eq!(ask(1, "a@example.jp", 0), Ok(()));
        assert_eq!(ask(2, "b@example.jp", 10), Ok(()));
        assert_eq!(ask(3, "c@example.jp", 20), Err(second(60)));
        assert_eq!(ask(4, "d@example.jp", 20), Err(second(70)));
        assert_eq!(ask(5, "e@example.jp", 20), Err(second(120)));
        assert_eq!(ask(6, "a@example.com", 20), Ok(()), "another domain");
        assert_eq!(ask(3, "c@example.jp", 30), Err(second(60)), "asking again keeps the place");
        assert_eq!(ask(4, "d@example.jp", 70), Ok(()));
        assert_eq!(ask(3, "c@example.jp", 71), Ok(()));
        assert_eq!(ask(7, "f@example.jp", 72), Err(second(131)), "behind the fifth, a minute after the third, which came late");
    }

    #[test]
    fn only_so_many_are_in_hand_at_once() {
        let pace = pace(0, 1);
        let first = pace.ask(&to(1, "a@example.jp"), second(0));
        assert!(first.is_ok());
        assert_eq!(pace.ask(&to(2, "b@example.jp"), second(0)).map(drop), Err(second(2)));
        drop(first);
        assert!(pace.ask(&to(2, "b@example.jp"), second(2)).is_ok());
    }

    proptest! {
        #[test]
        fn no_minute_sees_more_than_the_limit_and_everybody_leaves(limit in 1_usize..5, arrivals in prop::collection::vec(0_i64..90, 1..40)) {
            let pace = pace(limit, 0);
            let mut waiting: Vec<(Moment, u64)> = arrivals.iter().zip(1..).map(|(at, number)| (second(*at), number)).collect();
            let mut left: Vec<Moment> = Vec::new();
            for _ in 0..2000 {
                waiting.sort();
                if waiting.is_empty() {
                    break;
                }
                let (now, number) = waiting.remove(0);
                match pace.ask(&to(number, "a@example.jp"), now) {
                    Ok(_) => left.push(now),
                    Err(until) => waiting.push((until, number)),
                }
            }
            prop_assert_eq!(left.len(), arrivals.len());
            for window in left.windows(limit + 1) {
                prop_assert!(window[limit] - window[0] >= Duration::minutes(1), "{:?}", window);
            }
        }
    }
}
