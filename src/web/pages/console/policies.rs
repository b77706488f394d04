//! Which rules hold from which day on: every set of dated data with its editions.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse};
use askama::Template;
use chrono::NaiveDate;

use crate::catalogue::DatedSet;
use crate::web::pages::visit::AsOperator;
use crate::web::pages::words::Words;

#[derive(Template)]
#[template(path = "pages/console_policies.html")]
struct PoliciesPage {
    t: Words,
    here: &'static str,
    sets: Vec<SetWords>,
    /// Editions whose day has not come, the next first: the set and its day.
    to_come: Vec<(String, NaiveDate)>,
    /// Sets at which somebody should look again.
    to_review: Vec<(String, NaiveDate)>,
}

struct SetWords {
    name: String,
    /// The newest first.
    editions: Vec<EditionWords>,
}

struct EditionWords {
    name: String,
    file: String,
    valid_from: NaiveDate,
    /// `now`, `later` or `before`.
    when: &'static str,
    changed: String,
}

fn words(set: &DatedSet, today: NaiveDate) -> SetWords {
    let in_force = set.in_force(today);
    let edition = |(place, one): (usize, &crate::catalogue::DatedEdition)| EditionWords {
        name: one.edition.name.clone(),
        file: format!("config/{}/{}", set.name, one.file),
        valid_from: one.edition.valid_from,
        when: match in_force {
            Some(now) if place == now => "now",
            Some(now) if place < now => "before",
            _ => "later",
        },
        changed: one.changed.join(", "),
    };
    SetWords { name: set.name.clone(), editions: set.editions.iter().enumerate().rev().map(edition).collect() }
}

pub async fn show_policies(AsOperator(visit): AsOperator) -> Result<HttpResponse, Error> {
    let (catalogue, today) = (&visit.desk().catalogue, visit.desk().clock.today());
    let sets = catalogue.dated_sets();
    let later = |set: &DatedSet| {
        let days = set.editions.iter().map(|one| one.edition.valid_from).filter(|day| *day > today);
        days.map(|day| (set.name.clone(), day)).collect::<Vec<_>>()
    };
    let mut to_come: Vec<(String, NaiveDate)> = sets.iter().flat_map(later).collect();
    to_come.sort_by_key(|(_, day)| *day);
    let old = catalogue.editions().iter().filter_map(|(set, edition)| Some(((*set).to_owned(), edition.review_by?)));
    let shown = PoliciesPage {
        t: visit.words(),
        here: "policies",
        sets: sets.iter().map(|set| words(set, today)).collect(),
        to_come,
        to_review: old.filter(|(_, day)| *day <= today).collect(),
    };
    Ok(visit.shown(StatusCode::OK, &shown))
}
