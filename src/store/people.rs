//! Table `people`: who acts behind accounts that several people share. What they do is kept by their ids, which outlive the names.

use std::collections::HashMap;

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::clock::Moment;
use crate::ids::{AccountId, PersonId};
use crate::store::cells::{id, ids, known, moment, time};
use crate::store::schema::{accounts, people};
use crate::store::sealed::PERSON_NAME;
use crate::store::{StoreError, Tx};
use crate::values::Line;

/// Somebody behind a shared account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredPerson {
    pub id: PersonId,
    pub account: AccountId,
    pub name: Line,
    /// When they last said who they are.
    pub named_at: Moment,
}

type Row = (String, String, String, NaiveDateTime);

/// The longest name that is read back.
const LENGTH: usize = 200;

impl Tx<'_> {
    fn stored_person(&self, (key, account, name, named_at): Row) -> Result<StoredPerson, StoreError> {
        let name = known("name", Line::parse(&PERSON_NAME.open(&self.vault, &key, &name)?, LENGTH).ok())?;
        Ok(StoredPerson { id: id(&key)?, account: id(&account)?, name, named_at: moment(named_at) })
    }

    /// The person of this name behind an account, noted as seen; `fresh` is who they are if the name is new there.
    pub fn put_person(&mut self, fresh: PersonId, account: AccountId, name: &Line, now: Moment) -> Result<PersonId, StoreError> {
        // Names are sealed each in its own way, so nothing finds them but reading all; behind one mailbox there are few.
        if let Some(known) = self.list_people(account)?.into_iter().find(|person| person.name == *name) {
            diesel::update(people::table.find(known.id.to_string())).set(people::named_at.eq(time(now))).execute(self.connection)?;
            return Ok(known.id);
        }
        let added = diesel::insert_into(people::table).values((
            people::id.eq(fresh.to_string()),
            people::account_id.eq(account.to_string()),
            people::name.eq(PERSON_NAME.seal(&self.vault, &fresh, name.as_str())),
            people::named_at.eq(time(now)),
        ));
        added.execute(self.connection)?;
        Ok(fresh)
    }

    /// Who has acted behind an account and is not forgotten, the latest first.
    pub fn list_people(&mut self, account: AccountId) -> Result<Vec<StoredPerson>, StoreError> {
        let rows = people::table.filter(people::account_id.eq(account.to_string())).order((people::named_at.desc(), people::id));
        let rows = rows.select((people::id, people::account_id, people::name, people::named_at)).load::<Row>(self.connection)?;
        rows.into_iter().map(|row| self.stored_person(row)).collect()
    }

    /// Those of `wanted` who are not forgotten.
    pub fn find_people(&mut self, wanted: &[PersonId]) -> Result<HashMap<PersonId, StoredPerson>, StoreError> {
        if wanted.is_empty() {
            return Ok(HashMap::new());
        }
        let rows = people::table.filter(people::id.eq_any(wanted.iter().map(ToString::to_string)));
        let rows = rows.select((people::id, people::account_id, people::name, people::named_at)).load::<Row>(self.connection)?;
        rows.into_iter().map(|row| self.stored_person(row).map(|person| (person.id, person))).collect()
    }

    /// Says whether several people read the mailbox of an account; false if that was said already.
    pub fn set_account_shared(&mut self, account: AccountId, is_shared: bool) -> Result<bool, StoreError> {
        let place = accounts::table.find(account.to_string()).filter(accounts::is_shared.ne(is_shared));
        Ok(diesel::update(place).set(accounts::is_shared.eq(is_shared)).execute(self.connection)? == 1)
    }

    /// People who have not said their name since before `before`, the longest first.
    pub fn list_people_to_forget(&mut self, before: Moment, limit: i64) -> Result<Vec<PersonId>, StoreError> {
        let old = people::table.filter(people::named_at.le(time(before))).order(people::named_at).limit(limit);
        ids(old.select(people::id).load::<String>(self.connection)?)
    }

    /// Forgets a name; false if it was used since `before`.
    pub fn forget_person(&mut self, person: PersonId, before: Moment) -> Result<bool, StoreError> {
        let place = people::table.find(person.to_string()).filter(people::named_at.le(time(before)));
        Ok(diesel::delete(place).execute(self.connection)? == 1)
    }

    /// Forgets everybody behind an account.
    pub(super) fn forget_people_of(&mut self, account: AccountId) -> Result<(), StoreError> {
        diesel::delete(people::table.filter(people::account_id.eq(account.to_string()))).execute(self.connection)?;
        Ok(())
    }
}
