//! Figures of the whole instance, for those who watch it. Each is one statement over an index or a small column; nobody asks for them for a page.

use std::collections::HashMap;

use chrono::NaiveDateTime;
use diesel::dsl::{count_star, min};
use diesel::prelude::*;

use crate::clock::Moment;
use crate::events::Group;
use crate::hooks::{MessageState, WebhookState};
use crate::intake::HelpRequestState;
use crate::store::cells::{moment, time};
use crate::store::schema::{deliveries, help_requests, webhook_messages, webhooks};
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

/// How webhooks stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HookFigures {
    /// Switched off because nothing arrived, and because the receiver said that it has ended.
    pub failed: i64,
    pub gone: i64,
    /// Messages that are to be sent, and that were given up.
    pub waiting: i64,
    pub given_up: i64,
}

impl Tx<'_> {
    /// How webhooks stand, without those that their owners switched off.
    pub fn hook_figures(&mut self) -> Result<HookFigures, StoreError> {
        let hooks = |state: WebhookState| webhooks::table.filter(webhooks::state.eq(state.code())).count();
        let messages = |state: MessageState| webhook_messages::table.filter(webhook_messages::state.eq(state.code())).count();
        Ok(HookFigures {
            failed: hooks(WebhookState::Failed).get_result(self.connection)?,
            gone: hooks(WebhookState::Gone).get_result(self.connection)?,
            waiting: messages(MessageState::Waiting).get_result(self.connection)?,
            given_up: messages(MessageState::GivenUp).get_result(self.connection)?,
        })
    }

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
