//! Letters to those who sign in.

use crate::correspondence::Content;
use crate::desk::letters::take::{Filling, Reader};
use crate::ids::AccountId;
use crate::store::{Purpose, StoredSignIn};
use crate::values::Line;

impl Filling<'_> {
    /// None where the account is shut, or was asked for by an address that nobody knows.
    pub(super) fn account_holder(&self, id: AccountId) -> Option<Reader> {
        let stored = self.shelf.account(id).filter(|stored| stored.disabled_at.is_none())?;
        let address = &stored.account.address;
        Some(Reader { name: Line::parse(address.as_str(), 254).ok()?, to: vec![address.clone()], language: stored.account.language })
    }

    /// What is too old by now, or used, is not sent any more.
    pub(super) fn sign_in(&mut self, wish: &StoredSignIn) -> Option<Content> {
        let holds = wish.used_at.is_none() && self.now < wish.expires_at;
        let code = holds.then(|| self.desk.secret.code(wish.id))?;
        // The link outlives its use, so that whoever comes too late is told so.
        let shown_until = wish.expires_at + chrono::Duration::days(1);
        let page = self.link(Purpose::SignIn, wish.id.to_string(), shown_until);
        Some(Content::SignIn { code, page, valid_until: wish.expires_at })
    }
}
