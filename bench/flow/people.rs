//! Who is on the list and who asks for help: the same people for nakodo and its peers, the same in every run.

use std::fmt::Write as _;

use nakodo::active_list::{BaseForm, ConditionsForm, ConsentForm, ContactForm, OfferedMenuForm, RegistrationForm, SpecialistForm};
use serde_json::{Value, json};

pub const SPECIALISTS: usize = 24_000;
/// The budget of help request 0; each next one has a yen more, by which its letters are known. Above every fee.
pub const BUDGET: usize = 100_000;

const PREFECTURES: u64 = 47;
const MENUS: [&str; 12] = [
    "first-consultation",
    "basic-check",
    "backup-plan",
    "staff-training",
    "self-check-help",
    "policy-writing",
    "security-action",
    "mail-drill",
    "risk-analysis",
    "rules-organisation",
    "supplier-choice",
    "customer-requirements",
];
const FIELDS: [&str; 4] = ["digital-operation", "security-coordination", "risk-management", "security-audit"];
const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const PARTS: [&str; 3] = ["am", "pm", "ev"];

/// A number drawn for a purpose (splitmix64), the same in every run.
fn drawn(number: usize, purpose: u64, below: u64) -> u64 {
    let mut bits = (number as u64).wrapping_mul(1_000_003).wrapping_add(purpose).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    (bits ^ (bits >> 31)) % below
}

fn prefecture(number: u64) -> String {
    format!("{:02}", number % PREFECTURES + 1)
}

/// `count` different codes.
fn some(codes: &[&'static str], number: usize, purpose: u64, count: u64) -> Vec<&'static str> {
    let length = codes.len() as u64;
    let mut places: Vec<u64> = (0..count).map(|at| drawn(number, purpose + at, length)).collect();
    places.sort_unstable();
    places.dedup();
    places.into_iter().map(|place| codes[place as usize]).collect()
}

fn slots(number: usize, purpose: u64, count: u64) -> Vec<u64> {
    let mut slots: Vec<u64> = (0..count).map(|at| drawn(number, purpose + at, 21)).collect();
    slots.sort_unstable();
    slots.dedup();
    slots
}

fn slot_code(slot: u64) -> String {
    format!("{}-{}", DAYS[slot as usize / 3], PARTS[slot as usize % 3])
}

/// Spread over many domains, as people are.
fn address(side: char, number: usize) -> String {
    format!("{side}{number}@host{}.bench.example", number % 499)
}

struct Person {
    number: usize,
    home: u64,
    fee: u64,
    max: u64,
}

impl Person {
    fn new(number: usize) -> Self {
        let home = drawn(number, 1, PREFECTURES);
        Self { number, home, fee: 8_000 + 1_000 * drawn(number, 2, 13), max: 3 + drawn(number, 3, 3) }
    }

    fn places(&self) -> Vec<String> {
        (0..3).map(|step| prefecture(self.home + step)).collect()
    }

    fn is_remote(&self) -> bool {
        drawn(self.number, 4, 2) == 0
    }

    fn menus(&self) -> Vec<&'static str> {
        some(&MENUS, self.number, 10, 3)
    }

    fn fields(&self) -> Vec<&'static str> {
        some(&FIELDS, self.number, 20, 2)
    }

    fn slots(&self) -> Vec<u64> {
        slots(self.number, 30, 5)
    }
}

/// Specialist `number` as nakodo takes them.
pub fn form(number: usize) -> SpecialistForm {
    let person = Person::new(number);
    SpecialistForm {
        registration: RegistrationForm { number: format!("{number:06}"), valid_until: "2099-03-31".into(), status: None },
        name: format!("登録 {number}"),
        contacts: vec![ContactForm { address: address('s', number), shared: false, language: None }],
        consents: vec![ConsentForm { scope: "listing".into(), version: "2026-04".into(), given: true }],
        affiliation: "independent".into(),
        base: BaseForm { prefecture: prefecture(person.home), municipality: "市".into() },
        served_prefectures: person.places(),
        remote: person.is_remote(),
        fields: person.fields().into_iter().map(Into::into).collect(),
        menus: person
            .menus()
            .into_iter()
            .map(|menu| OfferedMenuForm { menu: menu.into(), minimum_fee_yen: Some(person.fee as u32), unit: "visit".into() })
            .collect(),
        availability: person.slots().into_iter().map(slot_code).collect(),
        hours_per_week: Some(20),
        max_engagements: Some(person.max as u8),
        // A measurement at night measures letters too.
        conditions: ConditionsForm { quiet_hours: Some("none".into()), ..ConditionsForm::default() },
        ..SpecialistForm::default()
    }
}

/// The same people as an INSERT into the peers' table.
pub fn insert(numbers: std::ops::Range<usize>) -> String {
    let mut sql = "INSERT INTO specialists (id, name, address, prefecture, places, menus, fields, slots, fee_yen, max_engagements) VALUES "
        .to_owned();
    let bits = |places: &mut dyn Iterator<Item = usize>| places.fold(0_u32, |set, place| set | 1 << place);
    for number in numbers.clone() {
        let person = Person::new(number);
        let mut places = person.places();
        places.extend(person.is_remote().then(|| "remote".to_owned()));
        let fields = bits(&mut person.fields().into_iter().filter_map(|code| FIELDS.iter().position(|known| *known == code)));
        let slots = bits(&mut person.slots().into_iter().map(|slot| slot as usize));
        let comma = if number == numbers.start { "" } else { "," };
        let _infallible = write!(
            sql,
            "{comma}({number}, '登録 {number}', '{}', '{}', '{{{}}}', '{{{}}}', {fields}, {slots}, {}, {})",
            address('s', number),
            prefecture(person.home),
            places.join(","),
            person.menus().join(","),
            person.fee,
            person.max,
        );
    }
    sql
}

/// Help request `number` as it is posted: half of them on site, half of them on site or from afar.
pub fn help_request(number: usize, start_on: &str) -> Value {
    let slots: Vec<String> = slots(number, 40, 6).into_iter().map(slot_code).collect();
    json!({
        "company": {
            "name": format!("会社 {number}"), "prefecture": prefecture(drawn(number, 5, PREFECTURES)), "municipality": "市", "industry": "E",
            "employees": 10, "contact": { "name": "担当", "address": address('c', number) }
        },
        "need": {
            "menus": [MENUS[drawn(number, 6, 12) as usize]], "fields": [FIELDS[drawn(number, 7, 4) as usize]],
            "mode": if number.is_multiple_of(2) { "onsite" } else { "hybrid" }, "slots": slots, "start_on": start_on, "hours": 4,
            "budget_yen": BUDGET + number
        }
    })
}
