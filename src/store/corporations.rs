//! Table `corporations`: the register of corporations, where somebody has loaded it. Public as it is, so nothing in it is sealed.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::Text;

use crate::intake::Corporation;
use crate::store::schema::corporations;
use crate::store::{StoreError, Tx, cells::unreadable};
use crate::values::{CorporateNumber, Line};

impl Tx<'_> {
    /// Puts corporations in place; one that is known already gets its new name and place.
    pub fn put_corporations(&mut self, found: &[Corporation], as_of: NaiveDate) -> Result<(), StoreError> {
        for one in found {
            diesel::sql_query(
                "INSERT INTO corporations (number, name, prefecture, municipality, as_of) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (number) \
                 DO UPDATE SET name = excluded.name, prefecture = excluded.prefecture, municipality = excluded.municipality, as_of = excluded.as_of",
            )
            .bind::<Text, _>(one.number.as_str())
            .bind::<Text, _>(one.name.as_str())
            .bind::<Text, _>(&one.prefecture)
            .bind::<Text, _>(one.municipality.as_str())
            .bind::<Text, _>(as_of.to_string())
            .execute(self.connection)?;
        }
        Ok(())
    }

    pub fn find_corporation(&mut self, number: &CorporateNumber) -> Result<Option<Corporation>, StoreError> {
        let row =
            corporations::table.find(number.as_str()).select((corporations::name, corporations::prefecture, corporations::municipality));
        let row: Option<(String, String, String)> = row.first(self.connection).optional()?;
        let line = |text: &str| Line::parse(text, usize::MAX).map_err(|mistake| unreadable("corporation", mistake.code));
        row.map(|(name, prefecture, municipality)| {
            Ok(Corporation { number: number.clone(), name: line(&name)?, prefecture, municipality: line(&municipality)? })
        })
        .transpose()
    }

    /// How many there are, and the day of the newest; none if nobody has loaded any.
    pub fn count_corporations(&mut self) -> Result<Option<(i64, String)>, StoreError> {
        let newest: Option<String> = corporations::table.select(diesel::dsl::max(corporations::as_of)).first(self.connection)?;
        let count: i64 = corporations::table.count().first(self.connection)?;
        Ok(newest.map(|newest| (count, newest)))
    }

    /// Whether anybody has loaded the register.
    pub fn knows_corporations(&mut self) -> Result<bool, StoreError> {
        let any: Option<String> = corporations::table.select(corporations::number).limit(1).first(self.connection).optional()?;
        Ok(any.is_some())
    }
}
