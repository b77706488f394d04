//! Webhooks as plain values: what is told to other programs, to whom, and how it is signed. What is told holds ids and states; whoever may know more
//! asks the API.

mod form;
mod kinds;
mod signature;
mod standing;

pub use form::{Webhook, WebhookForm};
pub use kinds::{KINDS, TEST, body, kind_of, test_body};
pub use signature::{Secrets, SigningSecret};
pub use standing::{CallOutcome, MessageState, WebhookState};
