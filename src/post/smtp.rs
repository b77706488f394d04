//! Handing letters to a mail server.
//!
//! We hold the connections ourselves instead of using lettre's pooled transport (0.11.23), for three reasons. A send that is given up because
//! of its deadline puts its connection back into that pool in the middle of the conversation: the server's late answer is then taken for
//! the answer to the next letter. Tried: that letter came back as sent, on a 354, and was refused a moment later. Its time limit covers
//! only the making of the connection. And one mailbox that no longer exists refuses the letter for all others of the same person. Here a connection is kept only after a
//! letter was taken in full, each step has its time, and a letter is handed over if at least one mailbox takes it.

use std::error::Error as _;
use std::future::Future;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use lettre::address::{Address, Envelope};
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters, TlsParametersBuilder};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::{Error, SMTP_PORT, SUBMISSION_PORT, SUBMISSIONS_PORT};
use tokio::net::TcpStream;
use url::Url;

use crate::correspondence::{RefusedMailbox, is_mailbox_gone};
use crate::post::{PostError, SendError, authority};
use crate::values::MailAddress;

/// How long the server may take for one answer. RFC 5321 (4.5.3.2) allows minutes; a postman who waits minutes delivers nothing to others.
const STEP: Duration = Duration::from_secs(10);
/// For a good-bye, which nobody needs.
const FAREWELL: Duration = Duration::from_secs(1);

pub(super) struct Smtp {
    relay: Relay,
    /// Connections without a conversation under way.
    idle: Mutex<Vec<AsyncSmtpConnection>>,
    keep: usize,
}

/// Where the mail server is and how to speak to it.
struct Relay {
    host: String,
    port: u16,
    encryption: Encryption,
    hello: ClientId,
    credentials: Option<Credentials>,
}

/// How far a conversation has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Connecting, the server's greeting, EHLO.
    Reach,
    /// STARTTLS.
    Encrypt,
    /// AUTH.
    SignIn,
}

enum Encryption {
    /// For a mail catcher or a relay on the same machine.
    None,
    /// STARTTLS if the server offers it.
    Opportunistic(TlsParameters),
    /// STARTTLS or nothing.
    Required(TlsParameters),
    /// TLS from the first byte.
    Wrapper(TlsParameters),
}

impl Smtp {
    /// Reads the addresses that lettre reads: `smtp://host:port` without TLS, `smtp://…?tls=required` or `?tls=opportunistic`, `smtps://…`;
    /// user and password before the host, a name for EHLO as the path. Trusts the authorities of the web and those in the file. Keeps at most `keep`
    /// connections open.
    pub fn new(url: &str, authority_file: Option<&Path>, keep: u32) -> Result<Self, PostError> {
        let url = Url::parse(url).map_err(|error| PostError::Relay(error.to_string()))?;
        let host = url.host_str().filter(|host| !host.is_empty()).ok_or_else(|| PostError::Relay("it names no host".to_owned()))?;
        let authority = authority_file.map(authority::read).transpose()?;
        let tls = || {
            let usual = TlsParameters::builder(host.to_owned());
            let tls = authority.iter().cloned().fold(usual, TlsParametersBuilder::add_root_certificate);
            tls.build().map_err(|error| PostError::Relay(error.to_string()))
        };
        let wish = url.query_pairs().find(|(key, _)| key == "tls").map(|(_, wish)| wish.into_owned());
        let (encryption, usual_port) = match (url.scheme(), wish.as_deref()) {
            ("smtp", None) => (Encryption::None, SMTP_PORT),
            ("smtp", Some("required")) => (Encryption::Required(tls()?), SUBMISSION_PORT),
            ("smtp", Some("opportunistic")) => (Encryption::Opportunistic(tls()?), SUBMISSION_PORT),
            ("smtps", _) => (Encryption::Wrapper(tls()?), SUBMISSIONS_PORT),
            _ => return Err(PostError::Relay("it begins neither with smtp:// nor with smtps://, or its tls is unknown".to_owned())),
        };
        let name = url.path().trim_matches('/');
        let relay = Relay {
            host: host.trim_matches(['[', ']']).to_owned(),
            port: url.port().unwrap_or(usual_port),
            encryption,
            hello: if name.is_empty() { ClientId::default() } else { ClientId::Domain(name.to_owned()) },
            credentials: url.password().map(|password| Credentials::new(decoded(url.username()), decoded(password))),
        };
        Ok(Self { relay, idle: Mutex::default(), keep: usize::try_from(keep).unwrap_or(1) })
    }

