//! The seven companies of the demo. Their trades, sizes and troubles follow the cases of seeds S001 (A to D) and S000 (the retailer that goes
//! into e-commerce, the two companies described by their figures); places, figures of the need and every word are nakodo's own.

use chrono::{Days, NaiveDate};

use crate::intake::{CompanyContactForm, CompanyForm, HelpRequestForm, NeedForm, RelationsForm};
use crate::values::CorporateNumber;

/// What somebody who was asked does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    Accept,
    /// With the code of a reason.
    Decline(&'static str),
    Silent,
}

/// By which way a help request comes in.
#[derive(Clone, Copy, Debug)]
pub(super) enum Through {
    /// The company itself, which confirms through the link in its letter.
    Itself,
    /// A support organisation: name and mailbox.
    SupportOrg(&'static str, &'static str),
}

/// One company with its story.
#[derive(Clone, Debug)]
pub(super) struct Tale {
    /// Key of the sentence that tells its trouble.
    pub trouble: &'static str,
    pub name: &'static str,
    /// Last digits of its corporate number: of a block that, as far as we know, is not given out.
    number: u64,
    prefecture: &'static str,
    municipality: &'static str,
    industry: &'static str,
    employees: u32,
    capital_yen: u64,
    contact: (&'static str, &'static str),
    language: &'static str,
    pub through: Through,
    menus: &'static [&'static str],
    mode: &'static str,
    slots: &'static [&'static str],
    starts_in_days: u64,
    hours: u16,
    budget_yen: u32,
    urgency: &'static str,
    narrative: &'static str,
    /// What the people of each wave do, the best match first; those beyond stay silent.
    pub waves: &'static [&'static [Act]],
    /// Nobody answers: the visitor of the demo may.
    pub left_open: bool,
}

impl Tale {
    /// The help request as its company or support organisation types it on `today`.
    pub(super) fn form(&self, today: NaiveDate) -> HelpRequestForm {
        let texts = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect();
        let starts = today.checked_add_days(Days::new(self.starts_in_days)).unwrap_or(today);
        HelpRequestForm {
            company: CompanyForm {
                name: self.name.to_owned(),
                corporate_number: Some(CorporateNumber::from_base(999_900_000_000 + self.number).as_str().to_owned()),
                prefecture: self.prefecture.to_owned(),
                municipality: self.municipality.to_owned(),
                industry: self.industry.to_owned(),
                employees: Some(self.employees),
                capital_yen: Some(self.capital_yen),
                industry_code: None,
                on_island: false,
                relations: RelationsForm::default(),
                contact: CompanyContactForm {
                    name: self.contact.0.to_owned(),
                    address: self.contact.1.to_owned(),
                    phone: None,
                    language: Some(self.language.to_owned()),
                },
            },
            need: NeedForm {
                menus: texts(self.menus),
                fields: Vec::new(),
                mode: self.mode.to_owned(),
                slots: texts(self.slots),
                start_on: starts.to_string(),
                hours: Some(self.hours),
                budget_yen: Some(self.budget_yen),
                urgency: Some(self.urgency.to_owned()),
                narrative: self.narrative.to_owned(),
                weeks: Some(8),
                ..NeedForm::default()
            },
        }
    }
}

