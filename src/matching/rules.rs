//! Hard rules: who may be asked at all. Each has a stable code and a sentence in `locales/*/matching.ftl` under `rule-<code>`.
//!
//! [`Rule::holds`] is the meaning of a rule; the index is faster and must come to the same (a property test holds it to that).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::active_list::{FeeUnit, Specialist};
use crate::intake::{Company, Mode};
use crate::matching::card::{Cold, Interests, Row, companies, flag, interests};
use crate::matching::question::{SideJob, meet};
use crate::matching::{Card, Question};
use crate::values::is_one_mailbox;

/// The rules, in the order in which they are told to people: the most final ones first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// The person agreed to be listed and asked.
    Consent,
    /// The registration holds today: neither lapsed nor revoked, by the profile and by the official register.
    Registration,
    /// The person is not one who asked to stay hidden.
    NotHidden,
    /// Offers reach the person: a mailbox is left, and the person wants offers.
    Reachable,
    /// The profile was confirmed not too long ago.
    Confirmed,
    /// Where an employer has to agree, it has, and for long enough to begin.
    EmployerPermission,
    /// No menu is asked for that cannot be done beside the person's main job.
    SideJob,
    /// The work belongs to no public tender, where the person must keep away from those.
    PublicProcurement,
    /// The matters are not more sensitive than the person takes on.
    Sensitivity,
    /// Neither side's companies, or wishes, speak against the other, and nobody helps themselves: whoever did could confirm their own hours.
    Conflict,
    /// Who confirms a company's own statement sells it nothing.
    Independence,
    /// The person works in the language asked for.
    Language,
    /// The person has declared to sell no products, where that is asked for.
    Neutrality,
    /// Every menu asked for is offered; where only fields are asked for, at least one of them is covered.
    Menus,
    /// The person comes to the company's prefecture, or both sides work from afar.
    Region,
    /// The person goes to islands, where the company is on one and the work is done there.
    Island,
    /// As many wished slots of the week are free as the hours need.
    Availability,
    /// So many hours a week are left after running work, open offers and preparation.
    Hours,
    /// The person is not away on the first day.
    Blackout,
    /// The person has not asked to be left in peace for a while.
    Paused,
    /// None of the menus is one that the person rests from, having said "not this kind of work" or "not before".
    Parked,
    /// Room for one more engagement and for one more open offer.
    Capacity,
    /// Not too many engagements were opened within the last 30 days.
    MonthlyLimit,
    /// The budget is not below the person's minimum fee for the work asked for.
    Budget,
}

