//! Seals: what the instance can later tell to be its own without having kept it. A page that asks for a press carries a [`PageValue`], sealed
//! with a [`Secret`] that all processes of an instance share; showing the page writes nothing (invariant 5), and only a press that counts is
//! noted.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::Duration;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;
use unicode_normalization::UnicodeNormalization;

use crate::clock::Moment;
use crate::ids::{AccountId, CodeId, Ids, Token, TokenHash, fingerprint};

/// How long a page may lie open before its button asks to be pressed once more.
const PAGE_HOLDS: Duration = Duration::hours(2);
/// Clocks of several processes may differ by so much.
const CLOCKS_DIFFER: Duration = Duration::minutes(5);

/// What a button of a letter's page does. A value is good for one of these only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    Accept,
    Decline,
    Confirm,
    Cancel,
    Withdraw,
    Propose,
    Choose,
    Refuse,
    Pause,
    Resume,
    /// The profile is still right.
    Vouch,
    SignIn,
    /// Ends a session, or all of them.
    SignOut,
    /// Goes on as another role.
    ActAs,
    /// Says who it is, where several people share the account.
    Name,
    /// Changes something over the API in a session.
    CallApi,
    SetUpSecondFactor,
    ShowSecondFactor,
    /// A company agrees to being asked for by its support organisation, or does not.
    Agree,
    Object,
    /// Somebody who is signed in changes something of their own, or of their organisation.
    Manage,
    /// A company makes a change that brings more people.
    Widen,
    /// Takes a step in the work after a match.
    Work,
    /// Says what came of the work, and when to look again.
    Tell,
    /// Complains about the other side, answers, or appeals.
    Complain,
    /// Takes a step in a shared specialist's year.
    Share,
    /// All that is kept of the reader goes.
    Erase,
    /// Puts the reader on the active list.
    Join,
}

impl Action {
    pub fn code(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Decline => "decline",
            Self::Confirm => "confirm",
            Self::Cancel => "cancel",
            Self::Withdraw => "withdraw",
            Self::Propose => "propose",
            Self::Choose => "choose",
            Self::Refuse => "refuse",
            Self::Pause => "pause",
            Self::Resume => "resume",
            Self::Vouch => "vouch",
            Self::SignIn => "sign-in",
            Self::SignOut => "sign-out",
            Self::ActAs => "act-as",
            Self::Name => "name",
            Self::CallApi => "call-api",
            Self::SetUpSecondFactor => "set-up-second-factor",
            Self::ShowSecondFactor => "show-second-factor",
            Self::Agree => "agree",
            Self::Object => "object",
            Self::Manage => "manage",
            Self::Widen => "widen",
            Self::Work => "work",
            Self::Tell => "tell",
            Self::Complain => "complain",
            Self::Share => "share",
            Self::Erase => "erase",
            Self::Join => "join",
        }
    }
}

/// The key of an instance's seals. Its `Debug` is masked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Secret(Token);

impl Secret {
    pub fn new(token: Token) -> Self {
        Self(token)
    }

    /// A value for the page that the link with this token leads to.
    pub fn page_value(&self, action: Action, link: &TokenHash, now: Moment, ids: &Ids) -> PageValue {
        let issued = now.timestamp().to_be_bytes();
        let nonce = ids.nonce();
        let mac = self.mac(action, link, &issued, &nonce).finalize().into_bytes();
        let mut bytes = [0; PageValue::LENGTH];
        for (place, byte) in bytes.iter_mut().zip(issued.iter().chain(&nonce).chain(mac.iter())) {
            *place = *byte;
        }
        PageValue(bytes)
    }

    /// Whether a page of this link showed this value for this action not long ago. Compared in constant time.
    pub fn knows(&self, value: &PageValue, action: Action, link: &TokenHash, now: Moment) -> bool {
        let (issued, rest) = value.0.split_at(8);
        let (nonce, mac) = rest.split_at(16);
        let sealed = self.mac(action, link, issued, nonce).verify_truncated_left(mac).is_ok();
        sealed && value.issued().is_some_and(|issued| issued <= now + CLOCKS_DIFFER && now < issued + PAGE_HOLDS)
    }

