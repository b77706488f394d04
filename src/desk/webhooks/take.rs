//! Messages are taken for sending, under a lease: whoever dies while sending has them come back.

use crate::clock::Moment;
use crate::desk::{Desk, Refusal};
use crate::hooks::{Secrets, WebhookState};
use crate::ids::{MessageId, WebhookId};
use crate::traces::TraceId;

/// A message in hand.
#[derive(Clone, Debug)]
pub struct TakenMessage {
    pub id: MessageId,
    pub webhook: WebhookId,
    pub url: String,
    pub secrets: Secrets,
    pub body: String,
    pub kind: String,
    /// With this one.
    pub tries: u16,
    pub trace: Option<TraceId>,
}

/// Webhooks that have something due, the one that has waited longest first.
pub async fn list_webhooks_to_call(desk: &Desk) -> Result<Vec<WebhookId>, Refusal> {
    let now = desk.clock.now();
    desk.store.read(move |tx| Ok(tx.list_webhooks_to_call(now)?)).await
}

/// Takes at most `limit` messages of one webhook until `until`; `at_once` of its messages are in hand at most, whoever has them.
pub async fn take_messages(desk: &Desk, of: WebhookId, until: Moment, limit: usize, at_once: usize) -> Result<Vec<TakenMessage>, Refusal> {
    let now = desk.clock.now();
    desk.store
        .write(move |tx| {
            // Others who take wait here, so nobody counts what is in hand at the same time.
            let Some(stored) = tx.hold_webhook(of)?.filter(|stored| stored.state == WebhookState::On) else { return Ok(Vec::new()) };
            let taken = tx.take_messages(of, now, until, limit, at_once)?;
            let with_address = taken.into_iter().map(|message| TakenMessage {
                id: message.id,
                webhook: of,
                url: stored.webhook.url.clone(),
                secrets: stored.secrets.clone(),
                body: message.body,
                kind: message.kind,
                tries: message.tries,
                trace: message.trace,
            });
            Ok(with_address.collect())
        })
        .await
}
