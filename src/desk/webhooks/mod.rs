//! Webhooks: other programs that are told what happens to help requests. Whoever runs them is a support organisation, told of its own help requests,
//! or the operator, told of all.
//!
//! Two steps, both safe to repeat: events become messages (`announce`), one for each webhook that wants them, and messages are taken, sent and noted
//! (`take`, `note`), as letters are.

mod add;
mod announce;
mod change;
mod forget;
mod look;
mod note;
mod remove;
mod replay;
mod rotate;
mod take;
mod try_out;

pub use add::{MadeWebhook, add_webhook};
pub use announce::announce;
pub use change::change_webhook;
pub use forget::forget_messages;
pub use look::{MessageView, WebhookView, list_messages, list_webhooks, view_webhook};
pub use note::{CalledWebhook, note_call};
pub use remove::remove_webhook;
pub use replay::{ReplayForm, Replayed, replay_messages};
pub use rotate::{RotatedSecret, rotate_secret};
pub use take::{TakenMessage, list_webhooks_to_call, take_messages};
pub use try_out::test_webhook;

use crate::desk::Refusal;
use crate::identity::Role;
use crate::ids::{SupportOrgId, WebhookId};
use crate::store::{StoredWebhook, Tx};

/// Whose webhooks somebody sets up: their organisation's, or the operator's.
fn owner(role: Role) -> Result<Option<SupportOrgId>, Refusal> {
    match role {
        Role::Operator => Ok(None),
        Role::Broker(org, _) => Ok(Some(org)),
        Role::Auditor | Role::Specialist(_) | Role::Company(_) => Err(Refusal::NotFound),
    }
}

/// The operator sees all; another organisation's look as if they were not there.
fn is_seen(role: Role, stored: &StoredWebhook) -> bool {
    match role {
        Role::Broker(org, _) => stored.support_org == Some(org),
        _ => role.sees_all(),
    }
}

/// Holds the row of a webhook that the role sees.
fn hold(tx: &mut Tx<'_>, role: Role, id: WebhookId) -> Result<StoredWebhook, Refusal> {
    // Looked for first: nobody holds up another organisation's.
    tx.find_webhook(id)?.filter(|stored| is_seen(role, stored)).ok_or(Refusal::NotFound)?;
    tx.hold_webhook(id)?.ok_or(Refusal::NotFound)
}
