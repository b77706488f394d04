//! Table `specialists`.

use std::borrow::Cow;

use chrono::NaiveDateTime;
use diesel::prelude::*;
use diesel::sql_types::{Array, Bool, Integer, Text, Timestamp};

use crate::active_list::{CheckStep, Pauses, Specialist};
use crate::clock::Moment;
use crate::ids::SpecialistId;
use crate::matching::Record;
use crate::registry::{RegisterStanding, untitled};
use crate::store::among::{among, keys};
use crate::store::cells::{document, from_document, id, known, time};
use crate::store::connection::AnyConnection;
use crate::store::kept::Keep;
use crate::store::registry::{day, finding};
use crate::store::schema::specialists;
use crate::store::sealed::PROFILE;
use crate::store::{StoreError, Tx};
use crate::vault::Vault;

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
    /// Whether offers reach the person: a mailbox is left, and the person wants offers.
    pub reachable: bool,
    /// How far the profile has come since it was confirmed.
    pub check_step: CheckStep,
    /// How the person stands with the official register.
    pub standing: RegisterStanding,
    /// Whether operators have taken the entry out of sight: for what is written in it, or after a complaint.
    pub hidden: bool,
    /// Whether that is after a complaint.
    pub barred: bool,
    /// Whether what the person wrote is kept back until an operator has accepted it.
    pub held: bool,
}

impl StoredSpecialist {
    /// What was counted of the person, with what the row itself says.
    pub fn with(&self, counted: Record) -> Record {
        let unconfirmed = self.hidden || self.check_step == CheckStep::Hidden;
        Record { unreachable: !self.reachable, unconfirmed, suspended: self.standing.suspended, ..counted }
    }

    /// The profile as others may see it: only who is verified carries the title, and nothing that is kept back stands in it.
    pub fn shown(&self) -> Cow<'_, Specialist> {
        let read = if self.held { Cow::Owned(self.specialist.without_texts()) } else { Cow::Borrowed(&self.specialist) };
        if self.standing.is_verified() { read } else { Cow::Owned(untitled(&read)) }
    }
}

/// How many profiles are read at a time where all are.
const PAGE: i64 = 500;

/// What a [`Row`] is made of.
const COLUMNS: &str = "id, profile, consented, public_listing, version, reachable, pauses, check_step, register_finding, register_as_of, \
     register_grounds, suspended_at, hidden_at, held_at, barred_at";

#[derive(Queryable, QueryableByName, Selectable)]
#[diesel(table_name = specialists)]
struct Row {
    id: String,
    profile: String,
    consented: bool,
    public_listing: bool,
    version: i32,
    reachable: bool,
    pauses: Option<String>,
    check_step: i32,
    register_finding: Option<String>,
    register_as_of: Option<String>,
    register_grounds: Option<String>,
    suspended_at: Option<NaiveDateTime>,
    hidden_at: Option<NaiveDateTime>,
    held_at: Option<NaiveDateTime>,
    barred_at: Option<NaiveDateTime>,
}

