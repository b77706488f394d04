//! What matching knows of a help request.

use chrono::NaiveDate;

use crate::active_list::FeeUnit;
use crate::catalogue::Catalogue;
use crate::ids::HelpRequestId;
use crate::intake::{HelpRequest, Mode};
use crate::matching::card::{bits32, bits64};
use crate::values::WeeklySlots;

/// A help request in bits, with the parts of the catalogue that matching needs.
#[derive(Clone, Debug)]
pub struct Question {
    /// Orders equal scores: a part of the help request's id.
    pub(super) salt: u128,
    pub(super) today: NaiveDate,
    pub(super) prefecture: u8,
    /// The company's prefecture and those that border on it or are linked to it.
    pub(super) nearby: u64,
    pub(super) mode: Mode,
    pub(super) menus: u64,
    /// Fields asked for; where none are asked for, those on which the menus draw.
    pub(super) fields: u32,
    /// Whether the fields were asked for by name.
    pub(super) fields_asked: bool,
    pub(super) slots: WeeklySlots,
    pub(super) start_on: NaiveDate,
    pub(super) hours: u16,
    pub(super) budget_yen: u32,
    pub(super) max_open_offers: u16,
    pub(super) weights: [f32; 7],
    /// Hours that one unit of each fee kind covers, 0 for a flat fee, in the order of [`FeeUnit::ALL`].
    pub(super) unit_hours: [u16; 5],
}

impl Question {
    pub fn new(catalogue: &Catalogue, id: HelpRequestId, help_request: &HelpRequest, today: NaiveDate) -> Self {
        let need = &help_request.need;
        let asked = bits32(need.fields.iter().filter_map(|code| catalogue.field_bit(code)));
        let drawn_on = need.menus.iter().filter_map(|code| catalogue.menu(code)).flat_map(|menu| &menu.fields);
        let drawn_on = bits32(drawn_on.filter_map(|code| catalogue.field_bit(code)));
        let home = &help_request.company.prefecture;
        let neighbours = catalogue.neighbours(home);
        let weights = catalogue.weights();
        Self {
            salt: id.uuid().as_u128(),
            today,
            prefecture: catalogue.prefecture_bit(home).unwrap_or(u8::MAX),
            nearby: bits64(neighbours.iter().filter_map(|code| catalogue.prefecture_bit(code)).chain(catalogue.prefecture_bit(home))),
            mode: need.mode,
            menus: bits64(need.menus.iter().filter_map(|code| catalogue.menu_bit(code))),
            fields: if asked == 0 { drawn_on } else { asked },
            fields_asked: asked != 0,
            slots: need.slots,
            start_on: need.start_on,
            hours: need.hours,
            budget_yen: need.budget_yen,
            max_open_offers: catalogue.limits().max_open_offers_per_specialist,
            weights: [weights.menus, weights.fields, weights.region, weights.availability, weights.budget, weights.freshness, weights.load],
            unit_hours: FeeUnit::ALL.map(|unit| catalogue.unit_hours(unit.code()).unwrap_or(0)),
        }
    }

    /// How many units of `unit` the asked hours fill: a part of a visit or day counts as a whole one, a flat fee counts once.
    pub(super) fn units(&self, unit: FeeUnit) -> u32 {
        let at = FeeUnit::ALL.iter().position(|one| *one == unit).unwrap_or(0);
        match self.unit_hours[at] {
            0 => 1,
            hours => u32::from(self.hours.div_ceil(hours)),
        }
    }
}
