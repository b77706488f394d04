//! Table `sessions`: who is signed in where. The secret itself is in the browser's cookie and nowhere else.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::clock::Moment;
use crate::identity::Role;
use crate::ids::{AccountId, PersonId, SessionId, TokenHash};
use crate::store::cells::{id, known, moment, time};
use crate::store::kept::Keep;
use crate::store::schema::sessions;
use crate::store::{StoreError, Tx};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredSession {
    pub id: SessionId,
    pub account: AccountId,
    pub role: Option<Role>,
    /// What the browser calls itself.
    pub browser: String,
    pub made_at: Moment,
    pub seen_at: Moment,
    /// Since when it has shown the second factor.
    pub proved_at: Option<Moment>,
    /// Who it is behind an account that several people share.
    pub person: Option<PersonId>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = sessions)]
struct Row {
    id: String,
    account_id: String,
    role: Option<String>,
    browser: String,
    made_at: NaiveDateTime,
    seen_at: NaiveDateTime,
    proved_at: Option<NaiveDateTime>,
    person_id: Option<String>,
}

fn stored(row: Row) -> Result<StoredSession, StoreError> {
    Ok(StoredSession {
        id: id(&row.id)?,
        account: id(&row.account_id)?,
        role: row.role.map(|key| known("role", Role::find(&key))).transpose()?,
        browser: row.browser,
        made_at: moment(row.made_at),
        seen_at: moment(row.seen_at),
        proved_at: row.proved_at.map(moment),
        person: row.person_id.map(|key| id(&key)).transpose()?,
    })
}

impl Tx<'_> {
    pub fn add_session(&mut self, session: &StoredSession, token: &TokenHash) -> Result<(), StoreError> {
        let added = diesel::insert_into(sessions::table).values((
            sessions::id.eq(session.id.to_string()),
            sessions::token_hash.eq(token.as_str()),
            sessions::account_id.eq(session.account.to_string()),
            sessions::role.eq(session.role.map(Role::key)),
            sessions::browser.eq(&session.browser),
            sessions::made_at.eq(time(session.made_at)),
            sessions::seen_at.eq(time(session.seen_at)),
        ));
        added.execute(self.connection)?;
        Ok(())
    }

    pub fn find_session(&mut self, token: &TokenHash) -> Result<Option<StoredSession>, StoreError> {
        let row = sessions::table.filter(sessions::token_hash.eq(token.as_str())).select(Row::as_select());
        row.first::<Row>(self.connection).optional()?.map(stored).transpose()
    }

    /// Where an account is signed in, the last used first.
    pub fn list_sessions(&mut self, account: AccountId) -> Result<Vec<StoredSession>, StoreError> {
        let rows = sessions::table.filter(sessions::account_id.eq(account.to_string())).order((sessions::seen_at.desc(), sessions::id));
        rows.select(Row::as_select()).load::<Row>(self.connection)?.into_iter().map(stored).collect()
    }

    /// Notes that a session was used.
    pub fn see_session(&mut self, session: SessionId, now: Moment) -> Result<(), StoreError> {
        diesel::update(sessions::table.find(session.to_string())).set(sessions::seen_at.eq(time(now))).kept().execute(self.connection)?;
        Ok(())
    }

    /// Lets a session act as another role under a new secret; false if the old secret is not its own any more.
    pub fn renew_session(&mut self, old: &TokenHash, new: &TokenHash, role: Option<Role>) -> Result<bool, StoreError> {
        let place = sessions::table.filter(sessions::token_hash.eq(old.as_str()));
        let set = (sessions::token_hash.eq(new.as_str()), sessions::role.eq(role.map(Role::key)));
        Ok(diesel::update(place).set(set).execute(self.connection)? == 1)
    }

    /// Notes who it is in a session, and gives it a new secret; false if the old one is not its own any more.
    pub fn name_session(&mut self, old: &TokenHash, new: &TokenHash, person: PersonId) -> Result<bool, StoreError> {
        let place = sessions::table.filter(sessions::token_hash.eq(old.as_str()));
        let set = (sessions::token_hash.eq(new.as_str()), sessions::person_id.eq(person.to_string()));
        Ok(diesel::update(place).set(set).execute(self.connection)? == 1)
    }

    /// Notes that a session has shown the second factor, and gives it a new secret; false if the old one is not its own any more.
    pub fn prove_session(&mut self, old: &TokenHash, new: &TokenHash, now: Moment) -> Result<bool, StoreError> {
        let place = sessions::table.filter(sessions::token_hash.eq(old.as_str()));
        let set = (sessions::token_hash.eq(new.as_str()), sessions::proved_at.eq(time(now)));
        Ok(diesel::update(place).set(set).execute(self.connection)? == 1)
    }

    /// Ends a session of an account; false if there was none.
    pub fn end_session(&mut self, account: AccountId, session: SessionId) -> Result<bool, StoreError> {
        let place = sessions::table.find(session.to_string()).filter(sessions::account_id.eq(account.to_string()));
        Ok(diesel::delete(place).execute(self.connection)? == 1)
    }

    /// Ends every session of an account; says how many.
    pub fn end_sessions(&mut self, account: AccountId) -> Result<usize, StoreError> {
        Ok(diesel::delete(sessions::table.filter(sessions::account_id.eq(account.to_string()))).execute(self.connection)?)
    }

    /// Forgets sessions that began before `made_before` or were last used before `seen_before`.
    pub fn forget_sessions(&mut self, made_before: Moment, seen_before: Moment) -> Result<usize, StoreError> {
        let begun = diesel::delete(sessions::table.filter(sessions::made_at.lt(time(made_before)))).execute(self.connection)?;
        Ok(begun + diesel::delete(sessions::table.filter(sessions::seen_at.lt(time(seen_before)))).execute(self.connection)?)
    }
}
