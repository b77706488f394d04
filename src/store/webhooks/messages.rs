//! Table `webhook_messages`: adding, looking, replaying and forgetting.

use std::collections::HashMap;

use chrono::NaiveDateTime;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text, Timestamp};

use crate::clock::Moment;
use crate::hooks::MessageState;
use crate::ids::{HelpRequestId, MessageId, SupportOrgId, WebhookId};
use crate::store::cells::{id, known, moment, time};
use crate::store::kept::Keep;
use crate::store::schema::{help_requests, webhook_messages};
use crate::store::{StoreError, Tx};
use crate::traces::TraceId;

/// One event for one webhook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredMessage {
    pub id: MessageId,
    pub webhook: WebhookId,
    /// None: a test.
    pub event: Option<i64>,
    pub kind: String,
    pub body: String,
    pub state: MessageState,
    pub made_at: Moment,
    pub due_at: Moment,
    pub tries: u16,
    pub tried_at: Option<Moment>,
    pub answer: Option<String>,
    pub trace: Option<TraceId>,
}

pub(super) type Row = (
    String,
    String,
    Option<i64>,
    String,
    String,
    String,
    NaiveDateTime,
    NaiveDateTime,
    Option<NaiveDateTime>,
    i32,
    Option<NaiveDateTime>,
    Option<String>,
    Option<String>,
);

pub(super) fn message(row: Row) -> Result<StoredMessage, StoreError> {
    let (key, of, event, kind, body, state, made_at, due_at, _, tries, tried_at, answer, trace) = row;
    Ok(StoredMessage {
        id: id(&key)?,
        webhook: id(&of)?,
        event,
        kind,
        body,
        state: known("state of a message", MessageState::find(&state))?,
        made_at: moment(made_at),
        due_at: moment(due_at),
        tries: u16::try_from(tries).unwrap_or(u16::MAX),
        tried_at: tried_at.map(moment),
        answer,
        trace: trace.as_deref().and_then(TraceId::find),
    })
}

impl Tx<'_> {
    /// Adds a message; not a second time for the same event.
    pub fn add_message(&mut self, new: &StoredMessage) -> Result<(), StoreError> {
        let added = diesel::sql_query(
            "INSERT INTO webhook_messages (id, webhook_id, event_seq, kind, body, state, made_at, due_at, tries, trace) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9) ON CONFLICT (webhook_id, event_seq) DO NOTHING",
        );
        let added = added.bind::<Text, _>(new.id.to_string()).bind::<Text, _>(new.webhook.to_string());
        let added = added.bind::<Nullable<BigInt>, _>(new.event).bind::<Text, _>(&new.kind).bind::<Text, _>(&new.body);
        let added = added.bind::<Text, _>(new.state.code()).bind::<Timestamp, _>(time(new.made_at)).bind::<Timestamp, _>(time(new.due_at));
        added.bind::<Nullable<Text>, _>(new.trace.map(String::from)).kept().execute(self.connection)?;
        Ok(())
    }

    /// Messages of a webhook, the newest first.
    pub fn list_messages(&mut self, of: WebhookId, before: Option<MessageId>, limit: i64) -> Result<Vec<StoredMessage>, StoreError> {
        // The time is the beginning of an id.
        let mut found = webhook_messages::table.filter(webhook_messages::webhook_id.eq(of.to_string())).into_boxed();
        if let Some(before) = before {
            found = found.filter(webhook_messages::id.lt(before.to_string()));
        }
        let rows = found.order(webhook_messages::id.desc()).limit(limit).load::<Row>(self.connection)?;
        rows.into_iter().map(message).collect()
    }

    /// Has one message sent once more; false if it is not there.
    pub fn replay_message(&mut self, of: WebhookId, id: MessageId, now: Moment) -> Result<bool, StoreError> {
        let place = webhook_messages::table.find(id.to_string()).filter(webhook_messages::webhook_id.eq(of.to_string()));
        Ok(diesel::update(place).set(again(now)).execute(self.connection)? == 1)
    }

    /// The same for all that were made at `since` or later.
    pub fn replay_messages(&mut self, of: WebhookId, since: Moment, now: Moment) -> Result<usize, StoreError> {
        let place = webhook_messages::table.filter(webhook_messages::webhook_id.eq(of.to_string()));
        let place = place.filter(webhook_messages::made_at.ge(time(since)));
        Ok(diesel::update(place).set(again(now)).execute(self.connection)?)
    }

    /// Whatever waits for a webhook is due now, and begins anew.
    pub fn hasten_messages(&mut self, of: WebhookId, now: Moment) -> Result<(), StoreError> {
        let waiting = webhook_messages::table.filter(webhook_messages::webhook_id.eq(of.to_string()));
        let waiting = waiting.filter(webhook_messages::state.eq(MessageState::Waiting.code()));
        diesel::update(waiting).set(again(now)).execute(self.connection)?;
        Ok(())
    }

    /// Forgets messages of before `before`, whatever became of them.
    pub fn forget_messages(&mut self, before: Moment) -> Result<usize, StoreError> {
        let old = webhook_messages::table.filter(webhook_messages::made_at.lt(time(before)));
        Ok(diesel::delete(old).execute(self.connection)?)
    }

    /// The support organisation of each of these help requests, as far as it has one.
    pub fn support_orgs_of(&mut self, of: &[HelpRequestId]) -> Result<HashMap<HelpRequestId, SupportOrgId>, StoreError> {
        let keys: Vec<String> = of.iter().map(ToString::to_string).collect();
        let rows = help_requests::table.filter(help_requests::id.eq_any(keys)).filter(help_requests::support_org_id.is_not_null());
        let rows = rows.select((help_requests::id, help_requests::support_org_id)).load::<(String, Option<String>)>(self.connection)?;
        rows.into_iter().filter_map(|(key, org)| Some((key, org?))).map(|(key, org)| Ok((id(&key)?, id(&org)?))).collect()
    }
}

type Again = (
    diesel::dsl::Eq<webhook_messages::state, &'static str>,
    diesel::dsl::Eq<webhook_messages::due_at, NaiveDateTime>,
    diesel::dsl::Eq<webhook_messages::tries, i32>,
);

fn again(now: Moment) -> Again {
    (webhook_messages::state.eq(MessageState::Waiting.code()), webhook_messages::due_at.eq(time(now)), webhook_messages::tries.eq(0))
}
