//! What a rule set makes of activities: standings of pots, and for each activity what counted and why not all of it.

use std::collections::BTreeMap;

use chrono::{Months, NaiveDate};

use crate::credits::activity::Activity;
use crate::credits::amount::Amount;
use crate::credits::cycle::Cycle;
use crate::credits::rule_set::{Pot, RuleSet};
use crate::credits::tally::Tally;

/// Why something did not count.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CutBy {
    /// The scheme gives nothing for this kind.
    NoValue,
    /// It was paid for.
    Paid,
    ForEmployerOrCustomer,
    GroupTooLarge,
    /// It is not about the subject of the scheme.
    Unrelated,
    /// It ended in another cycle.
    OutsideCycle,
    /// It ended after the last day for what is required.
    Late,
    /// More than one of them can count.
    Each,
    /// More than one activity can count.
    PerActivity,
    /// So much of this pot counts at most.
    Most(String),
}

impl CutBy {
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoValue => "no-value",
            Self::Paid => "paid",
            Self::ForEmployerOrCustomer => "for-employer-or-customer",
            Self::GroupTooLarge => "group-too-large",
            Self::Unrelated => "unrelated",
            Self::OutsideCycle => "outside-cycle",
            Self::Late => "late",
            Self::Each => "each",
            Self::PerActivity => "per-activity",
            Self::Most(_) => "most",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut {
    pub by: CutBy,
    pub lost: Amount,
}

/// What became of one activity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// Place among the activities that were given.
    pub index: usize,
    pub pot: Option<String>,
    /// By its facts alone.
    pub full: Amount,
    pub counted: Amount,
    /// `full` is `counted` and all that was lost here.
    pub cuts: Vec<Cut>,
}

/// How a pot stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PotStanding {
    pub code: String,
    /// What has come in, before the pot's own bound.
    pub came_in: Amount,
    pub counted: Amount,
    /// By year of the cycle, from the first.
    pub by_year: Vec<Amount>,
    /// What is missing for what is required, over all years.
    pub missing: Amount,
    /// The title by which nothing is required.
    pub exempt_by: Option<String>,
}

/// What a scheme makes of a cycle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Projection {
    pub cycle: Cycle,
    pub pots: Vec<PotStanding>,
    /// In the order in which they count: by their last day, then as given.
    pub entries: Vec<Counted>,
}

/// A title that somebody holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TitleHeld {
    pub code: String,
    pub since: NaiveDate,
}

impl Projection {
    /// Whether everything that is required is there.
    pub fn is_fulfilled(&self) -> bool {
        self.pots.iter().all(|pot| pot.missing == Amount::ZERO)
    }

    pub fn pot(&self, code: &str) -> Option<&PotStanding> {
        self.pots.iter().find(|pot| pot.code == code)
    }
}

/// Projects activities into a scheme. Where room is short, what ended earlier counts first; equal days keep the order given.
pub fn project(rules: &RuleSet, cycle: Cycle, activities: &[Activity], titles: &[TitleHeld]) -> Projection {
    let mut order: Vec<usize> = (0..activities.len()).collect();
    order.sort_by_key(|index| activities[*index].until);
    let mut tally = Tally::new(rules, cycle);
    let mut room: BTreeMap<&str, Amount> = rules.pots.iter().filter_map(|pot| Some((pot.code.as_str(), pot.most?))).collect();
    let entries = order.into_iter().map(|index| {
        let activity = &activities[index];
        let mut judged = tally.judge(rules, activity);
        tally.add(rules, activity);
        for pot in flow_until_whole(rules, judged.pot.as_deref()) {
            if let Some(left) = room.get(pot.code.as_str()) {
                judged.cut(*left, CutBy::Most(pot.code.clone()));
            }
        }
        for pot in flow_until_whole(rules, judged.pot.as_deref()) {
            if let Some(left) = room.get_mut(pot.code.as_str()) {
                *left = *left - judged.worth;
            }
        }
        let cuts = judged.cuts.into_iter().filter(|(_, lost)| *lost > Amount::ZERO).map(|(by, lost)| Cut { by, lost });
        let cuts: Vec<Cut> = if judged.full == Amount::ZERO && judged.pot.is_none() {
            vec![Cut { by: CutBy::NoValue, lost: Amount::ZERO }]
        } else {
            cuts.collect()
        };
        Counted { index, pot: judged.pot, full: judged.full, counted: judged.worth, cuts }
    });
    let entries = entries.collect();
    Projection { cycle, pots: standings(rules, &tally, titles), entries }
}

/// The pots in which an amount is still the same amount: what flows on as a whole is another figure from there on.
fn flow_until_whole<'a>(rules: &'a RuleSet, code: Option<&str>) -> Vec<&'a Pot> {
    let mut pots = Vec::new();
    for pot in code.into_iter().flat_map(|code| rules.flow(code)) {
        pots.push(pot);
        if pot.whole.is_some() {
            break;
        }
    }
    pots
}

fn standings(rules: &RuleSet, tally: &Tally, titles: &[TitleHeld]) -> Vec<PotStanding> {
    let standing = |pot: &Pot| {
        let (came_in, counted) = tally.total(rules, &pot.code);
        let by_year: Vec<Amount> = (1..=tally.cycle().years).map(|year| tally.total_of_year(rules, &pot.code, year)).collect();
        let exempt_by = exemption(rules, pot, titles, tally.cycle());
        let in_cycle = pot.needed.in_cycle.unwrap_or_default() - counted;
        let in_years: Amount = by_year.iter().map(|year| pot.needed.in_each_year.unwrap_or_default() - *year).sum();
        let missing = if exempt_by.is_some() { Amount::ZERO } else { in_cycle.max(in_years) };
        PotStanding { code: pot.code.clone(), came_in, counted, by_year, missing, exempt_by }
    };
    rules.pots.iter().map(standing).collect()
}

fn exemption(rules: &RuleSet, pot: &Pot, titles: &[TitleHeld], cycle: &Cycle) -> Option<String> {
    let found = rules.exemptions.iter().filter(|exemption| exemption.pots.contains(&pot.code)).find(|exemption| {
        titles.iter().filter(|title| title.code == exemption.title).any(|title| {
            let ends = exemption.years.map(|years| title.since.checked_add_months(Months::new(years * 12)));
            // It must still hold when the registration is renewed.
            title.since <= cycle.expires_on && ends.is_none_or(|end| end.is_some_and(|end| end > cycle.expires_on))
        })
    });
    found.map(|exemption| exemption.title.clone())
}
