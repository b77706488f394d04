//! Table `consents`: rows are only ever added.

use diesel::prelude::*;

use crate::active_list::ConsentRecord;
use crate::ids::{ConsentId, SpecialistId};
use crate::store::cells::{moment, time};
use crate::store::schema::consents;
use crate::store::{StoreError, Tx};

impl Tx<'_> {
    pub fn add_consent(&mut self, id: ConsentId, specialist: SpecialistId, record: &ConsentRecord) -> Result<(), StoreError> {
        let added = diesel::insert_into(consents::table).values((
            consents::id.eq(id.to_string()),
            consents::specialist_id.eq(specialist.to_string()),
            consents::scope.eq(&record.scope),
            consents::version.eq(&record.version),
            consents::given.eq(record.given),
            consents::at.eq(time(record.at)),
        ));
        added.execute(self.connection)?;
        Ok(())
    }

    /// All words of consent of a specialist, oldest first.
    pub fn list_consents(&mut self, specialist: SpecialistId) -> Result<Vec<ConsentRecord>, StoreError> {
        let rows = consents::table.filter(consents::specialist_id.eq(specialist.to_string())).order((consents::at, consents::id));
        let rows = rows.select((consents::scope, consents::version, consents::given, consents::at));
        let rows = rows.load::<(String, String, bool, chrono::NaiveDateTime)>(self.connection)?;
        Ok(rows.into_iter().map(|(scope, version, given, at)| ConsentRecord { scope, version, given, at: moment(at) }).collect())
    }
}
