//! Signing letters (RFC 6376), so that a mail provider knows that they come from the domain that they name, and that nobody changed them.

use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use lettre::message::Message;
use lettre::message::dkim::{DkimCanonicalization, DkimCanonicalizationType, DkimConfig, DkimSigningAlgorithm, DkimSigningKey};
use lettre::message::header::HeaderName;

use rsa::pkcs1::DecodeRsaPrivateKey;
use rsa::pkcs8::EncodePublicKey;
use rsa::traits::PublicKeyParts;

use crate::settings::DkimSettings;

/// What is signed. A header that a letter does not have is named too: then nobody can add one on the way. `Content-Type` is not among them, since
/// lettre keeps it with the body and would sign that there is none.
const SIGNED: [&str; 10] = [
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "MIME-Version",
    "Reply-To",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
];

/// An Ed25519 key as PKCS #8 (RFC 8410): this, then its 32 bytes.
const ED25519_PREFIX: [u8; 16] = [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];

pub(super) struct Signer(DkimConfig);

impl Signer {
    /// Reads the key file; the error is a sentence without anything of the key.
    pub fn new(settings: &DkimSettings) -> Result<Self, String> {
        let file = Path::new(&settings.key_file);
        let text = std::fs::read_to_string(file).map_err(|error| format!("the key file {} cannot be read: {error}", file.display()))?;
        let key = read_key(&text).map_err(|why| format!("the key file {}: {why}", file.display()))?;
        let canonicalization = DkimCanonicalization { header: DkimCanonicalizationType::Relaxed, body: DkimCanonicalizationType::Relaxed };
        let signed = SIGNED.map(HeaderName::new_from_ascii_str).to_vec();
        Ok(Self(DkimConfig::new(settings.selector.clone(), settings.domain.clone(), key, signed, canonicalization)))
    }

    pub fn sign(&self, mail: &mut Message) {
        mail.sign(&self.0);
    }
}

/// What has to stand in DNS for a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DkimRecord {
    pub name: String,
    pub text: String,
    /// The public key itself, as it stands in the record.
    pub key: String,
    /// Length of an RSA key.
    pub rsa_bits: Option<usize>,
}

impl DkimRecord {
    /// Works the public key out from the key file.
    pub(super) fn new(settings: &DkimSettings) -> Result<Self, String> {
        let file = Path::new(&settings.key_file);
        Signer::new(settings)?;
        let text = std::fs::read_to_string(file).map_err(|error| format!("the key file {} cannot be read: {error}", file.display()))?;
        let (kind, key, rsa_bits) = public_part(text.trim()).ok_or_else(|| format!("the key file {}: it is damaged", file.display()))?;
        let name = format!("{}._domainkey.{}", settings.selector, settings.domain);
        Ok(Self { name, text: format!("v=DKIM1; k={kind}; p={key}"), key, rsa_bits })
    }

    /// The key in a record of DNS, empty if it was withdrawn; none if it is no such record.
    pub fn key_in(record: &str) -> Option<String> {
        let mut tags = record.split(';').filter_map(|tag| tag.split_once('='));
        let key = tags.find(|(name, _)| name.trim() == "p").map(|(_, value)| value);
        key.map(|key| key.split_whitespace().collect())
    }
}

/// The kind of key, its public part as RFC 6376 (3.6.1) and RFC 8463 (4) write it, and the length of an RSA key.
fn public_part(text: &str) -> Option<(&'static str, String, Option<usize>)> {
    let body: String = text.lines().filter(|line| !line.starts_with("-----")).collect();
    let bytes = STANDARD.decode(body).ok()?;
    if let Some(seed) = bytes.strip_prefix(&ED25519_PREFIX) {
        let key = ed25519_dalek::SigningKey::from_bytes(seed.try_into().ok()?);
        return Some(("ed25519", STANDARD.encode(key.verifying_key().to_bytes()), None));
    }
    let key = rsa::RsaPrivateKey::from_pkcs1_der(&bytes).ok()?.to_public_key();
    Some(("rsa", STANDARD.encode(key.to_public_key_der().ok()?.as_bytes()), Some(key.size() * 8)))
}

fn read_key(text: &str) -> Result<DkimSigningKey, &'static str> {
    let text = text.trim();
    if text.starts_with("-----BEGIN RSA PRIVATE KEY-----") {
        return DkimSigningKey::new(text, DkimSigningAlgorithm::Rsa).map_err(|_| "the RSA key in it is damaged");
    }
    let body = text.strip_prefix("-----BEGIN PRIVATE KEY-----").and_then(|rest| rest.strip_suffix("-----END PRIVATE KEY-----"));
    let body = body.ok_or("it holds neither \"RSA PRIVATE KEY\" nor \"PRIVATE KEY\" in PEM")?;
    let bytes = STANDARD.decode(body.split_whitespace().collect::<String>()).map_err(|_| "it is damaged")?;
    let seed = bytes.strip_prefix(&ED25519_PREFIX).filter(|seed| seed.len() == 32);
    let seed = seed.ok_or("it is no Ed25519 key; an RSA key is written with `openssl rsa -traditional`")?;
    DkimSigningKey::new(&STANDARD.encode(seed), DkimSigningAlgorithm::Ed25519).map_err(|_| "the Ed25519 key in it is damaged")
}
