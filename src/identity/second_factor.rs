//! The second factor: codes of an authenticator (RFC 6238, the plain kind that every app knows), and recovery codes for whoever has lost it.

use chrono::Duration;
use totp_rs::{Builder, Secret, Totp};
use unicode_normalization::UnicodeNormalization;

use crate::clock::Moment;
use crate::identity::Role;
use crate::values::MailAddress;

/// Wrong codes within [`PROOFS_WITHIN`] after which no more are taken for that long.
pub const PROOF_TRIES: i32 = 5;
pub const PROOFS_WITHIN: Duration = Duration::minutes(10);
/// Recovery codes that are given out at once.
pub const RECOVERY_CODES: usize = 8;

/// What an authenticator and nakodo both hold.
pub struct Authenticator {
    totp: Totp,
    key: String,
}

impl Authenticator {
    pub fn new(secret: [u8; 20]) -> Self {
        let secret = Secret::new_stack(secret);
        let key = secret.to_base32();
        // Six digits, half a minute, one step to either side for clocks that differ; 160 bits of secret, so it complies.
        Self { totp: Builder::new().with_secret(secret).build_noncompliant(), key }
    }

    /// The secret as it is typed into an app, in groups of four.
    pub fn key(&self) -> String {
        let letters: Vec<char> = self.key.chars().collect();
        letters.chunks(4).map(|some| some.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
    }

    /// The address that an app reads from a picture.
    pub fn address(&self, of: &MailAddress) -> String {
        let of: String = url::form_urlencoded::byte_serialize(of.as_str().as_bytes()).collect();
        format!("otpauth://totp/nakodo:{of}?secret={}&issuer=nakodo", self.key)
    }

    /// The time step whose code this is; none if it is of none that is near.
    pub fn step(&self, typed: &str, now: Moment) -> Option<i64> {
        let digits: String = typed.nfkc().filter(|c| !matches!(c, ' ' | '-')).collect();
        if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let step = self.totp.check(&digits, u64::try_from(now.timestamp()).ok()?)?;
        i64::try_from(step).ok()
    }

    /// The code of a moment, as the app shows it.
    pub fn code(&self, now: Moment) -> String {
        self.totp.generate(u64::try_from(now.timestamp()).unwrap_or(0)).to_string()
    }
}

impl Role {
    /// Whether a mailbox alone is too little for it.
    pub fn wants_second_factor(self) -> bool {
        matches!(self, Self::Operator | Self::Auditor | Self::Broker(..))
    }
}

/// Letters of recovery codes: none that is taken for another.
const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz023456789";

/// A recovery code of ten random bytes: fifty bits.
pub fn recovery_code(random: [u8; 10]) -> String {
    let letter = |byte: &u8| LETTERS.get(usize::from(byte % 32)).copied().map_or('a', char::from);
    let letters: Vec<char> = random.iter().map(letter).collect();
    letters.chunks(5).map(|some| some.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// A recovery code as typed, without what people put in or leave out; none if it cannot be one.
pub fn find_recovery_code(typed: &str) -> Option<String> {
    let plain: String = typed.nfkc().flat_map(char::to_lowercase).filter(|c| !matches!(c, ' ' | '-')).collect();
    (plain.len() == 10 && plain.bytes().all(|byte| LETTERS.contains(&byte))).then_some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_codes_are_those_of_the_standard() {
        // RFC 6238, appendix B, cut to six digits.
        let authenticator = Authenticator::new(*b"12345678901234567890");
        for (seconds, code) in [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (2_000_000_000, "279037")] {
            let at = Moment::from_timestamp(seconds, 0).unwrap();
            assert_eq!(authenticator.code(at), code);
            assert_eq!(authenticator.step(code, at), Some(seconds / 30));
            assert_eq!(authenticator.step(&format!(" {} {}", &code[..3], &code[3..]), at), Some(seconds / 30), "as people type it");
        }
        let at = Moment::from_timestamp(1_111_111_109, 0).unwrap();
        assert_eq!(authenticator.step("081804", at + Duration::seconds(30)), Some(1_111_111_109 / 30), "a clock may be half a minute off");
        assert_eq!(authenticator.step("081804", at + Duration::seconds(90)), None);
        for wrong in ["", "81804", "0818040", "08180a"] {
            assert_eq!(authenticator.step(wrong, at), None, "{wrong}");
        }
    }

    #[test]
    fn an_app_reads_the_secret_by_picture_and_by_hand() {
        let authenticator = Authenticator::new(*b"12345678901234567890");
        assert_eq!(authenticator.key(), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
        let of = MailAddress::parse("a+b@nakodo.example").unwrap();
        let expected = "otpauth://totp/nakodo:a%2Bb%40nakodo.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=nakodo";
        assert_eq!(authenticator.address(&of), expected);
    }

    #[test]
    fn a_recovery_code_is_read_as_people_type_it() {
        let code = recovery_code([0, 31, 64, 1, 2, 3, 4, 5, 6, 7]);
        assert_eq!(code, "a9abc-defgh");
        for typed in ["a9abc-defgh", "A9ABC DEFGH", " a9abcdefgh ", "ａ９ａｂｃｄｅｆｇｈ"] {
            assert_eq!(find_recovery_code(typed).as_deref(), Some("a9abcdefgh"), "{typed}");
        }
        assert_eq!(find_recovery_code("a9abc-defgi"), None, "there is no i");
        assert_eq!(find_recovery_code("123456"), None);
    }
}