/// In the order in which they are told; the last one is left open.
pub(super) const TALES: [Tale; 7] = [
    // S001, A: construction, 30 people; a partner lost its servers.
    Tale {
        trouble: "demo-trouble-a",
        name: "A社",
        number: 1,
        prefecture: "11",
        municipality: "川口市",
        industry: "D",
        employees: 30,
        capital_yen: 30_000_000,
        contact: ("石井 総務課長", "soumu@a-sha.example.jp"),
        language: "ja",
        through: Through::Itself,
        menus: &["basic-check", "backup-plan"],
        mode: "hybrid",
        slots: &["wed-pm", "wed-ev", "fri-ev", "sat-am", "sat-pm"],
        starts_in_days: 10,
        hours: 4,
        budget_yen: 180_000,
        urgency: "normal",
        narrative: "図面のデータが消えると仕事が止まります。控えが取れているかを見てほしいです。",
        waves: &[&[Act::Decline("no-time"), Act::Accept, Act::Silent]],
        left_open: false,
    },
    // S001, B: metal work, 10 people; municipality -> industrial promotion organisation -> specialist.
    Tale {
        trouble: "demo-trouble-b",
        name: "B社",
        number: 2,
        prefecture: "21",
        municipality: "関市",
        industry: "E",
        employees: 10,
        capital_yen: 10_000_000,
        contact: ("関 工場長", "koujou@b-sha.example.jp"),
        language: "ja",
        through: Through::SupportOrg("ぎふ産業振興機構(架空)", "soudan@gifu-shinkou.example"),
        menus: &["network-setup"],
        mode: "hybrid",
        slots: &["tue-pm", "thu-pm", "tue-ev", "thu-ev", "sat-am"],
        starts_in_days: 14,
        hours: 4,
        budget_yen: 120_000,
        urgency: "normal",
        narrative: "受発注をインターネットでするようになり、Wi-Fi と出入口の機器がこのままでよいか心配です。",
        waves: &[&[Act::Accept, Act::Silent, Act::Silent]],
        left_open: false,
    },
    // S001, C: wholesale of recycled materials, 100 people; a new large customer asks for more. Here the first three do not come to it.
    Tale {
        trouble: "demo-trouble-c",
        name: "C社",
        number: 3,
        prefecture: "27",
        municipality: "堺市",
        industry: "I",
        employees: 100,
        capital_yen: 80_000_000,
        contact: ("堺 管理部長", "kanri@c-sha.example.jp"),
        language: "ja",
        through: Through::SupportOrg("みなと商工会議所(架空)", "keiei@minato-cci.example"),
        menus: &["customer-requirements"],
        mode: "hybrid",
        slots: &["mon-ev", "tue-ev", "wed-pm", "thu-ev", "sat-am", "sat-pm"],
        starts_in_days: 21,
        hours: 14,
        budget_yen: 260_000,
        urgency: "normal",
        narrative: "新しい取引先から確認の表が届きました。答え方と、足りないところの直し方を相談したいです。",
        waves: &[&[Act::Decline("conflict-of-interest"), Act::Decline("no-time"), Act::Silent], &[Act::Accept, Act::Silent, Act::Silent]],
        left_open: false,
    },
    // S001, D: information and communications, 50 people; its customers ask how it would recover.
    Tale {
        trouble: "demo-trouble-d",
        name: "D社",
        number: 4,
        prefecture: "40",
        municipality: "福岡市",
        industry: "G",
        employees: 50,
        capital_yen: 20_000_000,
        contact: ("Maria Lopez", "ops@d-sha.example.jp"),
        language: "en",
        through: Through::Itself,
        menus: &["incident-readiness"],
        mode: "remote",
        slots: &[],
        starts_in_days: 14,
        hours: 14,
        budget_yen: 240_000,
        urgency: "normal",
        narrative: "Customers ask how we notice, contain and recover. We want a plan and one rehearsal.",
        waves: &[&[Act::Decline("employer-objects"), Act::Accept, Act::Silent]],
        left_open: false,
    },
    // S000, m: retail, 300 people, goes into e-commerce; small by its capital only.
    Tale {
        trouble: "demo-trouble-m",
        name: "m社",
        number: 5,
        prefecture: "13",
        municipality: "大田区",
        industry: "I",
        employees: 300,
        capital_yen: 50_000_000,
        contact: ("大森 情報システム課", "it@m-sha.example.jp"),
        language: "ja",
        through: Through::Itself,
        menus: &["ec-review", "web-assessment"],
        mode: "hybrid",
        slots: &["mon-pm", "wed-pm", "wed-ev", "thu-ev", "fri-ev", "sat-am", "sat-pm", "sun-pm"],
        starts_in_days: 7,
        hours: 14,
        budget_yen: 900_000,
        urgency: "soon",
        narrative: "春にネット販売を始めます。稟議の前に、どこに気をつけるべきかを第三者に見てもらいたいです。",
        waves: &[&[Act::Silent, Act::Silent, Act::Silent, Act::Silent], &[Act::Accept, Act::Silent]],
        left_open: false,
    },
    // S000: manufacturing, 200 people, capital 100 million yen. Asks for much, far away, for too little.
    Tale {
        trouble: "demo-trouble-seisaku",
        name: "甲製作所",
        number: 6,
        prefecture: "32",
        municipality: "隠岐の島町",
        industry: "E",
        employees: 200,
        capital_yen: 100_000_000,
        contact: ("隠岐 製造部", "seizou@kou-seisaku.example.jp"),
        language: "ja",
        through: Through::SupportOrg("しまね商工会連合会(架空)", "shien@shimane-sci.example"),
        menus: &["factory-security"],
        mode: "onsite",
        slots: &["tue-am", "tue-pm"],
        starts_in_days: 30,
        hours: 21,
        budget_yen: 30_000,
        urgency: "normal",
        narrative: "工場の機械を外から保守できるようにしたところ、止められないかが気になっています。",
        waves: &[],
        left_open: false,
    },
    // S000: construction, 20 people, capital 20 million yen, five PCs in one office.
    Tale {
        trouble: "demo-trouble-koumuten",
        name: "乙工務店",
        number: 7,
        prefecture: "14",
        municipality: "川崎市",
        industry: "D",
        employees: 20,
        capital_yen: 20_000_000,
        contact: ("乙川 社長", "info@otsu-koumuten.example.jp"),
        language: "ja",
        through: Through::SupportOrg("たまがわ商工会(架空)", "shidouin@tamagawa-sci.example"),
        menus: &["first-consultation", "staff-training"],
        mode: "hybrid",
        slots: &["fri-pm", "fri-ev", "sat-am", "sat-pm"],
        starts_in_days: 10,
        hours: 4,
        budget_yen: 120_000,
        urgency: "normal",
        narrative: "事務所のパソコンは五台です。何から始めるかを教わり、皆に一度話してもらいたいです。",
        waves: &[],
        left_open: true,
    },
];
