//! Signatures of messages after the Standard Webhooks specification: HMAC-SHA256 over the message's id, the moment of the try and the body.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, Mac};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::Sha256;

use crate::clock::Moment;

const PREFIX: &str = "whsec_";

/// What the owner of a webhook and this instance share. Shown once; its `Debug` is masked.
#[derive(Clone, PartialEq, Eq)]
pub struct SigningSecret(Vec<u8>);

impl SigningSecret {
    pub fn new(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// As owners' libraries read it.
    pub fn reveal(&self) -> String {
        format!("{PREFIX}{}", STANDARD.encode(&self.0))
    }

    pub fn find(text: &str) -> Option<Self> {
        STANDARD.decode(text.strip_prefix(PREFIX)?).ok().map(Self)
    }

    fn sign(&self, id: &str, seconds: i64, body: &str) -> String {
        // Any length is a key.
        let Ok(mac) = Hmac::<Sha256>::new_from_slice(&self.0) else { return String::new() };
        let mac = mac.chain_update(format!("{id}.{seconds}.")).chain_update(body);
        format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
    }
}

impl fmt::Debug for SigningSecret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("SigningSecret(…)")
    }
}

impl Serialize for SigningSecret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.reveal())
    }
}

impl<'de> Deserialize<'de> for SigningSecret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::find(&text).ok_or_else(|| D::Error::custom("no secret of a webhook"))
    }
}

/// The secrets of a webhook: the one in force, and for a while the one before it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Secrets {
    pub current: SigningSecret,
    pub former: Option<(SigningSecret, Moment)>,
}

impl Secrets {
    pub fn new(current: SigningSecret) -> Self {
        Self { current, former: None }
    }

    /// The next one, beside which the present one goes on until `until`. One that was replaced before ends at once.
    pub fn rotated(self, next: SigningSecret, until: Moment) -> Self {
        Self { current: next, former: Some((self.current, until)) }
    }

    /// The header `webhook-signature` of one try: a signature for each secret that holds.
    pub fn sign(&self, id: &str, now: Moment, body: &str) -> String {
        let former = self.former.as_ref().filter(|(_, until)| now < *until).map(|(secret, _)| secret);
        let signatures = [Some(&self.current), former].into_iter().flatten().map(|secret| secret.sign(id, now.timestamp(), body));
        signatures.collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use chrono::Duration;

    use super::*;

    /// The worked example of the specification's libraries.
    #[test]
    fn the_signature_is_that_of_the_specification() {
        let secret = SigningSecret::find("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").expect("a secret");
        let signature = secret.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, r#"{"test": 2432232314}"#);
        assert_eq!(signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn for_a_while_after_a_change_both_secrets_sign() {
        let (now, secret) = (Moment::default(), |byte: u8| SigningSecret::new(vec![byte; 32]));
        let secrets = Secrets::new(secret(1)).rotated(secret(2), now + Duration::days(1));
        let single = |byte: u8, at: Moment| secret(byte).sign("m", at.timestamp(), "{}");
        assert_eq!(secrets.sign("m", now, "{}"), format!("{} {}", single(2, now), single(1, now)));
        let later = now + Duration::days(1);
        assert_eq!(secrets.sign("m", later, "{}"), single(2, later));
    }

    #[test]
    fn a_secret_shows_nowhere_by_accident() {
        let secret = SigningSecret::new(vec![7; 32]);
        assert_eq!(format!("{secret:?}"), "SigningSecret(…)");
        assert_eq!(SigningSecret::find(&secret.reveal()), Some(secret));
        assert_eq!(SigningSecret::find("MfKQ"), None);
    }
}