    /// The code of the name `id`: the same at each attempt to send it, and kept nowhere.
    pub fn code(&self, id: CodeId) -> Code {
        let mac = self.begin("code").chain_update(id.uuid().as_bytes()).finalize().into_bytes();
        let number = mac.first_chunk().map_or(0, |bytes| u64::from_be_bytes(*bytes)) % 1_000_000;
        let mut digits = [0; 6];
        digits.iter_mut().zip(format!("{number:06}").bytes()).for_each(|(place, digit)| *place = digit);
        Code(digits)
    }

    /// The secret that an authenticator of an account holds; another for another nonce.
    pub fn second_factor(&self, account: AccountId, nonce: &str) -> [u8; 20] {
        let mac = self.begin("second factor").chain_update(account.uuid().as_bytes()).chain_update(nonce).finalize().into_bytes();
        mac.first_chunk().copied().unwrap_or_default()
    }

    /// The seed of the key with which the instance signs statements of ledgers: the same in all its processes, and kept nowhere.
    pub fn ledger_key(&self) -> [u8; 32] {
        self.begin("ledger").finalize().into_bytes().into()
    }

    /// Whether this is the code of that name. Compared in constant time.
    pub fn is_code(&self, id: CodeId, typed: &Code) -> bool {
        self.code(id).0.ct_eq(&typed.0).into()
    }

    fn mac(&self, action: Action, link: &TokenHash, issued: &[u8], nonce: &[u8]) -> Hmac<Sha256> {
        // The action ends with the zero, the others have fixed lengths: no two questions are the same bytes.
        self.begin("page")
            .chain_update(action.code())
            .chain_update([0])
            .chain_update(link.as_str())
            .chain_update(issued)
            .chain_update(nonce)
    }

    /// Begins a seal over something of the kind `what`, so that seals of different kinds never stand for one another.
    fn begin(&self, what: &str) -> Hmac<Sha256> {
        let mut key = hmac::digest::Key::<Hmac<Sha256>>::default();
        key.iter_mut().zip(self.0.reveal().bytes()).for_each(|(place, byte)| *place = byte);
        <Hmac<Sha256> as Mac>::new(&key).chain_update(what).chain_update([0])
    }
}

/// A value that only a page holds that was shown lately: when it was shown, a number of its own, and the seal. 40 bytes, written as 54
/// characters of URL-safe base64.
#[derive(Clone, PartialEq, Eq)]
pub struct PageValue([u8; Self::LENGTH]);

impl PageValue {
    const LENGTH: usize = 40;

    /// Reads a value as sent; none if it cannot be one.
    pub fn find(text: &str) -> Option<Self> {
        let mut bytes = [0; Self::LENGTH];
        let length = URL_SAFE_NO_PAD.decode_slice(text, &mut bytes).ok()?;
        (length == bytes.len()).then_some(Self(bytes))
    }

    /// The text that goes into the page.
    pub fn reveal(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// What is kept of a value that has been used.
    pub fn hash(&self) -> String {
        fingerprint(&self.0)
    }

    fn issued(&self) -> Option<Moment> {
        let seconds = self.0.first_chunk().map(|bytes| i64::from_be_bytes(*bytes))?;
        Moment::from_timestamp(seconds, 0)
    }
}

impl fmt::Debug for PageValue {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("PageValue(…)")
    }
}

/// Six digits that show that somebody reads a mailbox. Its `Debug` is masked.
#[derive(Clone, PartialEq, Eq)]
pub struct Code([u8; 6]);

impl Code {
    /// Reads a code as people type it: full-width digits, spaces and bars are fine; none if it cannot be one.
    pub fn find(text: &str) -> Option<Self> {
        let typed: Vec<u8> =
            text.nfkc().filter(|c| !matches!(c, ' ' | '-' | 'ー' | '‐' | '−')).map(u8::try_from).collect::<Result<_, _>>().ok()?;
        let digits: [u8; 6] = typed.try_into().ok()?;
        digits.iter().all(u8::is_ascii_digit).then_some(Self(digits))
    }

