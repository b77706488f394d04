//! What `config/demo/*.toml` say of the invented people, compiled in.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::cli::CommandError;

const PEOPLE: &str = include_str!("../../config/demo/people.toml");
const NAMES: &str = include_str!("../../config/demo/names.toml");

/// Proportions.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Proportions {
    pub shares: Shares,
    pub prefectures: Vec<Place>,
    pub kinds: Vec<Kind>,
}

/// Shares of a whole, 0 to 1.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Shares {
    pub employed_hidden: f64,
    pub employed_side_job_ok: f64,
    pub independent: f64,
    pub lapsed: f64,
    pub revoked: f64,
    pub consent_hidden: f64,
    pub consent_side_job_ok: f64,
    pub consent_independent: f64,
    pub withdrawn: f64,
    pub public_side_job_ok: f64,
    pub public_independent: f64,
    pub english: f64,
    pub shared_mailbox: f64,
    pub not_now: f64,
    pub confirmed_within_months: u16,
}

/// Where people live.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Place {
    pub code: String,
    pub weight: u32,
    pub cities: Vec<String>,
}

/// What people are good at.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Kind {
    pub name: String,
    pub weight: u32,
    pub fields: Vec<String>,
    pub qualifications: Vec<String>,
    pub menus: Vec<Offering>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Offering {
    pub code: String,
    /// Of a hundred people of the kind, so many offer it.
    pub chance: u8,
}

/// Names and words.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Names {
    /// As written, and as read.
    pub families: Vec<(String, String)>,
    pub givens: Vec<(String, String)>,
    /// Family and given names of some who read English.
    pub others: Vec<(String, String)>,
    pub domains: Vec<String>,
    pub roles: Vec<String>,
    pub industries: Vec<String>,
    /// By the name of a kind.
    pub experiences: std::collections::HashMap<String, Vec<String>>,
}

/// Reads both files; an empty list would leave nothing to choose from.
pub(super) fn read() -> Result<(Proportions, Names), CommandError> {
    let proportions: Proportions = parse("people.toml", PEOPLE)?;
    let names: Names = parse("names.toml", NAMES)?;
    let empty = proportions.prefectures.iter().any(|place| place.cities.is_empty())
        || proportions.prefectures.iter().all(|place| place.weight == 0)
        || proportions.kinds.iter().any(|kind| kind.fields.is_empty() || kind.qualifications.is_empty() || kind.menus.is_empty())
        || proportions.kinds.iter().all(|kind| kind.weight == 0)
        || [&names.families, &names.givens, &names.others].into_iter().any(Vec::is_empty)
        || [&names.domains, &names.roles, &names.industries].into_iter().any(Vec::is_empty);
    if empty { Err(CommandError::Said("config/demo has an empty list to choose from".to_owned())) } else { Ok((proportions, names)) }
}

fn parse<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, CommandError> {
    toml::from_str(text).map_err(|error| CommandError::Said(format!("config/demo/{file} cannot be read: {}", error.message())))
}