    /// Hands a mail over. Where this is given up from outside the connection is closed, never used again.
    /// Gives the mailboxes that refused it, if others took it.
    pub async fn hand_over(&self, envelope: &Envelope, mail: &[u8]) -> Result<Vec<RefusedMailbox>, SendError> {
        // What a server says before it has seen the letter is about us (a wrong password, a full server), so it is never for good.
        let mut connection = self.connection().await.map_err(|trouble| SendError::Temporary(trouble.to_string()))?;
        match converse(&mut connection, envelope, mail).await {
            Ok(refused) => {
                self.keep(connection);
                Ok(refused)
            }
            Err(Failure::NoMailbox(trouble, refused)) => {
                let _unheard = tokio::time::timeout(FAREWELL, connection.quit()).await;
                Err(SendError::NoMailbox { why: trouble.to_string(), refused })
            }
            Err(Failure::Other(trouble)) => {
                if trouble.is_answer() {
                    let _unheard = tokio::time::timeout(FAREWELL, connection.quit()).await;
                }
                Err(if trouble.is_for_good() {
                    SendError::Permanent(trouble.to_string())
                } else {
                    SendError::Temporary(trouble.to_string())
                })
            }
        }
    }

    /// Goes as far as a letter would, and hangs up. Says whether the way is encrypted.
    pub async fn greet(&self) -> Result<bool, (Stage, String)> {
        let mut stage = Stage::Reach;
        let mut connection = self.relay.connect(&mut stage).await.map_err(|trouble| (stage, trouble.to_string()))?;
        let is_encrypted = connection.is_encrypted();
        let _unheard = tokio::time::timeout(FAREWELL, connection.quit()).await;
        Ok(is_encrypted)
    }

    async fn connection(&self) -> Result<AsyncSmtpConnection, Trouble> {
        loop {
            // In a statement of its own: the lock is not held while the server is asked.
            let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let Some(mut idle) = idle else { return self.relay.connect(&mut Stage::Reach).await };
            if tokio::time::timeout(STEP, idle.test_connected()).await == Ok(true) {
                return Ok(idle);
            }
        }
    }

    fn keep(&self, connection: AsyncSmtpConnection) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < self.keep {
            idle.push(connection);
        }
    }
}

impl Relay {
    /// `stage` tells afterwards how far it came.
    async fn connect(&self, stage: &mut Stage) -> Result<AsyncSmtpConnection, Trouble> {
        let server = (self.host.as_str(), self.port);
        let mut connection = if let Encryption::Wrapper(tls) = &self.encryption {
            // lettre encrypts from the first byte only on connections of its own making, which leave Nagle's delay on.
            step(AsyncSmtpConnection::connect_tokio1(server, Some(STEP), &self.hello, Some(tls.clone()), None)).await?
        } else {
            let stream = tokio::time::timeout(STEP, TcpStream::connect(server)).await;
            let stream = stream.map_err(|_| Trouble::Silent)?.map_err(|_| Trouble::Unreachable)?;
            // A letter and its closing dot are written one after the other: with Nagle's delay the dot waits 40 ms for an acknowledgement,
            // which was nine tenths of all the time that a letter took.
            stream.set_nodelay(true).map_err(|_| Trouble::Unreachable)?;
            step(AsyncSmtpConnection::connect_with_transport(Box::new(stream), &self.hello)).await?
        };
        *stage = Stage::Encrypt;
        match &self.encryption {
            Encryption::Required(tls) => step(connection.starttls(tls.clone(), &self.hello)).await?,
            Encryption::Opportunistic(tls) if connection.can_starttls() => step(connection.starttls(tls.clone(), &self.hello)).await?,
            Encryption::None | Encryption::Opportunistic(_) | Encryption::Wrapper(_) => {}
        }
        *stage = Stage::SignIn;
        if let Some(credentials) = &self.credentials {
            step(connection.auth(DEFAULT_MECHANISMS, credentials)).await?;
        }
        Ok(connection)
    }
}

/// Why a letter was not handed over.
enum Failure {
    /// No mailbox took it, and none will.
    NoMailbox(Trouble, Vec<RefusedMailbox>),
    Other(Trouble),
}

impl From<Trouble> for Failure {
    fn from(trouble: Trouble) -> Self {
        Self::Other(trouble)
    }
}

async fn converse(connection: &mut AsyncSmtpConnection, envelope: &Envelope, mail: &[u8]) -> Result<Vec<RefusedMailbox>, Failure> {
    step(connection.command(Mail::new(envelope.from().cloned(), Vec::new()))).await?;
    let (mut taken, mut worst, mut refused) = (false, None, Vec::new());
    for mailbox in envelope.to() {
        match step(connection.command(Rcpt::new(mailbox.clone(), Vec::new()))).await {
            Ok(_) => taken = true,
            Err(trouble) if trouble.is_answer() => {
                refused.extend(trouble.refused(mailbox));
                // Where no mailbox takes it and one of them might later, the letter is tried again.
                worst = worst.filter(|earlier: &Trouble| !earlier.is_for_good()).or(Some(trouble));
            }
            Err(trouble) => return Err(trouble.into()),
        }
    }
    if let (false, Some(trouble)) = (taken, worst) {
        let is_gone = trouble.is_for_good() && refused.iter().any(|mailbox| mailbox.is_gone);
        return Err(if is_gone { Failure::NoMailbox(trouble, refused) } else { trouble.into() });
    }
    step(connection.command(Data)).await?;
    step(connection.message(mail)).await?;
    Ok(refused)
}

