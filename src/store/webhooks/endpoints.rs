//! Table `webhooks`. What an owner typed, and the secrets, are sealed together: an address may hold a secret of its receiver.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use crate::clock::Moment;
use crate::hooks::{Secrets, Webhook, WebhookState};
use crate::ids::{SupportOrgId, WebhookId};
use crate::store::cells::{id, known, moment, time};
use crate::store::schema::{webhook_messages, webhooks};
use crate::store::sealed::WEBHOOK;
use crate::store::{StoreError, Tx};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredWebhook {
    pub id: WebhookId,
    /// None: the operator's.
    pub support_org: Option<SupportOrgId>,
    pub webhook: Webhook,
    pub secrets: Secrets,
    pub state: WebhookState,
    pub version: i32,
    pub made_at: Moment,
    pub failing_since: Option<Moment>,
    pub off_at: Option<Moment>,
}

/// What is sealed.
#[derive(Serialize, Deserialize)]
struct Document {
    webhook: Webhook,
    secrets: Secrets,
}

type Row = (String, Option<String>, String, String, i32, NaiveDateTime, Option<NaiveDateTime>, Option<NaiveDateTime>);

impl Tx<'_> {
    fn webhook(&self, row: Row) -> Result<StoredWebhook, StoreError> {
        let (key, org, document, state, version, made_at, failing_since, off_at) = row;
        let Document { webhook, secrets } = WEBHOOK.open_document(&self.vault, &key, &document)?;
        Ok(StoredWebhook {
            id: id(&key)?,
            support_org: org.map(|key| id(&key)).transpose()?,
            webhook,
            secrets,
            state: known("state of a webhook", WebhookState::find(&state))?,
            version,
            made_at: moment(made_at),
            failing_since: failing_since.map(moment),
            off_at: off_at.map(moment),
        })
    }

    pub fn add_webhook(&mut self, new: &StoredWebhook) -> Result<(), StoreError> {
        let document = Document { webhook: new.webhook.clone(), secrets: new.secrets.clone() };
        let values = (
            webhooks::id.eq(new.id.to_string()),
            webhooks::support_org_id.eq(new.support_org.map(|id| id.to_string())),
            webhooks::document.eq(WEBHOOK.seal_document(&self.vault, &new.id, &document)?),
            webhooks::state.eq(new.state.code()),
            webhooks::version.eq(new.version),
            webhooks::made_at.eq(time(new.made_at)),
            webhooks::off_at.eq(new.off_at.map(time)),
        );
        diesel::insert_into(webhooks::table).values(values).execute(self.connection)?;
        Ok(())
    }

    /// Holds the row until the end of the transaction, and gives it as it is now.
    pub fn hold_webhook(&mut self, id: WebhookId) -> Result<Option<StoredWebhook>, StoreError> {
        let place = webhooks::table.find(id.to_string());
        diesel::update(place).set(webhooks::version.eq(webhooks::version)).execute(self.connection)?;
        self.find_webhook(id)
    }

    pub fn find_webhook(&mut self, id: WebhookId) -> Result<Option<StoredWebhook>, StoreError> {
        let row = webhooks::table.find(id.to_string()).first::<Row>(self.connection).optional()?;
        row.map(|row| self.webhook(row)).transpose()
    }

    /// All of them, or those of an organisation; the oldest first.
    pub fn list_webhooks(&mut self, of: Option<SupportOrgId>) -> Result<Vec<StoredWebhook>, StoreError> {
        let mut found = webhooks::table.order(webhooks::id).into_boxed();
        if let Some(org) = of {
            found = found.filter(webhooks::support_org_id.eq(org.to_string()));
        }
        let rows = found.load::<Row>(self.connection)?;
        rows.into_iter().map(|row| self.webhook(row)).collect()
    }

    /// How many an owner has.
    pub fn count_webhooks(&mut self, of: Option<SupportOrgId>) -> Result<i64, StoreError> {
        let owned = webhooks::table.count();
        Ok(match of {
            Some(org) => owned.filter(webhooks::support_org_id.eq(org.to_string())).get_result(self.connection)?,
            None => owned.filter(webhooks::support_org_id.is_null()).get_result(self.connection)?,
        })
    }

    /// Whether anybody is to be told of what happens.
    pub(in crate::store) fn somebody_listens(&mut self) -> Result<bool, StoreError> {
        let one = webhooks::table.filter(webhooks::state.ne(WebhookState::Off.code())).select(webhooks::id).limit(1);
        Ok(!one.load::<String>(self.connection)?.is_empty())
    }

    /// Writes what an owner has changed. Only for who holds the row.
    pub fn change_webhook(&mut self, changed: &StoredWebhook) -> Result<(), StoreError> {
        let document = Document { webhook: changed.webhook.clone(), secrets: changed.secrets.clone() };
        let set = (
            webhooks::document.eq(WEBHOOK.seal_document(&self.vault, &changed.id, &document)?),
            webhooks::state.eq(changed.state.code()),
            webhooks::version.eq(changed.version + 1),
            webhooks::failing_since.eq(changed.failing_since.map(time)),
            webhooks::off_at.eq(changed.off_at.map(time)),
        );
        diesel::update(webhooks::table.find(changed.id.to_string())).set(set).execute(self.connection)?;
        Ok(())
    }

    /// Notes how it stands, which is no change of its owner's. Only for who holds the row.
    pub fn note_webhook(
        &mut self,
        id: WebhookId,
        state: WebhookState,
        failing_since: Option<Moment>,
        off_at: Option<Moment>,
    ) -> Result<(), StoreError> {
        let set =
            (webhooks::state.eq(state.code()), webhooks::failing_since.eq(failing_since.map(time)), webhooks::off_at.eq(off_at.map(time)));
        diesel::update(webhooks::table.find(id.to_string())).set(set).execute(self.connection)?;
        Ok(())
    }

    /// With all that it was told.
    pub fn remove_webhook(&mut self, id: WebhookId) -> Result<(), StoreError> {
        let key = id.to_string();
        diesel::delete(webhook_messages::table.filter(webhook_messages::webhook_id.eq(&key))).execute(self.connection)?;
        diesel::delete(webhooks::table.find(&key)).execute(self.connection)?;
        Ok(())
    }
}
