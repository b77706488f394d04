//! Invented people: the same seed and the same day give the same list. They are made as forms and pass the same check as everybody else, so
//! the demo cannot hold anybody whom the desk would have refused. Proportions and their sources: `config/demo/people.toml`.

use chrono::{Datelike, Days, NaiveDate};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha20Rng;

use super::conditions::{conditions, levels};
use super::shares::{self, Kind, Names, Place, Proportions};
use crate::active_list::{
    Affiliation, BaseForm, BlackoutForm, ConsentForm, ContactForm, ExperienceForm, LISTING, OfferedMenuForm, PUBLIC_LISTING,
    RegistrationForm, Specialist, SpecialistForm,
};
use crate::catalogue::Catalogue;
use crate::cli::CommandError;
use crate::intake::StaffBand;
use crate::values::Slot;

/// The most people that the block of numbers below holds.
pub(super) const MOST_PEOPLE: u32 = 90_000;
/// The real register counts from 000001 and is far below this number, so nobody real is hit.
const FIRST_NUMBER: u64 = 900_000;
/// A prime a little below the 100,000 numbers of the block: steps of any other length meet every number once.
const NUMBERS: u64 = 99_991;
const STEP: u64 = 61_813;

/// A source of people.
pub(super) struct Crowd<'a> {
    catalogue: &'a Catalogue,
    proportions: Proportions,
    names: Names,
    today: NaiveDate,
    chance: ChaCha20Rng,
    /// Who may be found by anybody. A stream of its own: asking it leaves everybody else as they were.
    public_chance: ChaCha20Rng,
    made: u64,
}

impl<'a> Crowd<'a> {
    pub(super) fn new(catalogue: &'a Catalogue, today: NaiveDate, seed: u64) -> Result<Self, CommandError> {
        let (proportions, names) = shares::read()?;
        let (chance, mut public_chance) = (ChaCha20Rng::seed_from_u64(seed), ChaCha20Rng::seed_from_u64(seed));
        public_chance.set_stream(1);
        Ok(Self { catalogue, proportions, names, today, chance, public_chance, made: 0 })
    }

    /// The next person, checked.
    pub(super) fn person(&mut self) -> Result<(Specialist, Vec<ConsentForm>), CommandError> {
        let form = self.form();
        let person = form.check(self.catalogue, self.today);
        let refused = |errors: Vec<crate::report::FieldError>| {
            let first = errors.first().map(|error| format!("{} {}", error.pointer, error.code)).unwrap_or_default();
            CommandError::Said(format!("config/demo makes a person whom the list refuses: {first}"))
        };
        Ok((person.map_err(refused)?, form.consents))
    }

    /// The next person as typed.
    pub(super) fn form(&mut self) -> SpecialistForm {
        let number = format!("{:06}", FIRST_NUMBER + (self.made * STEP) % NUMBERS);
        self.made = (self.made + 1) % NUMBERS;
        let chance = &mut self.chance;
        let affiliation = affiliation(chance, &self.proportions);
        let place = weighted(chance, &self.proportions.prefectures, |place| place.weight);
        let kind = weighted(chance, &self.proportions.kinds, |kind| kind.weight);
        let english = chance.random_bool(self.proportions.shares.english);
        let (name, display_name, mailbox) = name(chance, &self.names, english && number.ends_with(['0', '2', '4', '6', '8']));
        let shared = chance.random_bool(self.proportions.shares.shared_mailbox);
        let domain = one(chance, &self.names.domains);
        let local = if shared { format!("security-desk.{number}") } else { format!("{mailbox}.{number}") };
        let language = english.then(|| "en".to_owned());
        let free = freedom(chance, affiliation);
        let not_now = chance.random_bool(self.proportions.shares.not_now);
        let fields = some(chance, &kind.fields, 0.6);
        SpecialistForm {
            registration: registration(chance, &self.proportions, self.today, number),
            name,
            display_name: Some(display_name),
            contacts: vec![ContactForm { address: format!("{local}@{domain}"), shared, language }],
            consents: consents(chance, &mut self.public_chance, &self.proportions, affiliation),
            affiliation: code(affiliation).to_owned(),
            base: BaseForm { prefecture: place.code.clone(), municipality: one(chance, &place.cities).clone() },
            served_prefectures: served(chance, self.catalogue, place, affiliation),
            remote: chance.random_bool(if affiliation == Affiliation::Independent { 0.85 } else { 0.75 }),
            field_levels: levels(chance, &fields),
            fields,
            menus: menus(chance, self.catalogue, kind, affiliation),
            qualifications: qualifications(chance, kind),
            experiences: experiences(chance, &self.names, kind, self.today),
            availability: free.slots,
            hours_per_week: Some(if not_now { 0 } else { free.hours }),
            blackouts: blackouts(chance, self.today),
            max_engagements: Some(if not_now { 0 } else { free.engagements }),
            conditions: conditions(chance, self.catalogue, self.today, affiliation, english),
            last_confirmed: Some(confirmed(chance, &self.proportions, self.today).to_string()),
        }
    }
}

