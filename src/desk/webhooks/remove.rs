//! A webhook is removed, with all that was sent to it.

use crate::desk::webhooks::hold;
use crate::desk::{Desk, Refusal};
use crate::identity::Role;
use crate::ids::WebhookId;

pub async fn remove_webhook(desk: &Desk, role: Role, id: WebhookId) -> Result<(), Refusal> {
    desk.store
        .write(move |tx| {
            hold(tx, role, id)?;
            tx.remove_webhook(id)?;
            tx.note_act("webhook_removed", "webhook", id);
            Ok(())
        })
        .await
}
