//! What specialists say of themselves, beside their ledgers: since when their cycles run, and since when they hold a title.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::ids::SpecialistId;
use crate::store::schema::{credit_cycles, credit_titles};
use crate::store::sealed::{CREDIT_CYCLES, CREDIT_TITLES};
use crate::store::{StoreError, Tx};

impl Tx<'_> {
    /// Since when the specialist's cycles run, by scheme.
    pub fn credit_cycles(&mut self, specialist: SpecialistId) -> Result<BTreeMap<String, NaiveDate>, StoreError> {
        let key = specialist.to_string();
        let cell = credit_cycles::table.find(&key).select(credit_cycles::begun).first::<String>(self.connection).optional()?;
        Ok(cell.map(|cell| CREDIT_CYCLES.open_document(&self.vault, &key, &cell)).transpose()?.unwrap_or_default())
    }

    pub fn set_credit_cycles(&mut self, specialist: SpecialistId, begun: &BTreeMap<String, NaiveDate>) -> Result<(), StoreError> {
        let (key, cell) = (specialist.to_string(), CREDIT_CYCLES.seal_document(&self.vault, &specialist, begun)?);
        diesel::delete(credit_cycles::table.find(&key)).execute(self.connection)?;
        let added =
            diesel::insert_into(credit_cycles::table).values((credit_cycles::specialist_id.eq(&key), credit_cycles::begun.eq(cell)));
        added.execute(self.connection)?;
        Ok(())
    }

    /// Since when the specialist holds which title.
    pub fn credit_titles(&mut self, specialist: SpecialistId) -> Result<BTreeMap<String, NaiveDate>, StoreError> {
        let key = specialist.to_string();
        let cell = credit_titles::table.find(&key).select(credit_titles::held).first::<String>(self.connection).optional()?;
        Ok(cell.map(|cell| CREDIT_TITLES.open_document(&self.vault, &key, &cell)).transpose()?.unwrap_or_default())
    }

    /// Whoever holds none has no row.
    pub fn set_credit_titles(&mut self, specialist: SpecialistId, held: &BTreeMap<String, NaiveDate>) -> Result<(), StoreError> {
        let key = specialist.to_string();
        diesel::delete(credit_titles::table.find(&key)).execute(self.connection)?;
        if !held.is_empty() {
            let cell = CREDIT_TITLES.seal_document(&self.vault, &specialist, held)?;
            let added =
                diesel::insert_into(credit_titles::table).values((credit_titles::specialist_id.eq(&key), credit_titles::held.eq(cell)));
            added.execute(self.connection)?;
        }
        Ok(())
    }
}
