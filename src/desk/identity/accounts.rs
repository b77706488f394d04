//! Accounts: listing them, and shutting them.

use crate::clock::Moment;
use crate::desk::letters::mailbox_key;
use crate::desk::{Desk, Refusal};
use crate::identity::Role;
use crate::ids::AccountId;
use crate::language::Language;
use crate::store::{StoredSpecialist, Tx};
use crate::values::MailAddress;

/// An account as the operator sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountView {
    pub id: AccountId,
    pub address: MailAddress,
    pub language: Language,
    pub roles: Vec<Role>,
    pub created_at: Moment,
    pub disabled_at: Option<Moment>,
    /// In how many browsers it is signed in.
    pub sessions: usize,
    /// Whether several people read the mailbox.
    pub is_shared: bool,
}

/// All accounts, the oldest first.
pub async fn list_accounts(desk: &Desk) -> Result<Vec<AccountView>, Refusal> {
    let (now, limits) = (desk.clock.now(), desk.periods.session);
    desk.store
        .read(move |tx| {
            let accounts = tx.list_accounts()?;
            let mut views = Vec::with_capacity(accounts.len());
            for stored in accounts {
                let sessions = tx.list_sessions(stored.id)?;
                views.push(AccountView {
                    id: stored.id,
                    is_shared: stored.account.is_shared,
                    address: stored.account.address,
                    language: stored.account.language,
                    roles: tx.list_roles(stored.id)?,
                    created_at: stored.created_at,
                    disabled_at: stored.disabled_at,
                    sessions: sessions.iter().filter(|session| limits.hold(session.made_at, session.seen_at, now)).count(),
                });
            }
            Ok(views)
        })
        .await
}

/// Shuts the account of a mailbox and ends its sessions; false if it was shut.
pub async fn disable_account(desk: &Desk, address: String) -> Result<bool, Refusal> {
    let now = desk.clock.now();
    desk.store
        .write(move |tx| {
            let account = account_of_mailbox(tx, &address)?;
            tx.end_sessions(account)?;
            tx.note_act("account_disabled", "account", account);
            Ok(tx.set_account_disabled(account, Some(now))?)
        })
        .await
}

/// Opens it again; false if it was open.
pub async fn enable_account(desk: &Desk, address: String) -> Result<bool, Refusal> {
    desk.store
        .write(move |tx| {
            let account = account_of_mailbox(tx, &address)?;
            tx.note_act("account_enabled", "account", account);
            Ok(tx.set_account_disabled(account, None)?)
        })
        .await
}

pub(super) fn account_of_mailbox(tx: &mut Tx<'_>, address: &str) -> Result<AccountId, Refusal> {
    let address = MailAddress::parse(address).map_err(|_| Refusal::NotFound)?;
    Ok(tx.find_account_by_mailbox(&mailbox_key(&address))?.ok_or(Refusal::NotFound)?.id)
}

/// Whoever does not read a mailbox of the specialist any more does not act as the specialist any more.
pub(in crate::desk) fn end_lost_roles(tx: &mut Tx<'_>, person: &StoredSpecialist) -> Result<(), Refusal> {
    let mailboxes: Vec<String> = person.specialist.contacts.iter().map(|contact| mailbox_key(&contact.address)).collect();
    for stored in tx.list_accounts_of_specialist(person.id)? {
        if !mailboxes.contains(&mailbox_key(&stored.account.address)) {
            tx.withdraw_role(stored.id, Role::Specialist(person.id))?;
        }
    }
    Ok(())
}