pub(super) fn one<'t, T>(chance: &mut ChaCha20Rng, list: &'t [T]) -> &'t T {
    &list[chance.random_range(0..list.len())]
}

fn weighted<'t, T>(chance: &mut ChaCha20Rng, list: &'t [T], weight: impl Fn(&T) -> u32) -> &'t T {
    let mut left = chance.random_range(0..list.iter().map(&weight).sum::<u32>());
    let found = list.iter().find(|part| match left.checked_sub(weight(part)) {
        Some(rest) => {
            left = rest;
            false
        }
        None => true,
    });
    found.unwrap_or(&list[0])
}

/// The first of a list, and each other one by chance.
fn some(chance: &mut ChaCha20Rng, list: &[String], share: f64) -> Vec<String> {
    list.iter().enumerate().filter(|(at, _)| *at == 0 || chance.random_bool(share)).map(|(_, text)| text.clone()).collect()
}

fn affiliation(chance: &mut ChaCha20Rng, proportions: &Proportions) -> Affiliation {
    let shares = &proportions.shares;
    let at = chance.random::<f64>() * (shares.employed_hidden + shares.employed_side_job_ok + shares.independent);
    if at < shares.employed_hidden {
        Affiliation::EmployedHidden
    } else if at < shares.employed_hidden + shares.employed_side_job_ok {
        Affiliation::EmployedSideJobOk
    } else {
        Affiliation::Independent
    }
}

fn code(affiliation: Affiliation) -> &'static str {
    match affiliation {
        Affiliation::Independent => "independent",
        Affiliation::EmployedSideJobOk => "employed_side_job_ok",
        Affiliation::EmployedHidden => "employed_hidden",
    }
}

/// Full name, the name shown before a match, and the front of a mailbox.
fn name(chance: &mut ChaCha20Rng, names: &Names, from_elsewhere: bool) -> (String, String, String) {
    let initial = |reading: &str| reading.chars().next().unwrap_or('N');
    if from_elsewhere {
        let (family, given) = one(chance, &names.others);
        return (format!("{given} {family}"), format!("{family} {}.", initial(given)), format!("{given}.{family}").to_lowercase());
    }
    // Common names come first in the list and are drawn more often.
    let at = names.families.len() as f64 * chance.random::<f64>().powf(1.6);
    let (family, family_read) = &names.families[(at as usize).min(names.families.len() - 1)];
    let (given, given_read) = one(chance, &names.givens);
    (format!("{family} {given}"), format!("{family} {}.", initial(given_read)), format!("{family_read}.{given_read}").to_lowercase())
}

fn registration(chance: &mut ChaCha20Rng, proportions: &Proportions, today: NaiveDate, number: String) -> RegistrationForm {
    let fate = chance.random::<f64>();
    let (halves, status) = if fate < proportions.shares.revoked {
        (chance.random_range(0..6), "revoked")
    } else if fate < proportions.shares.revoked + proportions.shares.lapsed {
        (chance.random_range(-3..0), "lapsed")
    } else {
        (chance.random_range(0..6), "registered")
    };
    RegistrationForm { number, valid_until: end_of_half_year(today, halves).to_string(), status: Some(status.to_owned()) }
}

/// Registrations begin on 1 April and 1 October and hold for three years, so they end with March or September.
fn end_of_half_year(today: NaiveDate, halves: i32) -> NaiveDate {
    let this_one = match today.month() {
        1..=3 => today.year() * 2,
        4..=9 => today.year() * 2 + 1,
        _ => today.year() * 2 + 2,
    };
    let at = this_one + halves;
    let (month, day) = if at.rem_euclid(2) == 0 { (3, 31) } else { (9, 30) };
    NaiveDate::from_ymd_opt(at.div_euclid(2), month, day).unwrap_or(today)
}

fn consents(
    chance: &mut ChaCha20Rng,
    public_chance: &mut ChaCha20Rng,
    proportions: &Proportions,
    affiliation: Affiliation,
) -> Vec<ConsentForm> {
    let shares = &proportions.shares;
    let share = match affiliation {
        Affiliation::EmployedHidden => shares.consent_hidden,
        Affiliation::EmployedSideJobOk => shares.consent_side_job_ok,
        Affiliation::Independent => shares.consent_independent,
    };
    if !chance.random_bool(share) {
        return Vec::new();
    }
    let word = |given| ConsentForm { scope: LISTING.to_owned(), version: "2026-04".to_owned(), given };
    let mut words = if chance.random_bool(shares.withdrawn) { vec![word(true), word(false)] } else { vec![word(true)] };
    let share = match affiliation {
        Affiliation::EmployedHidden => 0.0,
        Affiliation::EmployedSideJobOk => shares.public_side_job_ok,
        Affiliation::Independent => shares.public_independent,
    };
    if public_chance.random_bool(share) {
        words.push(ConsentForm { scope: PUBLIC_LISTING.to_owned(), version: "2026-11".to_owned(), given: true });
    }
    words
}

/// What a week leaves free.
struct Freedom {
    slots: Vec<String>,
    hours: u8,
    engagements: u8,
}

