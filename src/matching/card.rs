//! What matching knows of a specialist.
//!
//! A card has two parts. The [`Row`] is what every question looks at: fixed size, packed, kept in columns by the index. [`Cold`] is what
//! only those who got that far are asked about: fees, days away, conflicts of interest.

use chrono::NaiveDate;

use crate::active_list::{Affiliation, Blackout, EmployerPermission, FeeUnit, Pauses, Specialist};
use crate::catalogue::{Catalogue, MenuKind};
use crate::ids::SpecialistId;
use crate::intake::StaffBand;
use crate::language::Language;
use crate::matching::record::{Record, Standing};
use crate::matching::units::{bits32, bits64, company, day, mailbox};
use crate::values::{CorporateNumber, Sensitivity, WeeklySlots};

/// A flag of [`Row::flags`].
pub(super) mod flag {
    pub const EMPLOYED: u16 = 1;
    pub const FLEXIBLE: u16 = 1 << 1;
    pub const ISLANDS: u16 = 1 << 2;
    /// Declared to sell no products.
    pub const NEUTRAL: u16 = 1 << 3;
    pub const JAPANESE: u16 = 1 << 4;
    pub const ENGLISH: u16 = 1 << 5;
    pub const REMOTE: u16 = 1 << 6;
    pub const CONSENTED: u16 = 1 << 7;
    pub const HIDDEN: u16 = 1 << 8;
    /// Registered, not lapsed or revoked (the last day is looked at apart).
    pub const REGISTERED: u16 = 1 << 9;
    /// The employer agreed, or need not agree.
    pub const PERMITTED: u16 = 1 << 10;
    /// Room for one more engagement.
    pub const ROOM: u16 = 1 << 11;
    pub const HAS_EXPERIENCE: u16 = 1 << 12;
    pub const HAS_QUALIFICATION: u16 = 1 << 13;
    pub const MANAGEMENT_QUALIFICATION: u16 = 1 << 14;
}

/// The columns that are scanned: 48 bytes. Together with the marks of the index it stays below 64 bytes a person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Three bits for each ITSS+ field: 0 not offered, 1 offered at an unknown level, 2 to 7 the level (1 counts as 2).
    pub(super) levels: u64,
    /// Services that the person's own words speak of, one bit each.
    pub(super) topics: u64,
    /// Experience: 20 bits of industries, 6 of company sizes, 4 of guideline steps.
    pub(super) experience: u32,
    /// Wishes: 20 bits of industries, 6 of company sizes.
    pub(super) wishes: u32,
    /// 21 bits of slots, then 2 of the most sensitive matters taken on (place in [`Sensitivity::ALL`]), then 6 of the base prefecture.
    pub(super) slots: u32,
    pub(super) flags: u16,
    /// Last day of the registration, as [`day`].
    pub(super) registered_until: u16,
    /// Last day of the employer's permission, as [`day`].
    pub(super) permitted_until: u16,
    pub(super) last_confirmed: u16,
    /// Minutes a week left for companies, after running work, open offers and preparation.
    pub(super) free_minutes: u16,
    pub(super) open_offers: u8,
    /// Engagements opened within the last 30 days.
    pub(super) opened_lately: u8,
    pub(super) standing: Standing,
}

const SENSITIVITY_AT: u32 = 21;
const BASE_AT: u32 = 23;
/// Stands for a base that the catalogue does not know.
pub(super) const NOWHERE: u8 = 63;

/// What is looked at last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cold {
    /// Prefectures served, one bit each.
    pub(super) served: u64,
    /// Menus offered, one bit each.
    pub(super) menus: u64,
    /// Menu bit, minimum fee in yen, its unit.
    pub(super) fees: Box<[(u8, u32, FeeUnit)]>,
    pub(super) blackouts: Box<[Blackout]>,
    pub(super) number: u32,
    /// The person's own.
    pub(super) mailboxes: Box<[u64]>,
    /// Offers do not reach the person.
    pub(super) unreachable: bool,
    /// Hidden until the profile is confirmed.
    pub(super) unconfirmed: bool,
    pub(super) suspended: bool,
    /// None for most people.
    pub(super) interests: Option<Box<Interests>>,
    /// None for most people.
    pub(super) paused: Option<Box<Paused>>,
}

/// From when on somebody may be asked again, as [`day`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paused {
    /// About anything; 0 if nothing was said.
    pub(super) all: u16,
    /// About menus, one bit each.
    pub(super) menus: Box<[(u64, u16)]>,
}

/// Companies that stand in the way, as numbers in ascending order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Interests {
    /// The employer and its group.
    pub(super) own: Box<[u64]>,
    /// Customers and competitors of the main job, and the person's own block list.
    pub(super) against: Box<[u64]>,
    /// Companies to which the person or the employer sells.
    pub(super) clients: Box<[u64]>,
}

