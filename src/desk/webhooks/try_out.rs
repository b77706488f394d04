//! The test button: a message about nothing, sent as every other.

use crate::desk::webhooks::{MessageView, hold};
use crate::desk::{Desk, Refusal};
use crate::hooks::{MessageState, TEST, test_body};
use crate::identity::Role;
use crate::ids::WebhookId;
use crate::store::StoredMessage;
use crate::traces::current;

/// One that is not on gets it once it is.
pub async fn test_webhook(desk: &Desk, role: Role, id: WebhookId) -> Result<MessageView, Refusal> {
    let now = desk.clock.now();
    let message = StoredMessage {
        id: desk.ids.beside(now),
        webhook: id,
        event: None,
        kind: TEST.to_owned(),
        body: test_body(now),
        state: MessageState::Waiting,
        made_at: now,
        due_at: now,
        tries: 0,
        tried_at: None,
        answer: None,
        trace: current(),
    };
    desk.store
        .write(move |tx| {
            hold(tx, role, id)?;
            tx.add_message(&message)?;
            tx.note_act("webhook_tested", "webhook", id);
            Ok(message.into())
        })
        .await
}
