//! `config/activities`: what can be entered into the ledger of credits, until when an approval is waited for, and how many entries are drawn.

use serde::Deserialize;

use crate::catalogue::{Catalogue, Named};

/// A fact about an activity that only some kinds need.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ActivityFact {
    Time,
    Count,
    Author,
    Days,
    People,
    Paid,
    ForWhom,
}

/// A kind of activity.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActivityKind {
    pub code: String,
    pub ja: String,
    pub en: String,
    pub asks: Vec<ActivityFact>,
}

impl Named for ActivityKind {
    fn ja(&self) -> &str {
        &self.ja
    }

    fn en(&self) -> &str {
        &self.en
    }
}

impl ActivityKind {
    pub fn asks(&self, fact: ActivityFact) -> bool {
        self.asks.contains(&fact)
    }
}

/// After how many days an approver is reminded, and after how many the claim ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApprovalDays {
    pub remind_days: u16,
    pub end_days: u16,
}

#[derive(Clone, Debug, Deserialize)]
pub struct ActivityRules {
    pub approval: ApprovalDays,
    /// Of a thousand entries so many are drawn to be looked at.
    pub audit_per_mille: u16,
    /// How many claims of one specialist can wait at a time.
    pub most_waiting: u16,
    pub kinds: Vec<ActivityKind>,
}

impl ActivityRules {
    pub fn kind(&self, code: &str) -> Option<&ActivityKind> {
        self.kinds.iter().find(|kind| kind.code == code)
    }

    pub(super) fn check(&self) -> Result<(), String> {
        let ApprovalDays { remind_days, end_days } = self.approval;
        if remind_days == 0 || remind_days >= end_days || end_days > 366 {
            return Err("an approver is reminded before the claim ends, and it ends within a year".to_owned());
        }
        if self.audit_per_mille > 1000 || self.most_waiting == 0 {
            return Err("at most all of a thousand can be drawn, and at least one claim can wait".to_owned());
        }
        if self.kind("engagement").is_none() {
            return Err("what a company confirms is entered as `engagement`".to_owned());
        }
        Ok(())
    }
}

impl Catalogue {
    /// What can be entered into the ledger of credits.
    pub fn activities(&self) -> &ActivityRules {
        &self.activities
    }
}
