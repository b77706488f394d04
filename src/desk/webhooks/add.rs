//! A webhook is set up. Its secret is shown with that and never again.

use serde::Serialize;
use utoipa::ToSchema;

use crate::desk::webhooks::{WebhookView, owner};
use crate::desk::{Desk, Refusal};
use crate::hooks::{Secrets, SigningSecret, WebhookForm, WebhookState};
use crate::identity::Role;
use crate::ids::Ids;
use crate::store::StoredWebhook;

/// How many one owner has at most: each event is a message to each of them.
const MOST: i64 = 20;

/// A new webhook with its secret. Nobody can show that a second time.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MadeWebhook {
    #[serde(flatten)]
    pub webhook: WebhookView,
    /// With which the signatures are made, as libraries of the Standard Webhooks specification take it.
    #[schema(example = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    pub secret: String,
}

/// 32 random bytes: the specification wants 24 to 64.
pub(super) fn fresh_secret(ids: &Ids) -> SigningSecret {
    SigningSecret::new([ids.nonce(), ids.nonce()].concat())
}

/// `https_only` where the instance is in production.
pub async fn add_webhook(desk: &Desk, role: Role, form: WebhookForm, https_only: bool) -> Result<MadeWebhook, Refusal> {
    let support_org = owner(role)?;
    let (webhook, on) = form.check(https_only)?;
    let (now, secret) = (desk.clock.now(), fresh_secret(&desk.ids));
    let stored = StoredWebhook {
        id: desk.ids.beside(now),
        support_org,
        webhook,
        secrets: Secrets::new(secret.clone()),
        state: if on { WebhookState::On } else { WebhookState::Off },
        version: 1,
        made_at: now,
        failing_since: None,
        off_at: (!on).then_some(now),
    };
    desk.store
        .write(move |tx| {
            if tx.count_webhooks(support_org)? >= MOST {
                return Err(Refusal::TooMany);
            }
            tx.add_webhook(&stored)?;
            tx.note_act("webhook_added", "webhook", stored.id);
            Ok(MadeWebhook { webhook: stored.into(), secret: secret.reveal() })
        })
        .await
}
