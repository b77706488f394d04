//! Table `webhook_messages`: taking what is due under a lease, and noting what came of it.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::clock::Moment;
use crate::hooks::{MessageState, WebhookState};
use crate::ids::{MessageId, WebhookId};
use crate::store::cells::{id, time};
use crate::store::schema::{webhook_messages, webhooks};
use crate::store::webhooks::messages::{Row, StoredMessage, message};
use crate::store::{StoreError, Tx};

impl Tx<'_> {
    /// Webhooks that are on and have something due that nobody is sending; the one that has waited longest first.
    pub fn list_webhooks_to_call(&mut self, now: Moment) -> Result<Vec<WebhookId>, StoreError> {
        let on = webhooks::table.filter(webhooks::state.eq(WebhookState::On.code())).select(webhooks::id);
        let free = webhook_messages::leased_until.is_null().or(webhook_messages::leased_until.le(time(now)));
        let due = webhook_messages::table
            .filter(webhook_messages::state.eq(MessageState::Waiting.code()).and(webhook_messages::due_at.le(time(now))))
            .filter(free)
            .filter(webhook_messages::webhook_id.eq_any(on))
            .group_by(webhook_messages::webhook_id)
            .select((webhook_messages::webhook_id, diesel::dsl::min(webhook_messages::due_at)));
        let mut found = due.load::<(String, Option<NaiveDateTime>)>(self.connection)?;
        found.sort_by(|one, other| (one.1, &one.0).cmp(&(other.1, &other.0)));
        found.iter().map(|(key, _)| id(key)).collect()
    }

    /// Takes at most `limit` due messages of a webhook until `until`, and not more than `at_once` are in hand anywhere. Only for who holds its row.
    pub fn take_messages(
        &mut self,
        of: WebhookId,
        now: Moment,
        until: Moment,
        limit: usize,
        at_once: usize,
    ) -> Result<Vec<StoredMessage>, StoreError> {
        let waiting = || {
            let own = webhook_messages::table.filter(webhook_messages::webhook_id.eq(of.to_string()));
            own.filter(webhook_messages::state.eq(MessageState::Waiting.code()))
        };
        let in_hand = waiting().filter(webhook_messages::leased_until.gt(time(now))).count().get_result::<i64>(self.connection)?;
        let room = at_once.saturating_sub(usize::try_from(in_hand).unwrap_or(usize::MAX)).min(limit);
        let free = webhook_messages::leased_until.is_null().or(webhook_messages::leased_until.le(time(now)));
        let due = waiting().filter(webhook_messages::due_at.le(time(now))).filter(free);
        let due = due.order((webhook_messages::due_at, webhook_messages::id)).limit(i64::try_from(room).unwrap_or(i64::MAX));
        let mut taken: Vec<StoredMessage> = due.load::<Row>(self.connection)?.into_iter().map(message).collect::<Result<_, _>>()?;
        for one in &mut taken {
            one.tries = one.tries.saturating_add(1);
            let set = (
                webhook_messages::leased_until.eq(time(until)),
                webhook_messages::tries.eq(i32::from(one.tries)),
                webhook_messages::tried_at.eq(time(now)),
            );
            diesel::update(webhook_messages::table.find(one.id.to_string())).set(set).execute(self.connection)?;
        }
        Ok(taken)
    }

    /// Notes what became of a message that was taken. One that was forgotten or replayed meanwhile stays as it is.
    pub fn note_message(&mut self, id: MessageId, state: MessageState, due_at: Moment, answer: &str) -> Result<(), StoreError> {
        let place = webhook_messages::table.find(id.to_string()).filter(webhook_messages::leased_until.is_not_null());
        let place = place.filter(webhook_messages::state.eq(MessageState::Waiting.code()));
        let set = (
            webhook_messages::state.eq(state.code()),
            webhook_messages::due_at.eq(time(due_at)),
            webhook_messages::leased_until.eq(None::<NaiveDateTime>),
            webhook_messages::answer.eq(answer),
        );
        diesel::update(place).set(set).execute(self.connection)?;
        Ok(())
    }

    /// Ends all leases: in the embedded mode nobody else can be calling when the process starts.
    pub fn release_all_messages(&mut self) -> Result<usize, StoreError> {
        let leased = webhook_messages::table.filter(webhook_messages::leased_until.is_not_null());
        Ok(diesel::update(leased).set(webhook_messages::leased_until.eq(None::<NaiveDateTime>)).execute(self.connection)?)
    }
}
