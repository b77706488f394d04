//! Table `specialists`.

use diesel::prelude::*;
use diesel::sql_types::{Bool, Integer, Text, Timestamp};

use crate::active_list::{Pauses, Specialist};
use crate::clock::Moment;
use crate::ids::SpecialistId;
use crate::store::cells::{document, from_document, id, time};
use crate::store::connection::AnyConnection;
use crate::store::kept::Keep;
use crate::store::schema::specialists;
use crate::store::{StoreError, Tx};

/// How many ids go into one statement (SQLite takes 32,766 variables, and statements are cached by their number of variables).
const AT_ONCE: usize = 500;

#[derive(Clone, Debug, PartialEq)]
pub struct StoredSpecialist {
    pub id: SpecialistId,
    pub specialist: Specialist,
    /// Whether the latest word of consent to be listed is yes.
    pub consented: bool,
    /// Whether the latest word of consent to the public search is yes.
    pub public_listing: bool,
    /// Grows by one with every change.
    pub version: i32,
    /// From when on the person wants to be asked again.
    pub pauses: Pauses,
}

type Row = (String, String, bool, bool, i32, Option<String>);

fn stored((id_text, profile, consented, public_listing, version, pauses): Row) -> Result<StoredSpecialist, StoreError> {
    let pauses = pauses.map(|text| from_document("pauses", &text)).transpose()?.unwrap_or_default();
    Ok(StoredSpecialist { id: id(&id_text)?, specialist: from_document("profile", &profile)?, consented, public_listing, version, pauses })
}

impl Tx<'_> {
    /// Adds a specialist; false if the registration number is taken.
    pub fn add_specialist(
        &mut self,
        id: SpecialistId,
        specialist: &Specialist,
        consented: bool,
        public_listing: bool,
        now: Moment,
    ) -> Result<bool, StoreError> {
        // One text for both databases, since Diesel's ON CONFLICT does not span them.
        let added = diesel::sql_query(
            "INSERT INTO specialists (id, registration_number, consented, profile, version, created_at, updated_at, public_listing) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (registration_number) DO NOTHING",
        )
        .bind::<Text, _>(id.to_string())
        .bind::<Text, _>(specialist.registration.number.as_str())
        .bind::<Bool, _>(consented)
        .bind::<Text, _>(document(specialist)?)
        .bind::<Integer, _>(1)
        .bind::<Timestamp, _>(time(now))
        .bind::<Timestamp, _>(time(now))
        .bind::<Bool, _>(public_listing);
        Ok(added.kept().execute(self.connection)? == 1)
    }

    /// Puts a changed profile in the place of `version`; false if somebody else changed it meanwhile.
    pub fn change_specialist(&mut self, changed: &StoredSpecialist, now: Moment) -> Result<bool, StoreError> {
        let place = specialists::table.find(changed.id.to_string()).filter(specialists::version.eq(changed.version));
        let done = diesel::update(place).set((
            specialists::registration_number.eq(changed.specialist.registration.number.as_str()),
            specialists::consented.eq(changed.consented),
            specialists::public_listing.eq(changed.public_listing),
            specialists::profile.eq(document(&changed.specialist)?),
            specialists::version.eq(changed.version + 1),
            specialists::updated_at.eq(time(now)),
        ));
        Ok(done.kept().execute(self.connection)? == 1)
    }

    /// Puts the pauses of somebody in the place of those before. Only for who holds the row.
    pub fn set_pauses(&mut self, id: SpecialistId, pauses: &Pauses) -> Result<(), StoreError> {
        let kept = if pauses.is_empty() { None } else { Some(document(pauses)?) };
        diesel::update(specialists::table.find(id.to_string())).set(specialists::pauses.eq(kept)).kept().execute(self.connection)?;
        Ok(())
    }

    pub fn find_specialist(&mut self, id: SpecialistId) -> Result<Option<StoredSpecialist>, StoreError> {
        let row = specialists::table.find(id.to_string()).select(columns()).first::<Row>(self.connection).optional()?;
        row.map(stored).transpose()
    }

    pub fn find_specialist_by_number(&mut self, number: &str) -> Result<Option<StoredSpecialist>, StoreError> {
        let place = specialists::table.filter(specialists::registration_number.eq(number));
        place.select(columns()).first::<Row>(self.connection).optional()?.map(stored).transpose()
    }

    /// Keeps others from making offers to, or engagements of, these specialists until this transaction ends, and reads them as they are
    /// then. Rows are locked in the order of their ids, so two waves that want the same people cannot block each other. (SQLite has one
    /// writer; nothing needs locking there.)
    pub fn lock_specialists(&mut self, ids: &[SpecialistId]) -> Result<Vec<StoredSpecialist>, StoreError> {
        let mut keys: Vec<String> = ids.iter().map(ToString::to_string).collect();
        keys.sort();
        if let AnyConnection::Postgres(connection) = self.connection {
            let wanted = specialists::table.filter(specialists::id.eq_any(&keys)).order(specialists::id);
            wanted.select(specialists::id).for_no_key_update().load::<String>(connection)?;
        }
        let rows = specialists::table.filter(specialists::id.eq_any(keys)).select(columns()).load::<Row>(self.connection)?;
        rows.into_iter().map(stored).collect()
    }

    /// A page of all specialists in the order of their ids, for filling an index.
    pub fn list_specialists(&mut self, after: Option<SpecialistId>, limit: i64) -> Result<Vec<StoredSpecialist>, StoreError> {
        let after = after.map(|id| id.to_string()).unwrap_or_default();
        let page = specialists::table.filter(specialists::id.gt(after)).order(specialists::id).limit(limit);
        page.select(columns()).load::<Row>(self.connection)?.into_iter().map(stored).collect()
    }

    /// Those of `ids` that exist.
    pub fn list_specialists_by_id(&mut self, ids: &[SpecialistId]) -> Result<Vec<StoredSpecialist>, StoreError> {
        let mut found = Vec::with_capacity(ids.len());
        for some in ids.chunks(AT_ONCE) {
            let keys: Vec<String> = some.iter().map(ToString::to_string).collect();
            let rows = specialists::table.filter(specialists::id.eq_any(keys)).select(columns()).load::<Row>(self.connection)?;
            found.extend(rows.into_iter().map(stored).collect::<Result<Vec<_>, _>>()?);
        }
        Ok(found)
    }

    pub fn count_specialists(&mut self) -> Result<i64, StoreError> {
        Ok(specialists::table.count().get_result(self.connection)?)
    }
}

type Columns =
    (specialists::id, specialists::profile, specialists::consented, specialists::public_listing, specialists::version, specialists::pauses);

fn columns() -> Columns {
    (specialists::id, specialists::profile, specialists::consented, specialists::public_listing, specialists::version, specialists::pauses)
}
