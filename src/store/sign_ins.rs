//! Table `sign_ins`: who has asked lately to sign in. Also of addresses that nobody knows.

use chrono::{Duration, NaiveDateTime};
use diesel::prelude::*;

use crate::clock::Moment;
use crate::identity::Asked;
use crate::ids::{AccountId, CodeId, TokenHash};
use crate::store::cells::{id, moment, time};
use crate::store::kept::Keep;
use crate::store::schema::sign_ins;
use crate::store::{StoreError, Tx};

/// What is kept of a wish to sign in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredSignIn {
    /// Names the code too.
    pub id: CodeId,
    /// Of an address that nobody knows: of no account.
    pub account: AccountId,
    /// SHA-256 of the secret of the browser that asked.
    pub browser_hash: String,
    pub expires_at: Moment,
    pub used_at: Option<Moment>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = sign_ins)]
struct Row {
    id: String,
    account_id: String,
    browser_hash: String,
    expires_at: NaiveDateTime,
    used_at: Option<NaiveDateTime>,
}

fn stored(row: Row) -> Result<StoredSignIn, StoreError> {
    let Row { id: key, account_id, browser_hash, expires_at, used_at } = row;
    Ok(StoredSignIn {
        id: id(&key)?,
        account: id(&account_id)?,
        browser_hash,
        expires_at: moment(expires_at),
        used_at: used_at.map(moment),
    })
}

impl Tx<'_> {
    /// Notes that somebody asked. `address_hash` and `source` are for counting.
    pub fn add_sign_in(&mut self, wish: &StoredSignIn, address_hash: &str, source: &str, now: Moment) -> Result<(), StoreError> {
        let added = diesel::insert_into(sign_ins::table).values((
            sign_ins::id.eq(wish.id.to_string()),
            sign_ins::account_id.eq(wish.account.to_string()),
            sign_ins::address_hash.eq(address_hash),
            sign_ins::browser_hash.eq(&wish.browser_hash),
            sign_ins::source.eq(source),
            sign_ins::tries.eq(0),
            sign_ins::made_at.eq(time(now)),
            sign_ins::expires_at.eq(time(wish.expires_at)),
        ));
        added.execute(self.connection)?;
        Ok(())
    }

    /// How often was asked within the short and the long time.
    pub fn count_sign_ins(
        &mut self,
        address_hash: &str,
        source: &str,
        (short, long): (Duration, Duration),
        now: Moment,
    ) -> Result<Asked, StoreError> {
        let since = |time_span: Duration| sign_ins::made_at.gt(time(now - time_span));
        let for_address = sign_ins::table.filter(sign_ins::address_hash.eq(address_hash));
        Ok(Asked {
            here_for_address: for_address.filter(sign_ins::source.eq(source)).filter(since(short)).count().get_result(self.connection)?,
            for_address: for_address.filter(since(long)).count().get_result(self.connection)?,
            here: sign_ins::table.filter(sign_ins::source.eq(source)).filter(since(short)).count().get_result(self.connection)?,
        })
    }

    pub fn find_sign_in(&mut self, wish: CodeId) -> Result<Option<StoredSignIn>, StoreError> {
        let row = sign_ins::table.find(wish.to_string()).select(Row::as_select());
        row.first::<Row>(self.connection).optional()?.map(stored).transpose()
    }

    /// What a browser asked for last, if its code may be typed now.
    pub fn find_live_sign_in(&mut self, browser: &TokenHash, tries: i32, now: Moment) -> Result<Option<StoredSignIn>, StoreError> {
        let live = sign_ins::table
            .filter(sign_ins::browser_hash.eq(browser.as_str()))
            .filter(sign_ins::used_at.is_null())
            .filter(sign_ins::expires_at.gt(time(now)))
            .filter(sign_ins::tries.lt(tries));
        let row = live.order((sign_ins::made_at.desc(), sign_ins::id.desc())).select(Row::as_select());
        row.first::<Row>(self.connection).optional()?.map(stored).transpose()
    }

    /// Counts a try; false if it cannot be tried any more. Those who try at the same time do so one after the other.
    pub fn count_sign_in_try(&mut self, wish: CodeId, tries: i32, now: Moment) -> Result<bool, StoreError> {
        let place = sign_ins::table
            .find(wish.to_string())
            .filter(sign_ins::used_at.is_null())
            .filter(sign_ins::expires_at.gt(time(now)))
            .filter(sign_ins::tries.lt(tries));
        Ok(diesel::update(place).set(sign_ins::tries.eq(sign_ins::tries + 1)).kept().execute(self.connection)? == 1)
    }

    /// Uses it up; false if somebody was first, or it is too late.
    pub fn use_sign_in(&mut self, wish: CodeId, now: Moment) -> Result<bool, StoreError> {
        let place = sign_ins::table.find(wish.to_string()).filter(sign_ins::used_at.is_null()).filter(sign_ins::expires_at.gt(time(now)));
        Ok(diesel::update(place).set(sign_ins::used_at.eq(time(now))).kept().execute(self.connection)? == 1)
    }

    /// Forgets what was asked before `before`.
    pub fn forget_sign_ins(&mut self, before: Moment) -> Result<usize, StoreError> {
        Ok(diesel::delete(sign_ins::table.filter(sign_ins::made_at.lt(time(before)))).execute(self.connection)?)
    }
}
