//! The vault: what somebody reads who has the disk and not the key. Texts about people and companies are sealed before they become cells of a
//! table, and opened when they are read (docs/decisions/0056-sealed-at-rest.md).
//!
//! A sealed cell is `sealed:1:<key id>:<base64 of nonce and ciphertext>`, by XChaCha20-Poly1305. Its place (table, column, row) is sealed with it, so a
//! cell that is moved elsewhere does not open. The nonce is a keyed hash of place and text: sealing needs no randomness, two texts never share a
//! nonce, and what is seen is only that a cell was written again with the text that it had.
//!
//! What has to be found by its text (a mailbox, say) is found by a keyed hash, whose key is the same for the life of an instance and is itself kept
//! sealed.

use std::borrow::Cow;
use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use chacha20poly1305::aead::{AeadInPlace, KeyInit};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::ids::{Token, fingerprint};

/// How every sealed cell begins.
const MARK: &str = "sealed:1:";
const NONCE: usize = 24;

/// What is wrong with the keys, or with a cell.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    #[error("line {0} is no key: a key is 32 bytes in base64")]
    NoKey(usize),
    #[error("there is no key in it")]
    Empty,
    #[error("it is sealed with the key {0}, which is not among the keys")]
    UnknownKey(String),
    /// Changed, moved, or cut short.
    #[error("it does not open: it was changed, or belongs elsewhere")]
    Broken,
}

/// A key, known by the hash of itself. Its `Debug` is masked.
#[derive(Clone, PartialEq, Eq)]
struct DataKey {
    id: String,
    bytes: [u8; 32],
}

/// The keys of an instance: the first seals, all open.
#[derive(Clone, PartialEq, Eq)]
pub struct DataKeys(Vec<DataKey>);

impl fmt::Debug for DataKeys {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "DataKeys({} …)", self.0.len())
    }
}

impl DataKeys {
    /// Reads keys, one a line; empty lines and what begins with `#` are passed over. Spaces part keys too, for a setting that is one line.
    pub fn parse(text: &str) -> Result<Self, VaultError> {
        let mut keys = Vec::new();
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with('#')) {
            for word in line.split_whitespace() {
                let bytes = STANDARD.decode(word).ok().and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
                let bytes = bytes.ok_or(VaultError::NoKey(number + 1))?;
                keys.push(DataKey { id: fingerprint(&bytes).chars().take(12).collect(), bytes });
            }
        }
        if keys.is_empty() { Err(VaultError::Empty) } else { Ok(Self(keys)) }
    }

    /// A key as a line of the file.
    pub fn line(fresh: &Token) -> String {
        // A token's text is the same bytes in the other alphabet.
        STANDARD.encode(URL_SAFE_NO_PAD.decode(fresh.reveal()).unwrap_or_default())
    }

    /// The names of the keys, the one that seals first.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|key| key.id.as_str())
    }
}

/// Where a cell stands.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    pub table: &'static str,
    pub column: &'static str,
    pub row: &'a str,
}

impl Place<'_> {
    /// The place as bytes, of which no two places have the same.
    fn bytes(&self) -> Vec<u8> {
        [self.table, self.column, self.row].join("\0").into_bytes()
    }
}

struct Lock {
    id: String,
    cipher: XChaCha20Poly1305,
    nonces: Hmac<Sha256>,
}

/// Seals and opens cells. One without keys leaves them as they are, and opens none that is sealed.
#[derive(Default)]
pub struct Vault {
    locks: Vec<Lock>,
    /// Whether new cells are sealed: not while processes of a build that cannot open them still run.
    seals: bool,
    /// The key of what is found by its text.
    index: Option<Hmac<Sha256>>,
}

impl fmt::Debug for Vault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Vault({} …)", self.locks.len())
    }
}

impl Vault {
    pub fn new(keys: &DataKeys, seals: bool) -> Self {
        let lock = |key: &DataKey| Lock {
            id: key.id.clone(),
            cipher: XChaCha20Poly1305::new(&derive(&key.bytes, "cipher").finalize().into_bytes()),
            nonces: keyed(&derive(&key.bytes, "nonces").finalize().into_bytes()),
        };
        Self { locks: keys.0.iter().map(lock).collect(), seals, index: None }
    }

    /// The same with the key of what is found by its text.
    pub fn with_index(self, secret: &Token) -> Self {
        let bytes = URL_SAFE_NO_PAD.decode(secret.reveal()).unwrap_or_default();
        Self { index: Some(derive(&bytes, "index")), ..self }
    }