/// A specialist in bits. Codes that the catalogue no longer knows are left out: they can match nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    pub id: SpecialistId,
    pub(super) row: Row,
    pub(super) cold: Cold,
}

impl Card {
    /// `record` is what the person has done through nakodo, and has on their hands, as of today.
    pub fn new(catalogue: &Catalogue, id: SpecialistId, specialist: &Specialist, consented: bool, record: Record) -> Self {
        let base = catalogue.prefecture_bit(&specialist.base.prefecture).unwrap_or(u8::MAX);
        Self { id, row: row(catalogue, specialist, consented, record, base), cold: cold(catalogue, specialist, record, base) }
    }

    /// The card of somebody who may have said from when on to be asked again.
    pub fn with_pauses(mut self, catalogue: &Catalogue, pauses: &Pauses) -> Self {
        let menus = pauses.menus.iter().filter_map(|(menu, again_on)| Some((1 << catalogue.menu_bit(menu)?, day(*again_on))));
        let paused = Paused { all: pauses.all.map_or(0, day), menus: menus.collect() };
        self.cold.paused = (paused != Paused::default()).then(|| Box::new(paused));
        self
    }

    /// The chance that the person accepts an offer, in thousandths.
    pub fn chance(&self) -> u16 {
        self.row.standing.chance
    }
}

fn row(catalogue: &Catalogue, specialist: &Specialist, consented: bool, record: Record, base: u8) -> Row {
    let conditions = &specialist.conditions;
    let permitted = permission(catalogue, specialist);
    let experiences = &specialist.experiences;
    let industries = bits32(experiences.iter().filter_map(|one| catalogue.industry_bit(&one.industry)));
    let steps = bits32(experiences.iter().filter_map(|one| one.guideline_step?.checked_sub(1)));
    let words = experiences.iter().flat_map(|one| [one.role.as_str(), one.text.as_str()]);
    let wished = bits32(conditions.wishes.industries.iter().filter_map(|code| catalogue.industry_bit(code)));
    let hours = u32::from(specialist.hours_per_week) * 6000 / u32::from(conditions.preparation_percent.max(1));
    let free = hours.saturating_sub(u32::from(record.weekly_hours) * 60);
    Row {
        levels: levels(catalogue, specialist),
        topics: words.fold(0, |topics, words| topics | catalogue.topics(words)),
        experience: industries | sizes(experiences.iter().filter_map(|one| one.staff)) << 20 | (steps & 0xF) << 26,
        wishes: wished | sizes(conditions.wishes.sizes.iter().copied()) << 20,
        slots: specialist.availability.bits()
            | (conditions.most_sensitive as u32) << SENSITIVITY_AT
            | u32::from(base.min(NOWHERE)) << BASE_AT,
        flags: flags(catalogue, specialist, consented, permitted.is_some(), record),
        registered_until: day(specialist.registration.valid_until),
        permitted_until: permitted.unwrap_or(0),
        last_confirmed: day(specialist.last_confirmed),
        free_minutes: u16::try_from(free).unwrap_or(u16::MAX),
        open_offers: u8::try_from(record.open_offers).unwrap_or(u8::MAX),
        opened_lately: u8::try_from(record.opened_lately).unwrap_or(u8::MAX),
        standing: Standing::of(catalogue.priors(), record),
    }
}

/// Whether the person may work beside their main job on a day: nobody is asked against an employer's wish.
pub fn may_work_beside(catalogue: &Catalogue, specialist: &Specialist, on: NaiveDate) -> bool {
    permission(catalogue, specialist).is_some_and(|until| day(on) <= until)
}

/// The last day on which the person may do side jobs, as [`day`]: for good where nobody has to agree; none where the employer has not agreed.
fn permission(catalogue: &Catalogue, specialist: &Specialist) -> Option<u16> {
    let employed = specialist.affiliation != Affiliation::Independent;
    let rules = catalogue.side_jobs();
    if !(if employed { &rules.employed } else { &rules.independent }).needs_permission {
        return Some(u16::MAX);
    }
    let employment = &specialist.conditions.employment;
    match employment.permission? {
        EmployerPermission::Granted | EmployerPermission::NotNeeded => Some(employment.permission_until.map_or(u16::MAX, day)),
        EmployerPermission::Pending | EmployerPermission::Refused => None,
    }
}

