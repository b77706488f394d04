//! `config/samples`: help requests as they are often made, to try a profile on.

use chrono::NaiveDate;
use serde::Deserialize;

use crate::catalogue::{Catalogue, Named};

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sample {
    pub code: String,
    pub ja: String,
    pub en: String,
    pub menus: Vec<String>,
    pub mode: String,
    pub slots: Vec<String>,
    pub hours: u16,
    pub budget_yen: u32,
    /// Where the company is; none: where the person is.
    pub prefecture: Option<String>,
    pub industry: String,
    pub employees: u32,
    /// From today to the wished start.
    pub in_days: u32,
}

impl Named for Sample {
    fn ja(&self) -> &str {
        &self.ja
    }

    fn en(&self) -> &str {
        &self.en
    }
}

impl Sample {
    /// The wished start, seen from `today`.
    pub fn start_on(&self, today: NaiveDate) -> NaiveDate {
        today.checked_add_days(chrono::Days::new(u64::from(self.in_days))).unwrap_or(today)
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct SamplesFile {
    pub samples: Vec<Sample>,
}

pub(super) fn check(catalogue: &Catalogue) -> Result<(), String> {
    for sample in &catalogue.samples {
        let place = sample.prefecture.as_ref().is_none_or(|code| catalogue.prefecture(code).is_some());
        let known =
            sample.menus.iter().all(|code| catalogue.menu(code).is_some()) && catalogue.industry(&sample.industry).is_some() && place;
        if !known || sample.menus.is_empty() || sample.in_days > 366 {
            return Err(format!("{} asks for what there is not", sample.code));
        }
    }
    Ok(())
}
