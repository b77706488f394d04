//! Table `unfinished`: what somebody has begun without an account. Whoever has the link has it; nothing here says who that is.

use diesel::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::clock::Moment;
use crate::ids::{TokenHash, UnfinishedId};
use crate::store::cells::{id, ids, time};
use crate::store::schema::unfinished;
use crate::store::sealed::UNFINISHED;
use crate::store::{StoreError, Tx};

/// What was begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfinished {
    /// A help request as typed so far.
    Draft,
    /// Answers on the Yes/No path.
    Answers,
}

impl Unfinished {
    pub fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Answers => "answers",
        }
    }
}

impl Tx<'_> {
    pub fn add_unfinished(
        &mut self,
        id: UnfinishedId,
        token: &TokenHash,
        kind: Unfinished,
        document: &impl Serialize,
        now: Moment,
    ) -> Result<(), StoreError> {
        let added = diesel::insert_into(unfinished::table).values((
            unfinished::id.eq(id.to_string()),
            unfinished::token_hash.eq(token.as_str()),
            unfinished::kind.eq(kind.code()),
            unfinished::document.eq(UNFINISHED.seal_document(&self.vault, &id, document)?),
            unfinished::made_at.eq(time(now)),
            unfinished::changed_at.eq(time(now)),
        ));
        added.execute(self.connection)?;
        Ok(())
    }

    pub fn find_unfinished<T: DeserializeOwned>(
        &mut self,
        token: &TokenHash,
        kind: Unfinished,
    ) -> Result<Option<(UnfinishedId, T)>, StoreError> {
        let place = unfinished::table.filter(unfinished::token_hash.eq(token.as_str())).filter(unfinished::kind.eq(kind.code()));
        let row = place.select((unfinished::id, unfinished::document)).first::<(String, String)>(self.connection).optional()?;
        row.map(|(key, cell)| Ok((id(&key)?, UNFINISHED.open_document(&self.vault, &key, &cell)?))).transpose()
    }

    /// Holds what a link leads to until the transaction ends, so that of two presses at once none is lost; false if it leads nowhere.
    pub fn hold_unfinished(&mut self, token: &TokenHash, kind: Unfinished, now: Moment) -> Result<bool, StoreError> {
        let place = unfinished::table.filter(unfinished::token_hash.eq(token.as_str())).filter(unfinished::kind.eq(kind.code()));
        Ok(diesel::update(place).set(unfinished::changed_at.eq(time(now))).execute(self.connection)? == 1)
    }

    pub fn change_unfinished(&mut self, id: UnfinishedId, document: &impl Serialize) -> Result<(), StoreError> {
        let cell = UNFINISHED.seal_document(&self.vault, &id, document)?;
        diesel::update(unfinished::table.find(id.to_string())).set(unfinished::document.eq(cell)).execute(self.connection)?;
        Ok(())
    }

    /// Forgets what a link leads to.
    pub fn drop_unfinished(&mut self, token: &TokenHash, kind: Unfinished) -> Result<(), StoreError> {
        let place = unfinished::table.filter(unfinished::token_hash.eq(token.as_str())).filter(unfinished::kind.eq(kind.code()));
        diesel::delete(place).execute(self.connection)?;
        Ok(())
    }

    /// What of a kind nobody has touched since `before`, the oldest first.
    pub fn list_unfinished_to_forget(&mut self, kind: Unfinished, before: Moment, limit: i64) -> Result<Vec<UnfinishedId>, StoreError> {
        let old = unfinished::table.filter(unfinished::kind.eq(kind.code())).filter(unfinished::changed_at.le(time(before)));
        ids(old.order(unfinished::changed_at).limit(limit).select(unfinished::id).load::<String>(self.connection)?)
    }

    /// Forgets it; false if somebody has gone on since `before`.
    pub fn forget_unfinished(&mut self, id: UnfinishedId, before: Moment) -> Result<bool, StoreError> {
        let place = unfinished::table.find(id.to_string()).filter(unfinished::changed_at.le(time(before)));
        Ok(diesel::delete(place).execute(self.connection)? == 1)
    }
}
