//! Pages about a specialist whom several companies share over a year: for the clerk who plans it ([`year`], [`steps`]), and for the specialist and the
//! companies ([`link`], [`own`]).

mod invite;
mod link;
mod new;
mod own;
mod sheet;
mod steps;
mod told;
mod year;

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse};
use askama::Template;

pub use invite::show_pool_specialists;
pub use link::{download_pool_calendar, post_pool_answer, show_pool_part};
pub use new::{new_pool, post_pool};
pub use own::{download_own_calendar, show_own_pools};
pub use sheet::download_pool_shares;
pub use steps::{post_pool_step, show_pool_step};
pub use year::show_pool;

use crate::calendar::{Entry, EntryKind, Revision, file_of};
use crate::desk::{OwnVisit, PoolView, list_pools};
use crate::ids::PoolId;
use crate::language::Language;
use crate::web::State;
use crate::web::pages::calendar_file::calendar_file;
use crate::web::pages::visit::AsClerk;
use crate::web::pages::words::Words;
use crate::wording::{say, say_with};

/// A pool in the list.
struct Line {
    id: PoolId,
    name: String,
    /// Period, and how far it has come.
    about: String,
}

#[derive(Template)]
#[template(path = "pages/pools.html")]
struct PoolsPage {
    t: Words,
    lines: Vec<Line>,
}

pub async fn show_pools(AsClerk(visit): AsClerk) -> Result<HttpResponse, Error> {
    let pools = list_pools(visit.desk(), visit.role).await.map_err(|refusal| visit.refused(refusal))?;
    let t = visit.words();
    let line = |view: &PoolView| {
        let roster = view.pool.plan.roster();
        let period = t.say2("pool-period", &("from", &t.date(&roster.first)), &("until", &t.date(&roster.last)));
        let state = if view.today > roster.last {
            "over"
        } else if view.pool.planned {
            "planned"
        } else {
            "gathering"
        };
        Line { id: view.id, name: view.pool.name.as_str().to_owned(), about: format!("{period} · {}", t.say_of("pool-state", state)) }
    };
    Ok(visit.shown(StatusCode::OK, &PoolsPage { t, lines: pools.iter().map(line).collect() }))
}

/// Visits as one calendar file: a visit that changes keeps its entry, and one that is the reader's no more is in it as cancelled.
fn entries(
    state: &State,
    language: Language,
    pool: PoolId,
    name: &str,
    (visits, lost): (&[OwnVisit], &[OwnVisit]),
) -> Vec<(String, Entry)> {
    let host = state.settings.web.public_url.host_str().unwrap_or_default();
    let entry = |(visit, is_off): (&OwnVisit, bool)| {
        let with = visit.with.clone().unwrap_or_else(|| say(language, "pool-gone"));
        let summary = say_with(language, "pool-entry-summary", &[("name", &with), ("pool", name)]);
        let text = if is_off { "pool-entry-off" } else { "pool-entry-text" };
        let revision = Revision::of_visit(pool, visit.number, visit.changed, is_off);
        let entry = Entry::visit(revision, visit.begins, visit.minutes, summary, say(language, text));
        (entry.uid(host, ""), entry)
    };
    let to_come = visits.iter().filter(|visit| visit.to_come).map(|visit| (visit, false));
    to_come.chain(lost.iter().map(|visit| (visit, true))).map(entry).collect()
}

fn file(state: &State, entries: &[(String, Entry)]) -> HttpResponse {
    let host = state.settings.web.public_url.host_str().unwrap_or_default();
    let stamp = state.desk.clock.now();
    let file = file_of(entries.iter().map(|(uid, entry)| (uid.clone(), entry)), stamp, &format!("no-reply@{host}"));
    calendar_file(EntryKind::Session { minutes: 0 }, file)
}