    /// The text that goes into the letter.
    pub fn reveal(&self) -> String {
        self.0.iter().map(|digit| char::from(*digit)).collect()
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Code(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn moment(seconds: i64) -> Moment {
        Moment::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
    }

    fn instance() -> (Secret, Ids, TokenHash) {
        let ids = Ids::seeded(1);
        (Secret::new(ids.secret()), ids.clone(), ids.token().hash())
    }

    #[test]
    fn a_value_is_good_for_its_action_and_link_and_for_two_hours() {
        let (secret, ids, link) = instance();
        let value = secret.page_value(Action::Accept, &link, moment(0), &ids);
        assert!(secret.knows(&value, Action::Accept, &link, moment(0)));
        assert!(secret.knows(&value, Action::Accept, &link, moment(7199)));
        assert!(!secret.knows(&value, Action::Accept, &link, moment(7200)), "too old");
        assert!(!secret.knows(&value, Action::Accept, &link, moment(-301)), "from the future");
        assert!(!secret.knows(&value, Action::Decline, &link, moment(0)), "for something else");
        assert!(!secret.knows(&value, Action::Accept, &ids.token().hash(), moment(0)), "of another link");
        assert!(!Secret::new(ids.token()).knows(&value, Action::Accept, &link, moment(0)), "of another instance");
    }

    #[test]
    fn two_pages_never_hold_the_same_value() {
        let (secret, ids, link) = instance();
        let value = || secret.page_value(Action::Accept, &link, moment(0), &ids).reveal();
        assert_ne!(value(), value());
    }

    #[test]
    fn neither_secret_nor_value_shows_in_debug_output() {
        let (secret, ids, link) = instance();
        let value = secret.page_value(Action::Accept, &link, moment(0), &ids);
        assert_eq!(format!("{secret:?} {value:?}"), "Secret(Token(…)) PageValue(…)");
    }

    #[test]
    fn a_code_is_the_same_each_time_and_another_for_another_name() {
        let (secret, ids, _) = instance();
        let (one, other): (CodeId, CodeId) = (ids.fresh(moment(0)), ids.fresh(moment(0)));
        assert_eq!(secret.code(one), secret.code(one));
        assert!(secret.is_code(one, &secret.code(one)) && !secret.is_code(other, &secret.code(one)));
        assert_ne!(Secret::new(ids.token()).code(one), secret.code(one), "another instance");
        assert_eq!(format!("{:?}", secret.code(one)), "Code(…)");
    }

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let read = |text: &str| Code::find(text).map(|code| code.reveal());
        for typed in ["012345", " 012 345 ", "０１２３４５", "012-345", "０１２－３４５"] {
            assert_eq!(read(typed).as_deref(), Some("012345"), "{typed}");
        }
        for wrong in ["", "12345", "0123456", "01234a", "٠١٢٣٤٥", "〇一二三四五"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_a_code_or_not(text in ".{0,12}") {
            if let Some(code) = Code::find(&text) {
                prop_assert_eq!(Code::find(&code.reveal()), Some(code));
            }
        }

        #[test]
        fn any_text_is_read_or_not_and_what_is_read_is_written_alike(text in "[A-Za-z0-9_=+/ -]{50,58}|.{0,60}") {
            if let Some(value) = PageValue::find(&text) {
                prop_assert_eq!(value.reveal(), text);
            }
        }

        #[test]
        fn every_value_is_read_back(bytes in any::<[u8; 40]>()) {
            let value = PageValue(bytes);
            prop_assert_eq!(PageValue::find(&value.reveal()), Some(value));
        }

        #[test]
        fn no_guess_and_no_change_of_a_value_is_taken_for_it(bytes in any::<[u8; 40]>(), at in 0_usize..40, bit in 0_u32..8) {
            let (secret, ids, link) = instance();
            prop_assert!(!secret.knows(&PageValue(bytes), Action::Accept, &link, moment(0)));
            let mut value = secret.page_value(Action::Accept, &link, moment(0), &ids);
            value.0[at] ^= 1 << bit;
            prop_assert!(!secret.knows(&value, Action::Accept, &link, moment(0)));
        }
    }
}
