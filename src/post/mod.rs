//! The post room: turns a [`Letter`] into a mail and hands it over. The only room that knows lettre.
//!
//! - `letters` chooses what is said to whom, in words from `locales/*/letters.ftl`;
//! - `blocks` and `wrap` make a text part and an HTML part of it that cannot differ;
//! - `compose` puts the parts into a mail; `folder` and `smtp` hand it over (`authority`: whom `smtp` trusts).
//!
//! Sending the same letter again is harmless: the mail has the same Message-ID, and in a folder the same name.

mod authority;
mod blocks;
mod compose;
mod dkim;
mod folder;
mod letters;
mod pacing;
mod probe;
mod smtp;
#[cfg(test)]
mod tests;
mod wrap;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use lettre::address::Envelope;
use url::Url;

use crate::catalogue::Catalogue;
use crate::clock::Moment;
use crate::correspondence::{Letter, RefusedMailbox};
use crate::settings::{PostSettings, TransportChoice};
use compose::{Composer, folded};
pub use dkim::DkimRecord;
use dkim::Signer;
use folder::Folder;
use pacing::Pace;
pub use pacing::Permit;
pub use probe::{dkim_record, greet_mail_server};
use smtp::Smtp;
pub use smtp::Stage;

/// Why no letter could ever leave. Ends the start.
#[derive(Debug, thiserror::Error)]
pub enum PostError {
    #[error("post.from_address is refused by the mail library: {0}")]
    Sender(String),
    #[error("the mail folder cannot be made: {0}")]
    Folder(std::io::ErrorKind),
    /// Never holds the address itself, which may contain a password.
    #[error("post.smtp.url cannot be used: {0}")]
    Relay(String),
    #[error("post.smtp.authority_file: {0}")]
    Authority(String),
    /// Never holds anything of the key.
    #[error("post.dkim: {0}")]
    Dkim(String),
}

/// Why a letter was not handed over. The texts go to the log, so they hold no addresses.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// To be tried again.
    #[error("for now: {0}")]
    Temporary(String),
    /// The mail server refused it with a 5xx: no mailbox of the party takes it.
    #[error("for good: {0}")]
    Permanent(String),
    /// Every mailbox of the party refused it, at least one because it does not exist.
    #[error("for good: {why}")]
    NoMailbox { why: String, refused: Vec<RefusedMailbox> },
    /// It cannot be made into a mail. Trying again would not help.
    #[error("unsendable: {0}")]
    Unsendable(String),
}

/// How letters leave; closed, so that no setting can end in silence.
enum Transport {
    Folder(Folder),
    Smtp(Smtp),
}

/// The post room, ready for work. Share it in an `Arc`.
pub struct Post {
    composer: Composer,
    catalogue: Arc<Catalogue>,
    transport: Transport,
    send_timeout: Duration,
    signer: Option<Signer>,
    pace: Pace,
}

impl Post {
    /// Makes the mail folder or reads the mail server's address; does not connect yet. `public_url` is where the links lead.
    pub fn new(settings: &PostSettings, public_url: Url, catalogue: Arc<Catalogue>) -> Result<Post, PostError> {
        let composer = Composer::new(settings, &public_url).map_err(|error| PostError::Sender(error.to_string()))?;
        let transport = match &settings.transport {
            TransportChoice::Folder(path) => Transport::Folder(Folder::new(path).map_err(|error| PostError::Folder(error.kind()))?),
            TransportChoice::Smtp { url, authority_file } => {
                Transport::Smtp(Smtp::new(url, authority_file.as_deref(), settings.pool_size)?)
            }
        };
        let signer = settings.dkim.as_ref().map(Signer::new).transpose().map_err(PostError::Dkim)?;
        Ok(Self { composer, catalogue, transport, send_timeout: settings.send_timeout, signer, pace: Pace::new(settings.pace) })
    }

    /// The right to hand a letter over now, or until when it has to wait for others to the same mail provider.
    pub fn pace(&self, letter: &Letter, now: Moment) -> Result<Permit<'_>, Moment> {
        self.pace.ask(letter, now)
    }

    /// The longest that [`send`](Self::send) takes.
    pub fn send_timeout(&self) -> Duration {
        self.send_timeout
    }

    /// Composes a letter and hands it over, within `send_timeout` in all. Gives the mailboxes that refused it while others took it.
    pub async fn send(&self, letter: &Letter) -> Result<Vec<RefusedMailbox>, SendError> {
        let (envelope, mail) = self.compose(letter)?;
        let handing_over = async {
            match &self.transport {
                Transport::Folder(folder) => folder.hand_over(letter.id, mail).await.map(|()| Vec::new()),
                Transport::Smtp(smtp) => smtp.hand_over(&envelope, &mail).await,
            }
        };
        let late = |_| SendError::Temporary(format!("not handed over within {} s", self.send_timeout.as_secs_f32()));
        tokio::time::timeout(self.send_timeout, handing_over).await.map_err(late)?
    }

    /// lettre panics where a display name holds CR or LF. [`Line`](crate::values::Line) refuses both, but a letter is made of what was stored
    /// long ago, and one bad letter must not take the postman with it.
    fn compose(&self, letter: &Letter) -> Result<(Envelope, Vec<u8>), SendError> {
        let compose = || {
            self.composer.compose(&self.catalogue, letter).map(|mut mail| {
                if let Some(signer) = &self.signer {
                    signer.sign(&mut mail);
                }
                (mail.envelope().clone(), folded(mail.formatted()))
            })
        };
        match catch_unwind(AssertUnwindSafe(compose)) {
            Ok(composed) => composed.map_err(|error| SendError::Unsendable(error.to_string())),
            Err(_) => Err(SendError::Unsendable("composing it panicked".to_owned())),
        }
    }
}
