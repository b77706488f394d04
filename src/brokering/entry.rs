//! Entry links: an address that a support organisation gives out, printed as a QR code on a leaflet.

use std::fmt;

/// Names an entry link. Not a secret: it hangs on walls. Without the letters that are taken for one another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryCode(String);

const LETTERS: &[u8; 31] = b"abcdefghjkmnpqrstuvwxyz23456789";
const LENGTH: usize = 8;

impl EntryCode {
    /// A code made of random bytes.
    pub fn of(bytes: [u8; 16]) -> Self {
        let letters = bytes.iter().take(LENGTH).map(|byte| LETTERS.get(usize::from(*byte) % 31).copied().unwrap_or(b'a'));
        Self(letters.map(char::from).collect())
    }

    /// Reads a code as typed; none if it cannot be one.
    pub fn find(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_lowercase();
        (text.len() == LENGTH && text.bytes().all(|byte| LETTERS.contains(&byte))).then_some(Self(text))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EntryCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_code_is_read_back_also_in_capitals(bytes in any::<[u8; 16]>()) {
            let code = EntryCode::of(bytes);
            prop_assert_eq!(EntryCode::find(&code.as_str().to_uppercase()), Some(code));
        }

        #[test]
        fn any_text_is_a_code_or_not(text in ".{0,12}") {
            if let Some(code) = EntryCode::find(&text) {
                prop_assert_eq!(code.as_str().len(), LENGTH);
            }
        }
    }
}
