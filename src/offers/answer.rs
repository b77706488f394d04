//! How a specialist says no.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::catalogue::Catalogue;
use crate::report::{Checker, FieldError};
use crate::values::{Prose, known_code};

/// A refusal as typed on the offer page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct DeclineForm {
    /// Code of a reason in the catalogue (`config/decline_reasons`).
    pub reason: String,
    /// Optional, at most 1,000 characters.
    pub text: String,
}

/// A refusal, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decline {
    pub reason: String,
    pub text: Prose,
}

impl DeclineForm {
    pub fn check(&self, catalogue: &Catalogue) -> Result<Decline, Vec<FieldError>> {
        let mut checker = Checker::new();
        let known = catalogue.decline_reason(self.reason.trim()).is_some();
        let reason = checker.take("/reason", known_code(&self.reason, "decline-reason", known));
        let text = checker.take("/text", Prose::parse(&self.text, 1000));
        checker.finish(reason.zip(text).map(|(reason, text)| Decline { reason, text }))
    }
}
