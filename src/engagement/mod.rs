//! Engagements: what a match opens between one company and one specialist. (Terms, sessions, reports and reviews will live here.)

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An engagement counts against the specialist's capacity while it runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EngagementState {
    Running,
    Closed,
}

impl EngagementState {
    pub fn code(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Closed => "closed",
        }
    }
}
