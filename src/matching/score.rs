//! The score: a weighted sum of terms, in whole thousandths so that every machine comes to the same. What is not known counts nothing; it is
//! never taken for agreement, so an empty profile cannot rank (lesson of Emirati_Pathways #352, features.md B3).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::matching::card::{Cold, Row, flag};
use crate::matching::rules::{cost, serves};
use crate::matching::units::{Thousandths, WHOLE, share};
use crate::matching::{Card, Question};

/// The terms, in the order of the weights in `config/weights`. Sentences in `locales/*/matching.ftl` under `term-<code>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Term {
    /// The fields asked for, or drawn on by the menus, with the level in each.
    Skills,
    /// The way to the company, or working from afar.
    Region,
    /// The wished slots that are free, and the days within the weeks of the work.
    Availability,
    /// Work done before: industry, size, guideline step, and what the person's own words have in common with the company's.
    Experience,
    /// Other qualifications, where the need is about how the company is run (seed S003).
    Qualifications,
    /// Engagements brought to an end, shrunk towards the usual.
    TrackRecord,
    /// How likely the person is to accept: a Beta posterior with some optimism for those of whom little is known.
    Likelihood,
    /// How lately the profile was confirmed.
    Freshness,
    /// How much room the budget leaves above the minimum fee.
    Budget,
    /// Few offers and matches within the last 30 days.
    Fairness,
    /// The person's own wishes.
    Preference,
}

