//! Help requests in figures, for anybody.

use std::collections::BTreeMap;

use actix_web::{Error, HttpRequest, HttpResponse, web};
use askama::Template;

use crate::desk::{GroupView, StatisticsView, look_at_statistics};
use crate::language::Language;
use crate::web::State;
use crate::web::pages::ok;
use crate::web::pages::words::Words;
use crate::web::problem::Problem;
use crate::web::reader::{Reader, refuse_with};
use crate::wording::{menu_name, prefecture_name, say, say_with};

#[derive(Template)]
#[template(path = "pages/statistics.html")]
struct StatisticsPage {
    t: Words,
    lead: String,
    at_least: usize,
    /// Of each prefecture: its name, and the name and figure of each of its groups.
    prefectures: Vec<(String, Vec<(String, usize)>)>,
    /// How many companies have acted on the work, in a sentence.
    acted: Option<String>,
}

pub async fn show_statistics(request: HttpRequest, state: web::Data<State>, Reader(language): Reader) -> Result<HttpResponse, Error> {
    let view = look_at_statistics(&state.desk).await.map_err(|refusal| refuse_with(&request, Problem::of(refusal, language)))?;
    Ok(ok(language, &statistics_page(&state, language, &view)))
}

fn statistics_page(state: &State, language: Language, view: &StatisticsView) -> StatisticsPage {
    let catalogue = &state.desk.catalogue;
    // None comes last: it stands for what has no group of its own.
    let mut prefectures: BTreeMap<(bool, &str), Vec<(String, usize)>> = BTreeMap::new();
    for GroupView { prefecture, menu, help_requests } in &view.groups {
        let name = menu.as_ref().map_or_else(|| say(language, "statistics-other-menus"), |code| menu_name(language, catalogue, code));
        let place = (prefecture.is_none(), prefecture.as_deref().unwrap_or_default());
        prefectures.entry(place).or_default().push((name, *help_requests));
    }
    let named = prefectures.into_iter().map(|((is_rest, code), groups)| {
        let name = if is_rest { say(language, "statistics-other-prefectures") } else { prefecture_name(language, catalogue, code) };
        (name, groups)
    });
    let last = view.until.pred_opt().unwrap_or(view.until);
    StatisticsPage {
        t: Words(language),
        lead: say_with(language, "statistics-lead", &[("from", &view.from.to_string()), ("until", &last.to_string())]),
        acted: view.acted.map(|share| {
            say_with(language, "statistics-outcome", &[("percent", &share.percent.to_string()), ("count", &share.answers.to_string())])
        }),
        at_least: view.at_least,
        prefectures: named.collect(),
    }
}
