use std::collections::HashSet;

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::active_list::{
    Affiliation, Base, Blackout, FeeUnit, OfferedMenu, Registration, RegistrationNumber, RegistrationStatus, Specialist,
};
use crate::catalogue::Catalogue;
use crate::ids::{HelpRequestId, SpecialistId};
use crate::intake::{Company, CompanyContact, HelpRequest, Mode, Need, Urgency};
use crate::language::Language;
use crate::values::{Line, MailAddress, Prose, WeeklySlots};

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 24).unwrap()
}

fn catalogue() -> Catalogue {
    Catalogue::embedded(today()).unwrap()
}

fn line(text: &str) -> Line {
    Line::parse(text, 80).unwrap()
}

/// Somebody in Gifu who fits [`need`].
fn fitting() -> Specialist {
    Specialist {
        registration: Registration {
            number: RegistrationNumber::parse("000001").unwrap(),
            valid_until: today() + Days::new(100),
            status: RegistrationStatus::Registered,
        },
        name: line("佐藤"),
        display_name: line("S"),
        contacts: Vec::new(),
        affiliation: Affiliation::Independent,
        base: Base { prefecture: "21".into(), municipality: line("岐阜市") },
        served_prefectures: vec!["21".into()],
        remote: false,
        fields: vec!["security-coordination".into(), "digital-operation".into()],
        menus: vec![OfferedMenu { menu: "basic-check".into(), minimum_fee_yen: 10_000, unit: FeeUnit::Visit }],
        qualifications: Vec::new(),
        experiences: Vec::new(),
        availability: WeeklySlots::FULL,
        hours_per_week: 8,
        blackouts: Vec::new(),
        max_engagements: 2,
        last_confirmed: today(),
    }
}

/// Four hours in Gifu for at most 40,000 yen.
fn need() -> HelpRequest {
    HelpRequest {
        company: Company {
            name: line("関金属"),
            corporate_number: None,
            prefecture: "21".into(),
            municipality: line("関市"),
            industry: "E".into(),
            employees: 10,
            capital_yen: None,
            contact: CompanyContact {
                name: line("田中"),
                address: MailAddress::parse("a@example.jp").unwrap(),
                phone: None,
                language: Language::Ja,
            },
        },
        need: Need {
            menus: vec!["basic-check".into()],
            fields: Vec::new(),
            mode: Mode::Onsite,
            slots: WeeklySlots::parse(&["tue-pm", "thu-pm"]).unwrap(),
            start_on: today() + Days::new(7),
            hours: 4,
            budget_yen: 40_000,
            urgency: Urgency::Normal,
            narrative: Prose::default(),
        },
    }
}

fn id(number: u128) -> SpecialistId {
    Uuid::from_u128(number).into()
}

fn question(help_request: &HelpRequest) -> Question {
    Question::new(&catalogue(), HelpRequestId::from(Uuid::from_u128(99)), help_request, today())
}

fn card(specialist: &Specialist) -> Card {
    Card::new(&catalogue(), id(1), specialist, true, Load::default())
}

/// The rules that keep a changed specialist out of a changed help request.
fn kept_out_by(change: impl FnOnce(&mut Specialist, &mut HelpRequest)) -> Vec<Rule> {
    let (mut specialist, mut help_request) = (fitting(), need());
    change(&mut specialist, &mut help_request);
    failing(&card(&specialist), &question(&help_request))
}

