//! Why nobody was found, as bars and figures, with what to change.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse};
use askama::Template;

use crate::desk::{UnmatchedView, look_at_unmatched};
use crate::web::pages::console::share;
use crate::web::pages::visit::AsOperator;
use crate::web::pages::words::Words;
use crate::wording::say;

#[derive(Template)]
#[template(path = "pages/console_unmatched.html")]
struct UnmatchedPage {
    t: Words,
    here: &'static str,
    view: UnmatchedView,
    rules: Vec<Bar>,
    changes: Vec<Bar>,
    filters: Vec<Bar>,
}

/// A name with its figure and the length of its bar, of 100.
struct Bar {
    name: String,
    count: usize,
    length: usize,
}

fn bars(counted: impl Iterator<Item = (String, usize)>, whole: usize) -> Vec<Bar> {
    counted.map(|(name, count)| Bar { name, count, length: share(count, whole) }).collect()
}

pub async fn show_unmatched(AsOperator(visit): AsOperator) -> Result<HttpResponse, Error> {
    let view = look_at_unmatched(visit.desk()).await.map_err(|refusal| visit.refused(refusal))?;
    let language = visit.language;
    let named = |family: &str, code: &str| say(language, &format!("{family}-{code}"));
    let filter = |(code, times): &(String, i64)| {
        let name = if code == "several" { say(language, "console-by-several") } else { named("search-filter", code) };
        (name, usize::try_from(*times).unwrap_or_default())
    };
    let shown = UnmatchedPage {
        t: visit.words(),
        here: "unmatched",
        rules: bars(view.alone.iter().map(|(rule, count)| (named("rule", rule.code()), *count)), view.help_requests),
        changes: bars(view.changes.iter().map(|(code, count)| (named("console-change", code), *count)), view.help_requests),
        filters: bars(view.emptied_by.iter().map(filter), usize::try_from(view.empty_searches).unwrap_or_default()),
        view,
    };
    Ok(visit.shown(StatusCode::OK, &shown))
}
