//! Tables `accounts` and `account_roles`: who can sign in, and as whom.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text, Timestamp};

use crate::clock::Moment;
use crate::identity::{Account, Role};
use crate::ids::{AccountId, SpecialistId};
use crate::language::Language;
use crate::store::among::{among, keys};
use crate::store::cells::{id, ids, known, moment, time};
use crate::store::schema::{account_roles, accounts};
use crate::store::sealed::ACCOUNT;
use crate::store::{StoreError, Tx};
use crate::values::MailAddress;
use crate::vault::Vault;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredAccount {
    pub id: AccountId,
    pub account: Account,
    pub created_at: Moment,
    /// Since when nobody signs in with it.
    pub disabled_at: Option<Moment>,
    /// Since when its reader, who has no role yet, has been registering as a specialist.
    pub joining_at: Option<Moment>,
}

/// The kind of text by which an account is found.
const MAILBOX: &str = "mailbox";

/// What a [`Row`] is made of.
const COLUMNS: &str = "id, address, language, created_at, disabled_at, is_shared, joining_at";

#[derive(Queryable, QueryableByName, Selectable)]
#[diesel(table_name = accounts)]
struct Row {
    id: String,
    address: String,
    language: String,
    created_at: NaiveDateTime,
    disabled_at: Option<NaiveDateTime>,
    is_shared: bool,
    joining_at: Option<NaiveDateTime>,
}

fn stored(vault: &Vault, row: Row) -> Result<StoredAccount, StoreError> {
    let address = known("mail address", MailAddress::parse(&ACCOUNT.open(vault, &row.id, &row.address)?).ok())?;
    let language = known("language", Language::find(&row.language))?;
    Ok(StoredAccount {
        id: id(&row.id)?,
        account: Account { address, language, is_shared: row.is_shared },
        created_at: moment(row.created_at),
        disabled_at: row.disabled_at.map(moment),
        joining_at: row.joining_at.map(moment),
    })
}