    /// A text as a cell of this place.
    pub fn seal(&self, place: Place<'_>, text: &str) -> String {
        let Some(lock) = self.locks.first().filter(|_| self.seals) else { return text.to_owned() };
        self.sealed(lock, place, text).unwrap_or_else(|| text.to_owned())
    }

    /// The same whatever the vault does with new cells; none without a key.
    pub fn reseal(&self, place: Place<'_>, text: &str) -> Option<String> {
        self.sealed(self.locks.first()?, place, text)
    }

    fn sealed(&self, lock: &Lock, place: Place<'_>, text: &str) -> Option<String> {
        let place = place.bytes();
        let mac = lock.nonces.clone().chain_update(&place).chain_update([0]).chain_update(text).finalize().into_bytes();
        let nonce = mac.get(..NONCE)?;
        let mut bytes = text.as_bytes().to_vec();
        // Fails for texts of 256 GB only.
        lock.cipher.encrypt_in_place(XNonce::from_slice(nonce), &place, &mut bytes).ok()?;
        let mut cell = format!("{MARK}{}:", lock.id);
        URL_SAFE_NO_PAD.encode_string([nonce, bytes.as_slice()].concat(), &mut cell);
        Some(cell)
    }

    /// The text of a cell; one that is not sealed is its own text.
    pub fn open<'t>(&self, place: Place<'_>, cell: &'t str) -> Result<Cow<'t, str>, VaultError> {
        let Some((id, sealed)) = parts(cell) else { return Ok(Cow::Borrowed(cell)) };
        let lock = self.locks.iter().find(|lock| lock.id == id).ok_or_else(|| VaultError::UnknownKey(id.to_owned()))?;
        let bytes = URL_SAFE_NO_PAD.decode(sealed).map_err(|_| VaultError::Broken)?;
        let (nonce, bytes) = bytes.split_at_checked(NONCE).ok_or(VaultError::Broken)?;
        let mut bytes = bytes.to_vec();
        lock.cipher.decrypt_in_place(XNonce::from_slice(nonce), &place.bytes(), &mut bytes).map_err(|_| VaultError::Broken)?;
        String::from_utf8(bytes).map(Cow::Owned).map_err(|_| VaultError::Broken)
    }

    /// Whether a cell is sealed with the key that seals.
    pub fn is_current(&self, cell: &str) -> bool {
        parts(cell).is_some_and(|(id, _)| self.locks.first().is_some_and(|lock| lock.id == id))
    }

    /// By what a text of the kind `what` is to be found that is written now; the text itself while nothing is sealed.
    pub fn index(&self, what: &str, text: &str) -> String {
        self.keyed(what, text).filter(|_| self.seals).unwrap_or_else(|| text.to_owned())
    }

    /// The same whatever the vault does with new cells; none without a key.
    pub fn keyed(&self, what: &str, text: &str) -> Option<String> {
        let index = self.index.clone()?;
        let mac = index.chain_update(what).chain_update([0]).chain_update(text).finalize().into_bytes();
        Some(format!("keyed:{}", URL_SAFE_NO_PAD.encode(mac)))
    }
}

/// The name of the key that a cell is sealed with; none if it is not sealed.
pub fn key_of(cell: &str) -> Option<&str> {
    parts(cell).map(|(id, _)| id)
}

fn parts(cell: &str) -> Option<(&str, &str)> {
    cell.strip_prefix(MARK)?.split_once(':')
}

fn keyed(key: &[u8]) -> Hmac<Sha256> {
    let mut block = hmac::digest::Key::<Hmac<Sha256>>::default();
    block.iter_mut().zip(key).for_each(|(place, byte)| *place = *byte);
    <Hmac<Sha256> as Mac>::new(&block)
}

