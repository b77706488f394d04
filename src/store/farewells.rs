//! Table `farewells`: where the last letter goes to somebody of whom nothing else is kept. A row goes right after its letter, or after some days.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use crate::clock::Moment;
use crate::correspondence::LetterState;
use crate::ids::LetterId;
use crate::language::Language;
use crate::store::cells::time;
use crate::store::schema::{farewells, letters};
use crate::store::sealed::FAREWELL;
use crate::store::{StoreError, Tx};
use crate::values::MailAddress;

/// Who reads a last letter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Farewell {
    pub to: Vec<MailAddress>,
    pub language: Language,
}

impl Tx<'_> {
    pub fn add_farewell(&mut self, letter: LetterId, farewell: &Farewell, now: Moment) -> Result<(), StoreError> {
        let added = diesel::insert_into(farewells::table).values((
            farewells::letter_id.eq(letter.to_string()),
            farewells::reader.eq(FAREWELL.seal_document(&self.vault, &letter, farewell)?),
            farewells::made_at.eq(time(now)),
        ));
        added.execute(self.connection)?;
        Ok(())
    }

    pub fn find_farewell(&mut self, letter: LetterId) -> Result<Option<Farewell>, StoreError> {
        let reader = farewells::table.find(letter.to_string()).select(farewells::reader).first::<String>(self.connection).optional()?;
        reader.map(|cell| FAREWELL.open_document(&self.vault, &letter.to_string(), &cell)).transpose()
    }

    /// Forgets those whose letters have ended, and those made before `before` whether their letters could leave or not; says how many.
    pub fn forget_farewells(&mut self, before: Moment) -> Result<usize, StoreError> {
        let waiting = letters::table.filter(letters::state.eq(LetterState::Queued.code())).filter(letters::id.eq(farewells::letter_id));
        let over = farewells::made_at.lt(time(before)).or(diesel::dsl::not(diesel::dsl::exists(waiting)));
        Ok(diesel::delete(farewells::table.filter(over)).execute(self.connection)?)
    }
}
