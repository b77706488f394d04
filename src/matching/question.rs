//! What matching knows of a help request.

use chrono::{Days, NaiveDate};

use crate::active_list::FeeUnit;
use crate::catalogue::{Catalogue, MenuKind, SideJobRule};
use crate::ids::HelpRequestId;
use crate::intake::{HelpRequest, Mode, StaffBand};
use crate::language::Language;
use crate::matching::card::{companies, flag};
use crate::matching::units::{Thousandths, WHOLE, bits32, bits64, day, mailbox};
use crate::values::{Sensitivity, WeeklySlots};

/// A help request in bits, with the parts of the catalogue that matching needs.
#[derive(Clone, Debug)]
pub struct Question {
    /// Orders equal scores: a part of the help request's id.
    pub(super) salt: u128,
    pub(super) today: u16,
    /// Prefectures of which a person must serve one, one bit each: the company's own.
    pub(super) reach: u64,
    /// Those around it.
    pub(super) around: u64,
    pub(super) on_island: bool,
    pub(super) mode: Mode,
    pub(super) menus: u64,
    /// Fields asked for; where none are asked for, those on which the menus draw.
    pub(super) fields: u32,
    /// Whether the fields were asked for by name.
    pub(super) fields_asked: bool,
    pub(super) slots: WeeklySlots,
    /// Wished slots that must be free for the weekly hours to fit.
    pub(super) slots_needed: u32,
    pub(super) start_on: NaiveDate,
    /// The last day of the weeks over which the work may be spread.
    pub(super) end_on: NaiveDate,
    /// Weeks over which the work may be spread.
    pub(super) weeks: u8,
    pub(super) hours: u16,
    slot_hours: u16,
    pub(super) weekly_minutes: u16,
    pub(super) budget_yen: u32,
    pub(super) sensitivity: Sensitivity,
    /// The flag that a person must have for the language of the work.
    pub(super) language: u16,
    pub(super) neutral_only: bool,
    pub(super) public_procurement: bool,
    pub(super) side_jobs: SideJobs,
    /// The contact's.
    pub(super) mailbox: u64,
    /// The company and its group.
    pub(super) own: Box<[u64]>,
    pub(super) competitors: Box<[u64]>,
    /// Vendors, where the work must be done by somebody who is none.
    pub(super) vendors: Option<Box<[u64]>>,
    /// Registration numbers that the company does not want, ascending.
    pub(super) blocked: Box<[u32]>,
    pub(super) max_open_offers: u8,
    pub(super) max_opened_lately: u8,
    /// Whether the need is about how the company is run.
    pub(super) management: bool,
    pub(super) industry: u32,
    pub(super) staff: u32,
    /// Guideline steps of the menus asked for.
    pub(super) steps: u32,
    pub(super) topics: u64,
    /// What a base in each prefecture is worth for somebody who comes over, and what working from afar is.
    pub(super) by_base: [Thousandths; 48],
    pub(super) from_afar: Thousandths,
    /// In thousandths, in the order of [`Term::ALL`](crate::matching::Term::ALL).
    pub(super) weights: [u32; 11],
    /// Hours that one unit of each fee kind covers, 0 for a flat fee, in the order of [`FeeUnit::ALL`].
    pub(super) unit_hours: [u16; 5],
}

/// What the dated table says of the menus asked for, for the independent (0) and the employed (1).
pub(super) type SideJobs = [SideJob; 2];

#[derive(Clone, Copy, Debug)]
pub(super) struct SideJob {
    pub barred: bool,
    pub only_if_flexible: bool,
    pub public_procurement: bool,
    pub most_sensitive: u8,
}

impl SideJob {
    fn of(rule: &SideJobRule, menus: &[String]) -> Self {
        let most = Sensitivity::parse(&rule.most_sensitive).unwrap_or(Sensitivity::Ordinary);
        Self {
            barred: menus.iter().any(|menu| rule.never.contains(menu)),
            only_if_flexible: menus.iter().any(|menu| rule.only_if_flexible.contains(menu)),
            public_procurement: rule.public_procurement,
            most_sensitive: most as u8,
        }
    }
}

/// What travelling over so many borders leaves of the whole: the next prefecture is a short way, the one behind it half a day.
const BY_BORDERS: [Thousandths; 4] = [WHOLE, 800, 650, 500];
/// Over a sea without a bridge, or farther than all of the above.
const FAR: Thousandths = 400;
/// Working from afar where both would do, and where that is what was asked for.
const FROM_AFAR: Thousandths = 500;
const FROM_AFAR_AS_ASKED: Thousandths = 800;