fn flags(catalogue: &Catalogue, specialist: &Specialist, consented: bool, permitted: bool, record: Record) -> u16 {
    let conditions = &specialist.conditions;
    let named = || specialist.qualifications.iter().filter_map(|text| catalogue.qualification_named(text.as_str()));
    let registration = &specialist.registration;
    let all = [
        (flag::EMPLOYED, specialist.affiliation != Affiliation::Independent),
        (flag::FLEXIBLE, conditions.employment.flexible),
        (flag::ISLANDS, conditions.travel.islands),
        (flag::NEUTRAL, conditions.sells_products == Some(false)),
        (flag::JAPANESE, conditions.languages.contains(&Language::Ja)),
        (flag::ENGLISH, conditions.languages.contains(&Language::En)),
        (flag::REMOTE, specialist.remote),
        (flag::CONSENTED, consented),
        (flag::HIDDEN, specialist.affiliation == Affiliation::EmployedHidden),
        (flag::REGISTERED, registration.holds_on(registration.valid_until)),
        (flag::PERMITTED, permitted),
        (flag::ROOM, record.engagements < u16::from(specialist.max_engagements)),
        (flag::HAS_EXPERIENCE, !specialist.experiences.is_empty()),
        (flag::HAS_QUALIFICATION, !specialist.qualifications.is_empty()),
        (flag::MANAGEMENT_QUALIFICATION, named().any(|one| one.kind == MenuKind::Management)),
    ];
    all.into_iter().filter(|(_, holds)| *holds).fold(0, |flags, (flag, _)| flags | flag)
}

fn levels(catalogue: &Catalogue, specialist: &Specialist) -> u64 {
    let level = |code: &String| {
        let level = specialist.field_levels.get(code).map_or(1, |level| u64::from(*level).clamp(2, 7));
        Some((catalogue.field_bit(code)?, level))
    };
    specialist.fields.iter().filter_map(level).fold(0, |levels, (bit, level)| levels | level << (3 * bit))
}

fn sizes(bands: impl Iterator<Item = StaffBand>) -> u32 {
    bits32(bands.map(|band| band as u8))
}

fn cold(catalogue: &Catalogue, specialist: &Specialist, record: Record, base: u8) -> Cold {
    let fees = specialist.menus.iter();
    let fees: Box<[_]> = fees.filter_map(|menu| Some((catalogue.menu_bit(&menu.menu)?, menu.minimum_fee_yen, menu.unit))).collect();
    let borders = specialist.conditions.travel.borders;
    let reached = (0..47).filter(|place| borders > 0 && catalogue.borders_between(base, *place).is_some_and(|way| way <= borders));
    let named = specialist.served_prefectures.iter().filter_map(|code| catalogue.prefecture_bit(code));
    Cold {
        served: bits64(named) | bits64(reached),
        menus: bits64(fees.iter().map(|(bit, ..)| *bit)),
        fees,
        blackouts: specialist.blackouts.clone().into_boxed_slice(),
        number: specialist.registration.number.as_str().parse().unwrap_or(u32::MAX),
        mailboxes: specialist.contacts.iter().map(|contact| mailbox(&contact.address)).collect(),
        unreachable: record.unreachable,
        unconfirmed: record.unconfirmed,
        suspended: record.suspended,
        interests: interests(specialist).map(Box::new),
        paused: None,
    }
}

pub(super) fn interests(specialist: &Specialist) -> Option<Interests> {
    let (employment, conflicts) = (&specialist.conditions.employment, &specialist.conditions.conflicts);
    let found = Interests {
        own: companies(employment.employer.iter().chain(&employment.group)),
        against: companies(conflicts.customers.iter().chain(&conflicts.competitors).chain(&conflicts.blocked)),
        clients: companies(conflicts.clients.iter()),
    };
    (found != Interests::default()).then_some(found)
}

pub(super) fn companies<'n>(numbers: impl Iterator<Item = &'n CorporateNumber>) -> Box<[u64]> {
    let mut numbers: Vec<u64> = numbers.map(company).collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers.into_boxed_slice()
}

impl Row {
    pub(super) fn has(&self, flag: u16) -> bool {
        self.flags & flag != 0
    }

    pub(super) fn free_slots(&self) -> WeeklySlots {
        WeeklySlots::from_bits(self.slots)
    }

    /// Bit of the base prefecture.
    pub(super) fn base(&self) -> u8 {
        (self.slots >> BASE_AT & 63) as u8
    }

    /// Bits of the fields offered, at whatever level.
    pub(super) fn fields(&self) -> u32 {
        (0..21).filter(|bit| self.level(*bit) != 0).fold(0, |set, bit| set | 1 << bit)
    }

    /// 0 to 7, as in `levels`.
    pub(super) fn level(&self, field: u8) -> u8 {
        ((self.levels >> (3 * u32::from(field))) & 7) as u8
    }

    pub(super) fn takes(&self, sensitivity: Sensitivity) -> bool {
        sensitivity as u32 <= self.slots >> SENSITIVITY_AT & 3
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_takes_48_bytes() {
        assert_eq!(size_of::<Row>(), 48);
    }
}
