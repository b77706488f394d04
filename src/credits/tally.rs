//! The running figures of a scheme: what came into each pot, year by year. Adding and taking back cost the same whatever the length of the ledger.

use std::collections::BTreeMap;

use crate::credits::activity::Activity;
use crate::credits::amount::Amount;
use crate::credits::cycle::Cycle;
use crate::credits::projection::CutBy;
use crate::credits::rule_set::{Judged, RuleSet};

/// What came in by pot and year of the cycle. Bounds of pots are applied when somebody asks, so the order in which things came in does not matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    cycle: Cycle,
    came_in: BTreeMap<(String, u32), Amount>,
}

impl Tally {
    pub fn new(_rules: &RuleSet, cycle: Cycle) -> Self {
        Self { cycle, came_in: BTreeMap::new() }
    }

    pub fn cycle(&self) -> &Cycle {
        &self.cycle
    }

    /// What an activity is worth in this cycle.
    pub fn judge(&self, rules: &RuleSet, activity: &Activity) -> Judged {
        let mut judged = rules.judge(activity);
        let why = if self.cycle.year_of(activity.until).is_none() { Some(CutBy::OutsideCycle) } else { None };
        let why = why.or_else(|| (activity.until > self.cycle.deadline).then_some(CutBy::Late));
        if let Some(why) = why {
            judged.cut(Amount::ZERO, why);
        }
        judged
    }

    pub fn add(&mut self, rules: &RuleSet, activity: &Activity) {
        self.change(rules, activity, |before, worth| before + worth);
    }

    /// Takes back what was added before.
    pub fn take_back(&mut self, rules: &RuleSet, activity: &Activity) {
        self.change(rules, activity, |before, worth| before - worth);
    }

    fn change(&mut self, rules: &RuleSet, activity: &Activity, by: impl Fn(Amount, Amount) -> Amount) {
        let judged = self.judge(rules, activity);
        let (Some(pot), Some(year)) = (judged.pot, self.cycle.year_of(activity.until)) else { return };
        let sum = self.came_in.entry((pot, year)).or_default();
        *sum = by(*sum, judged.worth);
        self.came_in.retain(|_, sum| *sum > Amount::ZERO);
    }

    /// What came into a pot, and what of it counts.
    pub fn total(&self, rules: &RuleSet, code: &str) -> (Amount, Amount) {
        self.sum(rules, code, None)
    }

    /// What counts of a year, by itself: bounds are of the cycle, so years may add up to more than the whole.
    pub fn total_of_year(&self, rules: &RuleSet, code: &str, year: u32) -> Amount {
        self.sum(rules, code, Some(year)).1
    }

    fn sum(&self, rules: &RuleSet, code: &str, year: Option<u32>) -> (Amount, Amount) {
        let own = self.came_in.iter().filter(|((pot, of), _)| pot == code && year.is_none_or(|year| *of == year)).map(|(_, sum)| *sum);
        let from_others = rules.pots.iter().filter(|pot| pot.within.as_deref() == Some(code)).map(|pot| {
            let counted = self.sum(rules, &pot.code, year).1;
            match pot.whole {
                Some(whole) if counted >= whole.from => whole.gives,
                Some(_) => Amount::ZERO,
                None => counted,
            }
        });
        let came_in: Amount = own.chain(from_others).sum();
        let most = rules.pot(code).and_then(|pot| pot.most);
        (came_in, most.map_or(came_in, |most| came_in.min(most)))
    }
}