impl Question {
    /// `today` is the date in Japan.
    pub fn new(catalogue: &Catalogue, id: HelpRequestId, help_request: &HelpRequest, today: NaiveDate) -> Self {
        let HelpRequest { company: asking, need } = help_request;
        let asked = bits32(need.fields.iter().filter_map(|code| catalogue.field_bit(code)));
        let menus = || need.menus.iter().filter_map(|code| catalogue.menu(code));
        let drawn_on = bits32(menus().flat_map(|menu| &menu.fields).filter_map(|code| catalogue.field_bit(code)));
        let prefecture = catalogue.prefecture_bit(&asking.prefecture).unwrap_or(u8::MAX);
        let own = asking.corporate_number.iter().chain(&asking.relations.group);
        let mut blocked: Vec<u32> = asking.relations.blocked.iter().filter_map(|number| number.as_str().parse().ok()).collect();
        blocked.sort_unstable();
        let limits = catalogue.limits();
        let rules = catalogue.side_jobs();
        let is_near = |other: &u8| catalogue.borders_between(prefecture, *other).is_some_and(|way| way <= 1);
        let around = (0..47).filter(is_near);
        let mut question = Self {
            salt: id.uuid().as_u128(),
            today: day(today),
            reach: if need.neighbours { bits64(around.chain([prefecture])) } else { bits64([prefecture].into_iter()) },
            around: bits64((0..47).filter(is_near)),
            on_island: asking.on_island,
            mode: need.mode,
            menus: bits64(need.menus.iter().filter_map(|code| catalogue.menu_bit(code))),
            fields: if asked == 0 { drawn_on } else { asked },
            fields_asked: asked != 0,
            slots: need.slots,
            slots_needed: 1,
            start_on: need.start_on,
            end_on: need.start_on,
            weeks: need.weeks.max(1),
            hours: need.hours,
            slot_hours: catalogue.slot_hours().max(1),
            weekly_minutes: 0,
            budget_yen: need.budget_yen,
            sensitivity: need.sensitivity,
            language: if need.language == Language::En { flag::ENGLISH } else { flag::JAPANESE },
            neutral_only: need.neutral_only,
            public_procurement: need.public_procurement,
            side_jobs: [SideJob::of(&rules.independent, &need.menus), SideJob::of(&rules.employed, &need.menus)],
            mailbox: mailbox(&asking.contact.address),
            own: companies(own),
            competitors: companies(asking.relations.competitors.iter()),
            vendors: menus().any(|menu| menu.independent).then(|| companies(asking.relations.vendors.iter())),
            blocked: blocked.into_boxed_slice(),
            max_open_offers: u8::try_from(limits.max_open_offers_per_specialist).unwrap_or(u8::MAX),
            max_opened_lately: u8::try_from(limits.max_new_engagements_per_30_days).unwrap_or(u8::MAX),
            management: menus().any(|menu| menu.kind == MenuKind::Management),
            industry: bits32(catalogue.industry_bit(&asking.industry).into_iter()),
            staff: bits32([StaffBand::of(asking.employees) as u8].into_iter()),
            steps: bits32(menus().filter_map(|menu| menu.guideline_step.checked_sub(1))),
            topics: catalogue.topics(need.narrative.as_str()),
            by_base: by_base(catalogue, prefecture),
            from_afar: 0,
            weights: catalogue.weights().list().map(|weight| (weight * 1000.0).round() as u32),
            unit_hours: FeeUnit::ALL.map(|unit| catalogue.unit_hours(unit.code()).unwrap_or(0)),
        };
        question.settle();
        question
    }

    /// Works out what follows from the hours, the weeks, the start, the slots and the mode.
    pub(super) fn settle(&mut self) {
        let weekly = self.hours.div_ceil(u16::from(self.weeks)).max(1);
        self.weekly_minutes = weekly.saturating_mul(60);
        // A week has 21 slots; who ticked fewer than the hours need has asked for all of those.
        self.slots_needed = u32::from(weekly.div_ceil(self.slot_hours)).min(self.slots.count()).max(1);
        self.end_on = self.start_on + Days::new(u64::from(self.weeks) * 7 - 1);
        self.from_afar = if self.mode == Mode::Remote { FROM_AFAR_AS_ASKED } else { FROM_AFAR };
    }

    /// How many units of `unit` the asked hours fill: a part of a visit or day counts as a whole one, a flat fee counts once.
    pub(super) fn units(&self, unit: FeeUnit) -> u32 {
        match self.unit_hours[unit as usize] {
            0 => 1,
            hours => u32::from(self.hours.div_ceil(hours)),
        }
    }

    /// Days from the first to the last on which work may be done.
    pub(super) fn days(&self) -> u32 {
        u32::try_from((self.end_on - self.start_on).num_days() + 1).unwrap_or(1)
    }

    /// Whether the person with this registration number, or one of these companies, is kept away by the company itself.
    pub(super) fn blocks(&self, number: u32) -> bool {
        self.blocked.binary_search(&number).is_ok()
    }
}

fn by_base(catalogue: &Catalogue, prefecture: u8) -> [Thousandths; 48] {
    std::array::from_fn(|base| {
        let borders = u8::try_from(base).ok().and_then(|base| catalogue.borders_between(base, prefecture));
        borders.and_then(|borders| BY_BORDERS.get(usize::from(borders)).copied()).unwrap_or(FAR)
    })
}

/// Whether two lists of companies, both ascending, have one in common.
pub(super) fn meet(one: &[u64], other: &[u64]) -> bool {
    let (few, many) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    few.iter().any(|number| many.binary_search(number).is_ok())
}
