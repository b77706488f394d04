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
    unique("itss_plus", catalogue.fields.iter().map(|it| &it.code), 21)?;
    unique("prefectures", catalogue.prefectures.iter().map(|it| &it.code), 47)?;
    unique("industries", catalogue.industries.iter().map(|it| &it.code), 20)?;
    unique("decline_reasons", catalogue.decline_reasons.iter().map(|it| &it.code), 99)?;
    unique("qualifications", catalogue.qualifications.iter().map(|it| &it.code), 99)?;
    unique("consents", catalogue.consent_scopes.iter().map(|it| &it.code), 99)?;
    unique("services", catalogue.services().iter().map(|it| &it.code), 64)?;
    unique("services", catalogue.service_categories().iter().map(|it| &it.code), 64)?;
    unique("helpdesks", catalogue.helpdesks.iter().map(|it| &it.code), 99)?;
    super::helpdesks::check(&catalogue.helpdesks).map_err(|why| wrong("helpdesks", why))?;
    unique("samples", catalogue.samples.iter().map(|it| &it.code), 20)?;
    super::samples::check(catalogue).map_err(|why| wrong("samples", why))?;
    unique("engagement", catalogue.engagement.frames.iter().map(|it| &it.code), 20)?;
    unique("engagement", catalogue.engagement.access.iter().map(|it| &it.code), 20)?;
    unique("engagement", catalogue.engagement.follow_up.hindrances.iter().map(|it| &it.code), 20)?;
    unique("activities", catalogue.activities.kinds.iter().map(|it| &it.code), 99)?;
    unique("team_roles", catalogue.team.roles.iter().map(|it| &it.code), 20)?;
    unique("reviews", catalogue.reviews.of_company.iter().map(|it| &it.code), 5)?;
    unique("reviews", catalogue.reviews.of_specialist.iter().map(|it| &it.code), 5)?;
    catalogue.reviews.check().map_err(|why| wrong("reviews", why))?;
    unique("endorsements", catalogue.endorsements.kinds.iter().map(|it| &it.code), 20)?;
    unique("endorsements", catalogue.endorsements.reasons.iter().map(|it| &it.code), 20)?;
    catalogue.endorsements.check().map_err(|why| wrong("endorsements", why))?;
    catalogue.team.check().map_err(|why| wrong("team_roles", why))?;
    catalogue.activities.check().map_err(|why| wrong("activities", why))?;
    catalogue.engagement.check(|menu| catalogue.menu(menu).is_some()).map_err(|why| wrong("engagement", why))?;
    catalogue.complaints.check().map_err(|why| wrong("complaints", why))?;
    super::retention::check(&catalogue.retention).map_err(|why| wrong("retention", why))?;
    for questionnaire in &catalogue.questionnaires {
        let checked = questionnaire.check(|menu| catalogue.menu(menu).is_some());
        checked.map_err(|why| wrong("questionnaires", format!("{}: {why}", questionnaire.name)))?;
    }
    unique("questionnaires", catalogue.questionnaires.iter().map(|it| &it.name), 99)?;
    unique("guideline", catalogue.guidelines.iter().map(|it| &it.name), 99)?;
    catalogue.guideline.check(&catalogue.questionnaire).map_err(|why| wrong("guideline", why))?;
    super::guideline::check_programmes(&catalogue.programmes).map_err(|why| wrong("programmes", why))?;
    super::worries::check(&catalogue.worries, |menu| catalogue.menu(menu).is_some()).map_err(|why| wrong("worries", why))?;
    super::worries::check_budgets(&catalogue.budgets).map_err(|why| wrong("budgets", why))?;
    catalogue.corporations.check().map_err(|why| wrong("corporations", why))?;
    catalogue.register.check().map_err(|why| wrong("registry", why))?;
    let is_service = |code: &str| catalogue.services().iter().any(|service| service.code == code);
    catalogue.listings.check(is_service).map_err(|why| wrong("listings", why))?;
    super::services::check(catalogue)?;
    check_menus(catalogue)?;
    check_prefectures(catalogue)?;
    super::tiles::check(&catalogue.tiles, &catalogue.prefectures).map_err(|why| wrong("tiles", why))?;
    check_weights(catalogue)?;
    check_side_jobs(catalogue)?;
    let divisions = catalogue.industries.iter().map(|it| it.code.as_str());
    catalogue.sme.check(divisions).map_err(|why| wrong("sme_definition", why))?;
    for (edition, waves) in &catalogue.waves_by_day {
        waves.check().map_err(|why| wrong("waves", format!("{}: {why}", edition.name)))?;
    }
    Ok(())
}

fn check_weights(catalogue: &Catalogue) -> Result<(), CatalogueError> {
    let thousandths = catalogue.weights.list().map(|weight| (weight * 1000.0).round());
    let sum: f64 = thousandths.iter().sum();
    if sum != 1000.0 || thousandths.iter().any(|weight| *weight < 0.0) {
        return Err(wrong("weights", format!("they add up to {}, not to 1, or one is below 0", sum / 1000.0)));
    }
    let rates = [catalogue.priors.likelihood.prior_rate, catalogue.priors.track_record.prior_rate];
    if rates.iter().any(|rate| !(0.0..=1.0).contains(rate)) || catalogue.priors.fairness.burden == 0 {
        return Err(wrong("weights", "a prior rate is not between 0 and 1, or the burden is 0".to_owned()));
    }
    Ok(())
}

fn check_side_jobs(catalogue: &Catalogue) -> Result<(), CatalogueError> {
    for rule in [&catalogue.side_jobs.employed, &catalogue.side_jobs.independent] {
        let named = rule.never.iter().chain(&rule.only_if_flexible);
        if let Some(menu) = named.into_iter().find(|menu| catalogue.menu(menu).is_none()) {
            return Err(wrong("side_jobs", format!("there is no menu {menu}")));
        }
        if !["ordinary", "internal", "confidential"].contains(&rule.most_sensitive.as_str()) {
            return Err(wrong("side_jobs", format!("{} is no degree of sensitivity", rule.most_sensitive)));
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
