//! What a specialist may know before a match. Anonymity is kept by the type: there is no field for a name, an address or free text.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::intake::{HelpRequest, Mode, Urgency};
use crate::language::Language;
use crate::report::Mistake;
use crate::values::{Sensitivity, WeeklySlots};

/// A company's size as a band, since an exact number of staff with an industry and a prefecture may point at one company.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub enum StaffBand {
    #[serde(rename = "up-to-5")]
    UpTo5,
    #[serde(rename = "up-to-20")]
    UpTo20,
    #[serde(rename = "up-to-50")]
    UpTo50,
    #[serde(rename = "up-to-100")]
    UpTo100,
    #[serde(rename = "up-to-300")]
    UpTo300,
    #[serde(rename = "over-300")]
    Over300,
}

impl StaffBand {
    pub const ALL: [StaffBand; 6] = [Self::UpTo5, Self::UpTo20, Self::UpTo50, Self::UpTo100, Self::UpTo300, Self::Over300];

    pub fn of(employees: u32) -> Self {
        match employees {
            0..=5 => Self::UpTo5,
            6..=20 => Self::UpTo20,
            21..=50 => Self::UpTo50,
            51..=100 => Self::UpTo100,
            101..=300 => Self::UpTo300,
            _ => Self::Over300,
        }
    }

    pub fn parse(code: &str) -> Result<Self, Mistake> {
        let choices = || Self::ALL.map(Self::code).join(", ");
        Self::ALL.into_iter().find(|band| band.code() == code.trim()).ok_or_else(|| Mistake::new("not-one-of").with("choices", choices()))
    }

    pub fn code(self) -> &'static str {
        match self {
            Self::UpTo5 => "up-to-5",
            Self::UpTo20 => "up-to-20",
            Self::UpTo50 => "up-to-50",
            Self::UpTo100 => "up-to-100",
            Self::UpTo300 => "up-to-300",
            Self::Over300 => "over-300",
        }
    }
}

/// A help request without the company (feature A2.20: two-stage disclosure).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AnonymousNeed {
    pub prefecture: String,
    pub industry: String,
    pub staff: StaffBand,
    pub menus: Vec<String>,
    pub fields: Vec<String>,
    pub mode: Mode,
    #[schema(value_type = Vec<String>)]
    pub slots: WeeklySlots,
    pub start_on: NaiveDate,
    pub hours: u16,
    pub budget_yen: u32,
    pub urgency: Urgency,
    pub weeks: u8,
    pub sensitivity: Sensitivity,
    pub language: Language,
    /// Whether it is for a public contract.
    pub public_procurement: bool,
    /// Codes of what the company says about others who may join in.
    #[serde(default)]
    #[schema(example = json!(["learner"]))]
    pub team_wishes: Vec<String>,
    /// Whether the company is on an island that only ships and planes reach.
    pub on_island: bool,
}

impl From<&HelpRequest> for AnonymousNeed {
    fn from(help_request: &HelpRequest) -> Self {
        let HelpRequest { company, need } = help_request;
        Self {
            prefecture: company.prefecture.clone(),
            industry: company.industry.clone(),
            staff: StaffBand::of(company.employees),
            menus: need.menus.clone(),
            fields: need.fields.clone(),
            mode: need.mode,
            slots: need.slots,
            start_on: need.start_on,
            hours: need.hours,
            budget_yen: need.budget_yen,
            urgency: need.urgency,
            weeks: need.weeks,
            sensitivity: need.sensitivity,
            language: need.language,
            public_procurement: need.public_procurement,
            team_wishes: need.team_wishes.clone(),
            on_island: company.on_island,
        }
    }
}
