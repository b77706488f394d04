//! How many help requests there were: figures for anybody, in groups of at least five companies (`intake::groups`). They are of the twelve months up to
//! the end of the last one and are counted once a month, so looking often costs nothing and tells nothing more.

use std::sync::Arc;

use chrono::{Datelike, Months, NaiveDate};
use serde::{Deserialize, Serialize};
use tokio::sync::Mutex;
use utoipa::ToSchema;

use crate::clock::{in_japan, japanese};
use crate::desk::{Desk, Refusal};
use crate::engagement::ActedShare;
use crate::ids::HelpRequestId;
use crate::intake::{AT_LEAST, Counted, Group, HelpRequest, HelpRequestState, groups};
use crate::store::Tx;

/// How many help requests are read at a time.
const PAGE: i64 = 500;

/// Help requests in figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StatisticsView {
    /// The first day that is counted, in Japan.
    pub from: NaiveDate,
    /// The day after the last one.
    pub until: NaiveDate,
    /// How many companies are behind each figure at least; figures are rounded down to multiples of it.
    #[schema(example = 5)]
    pub at_least: usize,
    /// They do not overlap. Smaller ones are part of a group without a menu, or without a prefecture, or are not told.
    pub groups: Vec<GroupView>,
    /// How many companies have acted on the work, of those that answered within the time; none where that would tell too much.
    pub acted: Option<ActedShare>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct GroupView {
    /// JIS X 0401 code; none: the prefectures that have no group of their own.
    #[schema(example = "21")]
    pub prefecture: Option<String>,
    /// Code of the menu that was asked for first; none: those that have no group of their own.
    #[schema(example = "basic-check")]
    pub menu: Option<String>,
    #[schema(example = 15)]
    pub help_requests: usize,
}

/// The figures that were counted last.
#[derive(Clone, Debug, Default)]
pub struct StatisticsCache(Arc<Mutex<Option<Arc<StatisticsView>>>>);

/// The figures of the twelve months before this one.
pub async fn look_at_statistics(desk: &Desk) -> Result<Arc<StatisticsView>, Refusal> {
    let today = in_japan(desk.clock.now()).date_naive();
    let until = today.with_day(1).unwrap_or(today);
    let from = until.checked_sub_months(Months::new(12)).unwrap_or(until);
    // Held while they are counted: whoever comes meanwhile waits for the same.
    let mut kept = desk.statistics.0.lock().await;
    if let Some(view) = kept.as_ref().filter(|view| view.until == until) {
        return Ok(Arc::clone(view));
    }
    let (counted, acted) = desk.store.read(move |tx| Ok::<_, Refusal>((count(tx, from, until)?, count_acted(tx, from, until)?))).await?;
    let told = groups(&counted).into_iter().map(|Group { prefecture, menu, help_requests }| GroupView { prefecture, menu, help_requests });
    let view = Arc::new(StatisticsView { from, until, at_least: AT_LEAST, groups: told.collect(), acted });
    *kept = Some(Arc::clone(&view));
    Ok(view)
}

fn count(tx: &mut Tx<'_>, from: NaiveDate, until: NaiveDate) -> Result<Vec<Counted>, Refusal> {
    let (from, until) = (japanese(from, 0), japanese(until, 0));
    let (mut counted, mut after) = (Vec::new(), None);
    loop {
        let page = tx.list_help_requests_made((from, until), after, PAGE)?;
        let Some(last) = page.last() else { return Ok(counted) };
        after = Some(last.id);
        // What was never confirmed may be nobody's, and what was cancelled is not counted.
        let told = page
            .iter()
            .filter(|stored| matches!(stored.state, HelpRequestState::Open | HelpRequestState::Matched | HelpRequestState::Unmatched));
        counted.extend(told.filter_map(|stored| counted_as(&stored.help_request)));
    }
}

fn count_acted(tx: &mut Tx<'_>, from: NaiveDate, until: NaiveDate) -> Result<Option<ActedShare>, Refusal> {
    let told = tx.list_outcomes_between((japanese(from, 0), japanese(until, 0)))?;
    let asked: Vec<HelpRequestId> = told.iter().map(|one| one.help_request).collect();
    let stored = if asked.is_empty() { Vec::new() } else { tx.list_help_requests_by_id(&asked)? };
    let company = |id| stored.iter().find(|one| one.id == id).and_then(|one| counted_as(&one.help_request)).map(|counted| counted.company);
    let answers = told.iter().filter_map(|one| Some((company(one.help_request)?, one.follow_up.outcome.as_ref()?.acted)));
    Ok(ActedShare::of(answers, AT_LEAST))
}

fn counted_as(help_request: &HelpRequest) -> Option<Counted> {
    let HelpRequest { company, need } = help_request;
    Some(Counted { prefecture: company.prefecture.clone(), menu: need.menus.first()?.clone(), company: company.key() })
}
