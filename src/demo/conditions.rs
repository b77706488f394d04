//! Under what conditions the invented people work. Shares are nakodo's own estimates, like those of `config/demo/people.toml`.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use rand::Rng;
use rand_chacha::ChaCha20Rng;

use crate::active_list::{Affiliation, ConditionsForm, EmploymentForm, TravelForm, WishesForm};
use crate::catalogue::Catalogue;
use crate::demo::people::one;
use crate::intake::StaffBand;

/// ITSS levels in some of `fields`: most registered people stand where the national examination does.
pub(super) fn levels(chance: &mut ChaCha20Rng, fields: &[String]) -> BTreeMap<String, u8> {
    let mut levels = BTreeMap::new();
    for field in fields {
        if chance.random_bool(0.7) {
            levels.insert(field.clone(), *one(chance, &[3, 4, 4, 4, 5, 5, 6]));
        }
    }
    levels
}

pub(super) fn conditions(
    chance: &mut ChaCha20Rng,
    catalogue: &Catalogue,
    today: NaiveDate,
    affiliation: Affiliation,
    english: bool,
) -> ConditionsForm {
    let employed = affiliation != Affiliation::Independent;
    let employment = if employed { employment(chance, today) } else { EmploymentForm::default() };
    let mut wishes = WishesForm::default();
    if chance.random_bool(0.3) {
        wishes.industries.push(one(chance, catalogue.industries()).code.clone());
    }
    if chance.random_bool(0.3) {
        wishes.sizes.push(one(chance, &StaffBand::ALL).code().to_owned());
    }
    ConditionsForm {
        employment,
        travel: TravelForm { borders: chance.random_bool(0.1).then_some(1), islands: chance.random_bool(0.15) },
        wishes,
        frames: frames(employed),
        preparation_percent: Some(*one(chance, &[100, 110, 125, 125, 150])),
        languages: if english { vec!["ja".to_owned(), "en".to_owned()] } else { Vec::new() },
        sells_products: chance.random_bool(0.6).then(|| chance.random_bool(0.15)),
        // The story is played at any hour of the day, and whoever plays it wants to see its letters.
        quiet_hours: Some("none".to_owned()),
        ..ConditionsForm::default()
    }
}

/// Whoever is employed and may take side jobs works for a fee or through the employer; the others as they like.
fn frames(employed: bool) -> Vec<String> {
    let frames: &[&str] = if employed { &["honorarium", "employer"] } else { &["individual", "honorarium", "dispatch"] };
    frames.iter().map(|code| (*code).to_owned()).collect()
}

fn employment(chance: &mut ChaCha20Rng, today: NaiveDate) -> EmploymentForm {
    let (permission, until) = match chance.random_range(0..100) {
        0..55 => ("granted", Some(today + Days::new(chance.random_range(20..500)))),
        55..80 => ("granted", None),
        80..94 => ("not_needed", None),
        _ => ("pending", None),
    };
    EmploymentForm {
        permission: Some(permission.to_owned()),
        permission_until: until.map(|day| day.to_string()),
        flexible: chance.random_bool(0.25),
        ..EmploymentForm::default()
    }
}
