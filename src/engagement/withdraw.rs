//! Stepping back from an engagement.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::engagement::EngagementState;
use crate::report::{Checker, FieldError, Mistake};
use crate::values::Prose;

/// A side of an engagement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    Specialist,
    Company,
}

impl Side {
    pub fn code(self) -> &'static str {
        match self {
            Self::Specialist => "specialist",
            Self::Company => "company",
        }
    }

    pub fn find(code: &str) -> Option<Self> {
        [Self::Specialist, Self::Company].into_iter().find(|side| side.code() == code)
    }

    pub fn other(self) -> Self {
        match self {
            Self::Specialist => Self::Company,
            Self::Company => Self::Specialist,
        }
    }

    /// How an engagement ends that this side withdraws. What a company says of a specialist is one side's word, so it costs nobody anything.
    pub fn ends_as(self) -> EngagementState {
        match self {
            Self::Specialist => EngagementState::BrokenOff,
            Self::Company => EngagementState::NoShow,
        }
    }
}

/// A withdrawal as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct WithdrawForm {
    /// Why, for the other side to read; at most 1,000 characters.
    pub reason: String,
}

impl WithdrawForm {
    pub fn check(&self) -> Result<Prose, Vec<FieldError>> {
        let mut checker = Checker::new();
        let typed = Prose::parse(&self.reason, 1000);
        let reason = typed.and_then(|text| if text.as_str().is_empty() { Err(Mistake::new("required")) } else { Ok(text) });
        let reason = checker.take("/reason", reason);
        checker.finish(reason)
    }
}
