//! The parts of matching at the size of the whole register: `cargo bench --bench matching`. Against peers: `bench/matching`.

use std::collections::HashSet;
use std::hint::black_box;

use chrono::{Days, NaiveDate};
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use nakodo::active_list::{BaseForm, ConditionsForm, ContactForm, OfferedMenuForm, RegistrationForm, SpecialistForm, TravelForm};
use nakodo::catalogue::Catalogue;
use nakodo::intake::{CompanyContactForm, CompanyForm, HelpRequestForm, NeedForm};
use nakodo::matching::{Card, Index, Question, Record, relaxations};
use nakodo::values::Slot;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

const PEOPLE: usize = 24_000;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 24).expect("a date")
}

fn cards(catalogue: &Catalogue) -> Vec<Card> {
    let mut random = ChaCha8Rng::seed_from_u64(11);
    let mut card = |number: usize| {
        let mut some = |share: f64| random.random_bool(share);
        let menus = catalogue.menus().iter().filter(|_| some(0.15)).map(|menu| menu.code.clone()).collect::<Vec<_>>();
        let fields = catalogue.fields().iter().filter(|_| some(0.2)).map(|field| field.code.clone()).collect::<Vec<_>>();
        let slots = Slot::all().filter(|_| some(0.35)).map(|slot| slot.to_string()).collect();
        let form = SpecialistForm {
            registration: RegistrationForm { number: format!("{number:06}"), valid_until: "2028-03-31".into(), status: None },
            name: "名".into(),
            contacts: vec![ContactForm { address: format!("s{number}@example.jp"), ..ContactForm::default() }],
            affiliation: "independent".into(),
            base: BaseForm { prefecture: format!("{:02}", random.random_range(1..=47)), municipality: "市".into() },
            remote: random.random_bool(0.5),
            field_levels: fields.iter().map(|field| (field.clone(), random.random_range(2..=6))).collect(),
            fields,
            menus: menus
                .into_iter()
                .map(|menu| OfferedMenuForm { menu, minimum_fee_yen: Some(random.random_range(5..40) * 1000), unit: "visit".into() })
                .collect(),
            availability: slots,
            hours_per_week: Some(random.random_range(2..20)),
            max_engagements: Some(random.random_range(0..4)),
            conditions: ConditionsForm { travel: TravelForm { borders: Some(1), islands: false }, ..ConditionsForm::default() },
            last_confirmed: Some((today() - Days::new(random.random_range(0..400))).to_string()),
            ..SpecialistForm::default()
        };
        let specialist = form.check(catalogue, today()).expect("a profile without mistakes");
        let record = Record { accepted: random.random_range(0..9), not_accepted: random.random_range(0..9), ..Record::default() };
        Card::new(catalogue, uuid::Uuid::from_u128(random.random()).into(), &specialist, true, record)
    };
    (0..PEOPLE).map(&mut card).collect()
}

fn question(catalogue: &Catalogue, mode: &str, budget_yen: u32) -> Question {
    let form = HelpRequestForm {
        company: CompanyForm {
            name: "社".into(),
            prefecture: "21".into(),
            municipality: "市".into(),
            industry: "E".into(),
            employees: Some(20),
            contact: CompanyContactForm { name: "人".into(), address: "a@example.jp".into(), ..CompanyContactForm::default() },
            ..CompanyForm::default()
        },
        need: NeedForm {
            menus: vec!["basic-check".into()],
            mode: mode.into(),
            slots: vec!["tue-pm".into(), "thu-pm".into(), "sat-am".into()],
            start_on: "2026-12-01".into(),
            hours: Some(6),
            budget_yen: Some(budget_yen),
            narrative: "ランサムウェアが心配です。".into(),
            ..NeedForm::default()
        },
    };
    let help_request = form.check(catalogue, today()).expect("a help request without mistakes");
    Question::new(catalogue, uuid::Uuid::from_u128(9).into(), &help_request, today())
}

fn matching(c: &mut Criterion) {
    let catalogue = Catalogue::embedded(today()).expect("the catalogue");
    let cards = cards(&catalogue);
    let mut index = Index::build(cards.clone());
    let nobody = HashSet::new();
    let mut group = c.benchmark_group("24,000 people");
    group.sample_size(20);
    for mode in ["onsite", "hybrid"] {
        let question = question(&catalogue, mode, 60_000);
        group.bench_function(format!("the best 50 with reasons, {mode}"), |b| {
            b.iter(|| index.candidates(black_box(&question), 50, &nobody))
        });
    }
    let poor = question(&catalogue, "onsite", 5_000);
    group.bench_function("how many each rule keeps out", |b| b.iter(|| index.tally(black_box(&poor))));
    group.bench_function("what to change", |b| b.iter(|| relaxations(&index, black_box(&poor), 3, &nobody)));
    group.bench_function("build", |b| b.iter_batched(|| cards.clone(), Index::build, BatchSize::LargeInput));
    let mut next = cards.iter().cycle();
    let mut next = || next.next().cloned().expect("there are people");
    group
        .bench_function("put a card in the place of another", |b| b.iter_batched(&mut next, |card| index.put(card), BatchSize::SmallInput));
    group.finish();
}

criterion_group!(benches, matching);
criterion_main!(benches);
