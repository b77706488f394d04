//! Messages are sent once more, with the ids that they had.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::desk::webhooks::hold;
use crate::desk::{Desk, Refusal};
use crate::identity::Role;
use crate::ids::{MessageId, WebhookId};
use crate::report::FieldError;

/// Which messages: one, or all since a moment.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ReplayForm {
    /// The id of one message.
    #[schema(example = "019aa1b2-0000-7000-8000-000000000001")]
    message: Option<String>,
    /// All messages that were made at this moment or later (RFC 3339), whether they arrived or not.
    #[schema(example = "2026-12-01T03:00:00Z")]
    since: Option<String>,
}

/// What is sent once more.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct Replayed {
    /// Number of messages.
    #[schema(example = 12)]
    pub messages: usize,
}

enum Which {
    One(Option<MessageId>),
    Since(DateTime<Utc>),
}

impl ReplayForm {
    /// For one message.
    pub fn of_message(id: &str) -> Self {
        Self { message: Some(id.to_owned()), since: None }
    }

    fn check(&self) -> Result<Which, Vec<FieldError>> {
        match (&self.message, &self.since) {
            // What cannot be an id is the id of nothing.
            (Some(text), None) => Ok(Which::One(text.parse().ok())),
            (None, Some(text)) => text.parse().map(Which::Since).map_err(|_| vec![FieldError::new("/since", "not-a-moment")]),
            _ => Err(vec![FieldError::new("/message", "message-or-since")]),
        }
    }
}

pub async fn replay_messages(desk: &Desk, role: Role, of: WebhookId, form: ReplayForm) -> Result<Replayed, Refusal> {
    let (which, now) = (form.check()?, desk.clock.now());
    desk.store
        .write(move |tx| {
            hold(tx, role, of)?;
            let messages = match which {
                Which::One(id) => usize::from(id.map(|id| tx.replay_message(of, id, now)).transpose()?.unwrap_or(false)),
                Which::Since(since) => tx.replay_messages(of, since, now)?,
            };
            tx.note_act("webhook_replayed", "webhook", of);
            Ok(Replayed { messages })
        })
        .await
}