#[test]
fn each_rule_keeps_out_exactly_whom_it_names() {
    assert_eq!(kept_out_by(|_, _| {}), []);
    assert_eq!(failing(&Card::new(&catalogue(), id(1), &fitting(), false, Load::default()), &question(&need())), [Rule::Consent]);
    assert_eq!(kept_out_by(|person, _| person.registration.status = RegistrationStatus::Lapsed), [Rule::Registration]);
    assert_eq!(kept_out_by(|person, _| person.registration.valid_until = today() - Days::new(1)), [Rule::Registration]);
    assert_eq!(kept_out_by(|person, _| person.registration.valid_until = today()), []);
    assert_eq!(kept_out_by(|person, _| person.affiliation = Affiliation::EmployedHidden), [Rule::NotHidden]);
    assert_eq!(kept_out_by(|person, _| person.affiliation = Affiliation::EmployedSideJobOk), []);
    assert_eq!(kept_out_by(|person, _| person.served_prefectures = vec!["23".into()]), [Rule::Region]);
    assert_eq!(kept_out_by(|_, asked| asked.need.menus.push("mail-drill".into())), [Rule::Menus]);
    assert_eq!(kept_out_by(|person, _| person.availability = WeeklySlots::parse(&["mon-am"]).unwrap()), [Rule::Availability]);
    assert_eq!(kept_out_by(|person, _| person.hours_per_week = 0), [Rule::Availability]);
    assert_eq!(kept_out_by(|person, _| person.max_engagements = 0), [Rule::Capacity]);
    assert_eq!(kept_out_by(|_, asked| asked.need.budget_yen = 19_999), [Rule::Budget]);
    assert_eq!(kept_out_by(|_, asked| asked.need.budget_yen = 20_000), [], "two visits of two hours");
}

#[test]
fn a_blacked_out_first_day_keeps_somebody_out() {
    let away = |from: u64, to: u64| {
        move |person: &mut Specialist, _: &mut HelpRequest| {
            person.blackouts = vec![Blackout { from: today() + Days::new(from), to: today() + Days::new(to) }];
        }
    };
    assert_eq!(kept_out_by(away(7, 7)), [Rule::Availability]);
    assert_eq!(kept_out_by(away(8, 20)), []);
}

#[test]
fn remote_work_reaches_everywhere_when_both_sides_want_it() {
    let far = |mode, remote| {
        move |person: &mut Specialist, asked: &mut HelpRequest| {
            person.served_prefectures = vec!["47".into()];
            person.remote = remote;
            asked.need.mode = mode;
        }
    };
    assert_eq!(kept_out_by(far(Mode::Remote, true)), []);
    assert_eq!(kept_out_by(far(Mode::Hybrid, true)), []);
    assert_eq!(kept_out_by(far(Mode::Onsite, true)), [Rule::Region]);
    assert_eq!(kept_out_by(far(Mode::Remote, false)), [Rule::Region]);
}

#[test]
fn running_work_and_open_offers_use_up_capacity() {
    let with = |engagements, open_offers| {
        failing(&Card::new(&catalogue(), id(1), &fitting(), true, Load { engagements, open_offers }), &question(&need()))
    };
    assert_eq!(with(1, 2), []);
    assert_eq!(with(2, 0), [Rule::Capacity]);
    assert_eq!(with(0, 3), [Rule::Capacity]);
}

#[test]
fn asking_for_fields_alone_wants_at_least_one_of_them() {
    let asking = |fields: &'static [&'static str]| {
        move |_: &mut Specialist, asked: &mut HelpRequest| {
            asked.need.menus.clear();
            asked.need.fields = fields.iter().map(|code| (*code).to_owned()).collect();
        }
    };
    assert_eq!(kept_out_by(asking(&["digital-operation", "legal"])), []);
    assert_eq!(kept_out_by(asking(&["legal"])), [Rule::Menus]);
}

#[test]
fn timed_fees_count_once_and_flat_fees_add_up() {
    let asking = |budget| {
        move |person: &mut Specialist, asked: &mut HelpRequest| {
            person.menus.push(OfferedMenu { menu: "staff-training".into(), minimum_fee_yen: 7_000, unit: FeeUnit::Hour });
            person.menus.push(OfferedMenu { menu: "policy-writing".into(), minimum_fee_yen: 30_000, unit: FeeUnit::Project });
            asked.need.menus = vec!["basic-check".into(), "staff-training".into(), "policy-writing".into()];
            asked.need.budget_yen = budget;
        }
    };
    // The dearer of 2 visits of 10,000 and 4 hours of 7,000, and the project on top.
    assert_eq!(kept_out_by(asking(58_000)), []);
    assert_eq!(kept_out_by(asking(57_999)), [Rule::Budget]);
}

