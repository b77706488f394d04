use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A pledge that somebody gave by one press: which words, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Promise {
    /// Code of the pledge that was read.
    #[schema(example = "2026-11")]
    pub pledge: String,
    /// When it was given (RFC 3339, UTC).
    pub at: DateTime<Utc>,
}
