//! What to change when too few people fit: the smallest sets of changes to a help request that bring enough of them.
//!
//! Every set of changes is tried on those whom only changeable rules keep out. A set is told if no part of it would do; its figures (the
//! budget, the start) are the smallest that do.

use std::collections::HashSet;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ids::SpecialistId;
use crate::intake::{Mode, Need};
use crate::matching::rules::{Rule, cost};
use crate::matching::score::{Millionths, ONE, millionths};
use crate::matching::{Card, Index, Question};
use crate::values::WeeklySlots;

/// One change to a help request. Sentences in `locales/*/matching.ftl` under `change-<code>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "change", rename_all = "kebab-case")]
pub enum Change {
    /// Let the work, or a part of it, be done from afar.
    WorkFromAfar,
    /// Take any time of the week.
    AnyTime,
    /// Spread the work over more weeks.
    SpreadOver { weeks: u8 },
    /// Begin later.
    MoveStart { to: NaiveDate },
    /// Raise the budget.
    RaiseBudget { to_yen: u32 },
    /// Ask people who come to a neighbouring prefecture only: somebody has to travel farther than usual.
    WidenRegion,
    /// Ask people, too, who have not declared that they sell no products.
    AcceptSellers,
}

impl Change {
    pub const CODES: [&'static str; 7] =
        ["work-from-afar", "any-time", "spread-over", "move-start", "raise-budget", "widen-region", "accept-sellers"];

    pub fn code(&self) -> &'static str {
        Self::CODES[self.kind()]
    }

    /// As it stands in a form or in the cause of a letter: the code, with its figure.
    pub fn key(&self) -> String {
        let code = self.code();
        match self {
            Self::SpreadOver { weeks } => format!("{code}:{weeks}"),
            Self::MoveStart { to } => format!("{code}:{to}"),
            Self::RaiseBudget { to_yen } => format!("{code}:{to_yen}"),
            Self::WorkFromAfar | Self::AnyTime | Self::WidenRegion | Self::AcceptSellers => code.to_owned(),
        }
    }

    pub fn find(key: &str) -> Option<Self> {
        let (code, figure) = key.split_once(':').unwrap_or((key, ""));
        Some(match code {
            "work-from-afar" => Self::WorkFromAfar,
            "any-time" => Self::AnyTime,
            "spread-over" => Self::SpreadOver { weeks: figure.parse().ok()? },
            "move-start" => Self::MoveStart { to: figure.parse().ok()? },
            "raise-budget" => Self::RaiseBudget { to_yen: figure.parse().ok()? },
            "widen-region" => Self::WidenRegion,
            "accept-sellers" => Self::AcceptSellers,
            _ => return None,
        })
    }

    /// Makes the change to what is asked for, so that a question about it is the changed question.
    pub fn make(&self, need: &mut Need) {
        match self {
            Self::WorkFromAfar => need.mode = Mode::Hybrid,
            Self::AnyTime => need.slots = WeeklySlots::FULL,
            Self::SpreadOver { weeks } => need.weeks = *weeks,
            Self::MoveStart { to } => need.start_on = *to,
            Self::RaiseBudget { to_yen } => need.budget_yen = *to_yen,
            Self::WidenRegion => need.neighbours = true,
            Self::AcceptSellers => need.neutral_only = false,
        }
    }

    fn kind(&self) -> usize {
        match self {
            Self::WorkFromAfar => 0,
            Self::AnyTime => 1,
            Self::SpreadOver { .. } => 2,
            Self::MoveStart { .. } => 3,
            Self::RaiseBudget { .. } => 4,
            Self::WidenRegion => 5,
            Self::AcceptSellers => 6,
        }
    }

