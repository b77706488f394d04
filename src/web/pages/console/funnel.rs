//! How far help requests come, and how long that takes: as bars and in a table.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse};
use askama::Template;
use chrono::Duration;
use serde::Deserialize;

use crate::desk::{FunnelForm, FunnelView, Refusal, look_at_funnel};
use crate::insights::{Funnel, MonthFigures, Spread};
use crate::web::pages::console::{mistake_at, mistakes, share, spoken};
use crate::web::pages::visit::AsOperator;
use crate::web::pages::words::Words;
use crate::web::query::Query;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FunnelQuery {
    from: Option<String>,
    to: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/console_funnel.html")]
struct FunnelPage {
    t: Words,
    here: &'static str,
    typed: FunnelForm,
    mistakes: Vec<(String, String)>,
    view: Option<Figures>,
}

/// The figures in words.
struct Figures {
    steps: Vec<StepWords>,
    to_match: Option<(String, String)>,
    asked_to_match: Option<(String, String)>,
    months: Vec<MonthWords>,
}

struct StepWords {
    code: &'static str,
    reached: usize,
    /// Of all that were submitted.
    percent: usize,
    ended: usize,
    going_on: usize,
}

struct MonthWords {
    month: String,
    submitted: usize,
    matched: usize,
    /// The lengths of their bars, of 100.
    bars: (usize, usize),
    median: Option<String>,
}

impl FunnelPage {
    fn error(&self, at: &str) -> Option<&str> {
        mistake_at(&self.mistakes, at)
    }
}

pub async fn show_funnel(AsOperator(visit): AsOperator, Query(query): Query<FunnelQuery>) -> Result<HttpResponse, Error> {
    let typed = FunnelForm { from: query.from.unwrap_or_default(), to: query.to.unwrap_or_default() };
    let page = |typed, mistakes, view| FunnelPage { t: visit.words(), here: "funnel", typed, mistakes, view };
    match look_at_funnel(visit.desk(), &typed).await {
        Ok(FunnelView { from, to, funnel }) => {
            let typed = FunnelForm { from: from.to_string(), to: to.to_string() };
            Ok(visit.shown(StatusCode::OK, &page(typed, Vec::new(), Some(figures(&visit.words(), &funnel)))))
        }
        Err(Refusal::Fields(errors)) => {
            let mistakes = mistakes(visit.language, &errors);
            Ok(visit.shown(StatusCode::UNPROCESSABLE_ENTITY, &page(typed, mistakes, None)))
        }
        Err(refusal) => Err(visit.refused(refusal)),
    }
}

fn figures(t: &Words, funnel: &Funnel) -> Figures {
    let told = |time: Duration| spoken(t.0, time);
    let spread = |spread: Option<Spread>| spread.map(|Spread { median, ninetieth }| (told(median), told(ninetieth)));
    let all = funnel.steps[0].reached;
    let most = funnel.months.iter().map(|month| month.submitted).max().unwrap_or_default();
    let month = |month: &MonthFigures| MonthWords {
        month: month.month.format("%Y-%m").to_string(),
        submitted: month.submitted,
        matched: month.matched,
        bars: (share(month.submitted, most), share(month.matched, most)),
        median: month.to_match.map(|spread| told(spread.median)),
    };
    let steps = funnel.steps.iter().map(|figures| StepWords {
        code: figures.step.code(),
        reached: figures.reached,
        percent: share(figures.reached, all),
        ended: figures.ended,
        going_on: figures.going_on,
    });
    Figures {
        steps: steps.collect(),
        to_match: spread(funnel.to_match),
        asked_to_match: spread(funnel.asked_to_match),
        months: funnel.months.iter().map(month).collect(),
    }
}
