//! What is kept of a person's registration, and how a new finding changes it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::registry::RegisterFinding;

/// How somebody on the list stands with the register.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RegisterStanding {
    /// What the register said last; none where it was never asked.
    pub finding: Option<RegisterFinding>,
    /// The day of that snapshot.
    #[schema(example = "2026-11-01")]
    pub as_of: Option<NaiveDate>,
    /// Whether nobody asks the person until this is settled.
    pub suspended: bool,
    /// What the finding came from, keyed.
    #[serde(skip)]
    pub grounds: Option<String>,
}

impl RegisterStanding {
    /// Whether the person may carry the title.
    pub fn is_verified(&self) -> bool {
        !self.suspended && self.finding.is_some_and(RegisterFinding::verifies)
    }
}

/// What operators decide about a registration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// It is the registered person: the title is carried and offers come.
    Release,
    /// Nobody asks the person until the register says otherwise.
    Suspend,
}

impl Decision {
    pub fn code(self) -> &'static str {
        match self {
            Self::Release => "release",
            Self::Suspend => "suspend",
        }
    }

    pub fn find(code: &str) -> Option<Self> {
        [Self::Release, Self::Suspend].into_iter().find(|decision| decision.code() == code)
    }
}

/// What follows of a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub standing: RegisterStanding,
    /// Whether it differs from what was known by more than the day.
    pub is_news: bool,
    /// Whether operators have something to decide.
    pub needs_decision: bool,
}

/// Takes what a snapshot says. Whatever operators have settled stays settled while the grounds are the same.
pub fn step(before: &RegisterStanding, finding: RegisterFinding, grounds: String, as_of: NaiveDate) -> Step {
    let same_grounds = before.grounds.as_ref() == Some(&grounds);
    let vouched = same_grounds && before.finding == Some(RegisterFinding::Vouched);
    let finding = if vouched { RegisterFinding::Vouched } else { finding };
    let suspended = match finding {
        _ if finding.verifies() => false,
        _ if finding.suspends() => true,
        // What does not tell does not lift a suspension either.
        _ => before.suspended,
    };
    let standing = RegisterStanding { finding: Some(finding), as_of: Some(as_of), suspended, grounds: Some(grounds) };
    let is_news = !same_grounds || before.finding != Some(finding) || before.suspended != suspended;
    Step { needs_decision: is_news && !finding.verifies(), is_news, standing }
}
