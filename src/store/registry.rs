//! Tables `register_snapshots`, `register_findings` and `register_cases`, and what `specialists` keeps of them.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::{count_star, max};
use diesel::prelude::*;

use crate::clock::Moment;
use crate::ids::{EventId, RegisterCaseId, SnapshotId, SpecialistId};
use crate::registry::{Decision, RegisterFinding, RegisterStanding};
use crate::store::cells::{id, known, moment, time, unreadable};
use crate::store::schema::{engagements, register_cases, register_findings, register_snapshots, specialists};
use crate::store::{StoreError, StoredEngagement, Tx};

/// A snapshot that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredSnapshot {
    pub id: SnapshotId,
    pub as_of: NaiveDate,
    pub digest: String,
    pub rows: usize,
    /// Edition of the mapping by which it was read.
    pub mapping: String,
    pub taken_at: Moment,
    /// None while people are still held against it, or were when the process ended.
    pub finished_at: Option<Moment>,
}

/// What operators have to decide, or have decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredCase {
    pub id: RegisterCaseId,
    pub specialist: SpecialistId,
    pub finding: RegisterFinding,
    pub as_of: NaiveDate,
    pub opened_at: Moment,
    /// What was proposed, by whom and when.
    pub proposal: Option<(Decision, String, Moment)>,
    pub closed_at: Option<Moment>,
    /// None where the register settled it.
    pub outcome: Option<Decision>,
    pub decided_by: Option<String>,
}

/// What was found of somebody, as it stands in the history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoredFinding {
    pub finding: RegisterFinding,
    /// The day of the snapshot.
    pub as_of: Option<NaiveDate>,
    pub suspended: bool,
    pub at: Moment,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = register_snapshots)]
struct SnapshotRow {
    id: String,
    as_of: String,
    digest: String,
    row_count: i32,
    mapping: String,
    taken_at: NaiveDateTime,
    finished_at: Option<NaiveDateTime>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = register_cases)]
struct CaseRow {
    id: String,
    specialist_id: String,
    finding: String,
    as_of: String,
    opened_at: NaiveDateTime,
    proposal: Option<String>,
    proposed_by: Option<String>,
    proposed_at: Option<NaiveDateTime>,
    closed_at: Option<NaiveDateTime>,
    outcome: Option<String>,
    decided_by: Option<String>,
}

pub(super) fn day(text: &str) -> Result<NaiveDate, StoreError> {
    text.parse().map_err(|error| unreadable("day", error))
}

pub(super) fn finding(code: &str) -> Result<RegisterFinding, StoreError> {
    known("finding of the register", RegisterFinding::find(code))
}

fn snapshot(row: SnapshotRow) -> Result<StoredSnapshot, StoreError> {
    Ok(StoredSnapshot {
        id: id(&row.id)?,
        as_of: day(&row.as_of)?,
        digest: row.digest,
        rows: usize::try_from(row.row_count).unwrap_or_default(),
        mapping: row.mapping,
        taken_at: moment(row.taken_at),
        finished_at: row.finished_at.map(moment),
    })
}

fn case(row: CaseRow) -> Result<StoredCase, StoreError> {
    let decision = |code: String| known("decision", Decision::find(&code));
    let proposal = row.proposal.map(decision).transpose()?.zip(row.proposed_by).zip(row.proposed_at);
    Ok(StoredCase {
        id: id(&row.id)?,
        specialist: id(&row.specialist_id)?,
        finding: finding(&row.finding)?,
        as_of: day(&row.as_of)?,
        opened_at: moment(row.opened_at),
        proposal: proposal.map(|((decision, by), at)| (decision, by, moment(at))),
        closed_at: row.closed_at.map(moment),
        outcome: row.outcome.map(decision).transpose()?,
        decided_by: row.decided_by,
    })
}

