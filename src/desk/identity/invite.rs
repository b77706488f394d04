//! Somebody gets an account, or one more role for the one that they have. A letter says so.

use crate::correspondence::{LetterKind, Party};
use crate::desk::identity::RoleRequest;
use crate::desk::letters::{mailbox_key, queue_notice};
use crate::desk::{Desk, Refusal};
use crate::identity::{AccountForm, Role};
use crate::ids::AccountId;
use crate::store::NoticeToQueue;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Invited {
    pub account: AccountId,
    pub role: Role,
    /// False if the account had the role already; it gets the letter all the same.
    pub is_new: bool,
}

/// Lets the reader of a mailbox act as `role`. An account that is shut stays so: opening it again is an act of its own.
pub async fn invite(desk: &Desk, form: AccountForm, role: RoleRequest) -> Result<Invited, Refusal> {
    let account = form.check()?;
    let (now, ids) = (desk.clock.now(), desk.ids.clone());
    desk.store
        .write(move |tx| {
            let role = role.settle(tx, ids.fresh(now), now)?;
            let key = mailbox_key(&account.address);
            tx.add_account(ids.fresh(now), &key, &account, now)?;
            let stored = tx.find_account_by_mailbox(&key)?.ok_or(Refusal::NotFound)?;
            // An account that is there already stays shared, whatever is left out here.
            if account.is_shared {
                tx.set_account_shared(stored.id, true)?;
            }
            let is_new = tx.grant_role(stored.id, role, now)?;
            let id = ids.fresh(now);
            let (kind, party) = (LetterKind::Invitation, Party::Account(stored.id));
            // Whoever has lost the letter can be sent another.
            let notice = NoticeToQueue { id, kind, party, cause: format!("{}/{id}", role.key()) };
            queue_notice(tx, &ids, now, notice, now)?;
            tx.note_act("account_invited", "account", stored.id);
            Ok(Invited { account: stored.id, role, is_new })
        })
        .await
}
