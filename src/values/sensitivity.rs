//! How much harm it would do if what is seen at work became known (seed S004: confidential work fits badly beside a main job).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::report::Mistake;

/// From least to most sensitive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sensitivity {
    /// General advice; nothing is seen that others may not see.
    Ordinary,
    /// Papers and settings of the company.
    Internal,
    /// Personal data, trade secrets, traces of an attack.
    Confidential,
}

impl Sensitivity {
    pub const ALL: [Sensitivity; 3] = [Self::Ordinary, Self::Internal, Self::Confidential];

    pub fn code(self) -> &'static str {
        match self {
            Self::Ordinary => "ordinary",
            Self::Internal => "internal",
            Self::Confidential => "confidential",
        }
    }

    pub fn parse(text: &str) -> Result<Self, Mistake> {
        let found = Self::ALL.into_iter().find(|one| one.code() == text.trim());
        found.ok_or_else(|| Mistake::new("not-one-of").with("choices", "ordinary, internal, confidential"))
    }
}