fn freedom(chance: &mut ChaCha20Rng, affiliation: Affiliation) -> Freedom {
    let employed = affiliation != Affiliation::Independent;
    let mut slots = Vec::new();
    for slot in Slot::all() {
        let (weekend, evening) = (slot.day() >= 5, slot.part() == 2);
        let share = match (employed, weekend, evening) {
            // The working day belongs to the employer.
            (true, false, false) => 0.02,
            (true, false, true) => 0.6,
            (true, true, _) => 0.55,
            (false, false, false) => 0.75,
            (false, ..) => 0.25,
        };
        if chance.random_bool(share) {
            slots.push(slot.to_string());
        }
    }
    let (hours, engagements) = match affiliation {
        Affiliation::Independent => (chance.random_range(8..=30), chance.random_range(1..=5)),
        Affiliation::EmployedSideJobOk => (chance.random_range(2..=8), chance.random_range(1..=2)),
        Affiliation::EmployedHidden => (chance.random_range(0..=4), chance.random_range(0..=1)),
    };
    Freedom { slots, hours, engagements }
}

/// The own prefecture, some of those around, and for a few of the independent ones a region farther off.
fn served(chance: &mut ChaCha20Rng, catalogue: &Catalogue, place: &Place, affiliation: Affiliation) -> Vec<String> {
    let share = if affiliation == Affiliation::Independent { 0.7 } else { 0.4 };
    let around = catalogue.neighbours(&place.code);
    let mut served: Vec<String> = around.iter().filter(|_| chance.random_bool(share)).map(|code| (*code).to_owned()).collect();
    if affiliation == Affiliation::Independent && chance.random_bool(0.15) {
        let farther = one(chance, catalogue.prefectures());
        served.push(farther.code.clone());
        served.extend(farther.neighbours.iter().cloned());
    }
    served
}

fn menus(chance: &mut ChaCha20Rng, catalogue: &Catalogue, kind: &Kind, affiliation: Affiliation) -> Vec<OfferedMenuForm> {
    // Who does it beside a salary asks for less; otherwise people differ in what they think they are worth.
    let worth = chance.random_range(0.8..1.2) * if affiliation == Affiliation::Independent { 1.0 } else { 0.85 };
    let mut offered = Vec::new();
    for (at, offering) in kind.menus.iter().enumerate() {
        let takes = chance.random_bool(f64::from(offering.chance.min(100)) / 100.0);
        let Some(menu) = catalogue.menu(&offering.code).filter(|_| takes || at == 0) else { continue };
        let (low, high) = (f64::from(menu.price_low_yen), f64::from(menu.price_high_yen));
        let fee = (low + (high - low) * chance.random::<f64>().powf(2.2) * 0.8) * worth;
        let step = if menu.unit == "hour" { 500.0 } else { 1000.0 };
        let fee = (fee / step).round() * step;
        offered.push(OfferedMenuForm { menu: menu.code.clone(), minimum_fee_yen: Some(fee as u32), unit: menu.unit.clone() });
    }
    offered
}

fn qualifications(chance: &mut ChaCha20Rng, kind: &Kind) -> Vec<String> {
    kind.qualifications.iter().filter(|_| chance.random_bool(0.3)).cloned().collect()
}

fn experiences(chance: &mut ChaCha20Rng, names: &Names, kind: &Kind, today: NaiveDate) -> Vec<ExperienceForm> {
    let told = names.experiences.get(&kind.name).map(Vec::as_slice).unwrap_or_default();
    let count = chance.random_range(0..=3_usize).min(told.len());
    let this_year = u16::try_from(today.year()).unwrap_or(2026);
    let told = told.iter().take(count).map(|text| {
        let from_year = this_year - chance.random_range(1..=15);
        let to_year = chance.random_bool(0.7).then(|| (from_year + chance.random_range(0..=4)).min(this_year));
        let (industry, role) = (one(chance, &names.industries).clone(), one(chance, &names.roles).clone());
        let staff = chance.random_bool(0.6).then(|| one(chance, &StaffBand::ALL).code().to_owned());
        let guideline_step = chance.random_bool(0.6).then(|| chance.random_range(1..=4));
        ExperienceForm { industry, role, from_year: Some(from_year), to_year, staff, guideline_step, text: text.clone() }
    });
    told.collect()
}

fn blackouts(chance: &mut ChaCha20Rng, today: NaiveDate) -> Vec<BlackoutForm> {
    if !chance.random_bool(0.08) {
        return Vec::new();
    }
    let from = today + Days::new(chance.random_range(0..120));
    vec![BlackoutForm { from: from.to_string(), to: (from + Days::new(chance.random_range(2..14))).to_string() }]
}

fn confirmed(chance: &mut ChaCha20Rng, proportions: &Proportions, today: NaiveDate) -> NaiveDate {
    let days = f64::from(proportions.shares.confirmed_within_months) * 30.4 * chance.random::<f64>().powf(1.8);
    today.checked_sub_days(Days::new(days as u64)).unwrap_or(today)
}
