//! `config/complaints`: what a complaint can be about, and by when who has to act.

use serde::Deserialize;

use crate::catalogue::data::named;
use crate::catalogue::{Catalogue, Named};

/// What a complaint is about.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ComplaintCategory {
    pub code: String,
    pub ja: String,
    pub en: String,
}

named!(ComplaintCategory);

/// The rules of complaints. Days of an answer and of its reminder are open days; all others are days.
#[derive(Clone, Debug, Deserialize)]
pub struct ComplaintRules {
    pub categories: Vec<ComplaintCategory>,
    pub answer_days: u16,
    pub remind_days: u16,
    pub hear_days: u16,
    pub appeal_days: u16,
    pub give_up_days: u16,
    pub pause_days: u16,
}

impl ComplaintRules {
    pub fn category(&self, code: &str) -> Option<&ComplaintCategory> {
        self.categories.iter().find(|category| category.code == code)
    }

    pub(super) fn check(&self) -> Result<(), String> {
        let days = [self.hear_days, self.appeal_days, self.give_up_days, self.pause_days];
        if self.remind_days < 1 || self.answer_days <= self.remind_days || self.answer_days > 100 {
            return Err("the reminder must come at least a day before the answer is due".to_owned());
        }
        if days.into_iter().any(|days| !(1..=366).contains(&days)) {
            return Err("every time must be between a day and a year".to_owned());
        }
        let mut codes: Vec<&str> = self.categories.iter().map(|category| category.code.as_str()).collect();
        codes.sort_unstable();
        codes.dedup();
        if codes.is_empty() || codes.len() != self.categories.len() {
            return Err("categories are needed, each once".to_owned());
        }
        Ok(())
    }
}

impl Catalogue {
    /// What a complaint can be about, and by when who has to act.
    pub fn complaints(&self) -> &ComplaintRules {
        &self.complaints
    }
}
