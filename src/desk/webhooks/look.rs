//! Looking at webhooks, and at what was sent to them.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::desk::webhooks::is_seen;
use crate::desk::{Desk, Refusal};
use crate::hooks::{MessageState, WebhookState};
use crate::identity::Role;
use crate::ids::{MessageId, SupportOrgId, WebhookId};
use crate::store::{StoredMessage, StoredWebhook};

/// A webhook without its secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct WebhookView {
    pub id: WebhookId,
    /// The support organisation whose it is; none for the operator's.
    pub organisation: Option<SupportOrgId>,
    /// The address that is called.
    #[schema(example = "https://hooks.chamber.example.jp/nakodo")]
    pub url: String,
    pub label: String,
    /// Kinds of news that are wanted; empty for all.
    #[schema(example = json!(["match.made", "help_request.unmatched"]))]
    pub kinds: Vec<String>,
    /// Whether messages go there: `on`; `off` by its owner; `failed` after days without success, or `gone` by its own word, and then they wait.
    #[schema(example = "on")]
    pub state: WebhookState,
    /// Counts its owner's changes; the same as the ETag.
    #[schema(example = 1)]
    pub version: i32,
    pub made_at: DateTime<Utc>,
    /// Since when nothing has arrived (RFC 3339, UTC); none while messages arrive.
    #[schema(example = "2026-12-01T03:00:00Z")]
    pub failing_since: Option<DateTime<Utc>>,
    /// Since when it is not on (RFC 3339, UTC); none while it is.
    #[schema(example = "2026-12-06T03:00:00Z")]
    pub off_at: Option<DateTime<Utc>>,
}

impl From<StoredWebhook> for WebhookView {
    fn from(stored: StoredWebhook) -> Self {
        let StoredWebhook { id, support_org, webhook, state, version, made_at, failing_since, off_at, .. } = stored;
        let label = webhook.label.as_str().to_owned();
        Self {
            id,
            organisation: support_org,
            url: webhook.url,
            label,
            kinds: webhook.kinds,
            state,
            version,
            made_at,
            failing_since,
            off_at,
        }
    }
}

/// A message with what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct MessageView {
    /// The `webhook-id` of every try.
    pub id: MessageId,
    /// What it tells, or `webhook.test`.
    #[schema(example = "match.made")]
    pub kind: String,
    /// `waiting` to be sent, `arrived`, or `given_up`.
    #[schema(example = "arrived")]
    pub state: MessageState,
    pub made_at: DateTime<Utc>,
    /// When it is sent next (RFC 3339, UTC); none unless it waits.
    #[schema(example = "2026-12-01T03:05:00Z")]
    pub due_at: Option<DateTime<Utc>>,
    /// How often it was sent, since the last replay.
    #[schema(example = 1)]
    pub tries: u16,
    /// When it was last sent (RFC 3339, UTC).
    #[schema(example = "2026-12-01T03:00:00Z")]
    pub tried_at: Option<DateTime<Utc>>,
    /// Status of the last answer; or `too-slow`, `unreachable`, `address-not-allowed`.
    #[schema(example = "200")]
    pub answer: Option<String>,
    /// What is sent, as it is.
    #[schema(example = "{\"type\":\"webhook.test\",\"timestamp\":\"2026-12-01T03:00:00Z\",\"data\":{}}")]
    pub body: String,
}

impl From<StoredMessage> for MessageView {
    fn from(stored: StoredMessage) -> Self {
        let StoredMessage { id, kind, state, made_at, due_at, tries, tried_at, answer, body, .. } = stored;
        let due_at = (state == MessageState::Waiting).then_some(due_at);
        Self { id, kind, state, made_at, due_at, tries, tried_at, answer, body }
    }
}

/// The webhooks that the role sees, the oldest first. These are few.
pub async fn list_webhooks(desk: &Desk, role: Role) -> Result<Vec<WebhookView>, Refusal> {
    let of = match role {
        Role::Broker(org, _) => Some(org),
        _ => None,
    };
    desk.store
        .read(move |tx| Ok(tx.list_webhooks(of)?.into_iter().filter(|stored| is_seen(role, stored)).map(WebhookView::from).collect()))
        .await
}

pub async fn view_webhook(desk: &Desk, role: Role, id: WebhookId) -> Result<WebhookView, Refusal> {
    let view = desk.store.read(move |tx| Ok::<_, Refusal>(tx.find_webhook(id)?.filter(|stored| is_seen(role, stored)))).await?;
    view.map(WebhookView::from).ok_or(Refusal::NotFound)
}

/// What was sent to a webhook, the newest first.
pub async fn list_messages(
    desk: &Desk,
    role: Role,
    of: WebhookId,
    before: Option<MessageId>,
    limit: i64,
) -> Result<Vec<MessageView>, Refusal> {
    desk.store
        .read(move |tx| {
            tx.find_webhook(of)?.filter(|stored| is_seen(role, stored)).ok_or(Refusal::NotFound)?;
            Ok(tx.list_messages(of, before, limit)?.into_iter().map(MessageView::from).collect())
        })
        .await
}