    /// How much it asks of the company, in points that only serve to order sets.
    fn size(&self, question: &Question) -> u32 {
        match self {
            Self::WorkFromAfar | Self::AnyTime => 10,
            Self::SpreadOver { .. } => 12,
            Self::MoveStart { to } => 8 * u32::try_from((*to - question.start_on).num_days() / 7).unwrap_or(1),
            // Every tenth of the budget a point, a doubled budget as much as working from afar.
            Self::RaiseBudget { to_yen } => {
                let more = u64::from(to_yen.saturating_sub(question.budget_yen)) * 10 / u64::from(question.budget_yen.max(10_000));
                u32::try_from(more).unwrap_or(u32::MAX).clamp(1, 1_000)
            }
            Self::WidenRegion => 15,
            Self::AcceptSellers => 20,
        }
    }
}

/// A set of changes and what it would bring.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Relaxation {
    pub changes: Vec<Change>,
    /// People who could be asked then, those included who can be asked now.
    pub people: usize,
    /// The best of their scores, 0 to 1.
    pub best_score: f64,
}

impl Relaxation {
    /// What names the set.
    pub fn key(&self) -> String {
        self.changes.iter().map(Change::key).collect::<Vec<_>>().join("+")
    }
}

/// Weeks by which the start may be moved.
const LATER: [u64; 4] = [1, 2, 3, 4];
const TIME: usize = 1;
const START: usize = 3;
const BUDGET: usize = 4;
const MOST_WEEKS: u8 = 104;

impl Question {
    /// The same question after a change.
    pub(super) fn changed(&self, change: &Change) -> Question {
        let mut changed = self.clone();
        match change {
            Change::WorkFromAfar => changed.mode = Mode::Hybrid,
            Change::AnyTime => changed.slots = WeeklySlots::FULL,
            Change::SpreadOver { weeks } => changed.weeks = *weeks,
            Change::MoveStart { to } => changed.start_on = *to,
            Change::RaiseBudget { to_yen } => changed.budget_yen = *to_yen,
            Change::WidenRegion => changed.reach |= changed.around,
            Change::AcceptSellers => changed.neutral_only = false,
        }
        changed.settle();
        changed
    }

    /// Whether a change of this kind would change anything.
    fn can_change(&self, kind: usize) -> bool {
        match kind {
            0 => self.mode == Mode::Onsite,
            1 => self.slots != WeeklySlots::FULL,
            2 => self.weeks < MOST_WEEKS,
            5 => self.reach | self.around != self.reach,
            6 => self.neutral_only,
            _ => true,
        }
    }

    fn change_of(&self, kind: usize) -> Option<Change> {
        Some(match kind {
            0 => Change::WorkFromAfar,
            1 => Change::AnyTime,
            2 => Change::SpreadOver { weeks: self.weeks.saturating_mul(2).min(MOST_WEEKS) },
            5 => Change::WidenRegion,
            6 => Change::AcceptSellers,
            _ => return None,
        })
    }
}

/// The smallest sets of changes by which `wanted` people could be asked, smallest first; where no set brings so many, those that bring as
/// many as can be. None if enough can be asked as it is, or nothing would help. People in `except` do not count.
pub fn relaxations(index: &Index, question: &Question, wanted: usize, except: &HashSet<SpecialistId>) -> Vec<Relaxation> {
    let near: Vec<Card> = index.cards().filter(|card| !except.contains(&card.id) && is_near(card, question)).collect();
    let kinds: Vec<usize> = (0..Change::CODES.len()).filter(|kind| question.can_change(*kind)).collect();
    let now = fitting(&near, question).len();
    let enough = wanted.min(most(&near, question, &kinds));
    if now >= enough {
        return Vec::new();
    }
    let mut told: Vec<(u32, Relaxation)> = Vec::new();
    let mut sets: Vec<u32> = (1..1_u32 << kinds.len()).collect();
    sets.sort_by_key(|set| (set.count_ones(), *set));
    let mut found_sets: Vec<u32> = Vec::new();
    for set in sets {
        if found_sets.iter().any(|smaller| smaller & set == *smaller) {
            continue;
        }
        let chosen: Vec<usize> = kinds.iter().enumerate().filter(|(at, _)| set >> at & 1 != 0).map(|(_, kind)| *kind).collect();
        if let Some(found) = smallest(&near, question, &chosen, enough) {
            found_sets.push(set);
            told.push((found.changes.iter().map(|change| change.size(question)).sum(), found));
        }
    }
    told.sort_by(|(one, a), (other, b)| (a.changes.len(), one, b.people).cmp(&(b.changes.len(), other, a.people)));
    told.into_iter().map(|(_, found)| found).collect()
}

