//! What must hold in a catalogue beyond the shape of its files.

use std::collections::HashSet;

use crate::catalogue::{Catalogue, CatalogueError};

fn wrong(set: &'static str, why: String) -> CatalogueError {
    CatalogueError::Wrong { set, why }
}

fn unique<'a>(set: &'static str, codes: impl Iterator<Item = &'a String>, most: usize) -> Result<(), CatalogueError> {
    let mut seen = HashSet::new();
    for code in codes {
        if !seen.insert(code) {
            return Err(wrong(set, format!("{code} stands twice")));
        }
    }
    if seen.len() > most {
        return Err(wrong(set, format!("more than {most} entries do not fit")));
    }
    Ok(())
}

pub(super) fn check(catalogue: &Catalogue) -> Result<(), CatalogueError> {
    // Matching keeps these as bits of a word.
    unique("menus", catalogue.menus.iter().map(|it| &it.code), 64)?;
    unique("itss_plus", catalogue.fields.iter().map(|it| &it.code), 32)?;
    unique("prefectures", catalogue.prefectures.iter().map(|it| &it.code), 47)?;
    unique("industries", catalogue.industries.iter().map(|it| &it.code), 99)?;
    unique("decline_reasons", catalogue.decline_reasons.iter().map(|it| &it.code), 99)?;
    unique("consents", catalogue.consent_scopes.iter().map(|it| &it.code), 99)?;
    check_menus(catalogue)?;
    check_prefectures(catalogue)?;
    let divisions = catalogue.industries.iter().map(|it| it.code.as_str());
    catalogue.sme.check(divisions).map_err(|why| wrong("sme_definition", why))?;
    let weights = &catalogue.weights;
    let sum = weights.menus + weights.fields + weights.region + weights.availability + weights.budget + weights.freshness + weights.load;
    if (sum - 1.0).abs() > 1e-5 {
        return Err(wrong("weights", format!("they add up to {sum}, not to 1")));
    }
    for (name, policy) in [("normal", catalogue.waves.normal), ("soon", catalogue.waves.soon), ("incident", catalogue.waves.incident)] {
        if policy.wave_size == 0 || policy.expiry_hours == 0 || policy.max_waves == 0 {
            return Err(wrong("waves", format!("{name} has a zero, so nobody would be asked")));
        }
    }
    Ok(())
}

fn check_menus(catalogue: &Catalogue) -> Result<(), CatalogueError> {
    for menu in &catalogue.menus {
        let code = &menu.code;
        if let Some(field) = menu.fields.iter().find(|field| catalogue.field(field).is_none()) {
            return Err(wrong("menus", format!("{code} draws on the unknown field {field}")));
        }
        if catalogue.unit_hours(&menu.unit).is_none() {
            return Err(wrong("menus", format!("{code} has the unknown unit {}", menu.unit)));
        }
        if menu.price_low_yen > menu.price_high_yen {
            return Err(wrong("menus", format!("{code} begins dearer than it ends")));
        }
        if !(1..=4).contains(&menu.guideline_step) {
            return Err(wrong("menus", format!("{code} has guideline step {}", menu.guideline_step)));
        }
    }
    Ok(())
}

fn check_prefectures(catalogue: &Catalogue) -> Result<(), CatalogueError> {
    if catalogue.prefectures.len() != 47 {
        return Err(wrong("prefectures", format!("{} instead of 47", catalogue.prefectures.len())));
    }
    for prefecture in &catalogue.prefectures {
        for other in prefecture.neighbours.iter().chain(&prefecture.links) {
            let back = catalogue
                .prefecture(other)
                .is_some_and(|other| other.neighbours.contains(&prefecture.code) || other.links.contains(&prefecture.code));
            if !back {
                return Err(wrong("prefectures", format!("{} names {other}, which does not name it back", prefecture.code)));
            }
        }
    }
    Ok(())
}
