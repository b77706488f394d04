//! Table `complaints`, and what `specialists` keeps of them. Whoever changes a complaint names the version that it has read.

use chrono::NaiveDateTime;
use diesel::dsl::{count_star, min};
use diesel::prelude::*;

use crate::clock::Moment;
use crate::complaints::{Complaint, Stage};
use crate::engagement::Side;
use crate::ids::{ComplaintId, EngagementId, HelpRequestId, SpecialistId, SupportOrgId};
use crate::store::cells::{id, ids, moment, time};
use crate::store::console::Pile;
use crate::store::schema::{complaints, specialists};
use crate::store::sealed::COMPLAINT;
use crate::store::{StoreError, Tx};
use crate::vault::Vault;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredComplaint {
    pub id: ComplaintId,
    pub help_request: HelpRequestId,
    pub engagement: EngagementId,
    pub specialist: SpecialistId,
    /// Which complains for its member.
    pub support_org: Option<SupportOrgId>,
    pub complaint: Complaint,
    /// Grows by one with every change.
    pub version: i32,
    pub changed_at: Moment,
    pub forgotten: bool,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = complaints)]
struct Row {
    id: String,
    help_request_id: String,
    engagement_id: String,
    specialist_id: String,
    support_org_id: Option<String>,
    document: String,
    version: i32,
    changed_at: NaiveDateTime,
    forgotten_at: Option<NaiveDateTime>,
}

fn stored(vault: &Vault, row: Row) -> Result<StoredComplaint, StoreError> {
    Ok(StoredComplaint {
        id: id(&row.id)?,
        help_request: id(&row.help_request_id)?,
        engagement: id(&row.engagement_id)?,
        specialist: id(&row.specialist_id)?,
        support_org: row.support_org_id.map(|text| id(&text)).transpose()?,
        complaint: COMPLAINT.open_document(vault, &row.id, &row.document)?,
        version: row.version,
        changed_at: moment(row.changed_at),
        forgotten: row.forgotten_at.is_some(),
    })
}

/// Stages in which operators have something to do.
fn waiting() -> Vec<&'static str> {
    Stage::ALL.into_iter().filter(|stage| stage.waits_for_operator()).map(Stage::code).collect()
}

/// Stages in which nothing changes any more.
fn over() -> Vec<&'static str> {
    Stage::ALL.into_iter().filter(|stage| stage.is_over()).map(Stage::code).collect()
}

