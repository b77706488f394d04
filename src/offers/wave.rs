//! Waves: how many people are asked at a time, how long they have, when they are reminded, and when it is enough.

use chrono::Duration;

use crate::active_list::Conditions;
use crate::catalogue::{Holidays, WavePolicy};
use crate::clock::Moment;
use crate::intake::Urgency;
use crate::offers::BusinessHours;

/// What the next wave of a help request looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WavePlan {
    /// 1 for the first.
    pub number: u16,
    /// How many people to ask, at least and at most.
    pub smallest: usize,
    pub largest: usize,
    /// How likely at least one of them should accept, in thousandths.
    pub target: u16,
}

/// Somebody who is asked by name belongs to no wave.
pub const BY_NAME: WavePlan = WavePlan { number: 0, smallest: 1, largest: 1, target: 1000 };

/// The wave after `waves_so_far`, or none when the policy says that it is enough.
pub fn plan_wave(policy: &WavePolicy, waves_so_far: u16) -> Option<WavePlan> {
    (waves_so_far < policy.max_waves).then(|| WavePlan {
        number: waves_so_far + 1,
        smallest: usize::from(policy.smallest_wave),
        largest: usize::from(policy.largest_wave),
        target: policy.target_per_mille,
    })
}

/// The wave that opens beside so many open offers: no larger than leaves room for them. None where the policy has no such waves, or where there is
/// no room.
pub fn plan_wave_beside(policy: &WavePolicy, waves_so_far: u16, open: usize) -> Option<WavePlan> {
    let room = usize::from(policy.max_open_offers?).saturating_sub(open);
    let plan = plan_wave(policy, waves_so_far).filter(|_| room > 0)?;
    Some(WavePlan { smallest: plan.smallest.min(room), largest: plan.largest.min(room), ..plan })
}

/// When the next wave may open beside one whose hours began to count at `begins_at`; none where it waits for that one's end.
pub fn next_wave_at(policy: &WavePolicy, holidays: &Holidays, begins_at: Moment) -> Option<Moment> {
    Some(BusinessHours::new(holidays, policy.counted).add(begins_at, policy.interval_hours?))
}

/// A certain yes, in thousandths.
const CERTAIN: u64 = 1000;
/// Chances multiplied are kept in billionths.
const BILLION: u64 = 1_000_000_000;

/// Counts the people of a wave while they are taken, best first, until it is full. Whole numbers only, so that every node takes as many.
#[derive(Clone, Debug)]
pub struct Filling {
    plan: WavePlan,
    taken: usize,
    /// The chance that nobody of those taken accepts, in billionths and rounded up: never too small.
    nobody: u64,
}

impl Filling {
    pub fn new(plan: WavePlan) -> Self {
        Self { plan, taken: 0, nobody: BILLION }
    }

    /// Whether nobody more is wanted: the target is met by enough people, or as many as there may be are taken.
    pub fn is_full(&self) -> bool {
        let met = BILLION - self.nobody >= u64::from(self.plan.target) * (BILLION / CERTAIN);
        self.taken >= self.plan.largest || (self.taken >= self.plan.smallest && met)
    }

    /// Takes somebody who accepts with this chance, in thousandths; false if nobody more is wanted.
    pub fn take(&mut self, chance: u16) -> bool {
        if self.is_full() {
            return false;
        }
        self.taken += 1;
        self.nobody = (self.nobody * (CERTAIN - u64::from(chance).min(CERTAIN))).div_ceil(CERTAIN);
        true
    }
}

impl WavePlan {
    /// How many of these people, best first, are asked: as few as meet the target. `chances` in thousandths.
    pub fn size(self, chances: impl IntoIterator<Item = u16>) -> usize {
        let mut filling = Filling::new(self);
        chances.into_iter().take_while(|chance| filling.take(*chance)).count()
    }
}

