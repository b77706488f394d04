//! The score: a weighted sum of terms in 0..1. What is not known counts nothing; it is never taken for agreement, so an empty profile
//! cannot rank (lesson of Emirati_Pathways #352, features.md B3).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::matching::rules::{cost, serves};
use crate::matching::{Card, Question};

/// The terms, in the order of the weights in `config/weights`. Sentences in `locales/*/matching.ftl` under `term-<code>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Term {
    Menus,
    Fields,
    Region,
    Availability,
    Budget,
    Freshness,
    Load,
}

impl Term {
    pub const ALL: [Term; 7] = [Self::Menus, Self::Fields, Self::Region, Self::Availability, Self::Budget, Self::Freshness, Self::Load];

    pub fn code(self) -> &'static str {
        match self {
            Self::Menus => "menus",
            Self::Fields => "fields",
            Self::Region => "region",
            Self::Availability => "availability",
            Self::Budget => "budget",
            Self::Freshness => "freshness",
            Self::Load => "load",
        }
    }

    /// 0 to 1, or none where it is unknown.
    fn value(self, card: &Card, question: &Question) -> Option<f32> {
        match self {
            Self::Menus => share((card.menus & question.menus).count_ones(), question.menus.count_ones()),
            Self::Fields => share((card.fields & question.fields).count_ones(), question.fields.count_ones()),
            Self::Region => Some(region(card, question)),
            Self::Availability => share(card.slots.both(question.slots).count(), question.slots.count()),
            Self::Budget => cost(card, question).map(|yen| budget_fit(yen, question.budget_yen)),
            Self::Freshness => Some(freshness((question.today - card.last_confirmed).num_days())),
            Self::Load => {
                let room = u32::from(card.max_engagements) + u32::from(question.max_open_offers);
                share(room.saturating_sub(u32::from(card.load.engagements) + u32::from(card.load.open_offers)), room)
            }
        }
    }
}

/// One line of an explanation.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TermScore {
    pub term: Term,
    /// 0 to 1; none where nothing is known.
    pub value: Option<f32>,
    pub weight: f32,
}

/// Why somebody was asked: stored with the offer, shown to people in words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Explanation {
    /// Σ weight · value, 0 to 1, in steps of a millionth so that every machine orders alike.
    pub score: f64,
    pub terms: Vec<TermScore>,
    /// Whether the person comes to the company's prefecture; otherwise the work is done from afar.
    pub comes_over: bool,
    /// What the work would cost at least, in yen.
    pub estimated_fee_yen: Option<u64>,
}

/// The score alone, without an allocation.
pub fn score(card: &Card, question: &Question) -> f64 {
    let weighted = Term::ALL.into_iter().zip(question.weights);
    rounded(weighted.map(|(term, weight)| f64::from(weight) * f64::from(term.value(card, question).unwrap_or(0.0))).sum())
}

pub(super) fn explain(card: &Card, question: &Question) -> Explanation {
    let terms = Term::ALL.into_iter().zip(question.weights);
    Explanation {
        score: score(card, question),
        terms: terms.map(|(term, weight)| TermScore { term, value: term.value(card, question), weight }).collect(),
        comes_over: serves(card, question.prefecture),
        estimated_fee_yen: cost(card, question),
    }
}

fn rounded(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}

fn share(part: u32, whole: u32) -> Option<f32> {
    (whole > 0).then(|| part as f32 / whole as f32)
}

/// In the same prefecture 1; based next door and coming over 0.8; coming from farther off 0.6; from afar only 0.4.
fn region(card: &Card, question: &Question) -> f32 {
    if card.base == question.prefecture {
        1.0
    } else if !serves(card, question.prefecture) {
        0.4
    } else if card.base < 64 && question.nearby & 1 << card.base != 0 {
        0.8
    } else {
        0.6
    }
}

/// 1 up to four fifths of the budget, then falling to one half at the whole budget: some room makes agreement likely.
fn budget_fit(cost: u64, budget: u32) -> f32 {
    if budget == 0 {
        return if cost == 0 { 1.0 } else { 0.0 };
    }
    let used = cost as f32 / budget as f32;
    if used <= 0.8 { 1.0 } else { (1.0 - (used - 0.8) * 2.5).max(0.0) }
}

/// 1 for a month after the person confirmed the profile, then falling to 0 after a year.
fn freshness(days: i64) -> f32 {
    1.0 - (days.clamp(30, 365) - 30) as f32 / 335.0
}
