//! What came of a call is noted. A webhook at which nothing has arrived for days is switched off, and so is one that says that it is gone; its owner
//! gets a letter.

use chrono::Duration;

use crate::correspondence::{LetterKind, Party};
use crate::desk::letters::queue_notice;
use crate::desk::{Desk, Refusal};
use crate::hooks::{CallOutcome, MessageState, WebhookState};
use crate::ids::{MessageId, WebhookId};
use crate::store::NoticeToQueue;

/// A call that has ended.
#[derive(Clone, Debug)]
pub struct CalledWebhook {
    pub message: MessageId,
    pub webhook: WebhookId,
    pub outcome: CallOutcome,
    /// Until the next try, if this one failed; none if it was the last.
    pub pause: Option<Duration>,
}

/// `give_up` is how long a webhook may fail.
pub async fn note_call(desk: &Desk, called: CalledWebhook, give_up: Duration) -> Result<(), Refusal> {
    let (now, ids) = (desk.clock.now(), desk.ids.clone());
    desk.store
        .write(move |tx| {
            let CalledWebhook { message, webhook, outcome, pause } = called;
            // Removed meanwhile, with its messages.
            let Some(stored) = tx.hold_webhook(webhook)? else { return Ok(()) };
            let (state, due_at) = match (&outcome, pause) {
                (CallOutcome::Arrived(_), _) => (MessageState::Arrived, now),
                // It waits for the webhook to be on again.
                (CallOutcome::Gone, _) => (MessageState::Waiting, now),
                (CallOutcome::Failed(_), Some(pause)) => (MessageState::Waiting, now + pause),
                (CallOutcome::Failed(_), None) => (MessageState::GivenUp, now),
            };
            tx.note_message(message, state, due_at, outcome.answer())?;
            let failing_since = stored.failing_since.unwrap_or(now);
            let next = match outcome {
                CallOutcome::Arrived(_) if stored.failing_since.is_none() => return Ok(()),
                CallOutcome::Arrived(_) => return Ok(tx.note_webhook(webhook, stored.state, None, stored.off_at)?),
                CallOutcome::Gone => WebhookState::Gone,
                CallOutcome::Failed(_) if now - failing_since >= give_up => WebhookState::Failed,
                CallOutcome::Failed(_) => stored.state,
            };
            if stored.state != WebhookState::On || next == WebhookState::On {
                return Ok(tx.note_webhook(webhook, stored.state, Some(failing_since), stored.off_at)?);
            }
            tx.note_webhook(webhook, next, Some(failing_since), Some(now))?;
            let party = stored.support_org.map_or(Party::Operator, Party::SupportOrg);
            let cause = format!("{webhook}/{}", now.timestamp_micros());
            queue_notice(tx, &ids, now, NoticeToQueue { id: ids.fresh(now), kind: LetterKind::WebhookOff, party, cause }, now)
        })
        .await
}
