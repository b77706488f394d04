//! Identities and secrets. Ids are UUIDs of version 7 (sortable by time) and are *names*, never proof of anything; a [`Token`] is
//! 32 random bytes and is what a letter's link carries (OWASP ASVS 5.0, 11.5.1: a UUID is not random enough for that).

use std::fmt;
use std::str::FromStr;
use std::sync::{Arc, Mutex, PoisonError};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rand::{RngCore, SeedableRng, TryRngCore, rngs::OsRng};
use rand_chacha::ChaCha20Rng;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::clock::Moment;
use crate::traces::TraceId;

/// Anything that [`Ids`] can name.
pub trait Identity: From<Uuid> {}

macro_rules! identities {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
        #[serde(transparent)]
        #[schema(value_type = String, format = Uuid, example = "019aa1b2-0000-7000-8000-000000000001")]
        pub struct $name(Uuid);

        impl $name {
            pub fn uuid(self) -> Uuid { self.0 }
        }
        impl Identity for $name {}
        impl From<Uuid> for $name {
            fn from(value: Uuid) -> Self { Self(value) }
        }
        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result { self.0.fmt(out) }
        }
        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> { Uuid::try_parse(text).map(Self) }
        }
    )+};
}

identities! {
    /// A person on the active list.
    SpecialistId,
    /// A support organisation (支援機関).
    SupportOrgId,
    HelpRequestId,
    OfferId,
    EngagementId,
    EventId,
    LetterId,
    ConsentId,
    ApiKeyId,
    /// A code that was sent to a mailbox; the name, not the code.
    CodeId,
    /// Whoever can sign in: a mailbox.
    AccountId,
    SessionId,
    /// Whoever acts behind an account that several people share: the id, not the name.
    PersonId,
    /// A row of the audit log.
    AuditId,
    /// A company for which a support organisation may ask.
    MemberId,
    /// What somebody has begun without an account.
    UnfinishedId,
    /// Help requests that went from one clerk to another.
    HandOverId,
    /// A proposal to pass a help request on to another support organisation.
    ReferralId,
    /// What a specialist asks to be entered into the ledger of credits.
    ClaimId,
    /// A complaint about the other side of a match.
    ComplaintId,
    /// Somebody's place in the team of an engagement.
    SeatId,
    /// The word of an organisation that recommends a specialist.
    EndorsementId,
    /// Companies that share specialists over a year.
    PoolId,
    /// A snapshot of the official register that was read.
    SnapshotId,
    /// What operators have to decide about a registration.
    RegisterCaseId,
    /// An address of another program that is told what happens.
    WebhookId,
    /// A service on another public list.
    ListingId,
    /// What is told to such an address: the `webhook-id` of the specification.
    MessageId,
}

/// Where ids and tokens come from. Clones share the source.
#[derive(Clone, Debug)]
pub enum Ids {
    /// The operating system's randomness.
    Random,
    /// A fixed sequence, for the demo and for tests with snapshots. Never reachable from the settings.
    Seeded(Arc<Mutex<Seeded>>),
}

/// A fixed sequence of ids and tokens, and others beside it for what pages hold and for requests: looking at a page changes no id that
/// comes after.
#[derive(Debug)]
pub struct Seeded {
    ids: ChaCha20Rng,
    aside: ChaCha20Rng,
    traces: ChaCha20Rng,
}

impl Ids {
    pub fn seeded(seed: u64) -> Self {
        let stream = |number| {
            let mut stream = ChaCha20Rng::seed_from_u64(seed);
            stream.set_stream(number);
            stream
        };
        Self::Seeded(Arc::new(Mutex::new(Seeded { ids: stream(0), aside: stream(1), traces: stream(2) })))
    }

    /// A new id whose time part is `now`.
    pub fn fresh<T: Identity>(&self, now: Moment) -> T {
        let mut random = [0_u8; 10];
        self.fill(&mut random);
        let millis = u64::try_from(now.timestamp_millis()).unwrap_or(0);
        T::from(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
    }

    /// The same from the sequence beside: what somebody does at a page changes no id that comes after.
    pub fn beside<T: Identity>(&self, now: Moment) -> T {
        let mut random = [0_u8; 10];
        self.fill_aside(&mut random);
        let millis = u64::try_from(now.timestamp_millis()).unwrap_or(0);
        T::from(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
    }

    /// A new secret for a link or an API key.
    pub fn token(&self) -> Token {
        let mut bytes = [0_u8; 32];
        self.fill(&mut bytes);
        Token(bytes)
    }

    /// A secret that no letter carries: an instance's own, or a browser's.
    pub fn secret(&self) -> Token {
        let mut bytes = [0_u8; 32];
        self.fill_aside(&mut bytes);
        Token(bytes)
    }

    /// A number that is given out once.
    pub fn nonce(&self) -> [u8; 16] {
        let mut bytes = [0_u8; 16];
        self.fill_aside(&mut bytes);
        bytes
    }

    /// A name for a request. From a sequence of its own, so that asking for something changes nothing else.
    pub fn trace(&self) -> TraceId {
        let mut bytes = [0_u8; 16];
        match self {
            Self::Random => OsRng.unwrap_err().fill_bytes(&mut bytes),
            Self::Seeded(source) => source.lock().unwrap_or_else(PoisonError::into_inner).traces.fill_bytes(&mut bytes),
        }
        TraceId::new(bytes)
    }

    fn fill(&self, bytes: &mut [u8]) {
        match self {
            Self::Random => OsRng.unwrap_err().fill_bytes(bytes),
            Self::Seeded(source) => source.lock().unwrap_or_else(PoisonError::into_inner).ids.fill_bytes(bytes),
        }
    }

    fn fill_aside(&self, bytes: &mut [u8]) {
        match self {
            Self::Random => OsRng.unwrap_err().fill_bytes(bytes),
            Self::Seeded(source) => source.lock().unwrap_or_else(PoisonError::into_inner).aside.fill_bytes(bytes),
        }
    }
}

/// 32 random bytes, written as 43 characters of URL-safe base64. It is shown to one person once and stored only as its hash,
/// so it has no `Display` and its `Debug` is masked: it cannot reach a log by accident.
#[derive(Clone, PartialEq, Eq)]
pub struct Token([u8; 32]);

impl Token {
    /// The text that goes into a link.
    pub fn reveal(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// Reads a token as typed; none if it cannot be one.
    pub fn find(text: &str) -> Option<Self> {
        let mut bytes = [0_u8; 32];
        let length = URL_SAFE_NO_PAD.decode_slice(text, &mut bytes).ok()?;
        (length == bytes.len()).then_some(Self(bytes))
    }

    /// What is stored: SHA-256, in hexadecimal. Looking a token up by its hash needs no constant-time compare,
    /// since the hash of a guess tells nothing about how near the guess was.
    pub fn hash(&self) -> TokenHash {
        TokenHash(hex(&Sha256::digest(self.0)))
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Token(…)")
    }
}

/// SHA-256 of a [`Token`], 64 hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TokenHash(String);

impl TokenHash {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// SHA-256 of any text, 64 hexadecimal digits: fingerprints of request bodies and of idempotency keys.
pub fn fingerprint(text: &[u8]) -> String {
    hex(&Sha256::digest(text))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
