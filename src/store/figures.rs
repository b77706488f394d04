//! Figures of the whole instance, for those who watch it. Each is one statement over an index or a small column; nobody asks for them for a page.

use std::collections::HashMap;

use chrono::NaiveDateTime;
use diesel::dsl::{count_star, min};
use diesel::prelude::*;

use crate::clock::Moment;
use crate::events::Group;
use crate::intake::HelpRequestState;
use crate::store::cells::{moment, time};
use crate::store::schema::{deliveries, help_requests};
use crate::store::{StoreError, Tx};

/// Deliveries of a group that are not handled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QueueFigures {
    pub group: Group,
    pub waiting: i64,
    pub dead: i64,
    /// Since when the one has been due that has been so longest.
    pub oldest_due: Option<Moment>,
}

/// Help requests in a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StateFigures {
    pub state: HelpRequestState,
    pub count: i64,
    /// When the oldest of them came.
    pub oldest: Option<Moment>,
}

impl Tx<'_> {
    /// What waits for each group. A delivery that is with a worker is due only when it is to come again, so it does not count as due.
    pub fn queue_figures(&mut self, now: Moment) -> Result<Vec<QueueFigures>, StoreError> {
        let mut figures = Vec::new();
        for group in Group::ALL {
            let open = || deliveries::table.filter(deliveries::group_name.eq(group.name())).filter(deliveries::done_at.is_null());
            let alive = || open().filter(deliveries::dead_reason.is_null());
            let due = alive().filter(deliveries::due_at.le(time(now)));
            let oldest_due = due.select(min(deliveries::due_at)).first::<Option<NaiveDateTime>>(self.connection)?;
            let waiting = alive().count().get_result(self.connection)?;
            let dead = open().filter(deliveries::dead_reason.is_not_null()).count().get_result(self.connection)?;
            figures.push(QueueFigures { group, waiting, dead, oldest_due: oldest_due.map(moment) });
        }
        Ok(figures)
    }

    /// Help requests in every state, also where there are none.
    pub fn state_figures(&mut self) -> Result<Vec<StateFigures>, StoreError> {
        let counted = help_requests::table.group_by(help_requests::state);
        let counted = counted.select((help_requests::state, count_star(), min(help_requests::created_at)));
        let rows = counted.load::<(String, i64, Option<NaiveDateTime>)>(self.connection)?;
        let mut rows: HashMap<String, (i64, Option<NaiveDateTime>)> =
            rows.into_iter().map(|(state, count, oldest)| (state, (count, oldest))).collect();
        let of = |state: HelpRequestState| {
            let (count, oldest) = rows.remove(state.code()).unwrap_or((0, None));
            StateFigures { state, count, oldest: oldest.map(moment) }
        };
        Ok(HelpRequestState::ALL.map(of).to_vec())
    }

    /// Since when the open help request has waited for somebody to have room that has waited longest.
    pub fn longest_wait(&mut self) -> Result<Option<Moment>, StoreError> {
        let waiting = help_requests::table.filter(help_requests::state.eq(HelpRequestState::Open.code()));
        let since = waiting.select(min(help_requests::waiting_since)).first::<Option<NaiveDateTime>>(self.connection)?;
        Ok(since.map(moment))
    }
}
