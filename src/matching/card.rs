//! What matching knows of a specialist.

use chrono::NaiveDate;

use crate::active_list::{Affiliation, Blackout, FeeUnit, Specialist};
use crate::catalogue::Catalogue;
use crate::ids::SpecialistId;
use crate::values::WeeklySlots;

/// How much a specialist has on their hands right now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Load {
    /// Running engagements.
    pub engagements: u16,
    /// Offers that wait for an answer.
    pub open_offers: u16,
}

/// A specialist in bits. Codes that the catalogue no longer knows are left out: they can match nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    pub id: SpecialistId,
    /// Bit of the base prefecture.
    pub(super) base: u8,
    /// Prefectures served, one bit each.
    pub(super) served: u64,
    pub(super) remote: bool,
    /// Menus offered, one bit each.
    pub(super) menus: u64,
    /// ITSS+ fields, one bit each.
    pub(super) fields: u32,
    pub(super) slots: WeeklySlots,
    pub(super) hours_per_week: u8,
    pub(super) max_engagements: u8,
    pub(super) hidden: bool,
    pub(super) consented: bool,
    /// The last day of a registration that holds; none where it was lapsed or revoked.
    pub(super) registered_until: Option<NaiveDate>,
    pub(super) last_confirmed: NaiveDate,
    /// Menu bit, minimum fee in yen, its unit.
    pub(super) fees: Box<[(u8, u32, FeeUnit)]>,
    pub(super) blackouts: Box<[Blackout]>,
    pub load: Load,
}

impl Card {
    pub fn new(catalogue: &Catalogue, id: SpecialistId, specialist: &Specialist, consented: bool, load: Load) -> Self {
        let registration = &specialist.registration;
        let holds = registration.holds_on(registration.valid_until);
        let fees = specialist.menus.iter();
        let fees: Box<[_]> = fees.filter_map(|menu| Some((catalogue.menu_bit(&menu.menu)?, menu.minimum_fee_yen, menu.unit))).collect();
        Self {
            id,
            base: catalogue.prefecture_bit(&specialist.base.prefecture).unwrap_or(u8::MAX),
            served: bits64(specialist.served_prefectures.iter().filter_map(|code| catalogue.prefecture_bit(code))),
            remote: specialist.remote,
            menus: bits64(fees.iter().map(|(bit, ..)| *bit)),
            fields: bits32(specialist.fields.iter().filter_map(|code| catalogue.field_bit(code))),
            slots: specialist.availability,
            hours_per_week: specialist.hours_per_week,
            max_engagements: specialist.max_engagements,
            hidden: specialist.affiliation == Affiliation::EmployedHidden,
            consented,
            registered_until: holds.then_some(registration.valid_until),
            last_confirmed: specialist.last_confirmed,
            fees,
            blackouts: specialist.blackouts.clone().into_boxed_slice(),
            load,
        }
    }
}

pub(super) fn bits64(bits: impl Iterator<Item = u8>) -> u64 {
    bits.filter(|bit| *bit < 64).fold(0, |set, bit| set | 1 << bit)
}

pub(super) fn bits32(bits: impl Iterator<Item = u8>) -> u32 {
    bits.filter(|bit| *bit < 32).fold(0, |set, bit| set | 1 << bit)
}
