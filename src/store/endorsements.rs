//! Table `endorsements`: organisations that recommend a specialist. Whoever adds or changes one holds the specialist's row.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::brokering::{Endorsement, EndorsementState, EndorsementTerms};
use crate::clock::Moment;
use crate::ids::{EndorsementId, SpecialistId, SupportOrgId};
use crate::store::cells::{id, ids, known, moment, time};
use crate::store::schema::endorsements;
use crate::store::{StoreError, Tx};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredEndorsement {
    pub id: EndorsementId,
    pub specialist: SpecialistId,
    pub org: SupportOrgId,
    pub endorsement: Endorsement,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = endorsements)]
struct Row {
    id: String,
    specialist_id: String,
    support_org_id: String,
    state: String,
    kind: String,
    reason: String,
    until_day: String,
    reminded: bool,
    asked_at: NaiveDateTime,
    agreed_at: Option<NaiveDateTime>,
    ended_at: Option<NaiveDateTime>,
}

fn stored(row: Row) -> Result<StoredEndorsement, StoreError> {
    let until = known("last day of a recommendation", row.until_day.parse().ok())?;
    Ok(StoredEndorsement {
        id: id(&row.id)?,
        specialist: id(&row.specialist_id)?,
        org: id(&row.support_org_id)?,
        endorsement: Endorsement {
            terms: EndorsementTerms { kind: row.kind, reason: row.reason, until },
            state: known("state of a recommendation", EndorsementState::find(&row.state))?,
            asked_at: moment(row.asked_at),
            agreed_at: row.agreed_at.map(moment),
            ended_at: row.ended_at.map(moment),
            reminded: row.reminded,
        },
    })
}

impl Tx<'_> {
    pub fn add_endorsement(&mut self, new: &StoredEndorsement, wakes_at: Option<Moment>) -> Result<(), StoreError> {
        let Endorsement { terms, state, asked_at, agreed_at, ended_at, reminded } = &new.endorsement;
        let added = diesel::insert_into(endorsements::table).values((
            endorsements::id.eq(new.id.to_string()),
            endorsements::specialist_id.eq(new.specialist.to_string()),
            endorsements::support_org_id.eq(new.org.to_string()),
            endorsements::state.eq(state.code()),
            endorsements::kind.eq(&terms.kind),
            endorsements::reason.eq(&terms.reason),
            endorsements::until_day.eq(terms.until.to_string()),
            endorsements::reminded.eq(reminded),
            endorsements::asked_at.eq(time(*asked_at)),
            endorsements::agreed_at.eq(agreed_at.map(time)),
            endorsements::ended_at.eq(ended_at.map(time)),
            endorsements::wakes_at.eq(wakes_at.map(time)),
        ));
        added.execute(self.connection)?;
        Ok(())
    }

    /// Keeps one as it has become; false if it is not in the state `from` any more.
    pub fn save_endorsement(
        &mut self,
        from: EndorsementState,
        to: &StoredEndorsement,
        wakes_at: Option<Moment>,
    ) -> Result<bool, StoreError> {
        let place = endorsements::table.find(to.id.to_string()).filter(endorsements::state.eq(from.code()));
        let set = (
            endorsements::state.eq(to.endorsement.state.code()),
            endorsements::reminded.eq(to.endorsement.reminded),
            endorsements::agreed_at.eq(to.endorsement.agreed_at.map(time)),
            endorsements::ended_at.eq(to.endorsement.ended_at.map(time)),
            endorsements::wakes_at.eq(wakes_at.map(time)),
        );
        Ok(diesel::update(place).set(set).execute(self.connection)? == 1)
    }

    pub fn find_endorsement(&mut self, key: EndorsementId) -> Result<Option<StoredEndorsement>, StoreError> {
        let row = endorsements::table.find(key.to_string()).select(Row::as_select());
        row.first::<Row>(self.connection).optional()?.map(stored).transpose()
    }

    /// All about somebody, those that ended too, the newest first.
    pub fn list_endorsements_of(&mut self, specialist: SpecialistId) -> Result<Vec<StoredEndorsement>, StoreError> {
        let rows = endorsements::table.filter(endorsements::specialist_id.eq(specialist.to_string())).order(endorsements::id.desc());
        rows.select(Row::as_select()).load::<Row>(self.connection)?.into_iter().map(stored).collect()
    }

    /// What an organisation has given, the newest first; from the one behind `before` on.
    pub fn list_endorsements_by(
        &mut self,
        org: SupportOrgId,
        before: Option<EndorsementId>,
        limit: i64,
    ) -> Result<Vec<StoredEndorsement>, StoreError> {
        let mut rows = endorsements::table.filter(endorsements::support_org_id.eq(org.to_string())).into_boxed();
        if let Some(before) = before {
            rows = rows.filter(endorsements::id.lt(before.to_string()));
        }
        rows.order(endorsements::id.desc())
            .limit(limit)
            .select(Row::as_select())
            .load::<Row>(self.connection)?
            .into_iter()
            .map(stored)
            .collect()
    }

    /// Those about these people to which both have said yes, the newest first. Whether the last day is over is for the reader to see.
    pub fn list_holding_endorsements(&mut self, specialists: &[SpecialistId]) -> Result<Vec<StoredEndorsement>, StoreError> {
        let keys: Vec<String> = specialists.iter().map(ToString::to_string).collect();
        let holding = endorsements::table.filter(endorsements::specialist_id.eq_any(keys));
        let holding = holding.filter(endorsements::state.eq(EndorsementState::Holds.code())).order(endorsements::id.desc());
        holding.select(Row::as_select()).load::<Row>(self.connection)?.into_iter().map(stored).collect()
    }

    /// Those in which time has to do something, the first due first.
    pub fn list_endorsements_to_wake(&mut self, now: Moment, limit: i64) -> Result<Vec<EndorsementId>, StoreError> {
        let due = endorsements::table.filter(endorsements::wakes_at.le(time(now))).order(endorsements::wakes_at).limit(limit);
        ids(due.select(endorsements::id).load::<String>(self.connection)?)
    }

    /// What is said of somebody who is forgotten ends, so that the organisation reads that; what had ended before goes.
    pub(super) fn forget_endorsements_of(&mut self, specialist: SpecialistId, now: Moment) -> Result<(), StoreError> {
        for mut found in self.list_endorsements_of(specialist)? {
            let before = found.endorsement.state;
            if found.endorsement.leave(now) {
                self.save_endorsement(before, &found, None)?;
            } else {
                diesel::delete(endorsements::table.find(found.id.to_string())).execute(self.connection)?;
            }
        }
        Ok(())
    }

    /// Those that ended before `before`, the oldest first.
    pub fn list_endorsements_to_forget(&mut self, before: Moment, limit: i64) -> Result<Vec<EndorsementId>, StoreError> {
        let old = endorsements::table.filter(endorsements::ended_at.le(time(before))).order(endorsements::ended_at).limit(limit);
        ids(old.select(endorsements::id).load::<String>(self.connection)?)
    }

    /// Takes out one that ended before `before`; false if there is none.
    pub fn forget_endorsement(&mut self, key: EndorsementId, before: Moment) -> Result<bool, StoreError> {
        let old = endorsements::table.find(key.to_string()).filter(endorsements::ended_at.le(time(before)));
        Ok(diesel::delete(old).execute(self.connection)? == 1)
    }
}
