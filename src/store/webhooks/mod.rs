//! Tables `webhooks` and `webhook_messages`: who is told what happens, and what is still to be told.

mod endpoints;
mod messages;
mod sending;

pub use endpoints::StoredWebhook;
pub use messages::StoredMessage;
