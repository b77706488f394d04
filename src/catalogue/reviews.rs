//! `config/reviews`: what both sides of a match are asked about each other.

use serde::Deserialize;

use crate::catalogue::data::named;
use crate::catalogue::{Catalogue, Named};

/// An answer to choose.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReviewAnswer {
    pub code: String,
    pub ja: String,
    pub en: String,
}

/// A question with its answers, from the best to the least.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReviewQuestion {
    pub code: String,
    pub ja: String,
    pub en: String,
    pub answers: Vec<ReviewAnswer>,
}

named!(ReviewAnswer);
named!(ReviewQuestion);

#[derive(Clone, Debug, Deserialize)]
pub struct ReviewRules {
    /// Asked of the company about the specialist, and the other way round.
    pub of_company: Vec<ReviewQuestion>,
    pub of_specialist: Vec<ReviewQuestion>,
    /// How long after closing something can be said.
    pub open_days: u16,
    /// How long the first waits for the second before both can be read.
    pub show_days: u16,
    pub reply_days: u16,
    /// Below so many nothing is told of all together.
    pub least: u16,
}

impl ReviewQuestion {
    pub fn answer(&self, code: &str) -> Option<&ReviewAnswer> {
        self.answers.iter().find(|answer| answer.code == code)
    }
}

impl ReviewRules {
    pub(super) fn check(&self) -> Result<(), String> {
        for questions in [&self.of_company, &self.of_specialist] {
            if !(1..=5).contains(&questions.len()) {
                return Err("each side is asked something, and not more than five things".to_owned());
            }
            if questions.iter().any(|question| !(2..=5).contains(&question.answers.len())) {
                return Err("a question has two to five answers".to_owned());
            }
        }
        if [self.open_days, self.show_days, self.reply_days].into_iter().any(|days| !(1..=366).contains(&days)) {
            return Err("every time must be between a day and a year".to_owned());
        }
        if self.show_days >= self.open_days || self.least < 3 {
            return Err(
                "the first is shown before nobody can say anything any more, and nobody is told of fewer than three together".to_owned()
            );
        }
        Ok(())
    }
}

impl Catalogue {
    /// What both sides of a match are asked about each other.
    pub fn reviews(&self) -> &ReviewRules {
        &self.reviews
    }
}
