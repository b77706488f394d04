//! A webhook gets another secret. For a day both sign, so that its owner can change over without losing a message.

use chrono::{DateTime, Duration, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::desk::webhooks::add::fresh_secret;
use crate::desk::webhooks::hold;
use crate::desk::{Desk, Refusal};
use crate::identity::Role;
use crate::ids::WebhookId;

const BOTH_HOLD: Duration = Duration::days(1);

/// The new secret. Nobody can show it a second time.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RotatedSecret {
    /// With which the signatures are made from now on.
    #[schema(example = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    pub secret: String,
    /// Until when messages are signed with the former secret, too (RFC 3339, UTC).
    #[schema(example = "2026-12-02T03:00:00Z")]
    pub former_until: DateTime<Utc>,
}

pub async fn rotate_secret(desk: &Desk, role: Role, id: WebhookId) -> Result<RotatedSecret, Refusal> {
    let (next, former_until) = (fresh_secret(&desk.ids), desk.clock.now() + BOTH_HOLD);
    desk.store
        .write(move |tx| {
            let mut stored = hold(tx, role, id)?;
            stored.secrets = stored.secrets.rotated(next.clone(), former_until);
            tx.change_webhook(&stored)?;
            tx.note_act("webhook_secret_rotated", "webhook", id);
            Ok(RotatedSecret { secret: next.reveal(), former_until })
        })
        .await
}
