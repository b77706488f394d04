//! nakodo's full rules and score with the explanation of the top 50, for a real list's size.

use std::collections::HashSet;
use std::path::Path;
use std::time::Instant;

use chrono::{Days, NaiveDate};
use nakodo::active_list::{BaseForm, ConditionsForm, ContactForm, OfferedMenuForm, RegistrationForm, SpecialistForm, TravelForm};
use nakodo::catalogue::Catalogue;
use nakodo::intake::{CompanyContactForm, CompanyForm, HelpRequestForm, NeedForm};
use nakodo::matching::{Card, Index, Question as FullQuestion, Record};
use nakodo::values::Slot;

use crate::measure::{print_line, time};
use crate::question::{Question, TOP, column};

pub const PEOPLE: usize = 24_000;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 24).expect("a date")
}

fn codes<'c>(set: u32, code: impl Fn(usize) -> &'c str) -> Vec<String> {
    let mut codes: Vec<String> = (0..32).filter(|bit| set >> bit & 1 != 0).map(|bit| code(bit).to_owned()).collect();
    codes.dedup();
    codes
}

struct Words {
    catalogue: Catalogue,
}

impl Words {
    /// The synthetic list has 30 menus; those beyond the catalogue's stand for its first ones.
    fn menus(&self, set: u32) -> Vec<String> {
        let menus = self.catalogue.menus();
        let mut codes = codes(set, |bit| &menus[bit % menus.len()].code);
        codes.sort();
        codes.dedup();
        codes
    }

    fn fields(&self, set: u32) -> Vec<String> {
        codes(set, |bit| &self.catalogue.fields()[bit].code)
    }

    fn slots(&self, set: u32) -> Vec<String> {
        Slot::all().enumerate().filter(|(bit, _)| set >> bit & 1 != 0).map(|(_, slot)| slot.to_string()).collect()
    }
}

/// The profiles of a folder as people with everything that the rules look at.
fn cards(place: &Path, words: &Words) -> Vec<Card> {
    let (fields, menus, slots) = (column::<4>(place, "fields"), column::<4>(place, "menus"), column::<4>(place, "avail"));
    let (rate, fresh) = (column::<2>(place, "rate"), column::<2>(place, "fresh"));
    let (prefecture, rating) = (column::<1>(place, "pref"), column::<1>(place, "rating"));
    let (remote, capacity) = (column::<1>(place, "remote"), column::<1>(place, "cap"));
    let card = |at: usize| {
        let fields = words.fields(fields[at]);
        let offered = words.menus(menus[at]).into_iter();
        let form = SpecialistForm {
            registration: RegistrationForm { number: format!("{:06}", at % 1_000_000), valid_until: "2028-03-31".into(), status: None },
            name: "名".into(),
            contacts: vec![ContactForm { address: format!("s{at}@example.jp"), ..ContactForm::default() }],
            affiliation: "independent".into(),
            base: BaseForm { prefecture: format!("{:02}", prefecture[at]), municipality: "市".into() },
            remote: remote[at] != 0,
            field_levels: fields.iter().cloned().map(|field| (field, (rating[at] / 10 + 1).min(7) as u8)).collect(),
            fields,
            menus: offered.map(|menu| OfferedMenuForm { menu, minimum_fee_yen: Some(rate[at] / 2), unit: "hour".into() }).collect(),
            availability: words.slots(slots[at]),
            hours_per_week: Some(8),
            max_engagements: Some(capacity[at] as u8),
            conditions: ConditionsForm { travel: TravelForm { borders: Some(1), islands: false }, ..ConditionsForm::default() },
            last_confirmed: Some((today() - Days::new(u64::from(20_000 - fresh[at]))).to_string()),
            ..SpecialistForm::default()
        };
        let specialist = form.check(&words.catalogue, today()).expect("a profile without mistakes");
        let record = Record { accepted: rating[at] / 10, not_accepted: at as u32 % 7, offered_lately: at as u16 % 5, ..Record::default() };
        Card::new(&words.catalogue, uuid::Uuid::from_u128(at as u128 * 0x9E37_79B9_7F4A_7C15).into(), &specialist, true, record)
    };
    (0..fields.len()).map(card).collect()
}

fn asked(words: &Words, question: &Question, at: usize) -> FullQuestion {
    let form = HelpRequestForm {
        company: CompanyForm {
            name: "社".into(),
            prefecture: format!("{:02}", question.pref),
            municipality: "市".into(),
            industry: "E".into(),
            employees: Some(20),
            contact: CompanyContactForm { name: "人".into(), address: "a@example.jp".into(), phone: None, language: None },
            ..CompanyForm::default()
        },
        need: NeedForm {
            menus: words.menus(question.menus),
            fields: words.fields(question.fields),
            mode: if question.remote { "hybrid" } else { "onsite" }.into(),
            slots: words.slots(question.avail),
            start_on: (today() + Days::new(7)).to_string(),
            hours: Some(16),
            budget_yen: Some(question.budget as u32 * 10),
            ..NeedForm::default()
        },
    };
    let help_request = form.check(&words.catalogue, today()).expect("a help request without mistakes");
    FullQuestion::new(&words.catalogue, uuid::Uuid::from_u128(at as u128).into(), &help_request, today())
}

pub fn measure(place: &Path, questions: &[Question], passes: usize) {
    let words = Words { catalogue: Catalogue::embedded(today()).expect("the catalogue") };
    let cards = cards(place, &words);
    let began = Instant::now();
    let index = Index::build(cards);
    let build_ms = began.elapsed().as_secs_f64() * 1e3;
    let questions: Vec<FullQuestion> = questions.iter().enumerate().map(|(at, question)| asked(&words, question, at)).collect();
    let nobody = HashSet::new();
    let found: usize = questions.iter().map(|question| index.candidates(question, TOP, &nobody).len()).sum();
    let latencies = time(&questions, passes, |question| index.candidates(question, TOP, &nobody));
    print_line(
        "nakodo-full",
        index.len(),
        latencies,
        serde_json::json!({
            "found_on_average": found as f64 / questions.len() as f64,
            "build_ms": build_ms, "bytes_per_profile": index.scanned_bytes_per_card(),
        }),
    );
}
