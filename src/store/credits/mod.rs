//! Tables `credit_claims`, `credit_rows`, `credit_cycles` and `credit_titles`: what specialists ask to be entered, their ledgers, and what they say of themselves.
//! Whoever changes one of them holds the specialist's row.

mod claims;
mod guard;
mod rows;
mod said;

pub use claims::{ConfirmedWork, StoredClaim};
pub(in crate::store) use guard::guard_ledgers;

use crate::ids::SpecialistId;
use crate::store::schema::{credit_claims, credit_cycles, credit_rows, credit_titles};
use crate::store::{StoreError, Tx};
use diesel::prelude::*;

impl Tx<'_> {
    /// The whole ledger of somebody who is forgotten: nothing in it is anybody else's. The triggers let it go only then.
    pub(in crate::store) fn forget_credits(&mut self, specialist: SpecialistId) -> Result<(), StoreError> {
        let id = specialist.to_string();
        diesel::delete(credit_claims::table.filter(credit_claims::specialist_id.eq(&id))).execute(self.connection)?;
        diesel::delete(credit_rows::table.filter(credit_rows::specialist_id.eq(&id))).execute(self.connection)?;
        diesel::delete(credit_cycles::table.find(&id)).execute(self.connection)?;
        diesel::delete(credit_titles::table.find(&id)).execute(self.connection)?;
        Ok(())
    }
}
