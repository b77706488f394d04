//! `config/endorsements`: how an organisation recommends a specialist it knows.

use serde::Deserialize;

use crate::catalogue::data::named;
use crate::catalogue::{Catalogue, Named};

/// As what an organisation speaks.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EndorserKind {
    pub code: String,
    pub ja: String,
    pub en: String,
}

/// From what an organisation knows the person.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EndorsementReason {
    pub code: String,
    pub ja: String,
    pub en: String,
}

named!(EndorserKind);
named!(EndorsementReason);

#[derive(Clone, Debug, Deserialize)]
pub struct EndorsementRules {
    pub kinds: Vec<EndorserKind>,
    pub reasons: Vec<EndorsementReason>,
    /// For how long one can be given at most.
    pub longest_days: u16,
    /// How long the specialist has to agree.
    pub answer_days: u16,
    /// How long before the end both are told.
    pub remind_days: u16,
}

impl EndorsementRules {
    pub fn kind(&self, code: &str) -> Option<&EndorserKind> {
        self.kinds.iter().find(|kind| kind.code == code)
    }

    pub fn reason(&self, code: &str) -> Option<&EndorsementReason> {
        self.reasons.iter().find(|reason| reason.code == code)
    }

    pub(super) fn check(&self) -> Result<(), String> {
        if self.kinds.is_empty() || self.reasons.is_empty() {
            return Err("a kind of organisation and a reason are needed".to_owned());
        }
        if !(1..=1098).contains(&self.longest_days) {
            return Err("one can be given for a day at least, and for three years at most".to_owned());
        }
        if self.answer_days == 0 || self.answer_days > 100 || self.remind_days == 0 || self.remind_days >= self.longest_days {
            return Err("there are days to agree, and both are told before the end".to_owned());
        }
        Ok(())
    }
}

impl Catalogue {
    /// How an organisation recommends a specialist it knows.
    pub fn endorsements(&self) -> &EndorsementRules {
        &self.endorsements
    }
}
