//! What a company asks for, and the states through which its help request goes.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::intake::{Company, CompanyContact, Relations};
use crate::language::Language;
use crate::values::{Line, MailAddress, Prose, Sensitivity, WeeklySlots};

/// Where the work is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    Onsite,
    Remote,
    /// Either will do.
    Hybrid,
}

impl Mode {
    pub const ALL: [Mode; 3] = [Self::Onsite, Self::Remote, Self::Hybrid];

    pub fn code(self) -> &'static str {
        match self {
            Self::Onsite => "onsite",
            Self::Remote => "remote",
            Self::Hybrid => "hybrid",
        }
    }
}

/// How soon the company needs somebody. Each has its own wave policy in the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    Normal,
    Soon,
    /// Something has happened already.
    Incident,
}

impl Urgency {
    pub const ALL: [Urgency; 3] = [Self::Normal, Self::Soon, Self::Incident];

    pub fn code(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Soon => "soon",
            Self::Incident => "incident",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Need {
    /// Codes of support menus; all of them are wanted.
    pub menus: Vec<String>,
    /// Codes of ITSS+ fields; the more the better.
    pub fields: Vec<String>,
    pub mode: Mode,
    /// Wished slots of the week; all of them if nothing was ticked.
    #[schema(value_type = Vec<String>, example = json!(["tue-pm", "thu-pm"]))]
    pub slots: WeeklySlots,
    pub start_on: NaiveDate,
    /// Hours of work in all.
    pub hours: u16,
    /// In yen without tax, for all of the work.
    pub budget_yen: u32,
    pub urgency: Urgency,
    /// Weeks over which the work may be spread.
    #[serde(default = "a_month")]
    pub weeks: u8,
    /// The most sensitive matters that the specialist will see.
    #[serde(default = "internal")]
    pub sensitivity: Sensitivity,
    /// The language in which the work is done.
    #[serde(default)]
    pub language: Language,
    /// Whether only people are wanted who have declared that they sell no security products.
    #[serde(default)]
    pub neutral_only: bool,
    /// Whether the work belongs to a public tender.
    #[serde(default)]
    pub public_procurement: bool,
    /// Whether people are asked, too, who come to a neighbouring prefecture only.
    #[serde(default)]
    pub neighbours: bool,
    /// Codes of what the company says about others who may join in (`config/team_roles`).
    #[serde(default)]
    #[schema(example = json!(["learner"]))]
    pub team_wishes: Vec<String>,
    /// In the company's own words; shown to nobody before a match.
    pub narrative: Prose,
}

/// What help requests from before these questions existed meant.
fn a_month() -> u8 {
    4
}

fn internal() -> Sensitivity {
    Sensitivity::Internal
}

impl Need {
    /// Hours a week that the work takes, at least 1.
    pub fn weekly_hours(&self) -> u16 {
        self.hours.div_ceil(u16::from(self.weeks.max(1))).max(1)
    }
}

/// A help request, checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HelpRequest {
    pub company: Company,
    pub need: Need,
}

impl HelpRequest {
    /// The same without the company and its people: what can be counted stays, and its size only roughly.
    pub fn of_nobody(&self) -> Self {
        let contact = CompanyContact {
            name: Line::of_nobody(),
            address: MailAddress::of_nobody(),
            phone: None,
            language: self.company.contact.language,
        };
        let company = Company {
            name: Line::of_nobody(),
            corporate_number: None,
            municipality: Line::of_nobody(),
            employees: self.company.employees / 10 * 10,
            capital_yen: None,
            relations: Relations::default(),
            contact,
            ..self.company.clone()
        };
        Self { company, need: Need { narrative: Prose::default(), ..self.need.clone() } }
    }
}

/// The states of a help request. Those behind `Open` are final.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum HelpRequestState {
    /// The company has not yet pressed the button in the letter that asks whether the help request is its own.
    AwaitingConfirmation,
    /// Specialists are being asked.
    Open,
    Matched,
    /// Nobody is left to be asked.
    Unmatched,
    Cancelled,
}

impl HelpRequestState {
    pub const ALL: [HelpRequestState; 5] = [Self::AwaitingConfirmation, Self::Open, Self::Matched, Self::Unmatched, Self::Cancelled];

    pub fn code(self) -> &'static str {
        match self {
            Self::AwaitingConfirmation => "awaiting_confirmation",
            Self::Open => "open",
            Self::Matched => "matched",
            Self::Unmatched => "unmatched",
            Self::Cancelled => "cancelled",
        }
    }

    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    pub fn is_final(self) -> bool {
        !matches!(self, Self::AwaitingConfirmation | Self::Open)
    }
}