/// One question and its answer.
async fn step<T>(answer: impl Future<Output = Result<T, Error>>) -> Result<T, Trouble> {
    match tokio::time::timeout(STEP, answer).await {
        Ok(answer) => answer.map_err(Trouble::Error),
        Err(_) => Err(Trouble::Silent),
    }
}

enum Trouble {
    Error(Error),
    Unreachable,
    Silent,
}

impl Trouble {
    /// Whether the server said no, so that the conversation may go on.
    fn is_answer(&self) -> bool {
        matches!(self, Self::Error(error) if error.status().is_some())
    }

    fn is_for_good(&self) -> bool {
        matches!(self, Self::Error(error) if error.is_permanent())
    }

    /// What the answer says of a mailbox.
    fn refused(&self, mailbox: &Address) -> Option<RefusedMailbox> {
        let (basic, enhanced) = self.codes()?;
        let is_gone = is_mailbox_gone(Some(basic), enhanced.as_deref());
        let address = MailAddress::parse(mailbox.as_ref()).ok()?;
        Some(RefusedMailbox { address, answer: self.to_string(), is_gone })
    }

    /// The basic code, and the enhanced one if there is one.
    fn codes(&self) -> Option<(u16, Option<String>)> {
        let Self::Error(error) = self else { return None };
        let words = error.source().map(ToString::to_string).unwrap_or_default();
        let enhanced = words.split_whitespace().next().filter(|word| is_status_code(word)).map(str::to_owned);
        Some((error.status()?.into(), enhanced))
    }
}

/// Without what the server wrote, which may repeat addresses: only its codes (RFC 5321 and RFC 3463).
impl std::fmt::Display for Trouble {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let error = match self {
            Self::Silent => return write!(out, "the mail server did not answer within {} s", STEP.as_secs()),
            Self::Unreachable => return out.write_str("no connection to the mail server"),
            Self::Error(error) => error,
        };
        if let Some((code, enhanced)) = self.codes() {
            return write!(out, "the mail server answered {code}{}", enhanced.map(|code| format!(" {code}")).unwrap_or_default());
        }
        out.write_str(if error.is_tls() {
            "no encrypted connection to the mail server"
        } else if error.is_client() || error.is_response() {
            "the mail server cannot do what was asked of it"
        } else {
            "no connection to the mail server"
        })
    }
}

/// An enhanced status code such as `5.1.1`.
fn is_status_code(word: &str) -> bool {
    word.len() <= 9
        && word.split('.').count() == 3
        && word.split('.').all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}

/// A user name or password as typed. `form_urlencoded` also gives `+` and `&` a meaning, so these are encoded first.
fn decoded(part: &str) -> String {
    let pair = format!("={}", part.replace('+', "%2B").replace('&', "%26"));
    url::form_urlencoded::parse(pair.as_bytes()).next().map(|(_, text)| text.into_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_read_as_they_were_typed() {
        for password in ["plain", "p@ss/w:rd", "a+b&c=d%e", "日本語"] {
            let mut url = Url::parse("smtp://relay.example").unwrap();
            url.set_username("u").unwrap();
            url.set_password(Some(password)).unwrap();
            assert_eq!(decoded(url.password().unwrap()), password);
        }
    }

    #[test]
    fn the_address_of_the_server_says_how_to_speak_to_it() {
        let relay = |url: &str| Smtp::new(url, None, 1).map(|smtp| smtp.relay).ok().unwrap();
        assert!(matches!(relay("smtp://localhost:1025").encryption, Encryption::None));
        assert!(matches!(relay("smtp://h?tls=required").encryption, Encryption::Required(_)));
        assert!(matches!(relay("smtps://u:p@h").encryption, Encryption::Wrapper(_)));
        assert_eq!((relay("smtp://h?tls=required").port, relay("smtps://h").port, relay("smtp://h").port), (587, 465, 25));
        assert_eq!(relay("smtp://h/mail.example.jp").hello, ClientId::Domain("mail.example.jp".to_owned()));
    }

    #[test]
    fn a_wrong_address_is_told_without_its_password() {
        for url in ["smtp://u:secret@h?tls=maybe", "http://u:secret@h", "smtp:", "secret"] {
            let error = Smtp::new(url, None, 1).err().unwrap();
            assert!(!error.to_string().contains("secret"), "{error}");
        }
    }
}
