//! What companies that share a specialist have been promised, for the person's own export.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::desk::{OwnPool, OwnVisit};
use crate::ids::PoolId;

/// Companies that share the person over a year, or asked whether they may.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ExportedPool {
    pub id: PoolId,
    /// As the support organisation calls it.
    #[schema(example = "相談の日")]
    pub name: String,
    /// The support organisation.
    #[schema(example = "関商工会議所")]
    pub organisation: String,
    /// `asked`, `agreed`, `declined` or `left`.
    #[schema(example = "agreed")]
    pub state: String,
    /// Visits of the person, those that have been too.
    pub visits: Vec<ExportedVisit>,
}

/// A visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ExportedVisit {
    /// When it begins (RFC 3339, UTC).
    pub begins_at: DateTime<Utc>,
    #[schema(example = 120)]
    pub minutes: u32,
    /// The company, while it is on the list of its support organisation.
    #[schema(example = "関金属工業")]
    pub company: Option<String>,
}

impl From<OwnPool> for ExportedPool {
    fn from(OwnPool { id, name, org, state, visits, .. }: OwnPool) -> Self {
        let visits = visits.into_iter().map(ExportedVisit::from).collect();
        Self { id, name, organisation: org, state: state.code().to_owned(), visits }
    }
}

impl From<OwnVisit> for ExportedVisit {
    fn from(OwnVisit { begins, minutes, with, .. }: OwnVisit) -> Self {
        Self { begins_at: begins, minutes, company: with }
    }
}