impl Term {
    pub const ALL: [Term; 11] = [
        Self::Skills,
        Self::Region,
        Self::Availability,
        Self::Experience,
        Self::Qualifications,
        Self::TrackRecord,
        Self::Likelihood,
        Self::Freshness,
        Self::Budget,
        Self::Fairness,
        Self::Preference,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::Skills => "skills",
            Self::Region => "region",
            Self::Availability => "availability",
            Self::Experience => "experience",
            Self::Qualifications => "qualifications",
            Self::TrackRecord => "track-record",
            Self::Likelihood => "likelihood",
            Self::Freshness => "freshness",
            Self::Budget => "budget",
            Self::Fairness => "fairness",
            Self::Preference => "preference",
        }
    }

    /// Whether the term speaks of the person and this help request together. The others speak of the person alone, and what a newcomer is
    /// granted there is no reason to be told.
    pub fn is_about_the_match(self) -> bool {
        !matches!(self, Self::TrackRecord | Self::Likelihood | Self::Fairness)
    }

    /// None where it is unknown.
    pub(super) fn value(self, row: &Row, cold: &Cold, question: &Question) -> Option<Thousandths> {
        match self {
            Self::Skills => skills(row, question),
            Self::Region => Some(region(row, serves(cold, question), question)),
            Self::Availability => availability(row, question).map(|share| spread(share, cold, question)),
            Self::Experience => experience(row, question),
            Self::Qualifications => qualifications(row, question),
            Self::TrackRecord => Some(row.standing.track_record),
            Self::Likelihood => Some(row.standing.likelihood),
            Self::Freshness => Some(freshness(row, question)),
            Self::Budget => cost(cold, question).map(|yen| budget_fit(yen, question.budget_yen)),
            Self::Fairness => Some(row.standing.fairness),
            Self::Preference => preference(row, question),
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
    /// Σ weight · value, 0 to 1, in steps of a millionth.
    pub score: f64,
    pub terms: Vec<TermScore>,
    /// Whether the person comes to the company's prefecture; otherwise the work is done from afar.
    pub comes_over: bool,
    /// What the work would cost at least, in yen.
    pub estimated_fee_yen: Option<u64>,
}

/// In millionths, 0 to 1,000,000.
pub type Millionths = u32;

impl Explanation {
    /// The terms that speak most for the person, the weightiest first, at most `most` of them.
    pub fn reasons(&self, most: usize) -> Vec<Term> {
        let worth_telling = |term: &&TermScore| term.term.is_about_the_match() && term.value.is_some_and(|value| value >= 0.5);
        let mut told: Vec<&TermScore> = self.terms.iter().filter(worth_telling).collect();
        let adds = |term: &TermScore| term.weight * term.value.unwrap_or(0.0);
        told.sort_by(|one, other| adds(other).total_cmp(&adds(one)));
        told.into_iter().take(most).map(|term| term.term).collect()
    }
}

pub(super) const ONE: f64 = 1_000_000.0;

/// The score, 0 to 1.
pub fn score(card: &Card, question: &Question) -> f64 {
    f64::from(millionths(card, question)) / ONE
}

/// The sum over all terms: the meaning of the score. The index adds the same up in another order.
pub(super) fn millionths(card: &Card, question: &Question) -> Millionths {
    let Card { row, cold, .. } = card;
    Term::ALL.into_iter().zip(question.weights).map(|(term, weight)| weight * u32::from(term.value(row, cold, question).unwrap_or(0))).sum()
}

/// What a row tells of the score: every term but those that need the fees and the days away, which may add at most
/// [`cold_millionths`] of a person who costs nothing and is never away.
pub(super) fn row_millionths(row: &Row, serves: bool, question: &Question) -> Millionths {
    let [skilled, region_weight, _, experienced, qualified, track_record, likelihood, fresh, _, fairness, preferred] = question.weights;
    let or_nothing = |value: Option<Thousandths>| u32::from(value.unwrap_or(0));
    skilled * or_nothing(skills(row, question))
        + region_weight * u32::from(region(row, serves, question))
        + experienced * or_nothing(experience(row, question))
        + qualified * or_nothing(qualifications(row, question))
        + track_record * u32::from(row.standing.track_record)
        + likelihood * u32::from(row.standing.likelihood)
        + fresh * u32::from(freshness(row, question))
        + fairness * u32::from(row.standing.fairness)
        + preferred * or_nothing(preference(row, question))
}

/// The terms that need the cold part.
pub(super) fn cold_millionths(row: &Row, cold: &Cold, cost: u64, question: &Question) -> Millionths {
    let [_, _, available, .., budget, _, _] = question.weights;
    let share = availability(row, question).map_or(0, |share| spread(share, cold, question));
    available * u32::from(share) + budget * u32::from(budget_fit(cost, question.budget_yen))
}

/// The most that the cold part can add, from the row alone.
pub(super) fn cold_ceiling(row: &Row, question: &Question) -> Millionths {
    let [_, _, available, .., budget, _, _] = question.weights;
    available * u32::from(availability(row, question).unwrap_or(0)) + budget * u32::from(WHOLE)
}

pub(super) fn explain(row: &Row, cold: &Cold, question: &Question) -> Explanation {
    let mut sum = 0;
    let terms = Term::ALL.into_iter().zip(question.weights).map(|(term, weight)| {
        let value = term.value(row, cold, question);
        sum += weight * u32::from(value.unwrap_or(0));
        TermScore { term, value: value.map(in_one), weight: weight as f32 / f32::from(WHOLE) }
    });
    let terms = terms.collect();
    Explanation { score: f64::from(sum) / ONE, terms, comes_over: serves(cold, question), estimated_fee_yen: cost(cold, question) }
}

fn in_one(share: Thousandths) -> f32 {
    f32::from(share) / f32::from(WHOLE)
}

/// What offering a field is worth by its level as the row keeps it: nothing for not at all, less for an unknown level than for a known
/// one, the examination's own level 4 about three quarters.
const BY_LEVEL: [u32; 8] = [0, 500, 550, 650, 750, 850, 930, 1000];

fn skills(row: &Row, question: &Question) -> Option<Thousandths> {
    let mut asked = question.fields;
    let mut credit = 0;
    while asked != 0 {
        credit += BY_LEVEL[usize::from(row.level(asked.trailing_zeros() as u8))];
        asked &= asked - 1;
    }
    let whole = question.fields.count_ones() * u32::from(WHOLE);
    share(credit, whole)
}

fn region(row: &Row, serves: bool, question: &Question) -> Thousandths {
    let at = usize::from(row.base()).min(question.by_base.len() - 1);
    let over = if serves { question.by_base[at] } else { 0 };
    let from_afar = if row.has(flag::REMOTE) { question.from_afar } else { 0 };
    over.max(from_afar)
}

fn availability(row: &Row, question: &Question) -> Option<Thousandths> {
    share((row.slots & question.slots.bits()).count_ones(), question.slots.count())
}

/// Days away take their part of the time.
fn spread(available: Thousandths, cold: &Cold, question: &Question) -> Thousandths {
    if cold.blackouts.is_empty() {
        return available;
    }
    let (first, last) = (question.start_on, question.end_on);
    let away: i64 = cold.blackouts.iter().map(|days| ((days.to.min(last) - days.from.max(first)).num_days() + 1).max(0)).sum();
    let left = question.days().saturating_sub(u32::try_from(away).unwrap_or(u32::MAX));
    let part = share(left, question.days()).unwrap_or(0);
    u16::try_from(u32::from(available) * u32::from(part) / u32::from(WHOLE)).unwrap_or(available)
}

fn experience(row: &Row, question: &Question) -> Option<Thousandths> {
    if !row.has(flag::HAS_EXPERIENCE) {
        return None;
    }
    let held = |bits: u32| u32::from(row.experience & bits != 0);
    let (industry, size, step) = (held(question.industry), held(question.staff << 20), held(question.steps << 26));
    let wanted = question.topics.count_ones();
    let credit = match share((row.topics & question.topics).count_ones(), wanted) {
        Some(common) => 350 * industry + 150 * size + 150 * step + 350 * u32::from(common) / u32::from(WHOLE),
        None => 500 * industry + 250 * size + 250 * step,
    };
    share(credit, u32::from(WHOLE))
}

fn qualifications(row: &Row, question: &Question) -> Option<Thousandths> {
    if !question.management || !row.has(flag::HAS_QUALIFICATION) {
        return None;
    }
    Some(if row.has(flag::MANAGEMENT_QUALIFICATION) { WHOLE } else { 300 })
}

/// 1 for a month after the person confirmed the profile, then falling to 0 after a year.
fn freshness(row: &Row, question: &Question) -> Thousandths {
    let days = question.today.saturating_sub(row.last_confirmed).clamp(30, 365);
    share(u32::from(365 - days), 335).unwrap_or(0)
}

/// 1 up to four fifths of the budget, then falling to one half at the whole budget: some room makes agreement likely.
fn budget_fit(cost: u64, budget: u32) -> Thousandths {
    // In thousandths of the budget.
    let used = match u64::from(budget) {
        0 if cost == 0 => 0,
        0 => return 0,
        budget => cost.saturating_mul(1000) / budget,
    };
    let over = used.saturating_sub(800).saturating_mul(5) / 2;
    u16::try_from(1000_u64.saturating_sub(over)).unwrap_or(0)
}

fn preference(row: &Row, question: &Question) -> Option<Thousandths> {
    const INDUSTRIES: u32 = (1 << 20) - 1;
    let wish = |bits: u32, asked: u32| (bits != 0).then(|| u32::from(bits & asked != 0));
    match (wish(row.wishes & INDUSTRIES, question.industry), wish(row.wishes >> 20, question.staff)) {
        (None, None) => None,
        (Some(one), None) | (None, Some(one)) => share(one, 1),
        (Some(one), Some(other)) => share(one + other, 2),
    }
}
