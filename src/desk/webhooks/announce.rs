//! Events become messages: one for each webhook that wants to hear of them, in the transaction that finishes their deliveries. So each event is a
//! message once, however often it comes.

use crate::desk::{Desk, Refusal};
use crate::events::{Envelope, Group};
use crate::hooks::{MessageState, WebhookState, body, kind_of};
use crate::store::{StoredMessage, StoredWebhook};

/// Gives a result for each of `envelopes`.
pub async fn announce(desk: &Desk, envelopes: Vec<Envelope>) -> Result<Vec<()>, Refusal> {
    let (now, ids) = (desk.clock.now(), desk.ids.clone());
    desk.store
        .write(move |tx| {
            let numbers: Vec<i64> = envelopes.iter().map(|envelope| envelope.seq).collect();
            let fresh = tx.finish_deliveries(Group::Herald, &numbers, now)?;
            let listening: Vec<StoredWebhook> =
                tx.list_webhooks(None)?.into_iter().filter(|stored| stored.state != WebhookState::Off).collect();
            let about: Vec<_> = envelopes.iter().filter_map(|envelope| envelope.event.help_request()).collect();
            let orgs = if listening.is_empty() { Default::default() } else { tx.support_orgs_of(&about)? };
            for envelope in envelopes.iter().filter(|envelope| fresh.contains(&envelope.seq)) {
                let (Some(kind), Some(help_request)) = (kind_of(&envelope.event), envelope.event.help_request()) else { continue };
                let org = orgs.get(&help_request).copied();
                let concerns = |stored: &&StoredWebhook| stored.support_org.is_none() || stored.support_org == org;
                // A webhook that was made later has not asked for it.
                let wants = |stored: &&StoredWebhook| stored.webhook.wants(kind) && stored.made_at <= envelope.at;
                for stored in listening.iter().filter(concerns).filter(wants) {
                    tx.add_message(&StoredMessage {
                        id: ids.beside(now),
                        webhook: stored.id,
                        event: Some(envelope.seq),
                        kind: kind.to_owned(),
                        body: body(kind, &envelope.event, envelope.at),
                        state: MessageState::Waiting,
                        made_at: now,
                        due_at: now,
                        tries: 0,
                        tried_at: None,
                        answer: None,
                        trace: envelope.trace,
                    })?;
                }
            }
            Ok(vec![(); envelopes.len()])
        })
        .await
}