impl Tx<'_> {
    pub fn add_snapshot(&mut self, new: &StoredSnapshot) -> Result<(), StoreError> {
        let added = diesel::insert_into(register_snapshots::table).values((
            register_snapshots::id.eq(new.id.to_string()),
            register_snapshots::as_of.eq(new.as_of.to_string()),
            register_snapshots::digest.eq(&new.digest),
            register_snapshots::row_count.eq(i32::try_from(new.rows).unwrap_or(i32::MAX)),
            register_snapshots::mapping.eq(&new.mapping),
            register_snapshots::taken_at.eq(time(new.taken_at)),
        ));
        added.execute(self.connection)?;
        Ok(())
    }

    pub fn finish_snapshot(&mut self, id: SnapshotId, now: Moment) -> Result<(), StoreError> {
        let place = register_snapshots::table.find(id.to_string());
        diesel::update(place).set(register_snapshots::finished_at.eq(time(now))).execute(self.connection)?;
        Ok(())
    }

    /// The newest snapshot, by its day.
    pub fn last_snapshot(&mut self) -> Result<Option<StoredSnapshot>, StoreError> {
        let newest = register_snapshots::table.order((register_snapshots::as_of.desc(), register_snapshots::taken_at.desc()));
        newest.select(SnapshotRow::as_select()).first::<SnapshotRow>(self.connection).optional()?.map(snapshot).transpose()
    }

    /// Notes how somebody stands with the register, and the same in the history where it is news. Only for who holds the row.
    pub fn set_register_standing(
        &mut self,
        id: SpecialistId,
        standing: &RegisterStanding,
        news: Option<EventId>,
        now: Moment,
    ) -> Result<(), StoreError> {
        let (finding, as_of) = (standing.finding.map(RegisterFinding::code), standing.as_of.map(|day| day.to_string()));
        let place = specialists::table.find(id.to_string());
        let set = (
            specialists::register_finding.eq(finding),
            specialists::register_as_of.eq(&as_of),
            specialists::register_grounds.eq(&standing.grounds),
        );
        diesel::update(place.clone()).set(set).execute(self.connection)?;
        if standing.suspended {
            let fresh = place.filter(specialists::suspended_at.is_null());
            diesel::update(fresh).set(specialists::suspended_at.eq(time(now))).execute(self.connection)?;
        } else {
            diesel::update(place).set(specialists::suspended_at.eq(None::<NaiveDateTime>)).execute(self.connection)?;
        }
        if let (Some(news), Some(finding)) = (news, finding) {
            let added = diesel::insert_into(register_findings::table).values((
                register_findings::id.eq(news.to_string()),
                register_findings::specialist_id.eq(id.to_string()),
                register_findings::finding.eq(finding),
                register_findings::as_of.eq(as_of),
                register_findings::suspended.eq(standing.suspended),
                register_findings::at.eq(time(now)),
            ));
            added.execute(self.connection)?;
        }
        Ok(())
    }

    /// What was found of somebody, the oldest first.
    pub fn list_findings(&mut self, specialist: SpecialistId) -> Result<Vec<StoredFinding>, StoreError> {
        type Columns = (String, Option<String>, bool, NaiveDateTime);
        let rows = register_findings::table.filter(register_findings::specialist_id.eq(specialist.to_string()));
        let rows = rows.order((register_findings::at, register_findings::id));
        let columns = (register_findings::finding, register_findings::as_of, register_findings::suspended, register_findings::at);
        let told = |(code, as_of, suspended, at): Columns| {
            Ok(StoredFinding { finding: finding(&code)?, as_of: as_of.as_deref().map(day).transpose()?, suspended, at: moment(at) })
        };
        rows.select(columns).load::<Columns>(self.connection)?.into_iter().map(told).collect()
    }

    /// Running engagements of somebody.
    pub fn list_running_engagements(&mut self, specialist: SpecialistId) -> Result<Vec<StoredEngagement>, StoreError> {
        let running = engagements::table.filter(engagements::specialist_id.eq(specialist.to_string()));
        let running = running.filter(engagements::state.eq("running")).order(engagements::id).select(engagements::id);
        let found = running.load::<String>(self.connection)?;
        let found = found.iter().map(|key| self.find_engagement(id(key)?)).collect::<Result<Vec<_>, StoreError>>()?;
        Ok(found.into_iter().flatten().collect())
    }

    /// Opens a case, or brings the open one of this person up to date: what was proposed about another finding is void.
    pub fn open_case(
        &mut self,
        new: RegisterCaseId,
        person: SpecialistId,
        standing: &RegisterStanding,
        now: Moment,
    ) -> Result<(), StoreError> {
        let (Some(finding), Some(as_of)) = (standing.finding, standing.as_of) else { return Ok(()) };
        let open = register_cases::table.filter(register_cases::specialist_id.eq(person.to_string()));
        let set = (
            register_cases::finding.eq(finding.code()),
            register_cases::as_of.eq(as_of.to_string()),
            register_cases::proposal.eq(None::<String>),
            register_cases::proposed_by.eq(None::<String>),
            register_cases::proposed_at.eq(None::<NaiveDateTime>),
        );
        if diesel::update(open.filter(register_cases::closed_at.is_null())).set(set).execute(self.connection)? == 0 {
            let added = diesel::insert_into(register_cases::table).values((
                register_cases::id.eq(new.to_string()),
                register_cases::specialist_id.eq(person.to_string()),
                register_cases::finding.eq(finding.code()),
                register_cases::as_of.eq(as_of.to_string()),
                register_cases::opened_at.eq(time(now)),
            ));
            added.execute(self.connection)?;
        }
        Ok(())
    }

    /// The register has settled what was open about somebody, or the profile was changed.
    pub fn settle_case(&mut self, person: SpecialistId, now: Moment) -> Result<(), StoreError> {
        let open = register_cases::table.filter(register_cases::specialist_id.eq(person.to_string()));
        let open = open.filter(register_cases::closed_at.is_null());
        diesel::update(open).set(register_cases::closed_at.eq(time(now))).execute(self.connection)?;
        Ok(())
    }

    pub fn find_case(&mut self, id: RegisterCaseId) -> Result<Option<StoredCase>, StoreError> {
        let row = register_cases::table.find(id.to_string()).select(CaseRow::as_select());
        row.first::<CaseRow>(self.connection).optional()?.map(case).transpose()
    }

    /// Open cases behind one of them in the list, the oldest first.
    pub fn list_open_cases(&mut self, after: Option<RegisterCaseId>, limit: i64) -> Result<Vec<StoredCase>, StoreError> {
        let after = after.map(|id| id.to_string()).unwrap_or_default();
        let open = register_cases::table.filter(register_cases::closed_at.is_null()).filter(register_cases::id.gt(after));
        let rows = open.order(register_cases::id).limit(limit).select(CaseRow::as_select());
        rows.load::<CaseRow>(self.connection)?.into_iter().map(case).collect()
    }

    /// Notes what somebody proposes; false if the case is closed.
    pub fn propose_in_case(&mut self, id: RegisterCaseId, what: Decision, by: &str, now: Moment) -> Result<bool, StoreError> {
        let place = register_cases::table.find(id.to_string()).filter(register_cases::closed_at.is_null());
        let set = (register_cases::proposal.eq(what.code()), register_cases::proposed_by.eq(by), register_cases::proposed_at.eq(time(now)));
        Ok(diesel::update(place).set(set).execute(self.connection)? == 1)
    }

    /// Closes a case as somebody else than `by` has proposed; false if it is closed, or that is not what stands there.
    pub fn decide_case(&mut self, id: RegisterCaseId, what: Decision, by: &str, now: Moment) -> Result<bool, StoreError> {
        let place = register_cases::table.find(id.to_string()).filter(register_cases::closed_at.is_null());
        let place = place.filter(register_cases::proposal.eq(what.code())).filter(register_cases::proposed_by.ne(by));
        let set = (register_cases::outcome.eq(what.code()), register_cases::decided_by.eq(by), register_cases::closed_at.eq(time(now)));
        Ok(diesel::update(place).set(set).execute(self.connection)? == 1)
    }

    /// For those who watch: the day of the last snapshot that everybody was held against, people who are suspended, and open cases.
    pub fn register_figures(&mut self) -> Result<(Option<NaiveDate>, i64, i64), StoreError> {
        let finished = register_snapshots::table.filter(register_snapshots::finished_at.is_not_null());
        let last = finished.select(max(register_snapshots::as_of)).first::<Option<String>>(self.connection)?;
        let suspended = specialists::table.filter(specialists::suspended_at.is_not_null()).select(count_star()).first(self.connection)?;
        let open = register_cases::table.filter(register_cases::closed_at.is_null()).select(count_star()).first(self.connection)?;
        Ok((last.as_deref().map(day).transpose()?, suspended, open))
    }

    /// What the register said of somebody who is forgotten.
    pub(super) fn forget_standing(&mut self, person: SpecialistId) -> Result<(), StoreError> {
        let key = person.to_string();
        diesel::delete(register_findings::table.filter(register_findings::specialist_id.eq(&key))).execute(self.connection)?;
        diesel::delete(register_cases::table.filter(register_cases::specialist_id.eq(&key))).execute(self.connection)?;
        let set = (
            specialists::register_finding.eq(None::<String>),
            specialists::register_as_of.eq(None::<String>),
            specialists::register_grounds.eq(None::<String>),
            specialists::suspended_at.eq(None::<NaiveDateTime>),
        );
        diesel::update(specialists::table.find(key)).set(set).execute(self.connection)?;
        Ok(())
    }
}
