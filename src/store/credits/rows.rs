//! The rows of ledgers. A row is kept as it was sealed; reading a ledger looks at every seal, so one that was meddled with is an error and nobody goes on
//! writing behind it.

use diesel::prelude::*;

use crate::credits::{Ledger, Row};
use crate::ids::SpecialistId;
use crate::store::cells::unreadable;
use crate::store::schema::credit_rows;
use crate::store::sealed::CREDIT_ROW;
use crate::store::{StoreError, Tx};

/// What names a row, as `sealed` has it.
fn key(specialist: SpecialistId, seq: i64) -> String {
    format!("{specialist}/{seq}")
}

impl Tx<'_> {
    /// The ledger of a specialist; `name` is that of a new one.
    pub fn read_ledger(&mut self, specialist: SpecialistId, name: &str) -> Result<Ledger, StoreError> {
        let rows = credit_rows::table.filter(credit_rows::specialist_id.eq(specialist.to_string())).order(credit_rows::seq);
        let rows = rows.select((credit_rows::seq, credit_rows::seal, credit_rows::content));
        let mut read: Vec<Row> = Vec::new();
        for (seq, seal, cell) in rows.load::<(i64, String, String)>(self.connection)? {
            let row: Row = CREDIT_ROW.open_document(&self.vault, &key(specialist, seq), &cell)?;
            // The seal beside the cell cannot be changed, so what is in the cell cannot be made anew.
            if row.seal != seal {
                return Err(unreadable("ledger", format!("row {seq} is not the one that was sealed")));
            }
            read.push(row);
        }
        // A ledger keeps the name that it was begun with, whatever the profile says later.
        let name = read.first().map_or_else(|| name.to_owned(), |first| first.prev.clone());
        Ledger::read(&name, read).map_err(|(row, damage)| unreadable("ledger", format!("row {row}: {}", damage.code())))
    }

    /// Keeps a new row. Only for who holds the specialist's row and has read the ledger behind that lock.
    pub fn add_credit_row(&mut self, specialist: SpecialistId, row: &Row) -> Result<(), StoreError> {
        let seq = i64::try_from(row.seq).map_err(|error| unreadable("ledger", error))?;
        let added = diesel::insert_into(credit_rows::table).values((
            credit_rows::specialist_id.eq(specialist.to_string()),
            credit_rows::seq.eq(seq),
            credit_rows::seal.eq(&row.seal),
            credit_rows::content.eq(CREDIT_ROW.seal_document(&self.vault, &key(specialist, seq), row)?),
        ));
        added.execute(self.connection)?;
        Ok(())
    }
}
