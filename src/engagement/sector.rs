//! For whom work was done, as far as a track record tells it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Private or public (seed S002: users want counts of both, and no words of praise).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sector {
    Private,
    Public,
}

impl Sector {
    pub const ALL: [Self; 2] = [Self::Private, Self::Public];

    /// By the division of the industry: S is public administration (JSIC).
    pub fn of_industry(division: &str) -> Self {
        if division == "S" { Self::Public } else { Self::Private }
    }

    pub fn code(self) -> &'static str {
        match self {
            Self::Private => "private",
            Self::Public => "public",
        }
    }

    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sector| sector.code() == code)
    }
}

/// How many engagements with confirmed hours ended in a year (of Japan), for whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TrackCount {
    /// The year in which it ended, by the clocks of Japan.
    #[schema(example = 2026)]
    pub year: i32,
    pub sector: Sector,
    /// How many.
    #[schema(example = 3)]
    pub count: u32,
}
