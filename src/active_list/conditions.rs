//! Under what conditions a person takes work on: what the employer permits, whose work is out of the question, how far to travel, and
//! what is liked best. All of it may be left out. What is left out is unknown, and unknown is never taken for a yes where a yes is needed.
//!
//! Sources: seed S004 (side jobs: permission, preparation that overflows the week, conflicts of interest, no public tenders), seed S002
//! (companies fear advisers who sell their own products), features A3.7 to A3.14, AL3, AL11.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::intake::StaffBand;
use crate::language::Language;
use crate::report::Mistake;
use crate::values::{CorporateNumber, QuietHours, Sensitivity};

/// What the employer says to work beside the main job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EmployerPermission {
    Granted,
    /// The rules of employment leave it free.
    NotNeeded,
    /// Asked for, not yet answered.
    Pending,
    Refused,
}

impl EmployerPermission {
    pub fn parse(text: &str) -> Result<Self, Mistake> {
        match text.trim() {
            "granted" => Ok(Self::Granted),
            "not_needed" => Ok(Self::NotNeeded),
            "pending" => Ok(Self::Pending),
            "refused" => Ok(Self::Refused),
            "" => Err(Mistake::new("required")),
            _ => Err(Mistake::new("not-one-of").with("choices", "granted, not_needed, pending, refused")),
        }
    }
}

/// The main job of somebody who has one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Employment {
    pub employer: Option<CorporateNumber>,
    /// Other companies of the employer's group.
    pub group: Vec<CorporateNumber>,
    pub permission: Option<EmployerPermission>,
    /// The last day of a permission that was given for a time.
    pub permission_until: Option<NaiveDate>,
    /// Whether the main job lets the person go at short notice.
    pub flexible: bool,
}

/// Companies for which the person will not, or must not, work.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Conflicts {
    /// Customers of the main job.
    pub customers: Vec<CorporateNumber>,
    pub competitors: Vec<CorporateNumber>,
    /// The person's own block list; nobody is told of it.
    pub blocked: Vec<CorporateNumber>,
    /// Companies to which the person, or the employer, sells IT services. They cannot be confirmed independently.
    pub clients: Vec<CorporateNumber>,
}

/// How far the person travels besides to the prefectures served by name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Travel {
    /// Prefectures that are reached over so many land borders, bridges or tunnels from the base are served too, 0 to 3.
    pub borders: u8,
    /// Whether the person goes to islands that only ships and planes reach.
    pub islands: bool,
}

/// What the person likes best. It raises the score and keeps nobody out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Wishes {
    /// JSIC divisions.
    pub industries: Vec<String>,
    /// Sizes of company.
    pub sizes: Vec<StaffBand>,
}

/// The whole of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Conditions {
    pub employment: Employment,
    pub conflicts: Conflicts,
    pub travel: Travel,
    pub wishes: Wishes,
    /// What an hour with the company costs the person in all, in percent: 150 is half an hour of preparation for each hour.
    pub preparation_percent: u16,
    /// Codes of the frames in which the work can be done (`config/engagement`), the one to begin with first. None: not said.
    #[schema(example = json!(["individual", "honorarium"]))]
    pub frames: Vec<String>,
    /// Codes of what the person says about coming along with others, or bringing somebody along (`config/team_roles`).
    #[schema(example = json!(["comes-along"]))]
    pub teaming: Vec<String>,
    /// Languages in which the person works.
    pub languages: Vec<Language>,
    /// The most sensitive matters that the person takes on.
    pub most_sensitive: Sensitivity,
    /// Whether the person, or the employer, sells security products. None: not declared.
    pub sells_products: Option<bool>,
    /// Hours in which letters that ask for an answer wait.
    #[schema(value_type = String, example = "21-8")]
    pub quiet_hours: QuietHours,
    /// Whether the person agreed to be asked about incidents at any hour.
    pub incident_calls_any_time: bool,
}

impl Default for Conditions {
    fn default() -> Self {
        Self {
            employment: Employment::default(),
            conflicts: Conflicts::default(),
            travel: Travel::default(),
            wishes: Wishes::default(),
            preparation_percent: 100,
            frames: Vec::new(),
            teaming: Vec::new(),
            languages: vec![Language::Ja],
            most_sensitive: Sensitivity::Confidential,
            sells_products: None,
            quiet_hours: QuietHours::default(),
            incident_calls_any_time: false,
        }
    }
}
