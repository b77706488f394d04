//! People and companies of the tests. Unless changed, everybody fits [`help_request`].

use chrono::{Days, NaiveDate};
use nakodo::active_list::{BaseForm, ConditionsForm, ConsentForm, ContactForm, OfferedMenuForm, RegistrationForm, SpecialistForm};
use nakodo::intake::{CompanyContactForm, CompanyForm, HelpRequestForm, NeedForm};

/// Words that may reach a specialist only with the match.
pub const COMPANY_SECRETS: [&str; 5] = ["関金属工業", "関市", "田中 花子", "soumu@seki-kinzoku.example.jp", "受発注を電子化"];

/// A specialist of the tests.
pub struct Profile {
    form: SpecialistForm,
}

impl Profile {
    /// Somebody in Gifu with the mailbox `s<number>@example.jp`.
    pub fn numbered(number: u32) -> Self {
        Self {
            form: SpecialistForm {
                registration: RegistrationForm { number: format!("{number:06}"), valid_until: "2099-03-31".into(), status: None },
                name: format!("佐藤 {number}"),
                display_name: Some(format!("S{number}")),
                contacts: vec![ContactForm { address: format!("s{number}@example.jp"), shared: false, language: None }],
                consents: vec![ConsentForm { scope: "listing".into(), version: "2026-04".into(), given: true }],
                affiliation: "independent".into(),
                base: BaseForm { prefecture: "21".into(), municipality: "岐阜市".into() },
                served_prefectures: vec!["21".into(), "23".into()],
                remote: true,
                fields: vec!["security-coordination".into(), "digital-operation".into()],
                menus: vec![OfferedMenuForm { menu: "basic-check".into(), minimum_fee_yen: Some(15_000), unit: "visit".into() }],
                availability: vec!["tue-pm".into(), "thu-pm".into(), "sat-am".into()],
                hours_per_week: Some(6),
                max_engagements: Some(2),
                last_confirmed: Some("2026-11-01".into()),
                // Tests on the real clock run at night too. (Quiet hours have tests of their own.)
                conditions: ConditionsForm { quiet_hours: Some("none".into()), ..ConditionsForm::default() },
                ..SpecialistForm::default()
            },
        }
    }

    /// The profile as it goes to the desk or the API.
    pub fn form(self) -> SpecialistForm {
        self.form
    }
}

impl std::ops::Deref for Profile {
    type Target = SpecialistForm;

    fn deref(&self) -> &SpecialistForm {
        &self.form
    }
}

impl std::ops::DerefMut for Profile {
    fn deref_mut(&mut self) -> &mut SpecialistForm {
        &mut self.form
    }
}

/// The same, to begin a week after `today`: for tests on the real clock.
pub fn help_request_from(today: NaiveDate) -> HelpRequestForm {
    let mut form = help_request();
    form.need.start_on = (today + Days::new(7)).format("%Y-%m-%d").to_string();
    form
}

/// What B社 of the guidebook asks for: metal work, ten people, orders to go through the internet.
pub fn help_request() -> HelpRequestForm {
    HelpRequestForm {
        company: CompanyForm {
            name: "関金属工業".into(),
            corporate_number: Some("7000012050002".into()),
            prefecture: "21".into(),
            municipality: "関市".into(),
            industry: "E".into(),
            employees: Some(10),
            capital_yen: Some(10_000_000),
            contact: CompanyContactForm {
                name: "田中 花子".into(),
                address: "soumu@seki-kinzoku.example.jp".into(),
                phone: Some("0575-00-0000".into()),
                language: None,
            },
            ..CompanyForm::default()
        },
        need: NeedForm {
            menus: vec!["basic-check".into()],
            fields: Vec::new(),
            mode: "onsite".into(),
            slots: vec!["tue-pm".into(), "thu-pm".into()],
            start_on: "2026-12-01".into(),
            hours: Some(4),
            budget_yen: Some(60_000),
            urgency: None,
            narrative: "受発注を電子化するので、ネットの安全が心配です。".into(),
            ..NeedForm::default()
        },
    }
}
