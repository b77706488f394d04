//! A webhook is changed, switched off, or on again.

use crate::desk::webhooks::{WebhookView, hold};
use crate::desk::{Desk, Refusal};
use crate::hooks::{WebhookForm, WebhookState};
use crate::identity::Role;
use crate::ids::WebhookId;

/// Replaces what its owner typed, made from the version `read` (none: whatever is there). What waits for one that is switched on again is sent.
pub async fn change_webhook(
    desk: &Desk,
    role: Role,
    id: WebhookId,
    read: Option<i32>,
    form: WebhookForm,
    https_only: bool,
) -> Result<WebhookView, Refusal> {
    let (webhook, on) = form.check(https_only)?;
    let now = desk.clock.now();
    desk.store
        .write(move |tx| {
            let mut stored = hold(tx, role, id)?;
            if read.is_some_and(|read| read != stored.version) {
                return Err(Refusal::Outdated);
            }
            stored.webhook = webhook;
            match (on, stored.state) {
                (true, WebhookState::On) | (false, WebhookState::Off) => {}
                (true, _) => {
                    (stored.state, stored.failing_since, stored.off_at) = (WebhookState::On, None, None);
                    tx.hasten_messages(id, now)?;
                }
                (false, _) => (stored.state, stored.off_at) = (WebhookState::Off, Some(now)),
            }
            tx.change_webhook(&stored)?;
            stored.version += 1;
            tx.note_act("webhook_changed", "webhook", id);
            Ok(stored.into())
        })
        .await
}