fn stored(vault: &Vault, row: Row) -> Result<StoredSpecialist, StoreError> {
    Ok(StoredSpecialist {
        id: id(&row.id)?,
        specialist: PROFILE.open_document(vault, &row.id, &row.profile)?,
        consented: row.consented,
        public_listing: row.public_listing,
        version: row.version,
        reachable: row.reachable,
        pauses: row.pauses.map(|text| from_document("pauses", &text)).transpose()?.unwrap_or_default(),
        check_step: known("step of a profile", CheckStep::find(row.check_step))?,
        standing: RegisterStanding {
            finding: row.register_finding.as_deref().map(finding).transpose()?,
            as_of: row.register_as_of.as_deref().map(day).transpose()?,
            suspended: row.suspended_at.is_some(),
            grounds: row.register_grounds,
        },
        hidden: row.hidden_at.is_some() || row.barred_at.is_some(),
        barred: row.barred_at.is_some(),
        held: row.held_at.is_some(),
    })
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
        .bind::<Text, _>(PROFILE.seal_document(&self.vault, &id, specialist)?)
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
            specialists::profile.eq(PROFILE.seal_document(&self.vault, &changed.id, &changed.specialist)?),
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

    /// Notes whether offers reach the person; false if that was known.
    pub fn set_reachable(&mut self, id: SpecialistId, reachable: bool) -> Result<bool, StoreError> {
        let place = specialists::table.find(id.to_string()).filter(specialists::reachable.ne(reachable));
        Ok(diesel::update(place).set(specialists::reachable.eq(reachable)).execute(self.connection)? == 1)
    }

    pub fn find_specialist(&mut self, id: SpecialistId) -> Result<Option<StoredSpecialist>, StoreError> {
        let row = specialists::table.find(id.to_string()).select(Row::as_select()).first::<Row>(self.connection).optional()?;
        row.map(|row| stored(&self.vault, row)).transpose()
    }

    pub fn find_specialist_by_number(&mut self, number: &str) -> Result<Option<StoredSpecialist>, StoreError> {
        let place = specialists::table.filter(specialists::registration_number.eq(number));
        place.select(Row::as_select()).first::<Row>(self.connection).optional()?.map(|row| stored(&self.vault, row)).transpose()
    }

    /// Keeps others from making offers to, or engagements of, these specialists until this transaction ends, and reads them as they are
    /// then. Rows are locked in the order of their ids, so two waves that want the same people cannot block each other. (SQLite has one
    /// writer; nothing needs locking there.)
    pub fn lock_specialists(&mut self, ids: &[SpecialistId]) -> Result<Vec<StoredSpecialist>, StoreError> {
        if let AnyConnection::Postgres(connection) = &mut *self.connection {
            let locked = format!("SELECT {COLUMNS} FROM specialists WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE");
            let locked = diesel::sql_query(locked).bind::<Array<Text>, _>(keys(ids)).kept();
            return locked.load::<Row>(connection)?.into_iter().map(|row| stored(&self.vault, row)).collect();
        }
        self.list_specialists_by_id(ids)
    }

    /// A page of all specialists in the order of their ids, for filling an index.
    pub fn list_specialists(&mut self, after: Option<SpecialistId>, limit: i64) -> Result<Vec<StoredSpecialist>, StoreError> {
        let after = after.map(|id| id.to_string()).unwrap_or_default();
        let page = specialists::table.filter(specialists::id.gt(after)).order(specialists::id).limit(limit);
        page.select(Row::as_select()).load::<Row>(self.connection)?.into_iter().map(|row| stored(&self.vault, row)).collect()
    }

    /// Those of `ids` that exist.
    pub fn list_specialists_by_id(&mut self, ids: &[SpecialistId]) -> Result<Vec<StoredSpecialist>, StoreError> {
        let text = format!("SELECT {COLUMNS} FROM specialists WHERE id AMONG($1)");
        among!(self.connection, text.as_str(), [], keys(ids), load::<Row>)?.into_iter().map(|row| stored(&self.vault, row)).collect()
    }

    /// Those in whose profiles a text stands, in whatever capitals. For an operator; it reads all profiles.
    pub fn list_specialists_who_mention(&mut self, text: &str) -> Result<Vec<StoredSpecialist>, StoreError> {
        let (wanted, mut found, mut after) = (text.to_lowercase(), Vec::new(), String::new());
        loop {
            let page = specialists::table.filter(specialists::id.gt(&after)).order(specialists::id).limit(PAGE);
            let page = page.select(Row::as_select()).load::<Row>(self.connection)?;
            let Some(last) = page.last() else { return Ok(found) };
            after.clone_from(&last.id);
            for row in page {
                if PROFILE.open(&self.vault, &row.id, &row.profile)?.to_lowercase().contains(&wanted) {
                    found.push(stored(&self.vault, row)?);
                }
            }
        }
    }

    pub fn count_specialists(&mut self) -> Result<i64, StoreError> {
        Ok(specialists::table.count().get_result(self.connection)?)
    }
}