impl Rule {
    pub const ALL: [Rule; 24] = [
        Self::Consent,
        Self::Registration,
        Self::NotHidden,
        Self::Reachable,
        Self::Confirmed,
        Self::EmployerPermission,
        Self::SideJob,
        Self::PublicProcurement,
        Self::Sensitivity,
        Self::Conflict,
        Self::Independence,
        Self::Language,
        Self::Neutrality,
        Self::Menus,
        Self::Region,
        Self::Island,
        Self::Availability,
        Self::Hours,
        Self::Blackout,
        Self::Paused,
        Self::Parked,
        Self::Capacity,
        Self::MonthlyLimit,
        Self::Budget,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::Consent => "consent",
            Self::Registration => "registration",
            Self::NotHidden => "not-hidden",
            Self::Reachable => "reachable",
            Self::Confirmed => "confirmed",
            Self::EmployerPermission => "employer-permission",
            Self::SideJob => "side-job",
            Self::PublicProcurement => "public-procurement",
            Self::Sensitivity => "sensitivity",
            Self::Conflict => "conflict",
            Self::Independence => "independence",
            Self::Language => "language",
            Self::Neutrality => "neutrality",
            Self::Menus => "menus",
            Self::Region => "region",
            Self::Island => "island",
            Self::Availability => "availability",
            Self::Hours => "hours",
            Self::Blackout => "blackout",
            Self::Paused => "paused",
            Self::Parked => "parked",
            Self::Capacity => "capacity",
            Self::MonthlyLimit => "monthly-limit",
            Self::Budget => "budget",
        }
    }

    /// Whether it is about what the person has on their hands, which passes by itself, and not about what the person is or wants.
    pub fn is_about_room(self) -> bool {
        matches!(self, Self::Hours | Self::Capacity | Self::MonthlyLimit)
    }

    pub fn holds(self, card: &Card, question: &Question) -> bool {
        let Card { row, cold, .. } = card;
        match self {
            Self::Consent => row.has(flag::CONSENTED),
            Self::Registration => row.has(flag::REGISTERED) && question.today <= row.registered_until && !cold.suspended,
            Self::NotHidden => !row.has(flag::HIDDEN),
            Self::Reachable => !cold.unreachable,
            Self::Confirmed => !cold.unconfirmed,
            Self::EmployerPermission => row.has(flag::PERMITTED) && permitted(row, question),
            Self::SideJob => {
                let rule = side_job(row, question);
                !rule.barred && (!rule.only_if_flexible || row.has(flag::FLEXIBLE))
            }
            Self::PublicProcurement => !question.public_procurement || side_job(row, question).public_procurement,
            Self::Sensitivity => within_sensitivity(row, question),
            Self::Conflict => no_conflict(cold, question),
            Self::Independence => independent(cold, question),
            Self::Language => row.has(question.language),
            Self::Neutrality => !question.neutral_only || row.has(flag::NEUTRAL),
            Self::Menus if question.menus != 0 => cold.menus & question.menus == question.menus,
            Self::Menus => question.fields_asked && row.fields() & question.fields != 0,
            Self::Region => serves(cold, question) || (question.mode != Mode::Onsite && row.has(flag::REMOTE)),
            Self::Island => !question.on_island || row.has(flag::ISLANDS) || (question.mode != Mode::Onsite && row.has(flag::REMOTE)),
            Self::Availability => row.free_slots().both(question.slots).count() >= question.slots_needed,
            Self::Hours => row.free_minutes >= question.weekly_minutes,
            Self::Blackout => !cold.blackouts.iter().any(|days| days.covers(question.start_on)),
            Self::Paused => !paused(cold, question),
            Self::Parked => !parked(cold, question),
            Self::Capacity => row.has(flag::ROOM) && row.open_offers < question.max_open_offers,
            Self::MonthlyLimit => row.opened_lately < question.max_opened_lately,
            Self::Budget => cost(cold, question).is_some_and(|yen| yen <= u64::from(question.budget_yen)),
        }
    }
}

/// Every rule that does not hold, in order; empty for a person who may be asked.
pub fn failing(card: &Card, question: &Question) -> Vec<Rule> {
    Rule::ALL.into_iter().filter(|rule| !rule.holds(card, question)).collect()
}

/// The rules that a row can tell and the index's marks do not.
pub(super) fn row_holds(row: &Row, question: &Question) -> bool {
    let job = side_job(row, question);
    question.today <= row.registered_until
        && permitted(row, question)
        && !job.barred
        && (!job.only_if_flexible || row.has(flag::FLEXIBLE))
        && (!question.public_procurement || job.public_procurement)
        && within_sensitivity(row, question)
        && (!question.on_island || row.has(flag::ISLANDS) || (question.mode != Mode::Onsite && row.has(flag::REMOTE)))
        && (row.slots & question.slots.bits()).count_ones() >= question.slots_needed
        && row.free_minutes >= question.weekly_minutes
        && row.open_offers < question.max_open_offers
        && row.opened_lately < question.max_opened_lately
}

/// The rules that only the cold part can tell, but for the budget.
pub(super) fn cold_holds(cold: &Cold, question: &Question) -> bool {
    !cold.blackouts.iter().any(|days| days.covers(question.start_on))
        && !paused(cold, question)
        && !parked(cold, question)
        && no_conflict(cold, question)
        && independent(cold, question)
}

