//! Hard rules: who may be asked at all. Each has a stable code and a sentence in `locales/*/matching.ftl` under `rule-<code>`.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::active_list::FeeUnit;
use crate::intake::Mode;
use crate::matching::{Card, Question};

/// The rules, in the order in which they are told to people: the most final ones first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// The person agreed to be listed and asked.
    Consent,
    /// The registration holds today.
    Registration,
    /// The person is not one who asked to stay hidden.
    NotHidden,
    /// The person comes to the company's prefecture, or both sides work from afar.
    Region,
    /// Every menu asked for is offered; where only fields are asked for, at least one of them is covered.
    Menus,
    /// At least one wished slot of the week is free, and the first day is not blacked out.
    Availability,
    /// Room for one more engagement and for one more open offer.
    Capacity,
    /// The budget is not below the person's minimum fee for the work asked for.
    Budget,
}

impl Rule {
    pub const ALL: [Rule; 8] =
        [Self::Consent, Self::Registration, Self::NotHidden, Self::Region, Self::Menus, Self::Availability, Self::Capacity, Self::Budget];

    pub fn code(self) -> &'static str {
        match self {
            Self::Consent => "consent",
            Self::Registration => "registration",
            Self::NotHidden => "not-hidden",
            Self::Region => "region",
            Self::Menus => "menus",
            Self::Availability => "availability",
            Self::Capacity => "capacity",
            Self::Budget => "budget",
        }
    }

    pub fn holds(self, card: &Card, question: &Question) -> bool {
        match self {
            Self::Consent => card.consented,
            Self::Registration => card.registered_until.is_some_and(|last| question.today <= last),
            Self::NotHidden => !card.hidden,
            Self::Region => serves(card, question.prefecture) || (question.mode != Mode::Onsite && card.remote),
            Self::Menus if question.menus != 0 => card.menus & question.menus == question.menus,
            Self::Menus => question.fields_asked && card.fields & question.fields != 0,
            Self::Availability => {
                card.hours_per_week > 0
                    && !card.slots.both(question.slots).is_empty()
                    && !card.blackouts.iter().any(|days| days.covers(question.start_on))
            }
            Self::Capacity => card.load.engagements < u16::from(card.max_engagements) && card.load.open_offers < question.max_open_offers,
            Self::Budget => cost(card, question).is_some_and(|yen| yen <= u64::from(question.budget_yen)),
        }
    }
}

/// Every rule that does not hold, in order; empty for a person who may be asked.
pub fn failing(card: &Card, question: &Question) -> Vec<Rule> {
    Rule::ALL.into_iter().filter(|rule| !rule.holds(card, question)).collect()
}

pub(super) fn may_be_asked(card: &Card, question: &Question) -> bool {
    Rule::ALL.into_iter().all(|rule| rule.holds(card, question))
}

pub(super) fn serves(card: &Card, prefecture: u8) -> bool {
    prefecture < 64 && card.served & 1 << prefecture != 0
}

/// What the work would cost at least, in yen: the dearest hourly, visit or daily rate among the asked menus for the asked hours, plus the
/// flat fees among them. Where only fields are asked for, the cheapest menu counts. None for a person who offers nothing of it.
pub(super) fn cost(card: &Card, question: &Question) -> Option<u64> {
    let yen = |fee: u32, unit: FeeUnit| u64::from(fee) * u64::from(question.units(unit));
    if question.menus == 0 {
        return card.fees.iter().map(|(_, fee, unit)| yen(*fee, *unit)).min();
    }
    let asked = card.fees.iter().filter(|(bit, ..)| question.menus & 1 << bit != 0);
    asked
        .fold(None, |sum: Option<(u64, u64)>, (_, fee, unit)| {
            let (timed, flat) = sum.unwrap_or_default();
            Some(match unit {
                FeeUnit::Hour | FeeUnit::Visit | FeeUnit::Day => (timed.max(yen(*fee, *unit)), flat),
                FeeUnit::Project | FeeUnit::Month => (timed, flat + yen(*fee, *unit)),
            })
        })
        .map(|(timed, flat)| timed + flat)
}