impl Tx<'_> {
    pub fn add_complaint(&mut self, new: &StoredComplaint, wakes_at: Option<Moment>, now: Moment) -> Result<(), StoreError> {
        let complaint = &new.complaint;
        let added = diesel::insert_into(complaints::table).values((
            complaints::id.eq(new.id.to_string()),
            complaints::help_request_id.eq(new.help_request.to_string()),
            complaints::engagement_id.eq(new.engagement.to_string()),
            complaints::specialist_id.eq(new.specialist.to_string()),
            complaints::by_side.eq(complaint.by.code()),
            complaints::support_org_id.eq(new.support_org.map(|org| org.to_string())),
            complaints::stage.eq(complaint.stage.code()),
            complaints::document.eq(COMPLAINT.seal_document(&self.vault, &new.id, complaint)?),
            complaints::due_on.eq(complaint.due_on.to_string()),
            complaints::wakes_at.eq(wakes_at.map(time)),
            complaints::bars.eq(complaint.bar.is_some()),
            complaints::made_at.eq(time(now)),
            complaints::changed_at.eq(time(now)),
        ));
        added.execute(self.connection)?;
        Ok(())
    }

    /// Keeps a complaint as it has become; false if somebody else has changed it meanwhile.
    pub fn save_complaint(
        &mut self,
        before: &StoredComplaint,
        complaint: &Complaint,
        wakes_at: Option<Moment>,
        now: Moment,
    ) -> Result<bool, StoreError> {
        let place = complaints::table.find(before.id.to_string()).filter(complaints::version.eq(before.version));
        let set = (
            complaints::stage.eq(complaint.stage.code()),
            complaints::document.eq(COMPLAINT.seal_document(&self.vault, &before.id, complaint)?),
            complaints::due_on.eq(complaint.due_on.to_string()),
            complaints::wakes_at.eq(wakes_at.map(time)),
            complaints::bars.eq(complaint.bar.is_some()),
            complaints::version.eq(complaints::version + 1),
            complaints::changed_at.eq(time(now)),
        );
        Ok(diesel::update(place).set(set).execute(self.connection)? == 1)
    }

    pub fn find_complaint(&mut self, id: ComplaintId) -> Result<Option<StoredComplaint>, StoreError> {
        let row = complaints::table.find(id.to_string()).select(Row::as_select());
        row.first::<Row>(self.connection).optional()?.map(|row| stored(&self.vault, row)).transpose()
    }

    /// The last complaint of a side about a match.
    pub fn find_last_complaint(&mut self, engagement: EngagementId, by: Side) -> Result<Option<StoredComplaint>, StoreError> {
        let of = complaints::table.filter(complaints::engagement_id.eq(engagement.to_string())).filter(complaints::by_side.eq(by.code()));
        let row = of.order(complaints::id.desc()).select(Row::as_select());
        row.first::<Row>(self.connection).optional()?.map(|row| stored(&self.vault, row)).transpose()
    }

    /// Complaints by and about the company of a help request, the oldest first.
    pub fn list_complaints_about(&mut self, help_request: HelpRequestId) -> Result<Vec<StoredComplaint>, StoreError> {
        let of = complaints::table.filter(complaints::help_request_id.eq(help_request.to_string()));
        let rows = of.order(complaints::id).select(Row::as_select()).load::<Row>(self.connection)?;
        rows.into_iter().map(|row| stored(&self.vault, row)).collect()
    }

    /// Complaints by and about a specialist, the oldest first.
    pub fn list_complaints_of(&mut self, specialist: SpecialistId) -> Result<Vec<StoredComplaint>, StoreError> {
        let of = complaints::table.filter(complaints::specialist_id.eq(specialist.to_string()));
        let rows = of.order(complaints::id).select(Row::as_select()).load::<Row>(self.connection)?;
        rows.into_iter().map(|row| stored(&self.vault, row)).collect()
    }

    /// What waits for operators, by the day on which it is due; or all the rest, the newest first.
    pub fn list_complaints(&mut self, waits: bool, limit: i64) -> Result<Vec<StoredComplaint>, StoreError> {
        let rows = if waits {
            let due = complaints::table.filter(complaints::stage.eq_any(waiting())).order((complaints::due_on, complaints::id));
            due.limit(limit).select(Row::as_select()).load::<Row>(self.connection)?
        } else {
            let rest = complaints::table.filter(complaints::stage.ne_all(waiting())).order(complaints::id.desc());
            rest.limit(limit).select(Row::as_select()).load::<Row>(self.connection)?
        };
        rows.into_iter().map(|row| stored(&self.vault, row)).collect()
    }

    pub fn count_waiting_complaints(&mut self) -> Result<Pile, StoreError> {
        let counted = complaints::table.filter(complaints::stage.eq_any(waiting())).select((count_star(), min(complaints::made_at)));
        let (count, oldest) = counted.first::<(i64, Option<NaiveDateTime>)>(self.connection)?;
        Ok(Pile { count, oldest: oldest.map(moment) })
    }

    /// Those in which time has to do something, the first due first.
    pub fn list_complaints_to_wake(&mut self, now: Moment, limit: i64) -> Result<Vec<ComplaintId>, StoreError> {
        let due = complaints::table.filter(complaints::wakes_at.le(time(now))).order(complaints::wakes_at);
        ids(due.limit(limit).select(complaints::id).load::<String>(self.connection)?)
    }

    /// Puts a locked specialist on the list or takes them off it, by what is decided of all complaints about them. Says whether that is new.
    pub fn settle_bar(&mut self, specialist: SpecialistId, before: bool, now: Moment) -> Result<bool, StoreError> {
        let barring = complaints::table.filter(complaints::specialist_id.eq(specialist.to_string())).filter(complaints::bars.eq(true));
        let barred = barring.count().get_result::<i64>(self.connection)? > 0;
        if barred != before {
            let place = specialists::table.find(specialist.to_string());
            diesel::update(place).set(specialists::barred_at.eq(barred.then(|| time(now)))).execute(self.connection)?;
        }
        Ok(barred != before)
    }

    /// Over, and unchanged since `before`: the oldest first.
    pub fn list_complaints_to_forget(&mut self, before: Moment, limit: i64) -> Result<Vec<ComplaintId>, StoreError> {
        let old = complaints::table.filter(complaints::forgotten_at.is_null()).filter(complaints::changed_at.le(time(before)));
        // One that keeps somebody off the list is still of use.
        let old = old.filter(complaints::stage.eq_any(over())).filter(complaints::bars.eq(false)).order(complaints::changed_at);
        ids(old.limit(limit).select(complaints::id).load::<String>(self.connection)?)
    }

    /// Takes out what anybody wrote; false if it has changed since `before`.
    pub fn forget_complaint(&mut self, id: ComplaintId, before: Moment, now: Moment) -> Result<bool, StoreError> {
        let Some(found) = self.find_complaint(id)?.filter(|found| !found.forgotten && found.changed_at <= before) else { return Ok(false) };
        let mut complaint = found.complaint.clone();
        complaint.forget(Side::Company);
        complaint.forget(Side::Specialist);
        if !self.save_complaint(&found, &complaint, None, now)? {
            return Ok(false);
        }
        diesel::update(complaints::table.find(id.to_string())).set(complaints::forgotten_at.eq(time(now))).execute(self.connection)?;
        Ok(true)
    }

    /// Takes out what a side wrote that is forgotten. Time has nothing to do with these any more, except that a pause of the other side ends.
    pub(super) fn forget_side_of_complaints(&mut self, of: Vec<StoredComplaint>, side: Side, now: Moment) -> Result<(), StoreError> {
        for found in of {
            let mut complaint = found.complaint.clone();
            complaint.forget(side);
            let wakes_at = complaint.pause_until();
            self.save_complaint(&found, &complaint, wakes_at, now)?;
        }
        Ok(())
    }
}
