//! `config/guideline`: the steps of the guideline for small companies, and what is missing for a declaration. `config/programmes`: public help.

use std::collections::HashSet;

use serde::Deserialize;

use crate::catalogue::{Questionnaire, Sureness};

/// A step of the guideline: what to look at, what to do, whom to ask.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GuidelineStep {
    pub number: u8,
    pub ja: String,
    pub en: String,
    /// Who does it in the company.
    pub who_ja: String,
    pub who_en: String,
    /// What may happen if nothing is done, in business words.
    pub risk_ja: String,
    pub risk_en: String,
    pub checkpoints_ja: Vec<String>,
    pub checkpoints_en: Vec<String>,
    pub tasks_ja: Vec<String>,
    pub tasks_en: Vec<String>,
    pub consult_ja: Vec<String>,
    pub consult_en: Vec<String>,
}

/// Something that a company declares of itself, with the questions that have to be answered with yes.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Declaration {
    pub code: String,
    pub ja: String,
    pub en: String,
    /// What it is, and is not.
    pub note_ja: String,
    pub note_en: String,
    pub url: String,
    pub needs: Vec<String>,
}

/// An edition of the guideline in our words.
#[derive(Clone, Debug, Deserialize)]
pub struct Guideline {
    #[serde(rename = "edition")]
    pub name: String,
    /// The guideline itself.
    pub url: String,
    pub steps: Vec<GuidelineStep>,
    pub gaps: Vec<Declaration>,
}

impl Guideline {
    pub fn step(&self, number: u8) -> Option<&GuidelineStep> {
        self.steps.iter().find(|step| step.number == number)
    }

    pub(super) fn check(&self, beside: &Questionnaire) -> Result<(), String> {
        let numbers: Vec<u8> = self.steps.iter().map(|step| step.number).collect();
        if numbers != [1, 2, 3, 4] {
            return Err(format!("the steps are {numbers:?}"));
        }
        for gap in &self.gaps {
            if let Some(unknown) = gap.needs.iter().find(|need| beside.question(need).is_none()) {
                return Err(format!("{} needs the unknown question {unknown}", gap.code));
            }
        }
        let urls = self.gaps.iter().map(|gap| &gap.url).chain([&self.url]);
        safe(urls)
    }
}

/// A public programme that helps with cost or hands.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Programme {
    pub code: String,
    /// Steps of the guideline for which it is good.
    pub steps: Vec<u8>,
    pub ja: String,
    pub en: String,
    pub what_ja: String,
    pub what_en: String,
    pub url: String,
    pub sure: Sureness,
}

#[derive(Debug, Deserialize)]
pub(super) struct ProgrammesFile {
    pub programmes: Vec<Programme>,
}

pub(super) fn check_programmes(programmes: &[Programme]) -> Result<(), String> {
    let mut seen = HashSet::new();
    if let Some(twice) = programmes.iter().find(|programme| !seen.insert(&programme.code)) {
        return Err(format!("{} stands twice", twice.code));
    }
    safe(programmes.iter().map(|programme| &programme.url))
}

fn safe<'u>(mut urls: impl Iterator<Item = &'u String>) -> Result<(), String> {
    urls.find(|url| !url.starts_with("https://")).map_or(Ok(()), |url| Err(format!("{url} is no safe address")))
}