impl Tx<'_> {
    /// Adds an account unless its mailbox has one.
    pub fn add_account(&mut self, id: AccountId, mail_key: &str, account: &Account, now: Moment) -> Result<bool, StoreError> {
        // One from before mailboxes were keyed is no conflict for the database.
        if self.find_account_by_mailbox(mail_key)?.is_some() {
            return Ok(false);
        }
        let added = diesel::sql_query(
            "INSERT INTO accounts (id, mail_key, address, language, created_at, is_shared) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (mail_key) DO NOTHING",
        )
        .bind::<Text, _>(id.to_string())
        .bind::<Text, _>(self.keyed(MAILBOX, mail_key))
        .bind::<Text, _>(ACCOUNT.seal(&self.vault, &id, account.address.as_str()))
        .bind::<Text, _>(account.language.tag())
        .bind::<Timestamp, _>(time(now))
        .bind::<Bool, _>(account.is_shared);
        Ok(added.execute(self.connection)? == 1)
    }

    pub fn find_account(&mut self, id: AccountId) -> Result<Option<StoredAccount>, StoreError> {
        let row = accounts::table.find(id.to_string()).select(Row::as_select());
        row.first::<Row>(self.connection).optional()?.map(|row| stored(&self.vault, row)).transpose()
    }

    pub fn find_account_by_mailbox(&mut self, mail_key: &str) -> Result<Option<StoredAccount>, StoreError> {
        let row = accounts::table.filter(accounts::mail_key.eq_any(self.ways_to_find(MAILBOX, mail_key))).select(Row::as_select());
        row.first::<Row>(self.connection).optional()?.map(|row| stored(&self.vault, row)).transpose()
    }

    /// Those of `wanted` that exist.
    pub fn list_accounts_by_id(&mut self, wanted: &[AccountId]) -> Result<Vec<StoredAccount>, StoreError> {
        let text = format!("SELECT {COLUMNS} FROM accounts WHERE id AMONG($1)");
        among!(self.connection, text.as_str(), [], keys(wanted), load::<Row>)?.into_iter().map(|row| stored(&self.vault, row)).collect()
    }

    /// All accounts, the oldest first.
    pub fn list_accounts(&mut self) -> Result<Vec<StoredAccount>, StoreError> {
        let rows = accounts::table.order((accounts::created_at, accounts::id)).select(Row::as_select());
        rows.load::<Row>(self.connection)?.into_iter().map(|row| stored(&self.vault, row)).collect()
    }

    /// Keys some of the mailboxes that accounts are still found by as they are; says how many.
    pub(super) fn hide_mail_keys(&mut self, limit: i64) -> Result<u64, StoreError> {
        let plain = accounts::table.filter(accounts::mail_key.like("%@%")).limit(limit).select((accounts::id, accounts::mail_key));
        let mut hidden = 0;
        for (id, mail_key) in plain.load::<(String, String)>(self.connection)? {
            let Some(keyed) = self.vault.keyed(MAILBOX, &mail_key) else { return Ok(hidden) };
            let place = accounts::table.find(id).filter(accounts::mail_key.eq(mail_key));
            hidden += diesel::update(place).set(accounts::mail_key.eq(keyed)).execute(self.connection)? as u64;
        }
        Ok(hidden)
    }

    /// Notes since when the reader of an account has been registering as a specialist; none once that is done.
    pub fn set_joining(&mut self, account: AccountId, since: Option<Moment>) -> Result<(), StoreError> {
        diesel::update(accounts::table.find(account.to_string())).set(accounts::joining_at.eq(since.map(time))).execute(self.connection)?;
        Ok(())
    }

    /// Accounts that began to register before `before` and have not come to an end of it, the oldest first.
    pub fn list_joining(&mut self, before: Moment, limit: i64) -> Result<Vec<AccountId>, StoreError> {
        let rows = accounts::table.filter(accounts::joining_at.lt(time(before))).order(accounts::joining_at).limit(limit);
        ids(rows.select(accounts::id).load::<String>(self.connection)?)
    }

    /// Shuts an account since `since`, or opens it again; false if it is so already.
    pub fn set_account_disabled(&mut self, account: AccountId, since: Option<Moment>) -> Result<bool, StoreError> {
        let place = accounts::table.find(account.to_string());
        let set = accounts::disabled_at.eq(since.map(time));
        let changed = match since {
            Some(_) => diesel::update(place.filter(accounts::disabled_at.is_null())).set(set).execute(self.connection)?,
            None => diesel::update(place.filter(accounts::disabled_at.is_not_null())).set(set).execute(self.connection)?,
        };
        Ok(changed == 1)
    }

    /// Lets an account act as `role`; false if it may already.
    pub fn grant_role(&mut self, account: AccountId, role: Role, now: Moment) -> Result<bool, StoreError> {
        let added = diesel::sql_query(
            "INSERT INTO account_roles (account_id, role, granted_at) VALUES ($1, $2, $3) ON CONFLICT (account_id, role) DO NOTHING",
        )
        .bind::<Text, _>(account.to_string())
        .bind::<Text, _>(role.key())
        .bind::<Timestamp, _>(time(now));
        Ok(added.execute(self.connection)? == 1)
    }

    /// Takes a role from an account; false if it did not have it.
    pub fn withdraw_role(&mut self, account: AccountId, role: Role) -> Result<bool, StoreError> {
        Ok(diesel::delete(account_roles::table.find((account.to_string(), role.key()))).execute(self.connection)? == 1)
    }

    /// As whom an account may act, the least first.
    pub fn list_roles(&mut self, account: AccountId) -> Result<Vec<Role>, StoreError> {
        let rows = account_roles::table.filter(account_roles::account_id.eq(account.to_string())).select(account_roles::role);
        let roles = rows.load::<String>(self.connection)?;
        let mut roles = roles.iter().map(|key| known("role", Role::find(key))).collect::<Result<Vec<_>, _>>()?;
        roles.sort();
        Ok(roles)
    }

    /// Who may act as this specialist.
    pub fn list_accounts_of_specialist(&mut self, specialist: SpecialistId) -> Result<Vec<StoredAccount>, StoreError> {
        self.list_accounts_in(Role::Specialist(specialist))
    }

    /// Who may act in this role.
    pub fn list_accounts_in(&mut self, role: Role) -> Result<Vec<StoredAccount>, StoreError> {
        let rows = account_roles::table.filter(account_roles::role.eq(role.key())).select(account_roles::account_id);
        let found: Vec<AccountId> = ids(rows.load::<String>(self.connection)?)?;
        if found.is_empty() { Ok(Vec::new()) } else { self.list_accounts_by_id(&found) }
    }
}