/// Whether nothing keeps the person out that no change could mend.
fn is_near(card: &Card, question: &Question) -> bool {
    Rule::ALL.into_iter().all(|rule| is_changeable(rule) || rule.holds(card, question))
}

fn is_changeable(rule: Rule) -> bool {
    use Rule::{Availability, Blackout, Budget, Hours, Island, Neutrality, Region};
    matches!(rule, Availability | Blackout | Budget | Hours | Island | Neutrality | Region)
}

fn fitting<'c>(near: &'c [Card], question: &Question) -> Vec<&'c Card> {
    near.iter().filter(|card| Rule::ALL.into_iter().all(|rule| rule.holds(card, question))).collect()
}

/// The changes of these kinds, at each start that may be tried, without the budget.
fn attempts(question: &Question, kinds: &[usize]) -> Vec<Vec<Change>> {
    let fixed: Vec<Change> = kinds.iter().filter_map(|kind| question.change_of(*kind)).collect();
    if !kinds.contains(&START) {
        return vec![fixed];
    }
    let later = |weeks: &u64| Change::MoveStart { to: question.start_on + Days::new(7 * weeks) };
    LATER.iter().map(|weeks| fixed.iter().copied().chain([later(weeks)]).collect()).collect()
}

fn after(question: &Question, changes: &[Change]) -> Question {
    changes.iter().fold(question.clone(), |changed, change| changed.changed(change))
}

/// The most people that any of these changes could bring, whatever they cost.
fn most(near: &[Card], question: &Question, kinds: &[usize]) -> usize {
    // A later start, and other times of the week, gain some people and may lose others; the other changes only gain.
    let without = |left_out: &[usize]| kinds.iter().copied().filter(|kind| !left_out.contains(kind)).collect::<Vec<_>>();
    let sets = [without(&[]), without(&[START]), without(&[TIME]), without(&[START, TIME])];
    let boundless = Change::RaiseBudget { to_yen: u32::MAX };
    let count = |changes: &Vec<Change>| fitting(near, &after(question, changes).changed(&boundless)).len();
    sets.iter().flat_map(|set| attempts(question, set)).map(|changes| count(&changes)).max().unwrap_or(0)
}

/// All of these changes, each as small as it can be, if they bring `enough` people: the earliest start, and with it the lowest budget.
fn smallest(near: &[Card], question: &Question, kinds: &[usize], enough: usize) -> Option<Relaxation> {
    for mut changes in attempts(question, kinds) {
        if kinds.contains(&BUDGET) {
            let Some(to_yen) = lowest_budget(near, &after(question, &changes), enough) else { continue };
            changes.push(Change::RaiseBudget { to_yen });
        }
        let changed = after(question, &changes);
        let people = fitting(near, &changed);
        if people.len() >= enough {
            let best: Millionths = people.iter().map(|card| millionths(card, &changed)).max().unwrap_or(0);
            return Some(Relaxation { changes, people: people.len(), best_score: f64::from(best) / ONE });
        }
    }
    None
}

/// The lowest budget above the present one with which `enough` people fit; none if there is none.
fn lowest_budget(near: &[Card], question: &Question, enough: usize) -> Option<u32> {
    let boundless = question.changed(&Change::RaiseBudget { to_yen: u32::MAX });
    let costs = fitting(near, &boundless).into_iter().filter_map(|card| u32::try_from(cost(&card.cold, &boundless)?).ok());
    let mut costs: Vec<u32> = costs.collect();
    costs.sort_unstable();
    costs.get(enough.checked_sub(1)?).copied().filter(|yen| *yen > question.budget_yen)
}
