//! What matching promises. Everybody here fits the help request unless changed.

mod index;
mod pauses;
mod relaxation;
mod rules;
mod score;
mod supply;

use std::sync::LazyLock;

use chrono::{Days, NaiveDate};
use uuid::Uuid;

use super::*;
use crate::active_list::{
    Affiliation, Base, Conditions, FeeUnit, OfferedMenu, Registration, RegistrationNumber, RegistrationStatus, Specialist,
};
use crate::catalogue::Catalogue;
use crate::ids::{HelpRequestId, SpecialistId};
use crate::intake::{Company, CompanyContact, HelpRequest, Mode, Need, Relations, Urgency};
use crate::language::Language;
use crate::values::{CorporateNumber, Line, MailAddress, Prose, Sensitivity, WeeklySlots};

pub(super) static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::embedded(today()).unwrap());

pub(super) fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 24).unwrap()
}

pub(super) fn line(text: &str) -> Line {
    Line::parse(text, 80).unwrap()
}

pub(super) fn company(number: u64) -> CorporateNumber {
    CorporateNumber::from_base(number)
}

/// Somebody in Gifu who fits [`need`].
pub(super) fn fitting() -> Specialist {
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
        field_levels: [("security-coordination".to_owned(), 4)].into(),
        menus: vec![OfferedMenu { menu: "basic-check".into(), minimum_fee_yen: 10_000, unit: FeeUnit::Visit }],
        qualifications: Vec::new(),
        experiences: Vec::new(),
        availability: WeeklySlots::FULL,
        hours_per_week: 8,
        blackouts: Vec::new(),
        max_engagements: 2,
        conditions: Conditions::default(),
        last_confirmed: today(),
    }
}

/// Four hours within a month in Gifu for at most 40,000 yen.
pub(super) fn need() -> HelpRequest {
    HelpRequest {
        company: Company {
            name: line("関金属"),
            corporate_number: Some(company(1)),
            prefecture: "21".into(),
            municipality: line("関市"),
            industry: "E".into(),
            employees: 10,
            capital_yen: None,
            industry_code: None,
            on_island: false,
            relations: Relations::default(),
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
            weeks: 4,
            sensitivity: Sensitivity::Internal,
            language: Language::Ja,
            neutral_only: false,
            public_procurement: false,
            neighbours: false,
            team_wishes: Vec::new(),
            narrative: Prose::default(),
        },
    }
}

pub(super) fn id(number: u128) -> SpecialistId {
    Uuid::from_u128(number).into()
}

pub(super) fn question(help_request: &HelpRequest) -> Question {
    Question::new(&CATALOGUE, HelpRequestId::from(Uuid::from_u128(99)), help_request, today())
}

pub(super) fn card(specialist: &Specialist) -> Card {
    Card::new(&CATALOGUE, id(1), specialist, true, Record::default())
}

#[test]
fn the_page_on_matching_has_a_row_for_every_rule_and_term() {
    let page = include_str!("../../../docs/matching.md");
    let codes = Rule::ALL.map(Rule::code).into_iter().chain(Term::ALL.map(Term::code));
    for code in codes {
        assert!(page.contains(&format!("\n| `{code}` |")), "no row for {code}");
    }
}