#[test]
fn being_nearer_fresher_or_freer_never_lowers_the_score() {
    let of = |change: fn(&mut Specialist)| {
        let mut person = fitting();
        change(&mut person);
        score(&card(&person), &question(&need()))
    };
    let best = of(|_| {});
    assert!(best > of(|person| person.base.prefecture = "23".into()));
    assert!(of(|person| person.base.prefecture = "23".into()) > of(|person| person.base.prefecture = "01".into()));
    assert!(best > of(|person| person.last_confirmed = today() - Days::new(200)));
    assert!(best > of(|person| person.availability = WeeklySlots::parse(&["tue-pm"]).unwrap()));
    assert!(best > of(|person| person.fields.clear()));
}

#[test]
fn what_is_not_known_counts_nothing() {
    let mut person = fitting();
    person.menus.clear();
    let empty = score(&card(&person), &question(&need()));
    assert!(empty < score(&card(&fitting()), &question(&need())));
}

/// People with a few traits drawn at random, so that many are kept out and many tie.
fn people() -> impl Strategy<Value = Vec<(Specialist, bool, Load)>> {
    let one = (1_u32..=47, any::<bool>(), 0_u32..8, 0_u32..60_000, 0_u64..400, any::<bool>(), 0_u16..3, 0_u16..4);
    let person = one.prop_map(|(prefecture, remote, slots, fee, age, consented, engagements, open_offers)| {
        let mut person = fitting();
        person.base.prefecture = format!("{prefecture:02}");
        person.served_prefectures = vec![person.base.prefecture.clone(), "21".into()];
        person.remote = remote;
        person.availability = WeeklySlots::from_bits(slots << 4);
        person.menus[0].minimum_fee_yen = fee / 10_000 * 10_000;
        person.last_confirmed = today() - Days::new(age / 100 * 100);
        (person, consented, Load { engagements, open_offers })
    });
    prop::collection::vec(person, 0..60)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_best_are_those_of_a_full_sort_whatever_the_order_of_arrival(people in people(), limit in 1_usize..20, skip in 0_u128..5) {
        let catalogue = catalogue();
        let question = question(&need());
        let cards: Vec<Card> = people
            .iter()
            .enumerate()
            .map(|(at, (person, consented, load))| Card::new(&catalogue, id(at as u128), person, *consented, *load))
            .collect();
        let except: HashSet<SpecialistId> = [id(skip)].into();
        let (mut index, mut backwards) = (Index::default(), Index::default());
        cards.iter().cloned().for_each(|card| index.put(card));
        cards.iter().rev().cloned().for_each(|card| backwards.put(card));

        let found = index.candidates(&question, limit, &except);
        prop_assert_eq!(&found, &backwards.candidates(&question, limit, &except));

        let mut may: Vec<&Card> = cards.iter().filter(|card| failing(card, &question).is_empty() && !except.contains(&card.id)).collect();
        may.sort_by(|one, other| score(other, &question).total_cmp(&score(one, &question)));
        let scores: Vec<f64> = found.iter().map(|candidate| candidate.explanation.score).collect();
        let expected: Vec<f64> = may.iter().take(limit).map(|card| score(card, &question)).collect();
        prop_assert_eq!(scores, expected);
        for candidate in &found {
            prop_assert!((0.0..=1.0).contains(&candidate.explanation.score));
            let sum: f64 = candidate.explanation.terms.iter().map(|term| f64::from(term.weight) * f64::from(term.value.unwrap_or(0.0))).sum();
            prop_assert!((sum - candidate.explanation.score).abs() < 1e-5, "the terms add up to the score");
        }

        let tally = index.tally(&question);
        for (rule, people) in tally.kept_out {
            prop_assert_eq!(people, cards.iter().filter(|card| !rule.holds(card, &question)).count());
        }
    }

    #[test]
    fn putting_a_card_again_replaces_it(people in people()) {
        let catalogue = catalogue();
        let mut index = Index::default();
        for (person, consented, load) in &people {
            index.put(Card::new(&catalogue, id(1), person, *consented, *load));
        }
        prop_assert_eq!(index.len(), usize::from(!people.is_empty()));
    }
}
