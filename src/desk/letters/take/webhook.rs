//! The letter about a webhook that is switched off.

use url::Url;

use crate::correspondence::Content;
use crate::hooks::WebhookState;
use crate::store::StoredWebhook;

pub(super) fn off(stored: &StoredWebhook) -> Content {
    let host = Url::parse(&stored.webhook.url).ok().and_then(|url| url.host_str().map(str::to_owned));
    Content::WebhookOff {
        label: stored.webhook.label.clone(),
        host: host.unwrap_or_default(),
        gone: stored.state == WebhookState::Gone,
        since: stored.failing_since.or(stored.off_at).unwrap_or(stored.made_at),
    }
}
