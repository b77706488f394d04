//! An account: a mailbox that can be signed in with.

use crate::language::Language;
use crate::report::{Checker, FieldError};
use crate::values::{MailAddress, parse_language};

/// An account as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AccountForm {
    pub address: String,
    /// Left out: Japanese.
    pub language: Option<String>,
    /// Whether several people read the mailbox.
    pub is_shared: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    pub address: MailAddress,
    pub language: Language,
    /// Several people read the mailbox, so whoever signs in says who they are.
    pub is_shared: bool,
}

impl AccountForm {
    pub fn check(&self) -> Result<Account, Vec<FieldError>> {
        let mut checker = Checker::new();
        let address = checker.take("/address", MailAddress::parse(&self.address));
        let language = checker.take("/language", parse_language(self.language.as_deref()));
        checker.finish((|| Some(Account { address: address?, language: language?, is_shared: self.is_shared }))())
    }
}
