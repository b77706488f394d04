//! A specialist as the rest of the house knows one.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::active_list::{Conditions, Registration, RegistrationNumber};
use crate::ids::SpecialistId;
use crate::intake::StaffBand;
use crate::language::Language;
use crate::report::Mistake;
use crate::values::{Line, MailAddress, Prose, WeeklySlots};

/// How a specialist earns a living, as far as it matters for being found (seed S003: people who belong to a company should not be hit by
/// search unless they may take side jobs).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Affiliation {
    Independent,
    EmployedSideJobOk,
    /// Never shown, never matched, never counted.
    EmployedHidden,
}

impl Affiliation {
    pub fn parse(text: &str) -> Result<Self, Mistake> {
        match text.trim() {
            "independent" => Ok(Self::Independent),
            "employed_side_job_ok" => Ok(Self::EmployedSideJobOk),
            "employed_hidden" => Ok(Self::EmployedHidden),
            "" => Err(Mistake::new("required")),
            _ => Err(Mistake::new("not-one-of").with("choices", "independent, employed_side_job_ok, employed_hidden")),
        }
    }
}

/// A mailbox at which a specialist reads offers. Several people may share one (seed S002: staff are transferred).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Contact {
    pub address: MailAddress,
    pub shared: bool,
    pub language: Language,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Base {
    /// JIS X 0401 code, `01` to `47`.
    pub prefecture: String,
    pub municipality: Line,
}

/// What a minimum fee is paid for. The hours that a unit covers are data (`config/units`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FeeUnit {
    Hour,
    Visit,
    Day,
    Project,
    Month,
}

impl FeeUnit {
    pub const ALL: [FeeUnit; 5] = [Self::Hour, Self::Visit, Self::Day, Self::Project, Self::Month];

    pub fn code(self) -> &'static str {
        match self {
            Self::Hour => "hour",
            Self::Visit => "visit",
            Self::Day => "day",
            Self::Project => "project",
            Self::Month => "month",
        }
    }

    pub fn parse(text: &str) -> Result<Self, Mistake> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Mistake::new("required"));
        }
        let found = Self::ALL.into_iter().find(|unit| unit.code() == text);
        found.ok_or_else(|| Mistake::new("not-one-of").with("choices", "hour, visit, day, project, month"))
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OfferedMenu {
    /// Code of a support menu in the catalogue.
    pub menu: String,
    /// In yen, without tax.
    pub minimum_fee_yen: u32,
    pub unit: FeeUnit,
}

/// Work done before, in the person's own words (seed S003: narrative data tells more than tags).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Experience {
    /// JSIC division, `A` to `T`.
    pub industry: String,
    pub role: Line,
    pub from_year: u16,
    pub to_year: Option<u16>,
    /// Size of the company that was supported.
    #[serde(default)]
    pub staff: Option<StaffBand>,
    /// Step of the guideline for small companies at which the company stood, 1 to 4.
    #[serde(default)]
    pub guideline_step: Option<u8>,
    /// At most 2,000 characters.
    pub text: Prose,
}

/// Days on which the person takes no work, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Blackout {
    pub from: NaiveDate,
    pub to: NaiveDate,
}

impl Blackout {
    pub fn covers(&self, day: NaiveDate) -> bool {
        self.from <= day && day <= self.to
    }
}

/// A profile on the active list, checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Specialist {
    pub registration: Registration,
    pub name: Line,
    /// The name that companies see before a match, of the person's own choice.
    pub display_name: Line,
    /// At least one; the first one's language is the language of the person's letters.
    pub contacts: Vec<Contact>,
    pub affiliation: Affiliation,
    pub base: Base,
    /// Codes of the prefectures to which the person travels.
    pub served_prefectures: Vec<String>,
    /// Whether the person works from afar.
    pub remote: bool,
    /// Codes of ITSS+ fields.
    pub fields: Vec<String>,
    /// ITSS level in a field of `fields`, 1 to 7 (the national examination is level 4). Not every field needs one.
    #[serde(default)]
    pub field_levels: BTreeMap<String, u8>,
    pub menus: Vec<OfferedMenu>,
    /// Other qualifications, in the person's own words.
    pub qualifications: Vec<Line>,
    pub experiences: Vec<Experience>,
    #[schema(value_type = Vec<String>, example = json!(["mon-ev", "sat-am"]))]
    pub availability: WeeklySlots,
    pub hours_per_week: u8,
    pub blackouts: Vec<Blackout>,
    /// Engagements that the person takes at one time.
    pub max_engagements: u8,
    #[serde(default)]
    pub conditions: Conditions,
    /// When the person last said that all of this still holds.
    pub last_confirmed: NaiveDate,
}

impl Specialist {
    /// Whether several people read a mailbox of this profile, so that an acceptance has to say whose it is.
    pub fn shares_mailbox(&self) -> bool {
        self.contacts.iter().any(|contact| contact.shared)
    }

    /// The same without the person: what can be counted stays.
    pub fn of_nobody(&self, id: SpecialistId) -> Self {
        Self {
            registration: Registration { number: RegistrationNumber::of_nobody(id), ..self.registration.clone() },
            name: Line::of_nobody(),
            display_name: Line::of_nobody(),
            contacts: Vec::new(),
            base: Base { municipality: Line::of_nobody(), ..self.base.clone() },
            qualifications: Vec::new(),
            experiences: Vec::new(),
            blackouts: Vec::new(),
            availability: WeeklySlots::default(),
            conditions: Conditions::default(),
            ..self.clone()
        }
    }

    /// The same without a word of the person's own: what is chosen from lists stays, and the name is its first letter.
    pub fn without_texts(&self) -> Self {
        Self { display_name: self.name.initial(), qualifications: Vec::new(), experiences: Vec::new(), ..self.clone() }
    }

    /// The language in which the person reads letters and pages.
    pub fn language(&self) -> Language {
        self.contacts.first().map_or(Language::Ja, |contact| contact.language)
    }
}