fn paused(cold: &Cold, question: &Question) -> bool {
    cold.paused.as_deref().is_some_and(|paused| question.today < paused.all)
}

fn parked(cold: &Cold, question: &Question) -> bool {
    let rests = |(menu, again_on): &(u64, u16)| menu & question.menus != 0 && question.today < *again_on;
    cold.paused.as_deref().is_some_and(|paused| paused.menus.iter().any(rests))
}

fn permitted(row: &Row, question: &Question) -> bool {
    crate::matching::units::day(question.start_on) <= row.permitted_until
}

fn side_job(row: &Row, question: &Question) -> SideJob {
    question.side_jobs[usize::from(row.has(flag::EMPLOYED))]
}

fn within_sensitivity(row: &Row, question: &Question) -> bool {
    row.takes(question.sensitivity) && question.sensitivity as u8 <= side_job(row, question).most_sensitive
}

fn no_conflict(cold: &Cold, question: &Question) -> bool {
    let may_meet = |interests: &Interests| may_meet(interests, &question.own, &question.competitors);
    !question.blocks(cold.number) && !cold.mailboxes.contains(&question.mailbox) && cold.interests.as_deref().is_none_or(may_meet)
}

/// Nobody works for a company that is a customer or a competitor of their employer, or whose competitor is their employer.
fn may_meet(interests: &Interests, own: &[u64], competitors: &[u64]) -> bool {
    !meet(&interests.own, own) && !meet(&interests.against, own) && !meet(&interests.own, competitors)
}

/// Whether a specialist and a company must not meet, whatever is asked for: as [`Rule::Conflict`] says it of a help request.
pub fn is_conflict(specialist: &Specialist, company: &Company) -> bool {
    let (own, competitors) = companies_of(company);
    let number = &specialist.registration.number;
    let kept_apart = |interests: Interests| !may_meet(&interests, &own, &competitors);
    let is_oneself = specialist.contacts.iter().any(|contact| is_one_mailbox(&contact.address, &company.contact.address));
    is_oneself || company.relations.blocked.contains(number) || interests(specialist).is_some_and(kept_apart)
}

/// Whether somebody says that they have worked in a company's industry.
pub fn knows_industry(specialist: &Specialist, company: &Company) -> bool {
    specialist.experiences.iter().any(|one| one.industry == company.industry)
}

/// Whether one of two companies, or of their groups, says that the other is its competitor.
pub fn are_competitors(one: &Company, other: &Company) -> bool {
    let ((own, against), (others, against_them)) = (companies_of(one), companies_of(other));
    meet(&own, &against_them) || meet(&others, &against)
}

/// A company with its group, and its competitors.
fn companies_of(company: &Company) -> (Box<[u64]>, Box<[u64]>) {
    let own = company.corporate_number.iter().chain(&company.relations.group);
    (companies(own), companies(company.relations.competitors.iter()))
}

fn independent(cold: &Cold, question: &Question) -> bool {
    let Some((vendors, interests)) = question.vendors.as_deref().zip(cold.interests.as_deref()) else { return true };
    !meet(&interests.own, vendors) && !meet(&interests.clients, &question.own)
}

pub(super) fn serves(cold: &Cold, question: &Question) -> bool {
    cold.served & question.reach != 0
}

/// What the work would cost at least, in yen: the dearest hourly, visit or daily rate among the asked menus for the asked hours, plus the
/// flat fees among them. Where only fields are asked for, the cheapest menu counts. None for a person who offers nothing of it.
pub(super) fn cost(cold: &Cold, question: &Question) -> Option<u64> {
    let yen = |fee: u32, unit: FeeUnit| u64::from(fee) * u64::from(question.units(unit));
    if question.menus == 0 {
        return cold.fees.iter().map(|(_, fee, unit)| yen(*fee, *unit)).min();
    }
    let asked = cold.fees.iter().filter(|(bit, ..)| question.menus & 1 << bit != 0);
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