/// A key of its own for each use.
fn derive(key: &[u8], what: &str) -> Hmac<Sha256> {
    keyed(key).chain_update(what).chain_update([0])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::Ids;
    use proptest::prelude::*;

    const HERE: Place<'static> = Place { table: "help_requests", column: "document", row: "1" };

    fn lines(seed: u64) -> String {
        DataKeys::line(&Ids::seeded(seed).secret())
    }

    fn vault(text: &str) -> Vault {
        Vault::new(&DataKeys::parse(text).unwrap(), true)
    }

    #[test]
    fn keys_are_read_as_they_are_written() {
        let two = format!("# the newest first\n{}\n\n{}\n", lines(1), lines(2));
        let keys = DataKeys::parse(&two).unwrap();
        assert_eq!(keys.ids().count(), 2);
        assert_eq!(DataKeys::parse(&format!("{} {}", lines(1), lines(2))).unwrap(), keys, "as a setting");
        assert_eq!(DataKeys::parse("# none\n"), Err(VaultError::Empty));
        assert_eq!(DataKeys::parse("\nc2hvcnQ="), Err(VaultError::NoKey(2)));
        assert_eq!(format!("{keys:?} {:?}", vault(&two)), "DataKeys(2 …) Vault(2 …)");
    }

    #[test]
    fn a_cell_opens_at_its_place_with_its_key_and_nowhere_else() {
        let (one, other) = (vault(&lines(1)), vault(&lines(2)));
        let cell = one.seal(HERE, "関金属");
        assert_eq!(one.open(HERE, &cell).unwrap(), "関金属");
        for elsewhere in [Place { row: "2", ..HERE }, Place { column: "policy", ..HERE }, Place { table: "specialists", ..HERE }] {
            assert_eq!(one.open(elsewhere, &cell), Err(VaultError::Broken), "{elsewhere:?}");
        }
        assert!(matches!(other.open(HERE, &cell), Err(VaultError::UnknownKey(_))));
        assert!(matches!(Vault::default().open(HERE, &cell), Err(VaultError::UnknownKey(_))));
        assert_ne!(one.seal(HERE, "a"), one.seal(Place { row: "2", ..HERE }, "a"), "the same text looks different elsewhere");
    }

    #[test]
    fn a_new_key_seals_and_the_old_one_still_opens() {
        let before = vault(&lines(1));
        let cell = before.seal(HERE, "a");
        let after = vault(&format!("{}\n{}", lines(2), lines(1)));
        assert_eq!(after.open(HERE, &cell).unwrap(), "a");
        assert!(before.is_current(&cell) && !after.is_current(&cell));
        let again = after.reseal(HERE, "a").unwrap();
        assert!(after.is_current(&again) && before.open(HERE, &again).is_err());
    }

    #[test]
    fn without_a_key_or_before_it_seals_a_vault_leaves_texts_alone() {
        assert_eq!(Vault::default().seal(HERE, "a"), "a");
        let waiting = Vault::new(&DataKeys::parse(&lines(1)).unwrap(), false);
        assert_eq!(waiting.seal(HERE, "a"), "a");
        assert_eq!(waiting.open(HERE, &vault(&lines(1)).seal(HERE, "a")).unwrap(), "a", "but opens what others have sealed");
    }

    #[test]
    fn what_is_found_by_its_text_shows_neither_text_nor_kind() {
        let secret = Ids::seeded(3).secret();
        let (one, same) = (vault(&lines(1)).with_index(&secret), vault(&lines(2)).with_index(&secret));
        assert_eq!(one.index("mailbox", "a@example.jp"), same.index("mailbox", "a@example.jp"), "whatever the data are sealed with");
        assert_ne!(one.index("mailbox", "a@example.jp"), one.index("twin", "a@example.jp"));
        assert!(!one.index("mailbox", "a@example.jp").contains("example"));
    }

    proptest! {
        #[test]
        fn every_text_comes_back(text in any::<String>(), row in "[a-z0-9-]{0,20}") {
            let vault = vault(&lines(1));
            let place = Place { row: &row, ..HERE };
            let cell = vault.seal(place, &text);
            prop_assert!(text.len() < 4 || !cell.contains(&text));
            prop_assert_eq!(vault.open(place, &cell).unwrap(), text);
        }

        #[test]
        fn a_changed_cell_does_not_open(text in ".{1,40}", at in any::<prop::sample::Index>()) {
            let vault = vault(&lines(1));
            let cell = vault.seal(HERE, &text);
            let head = MARK.len() + 13;
            let at = head + at.index(cell.len() - head);
            let mut bytes = cell.clone().into_bytes();
            bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(bytes).unwrap();
            // The last character holds bits that stand for nothing.
            prop_assert!(vault.open(HERE, &changed).is_err() || at == cell.len() - 1);
        }

        #[test]
        fn any_cell_opens_or_does_not(cell in "(sealed:1:)?.{0,60}") {
            let opened = vault(&lines(1)).open(HERE, &cell).map(Cow::into_owned);
            prop_assert!(opened.is_err() || opened == Ok(cell));
        }
    }
}