/// From when a letter about an offer may leave, and so from when an offer's hours count: not in its reader's quiet hours. An incident disturbs
/// in these only those who agreed to that.
pub fn begins_at(now: Moment, urgency: Urgency, reader: &Conditions) -> Moment {
    let at_once = urgency == Urgency::Incident && reader.incident_calls_any_time;
    if at_once { now } else { reader.quiet_hours.over_at(now) }
}

/// The deadline of an offer whose hours count from `begins_at` on.
pub fn expires_at(policy: &WavePolicy, holidays: &Holidays, begins_at: Moment) -> Moment {
    BusinessHours::new(holidays, policy.counted).add(begins_at, policy.expiry_hours)
}

/// When the reminders of an offer are due, in order, each with its number from 1 on.
pub fn reminders(policy: &WavePolicy, holidays: &Holidays, begins_at: Moment) -> impl Iterator<Item = (usize, Moment)> {
    let hours = BusinessHours::new(holidays, policy.counted);
    policy.reminder_hours.iter().zip(1..).map(move |(after, number)| (number, hours.add(begins_at, *after)))
}

/// Until when a company may choose that may do so from `now` on, and when it is reminded.
pub fn choice_times(policy: &WavePolicy, holidays: &Holidays, now: Moment) -> (Moment, Option<Moment>) {
    let hours = BusinessHours::new(holidays, policy.counted);
    (hours.add(now, policy.answer_hours), policy.answer_reminder_hours.map(|after| hours.add(now, after)))
}

