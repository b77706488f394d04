//! A statement: a ledger as a file that anybody can check, without a database and without nakodo's help.
//!
//! It holds every row with its seal, and a *head* (how many rows, and the last seal) signed by the instance with Ed25519. Whoever changes, drops or moves a
//! row breaks the chain; whoever makes the whole chain anew has no signature for its head. No name of a company is in it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};

use crate::clock::Moment;
use crate::credits::ledger::{Damage, Ledger, Row};

/// The end of a ledger at a moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    pub rows: u64,
    pub seal: String,
    pub at: Moment,
}

/// A ledger as a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// Always `nakodo ledger 1`.
    pub format: String,
    /// The name of the ledger: the registration number of its holder.
    pub ledger: String,
    pub head: Head,
    /// Public key of the instance, 32 bytes in base64.
    pub key: String,
    /// Over ledger and head, 64 bytes in base64.
    pub signature: String,
    pub rows: Vec<Row>,
}

const FORMAT: &str = "nakodo ledger 1";

/// Why a statement is not to be believed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StatementError {
    /// No statement at all, with what the reader stumbled over.
    Unreadable(String),
    /// A row is not as it was sealed.
    Row(u64, Damage),
    /// Rows after the last are missing, or there are more than were signed.
    HeadMissing { signed: u64, found: u64 },
    /// The chain is whole, but ends otherwise than was signed.
    OtherEnd,
    /// The signature is not of this head and key.
    WrongSignature,
    /// Signed with another key than the one that was expected.
    OtherKey(String),
}

/// A statement that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    pub ledger: Ledger,
    pub head: Head,
    /// With whose key: to be compared with what the instance has published.
    pub key: String,
}

impl Statement {
    pub fn sign(ledger: &Ledger, at: Moment, key: &SigningKey) -> Self {
        let head = Head { rows: ledger.rows().len() as u64, seal: ledger.end().to_owned(), at };
        Self {
            format: FORMAT.to_owned(),
            ledger: ledger.name().to_owned(),
            signature: STANDARD.encode(key.sign(&signed(ledger.name(), &head)).to_bytes()),
            key: STANDARD.encode(key.verifying_key().as_bytes()),
            head,
            rows: ledger.rows().to_vec(),
        }
    }

    /// Reads and checks a statement; `key` is the instance's public key where it is known.
    ///
    /// # Errors
    ///
    /// The first thing that is wrong. Rows are looked at before the signature, so that a changed row is named.
    pub fn verify(text: &str, key: Option<&str>) -> Result<Verified, StatementError> {
        let statement: Self = serde_json::from_str(text).map_err(|error| StatementError::Unreadable(error.to_string()))?;
        if statement.format != FORMAT {
            return Err(StatementError::Unreadable(format!("not `{FORMAT}`")));
        }
        let Self { ledger, head, key: own, signature, rows, .. } = statement;
        let found = rows.len() as u64;
        let ledger = Ledger::read(&ledger, rows).map_err(|(row, damage)| StatementError::Row(row, damage))?;
        if found != head.rows {
            return Err(StatementError::HeadMissing { signed: head.rows, found });
        }
        if ledger.end() != head.seal {
            return Err(StatementError::OtherEnd);
        }
        if !is_signed(&own, &signature, &signed(ledger.name(), &head)) {
            return Err(StatementError::WrongSignature);
        }
        if key.is_some_and(|key| key.trim() != own) {
            return Err(StatementError::OtherKey(own));
        }
        Ok(Verified { ledger, head, key: own })
    }
}

fn signed(ledger: &str, head: &Head) -> Vec<u8> {
    serde_json::json!([FORMAT, ledger, head.rows, head.seal, head.at.timestamp_micros()]).to_string().into_bytes()
}

pub(super) fn is_signed(key: &str, signature: &str, message: &[u8]) -> bool {
    let read = || {
        let key: [u8; 32] = STANDARD.decode(key).ok()?.try_into().ok()?;
        let signature: [u8; 64] = STANDARD.decode(signature).ok()?.try_into().ok()?;
        // Strict: one message has one signature, and weak keys sign nothing.
        VerifyingKey::from_bytes(&key).ok()?.verify_strict(message, &Signature::from_bytes(&signature)).ok()
    };
    read().is_some()
}