/// Until when a help request may wait for people who have their hands full.
pub fn waits_until(policy: &WavePolicy, now: Moment) -> Moment {
    now + Duration::hours(i64::from(policy.wait_hours))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Catalogue;
    use proptest::prelude::*;

    fn plan(smallest: usize, largest: usize, target: u16) -> WavePlan {
        WavePlan { number: 1, smallest, largest, target }
    }

    fn catalogue() -> Catalogue {
        Catalogue::embedded(chrono::NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()).unwrap()
    }

    #[test]
    fn of_newcomers_three_four_and_eight_are_asked() {
        let catalogue = catalogue();
        let size = |urgency: &str| plan_wave(catalogue.wave_policy(urgency).unwrap(), 0).unwrap().size([250; 99]);
        assert_eq!([size("normal"), size("soon"), size("incident")], [3, 4, 8]);
    }

    #[test]
    fn people_who_often_say_yes_make_a_wave_small_and_others_make_it_large() {
        assert_eq!(plan(1, 9, 900).size([900, 900]), 1);
        assert_eq!(plan(2, 9, 900).size([900, 900, 900]), 2);
        assert_eq!(plan(1, 9, 900).size([500; 20]), 4);
        assert_eq!(plan(1, 9, 900).size([10; 20]), 9);
        assert_eq!(plan(1, 9, 900).size([10; 4]), 4);
    }

    #[test]
    fn an_incident_disturbs_at_night_only_those_who_agreed() {
        let night = "2026-11-24T14:00:00Z".parse().unwrap();
        let agreed = Conditions { incident_calls_any_time: true, ..Conditions::default() };
        let morning: Moment = "2026-11-24T23:00:00Z".parse().unwrap();
        assert_eq!(begins_at(night, Urgency::Incident, &agreed), night);
        assert_eq!(begins_at(night, Urgency::Incident, &Conditions::default()), morning);
        assert_eq!(begins_at(night, Urgency::Soon, &agreed), morning);
    }

    #[test]
    fn after_the_last_wave_of_the_policy_it_is_enough() {
        let catalogue = catalogue();
        let policy = catalogue.wave_policy("normal").unwrap();
        assert_eq!(plan_wave(policy, 3).map(|plan| plan.number), Some(4));
        assert_eq!(plan_wave(policy, 4), None);
    }

    #[test]
    fn every_reminder_comes_before_the_deadline() {
        let catalogue = catalogue();
        let begins = "2026-11-24T01:00:00Z".parse().unwrap();
        for urgency in ["normal", "soon", "incident"] {
            let policy = catalogue.wave_policy(urgency).unwrap();
            let due = expires_at(policy, catalogue.holidays(), begins);
            let reminders: Vec<_> = reminders(policy, catalogue.holidays(), begins).collect();
            assert!(!reminders.is_empty() && reminders.iter().all(|(_, at)| begins < *at && *at < due), "{urgency}");
        }
    }

    /// The policy of an incident, with a wave every `hours` hours beside up to `most` open offers.
    fn beside(hours: u16, most: u16) -> WavePolicy {
        let policy = catalogue().wave_policy("incident").unwrap().clone();
        WavePolicy { interval_hours: Some(hours), max_open_offers: Some(most), ..policy }
    }

    #[test]
    fn without_an_interval_no_wave_opens_beside_another() {
        let policy = WavePolicy { interval_hours: None, max_open_offers: None, ..beside(1, 1) };
        assert_eq!(plan_wave_beside(&policy, 1, 3), None);
        assert_eq!(next_wave_at(&policy, catalogue().holidays(), Moment::default()), None);
    }

    #[test]
    fn an_interval_counts_the_hours_that_a_deadline_counts() {
        let catalogue = catalogue();
        let friday = "2026-11-20T03:00:00Z".parse().unwrap();
        let at = |counted| next_wave_at(&WavePolicy { counted, ..beside(24, 20) }, catalogue.holidays(), friday);
        assert_eq!(at(crate::catalogue::Counted::AllHours), Some("2026-11-21T03:00:00Z".parse().unwrap()));
        assert_eq!(at(crate::catalogue::Counted::OpenDays), Some("2026-11-24T03:00:00Z".parse().unwrap()), "over a weekend and a holiday");
    }

    proptest! {
        #[test]
        fn a_wave_beside_another_never_makes_more_open_offers_than_there_may_be(most in 12_u16..40, open in 0_usize..50, waves in 0_u16..9, chances in prop::collection::vec(0_u16..=1000, 0..40)) {
            let policy = beside(1, most);
            match plan_wave_beside(&policy, waves, open) {
                Some(plan) => {
                    prop_assert!(plan.smallest <= plan.largest && plan.largest > 0 && plan.number == waves + 1);
                    prop_assert!(open + plan.size(chances) <= usize::from(most));
                }
                None => prop_assert!(open >= usize::from(most) || waves >= policy.max_waves),
            }
        }

        #[test]
        fn as_few_as_meet_the_target_are_asked_within_the_bounds(chances in prop::collection::vec(0_u16..=1000, 0..40), smallest in 1_usize..6, more in 0_usize..10, target in 1_u16..=1000) {
            let plan = plan(smallest, smallest + more, target);
            let size = plan.size(chances.iter().copied());
            prop_assert!(size <= plan.largest && size <= chances.len());
            prop_assert!(size >= smallest.min(chances.len()));
            // In exact arithmetic, by big fractions of a thousand: too many would miss their target by one person less.
            let nobody = |people: &[u16]| people.iter().fold(1.0_f64, |left, chance| left * (1.0 - f64::from(*chance) / 1000.0));
            let met = |people: &[u16]| 1.0 - nobody(people) >= f64::from(target) / 1000.0;
            let near = |people: &[u16]| (1.0 - nobody(people) - f64::from(target) / 1000.0).abs() < 1e-6;
            if size < plan.largest && size < chances.len() {
                prop_assert!(met(&chances[..size]) || near(&chances[..size]));
            }
            if size > smallest {
                prop_assert!(!met(&chances[..size - 1]) || near(&chances[..size - 1]));
            }
        }

        #[test]
        fn a_higher_target_never_asks_fewer(chances in prop::collection::vec(0_u16..=1000, 0..40), target in 1_u16..1000) {
            let size = |target| plan(1, 12, target).size(chances.iter().copied());
            prop_assert!(size(target) <= size(target + 1));
        }
    }
}
