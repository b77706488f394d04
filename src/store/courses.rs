//! The courses of engagements: columns of the table `engagements`. Whoever changes one holds the row of its help request.

use std::collections::{BTreeMap, HashMap};

use chrono::{Datelike, NaiveDateTime};
use diesel::prelude::*;

use crate::clock::{Moment, in_japan};
use crate::engagement::{Course, EngagementState, Sector, Stage, TrackCount};
use crate::ids::{EngagementId, SpecialistId, SupportOrgId};
use crate::store::cells::{id, ids, known, moment, time};
use crate::store::schema::{engagements, help_requests};
use crate::store::sealed::COURSE;
use crate::store::{StoreError, Tx};

impl Tx<'_> {
    /// Keeps how far an engagement has come; false if there is none any more that holds.
    pub fn save_course(&mut self, id: EngagementId, course: &Course, wakes_at: Option<Moment>) -> Result<bool, StoreError> {
        let holding = [EngagementState::Running, EngagementState::Closed].map(EngagementState::code);
        let place = engagements::table.find(id.to_string()).filter(engagements::state.eq_any(holding));
        let deciding = (course.stage == Stage::Deciding).then(|| time(course.since));
        let set = (
            engagements::course.eq(COURSE.seal_document(&self.vault, &id, &course.to_kept())?),
            engagements::wakes_at.eq(wakes_at.map(time)),
            engagements::deciding_since.eq(deciding),
        );
        Ok(diesel::update(place).set(set).execute(self.connection)? == 1)
    }

    /// Brings an engagement to its end with what its course has confirmed; one that had ended in silence, too.
    pub fn close_engagement(&mut self, id: EngagementId, course: &Course, sector: Sector, now: Moment) -> Result<bool, StoreError> {
        let holding = [EngagementState::Running, EngagementState::Closed].map(EngagementState::code);
        let place = engagements::table.find(id.to_string()).filter(engagements::state.eq_any(holding)).filter(engagements::minutes.eq(0));
        let set = (
            engagements::state.eq(EngagementState::Closed.code()),
            engagements::minutes.eq(i32::try_from(course.confirmed_minutes()).unwrap_or(i32::MAX)),
            engagements::decided.eq(course.is_decided()),
            engagements::sector.eq(sector.code()),
            engagements::ended_at.eq(time(now)),
        );
        Ok(diesel::update(place).set(set).execute(self.connection)? == 1)
    }

    /// Running engagements in which time has to do something, or whose course was not begun: those that opened longest ago first.
    pub fn list_engagements_to_wake(&mut self, now: Moment, limit: i64) -> Result<Vec<EngagementId>, StoreError> {
        let running = engagements::table.filter(engagements::state.eq(EngagementState::Running.code()));
        let due = running.filter(engagements::wakes_at.is_null().or(engagements::wakes_at.le(time(now))));
        ids(due.order(engagements::opened_at).limit(limit).select(engagements::id).load::<String>(self.connection)?)
    }

    /// Running engagements about whose hours a support organisation is to decide, those that wait longest first.
    pub fn list_engagements_to_decide(&mut self, org: SupportOrgId, limit: i64) -> Result<Vec<EngagementId>, StoreError> {
        let own = help_requests::table.filter(help_requests::support_org_id.eq(org.to_string())).select(help_requests::id);
        let rows = engagements::table.filter(engagements::deciding_since.is_not_null()).filter(engagements::help_request_id.eq_any(own));
        let rows = rows.filter(engagements::state.eq(EngagementState::Running.code())).order(engagements::deciding_since).limit(limit);
        ids(rows.select(engagements::id).load::<String>(self.connection)?)
    }

    /// What each of these has closed with confirmed hours; those without any are absent.
    pub fn track_records(&mut self, people: &[SpecialistId]) -> Result<HashMap<SpecialistId, Vec<TrackCount>>, StoreError> {
        let ids: Vec<String> = people.iter().map(ToString::to_string).collect();
        let rows = engagements::table.filter(engagements::specialist_id.eq_any(ids)).filter(engagements::minutes.gt(0));
        let rows = rows.select((engagements::specialist_id, engagements::ended_at, engagements::sector));
        let mut counts: HashMap<SpecialistId, BTreeMap<(i32, Sector), u32>> = HashMap::new();
        for (specialist, ended_at, sector) in rows.load::<(String, Option<NaiveDateTime>, Option<String>)>(self.connection)? {
            let (Some(ended_at), Some(sector)) = (ended_at, sector) else { continue };
            let key = (in_japan(moment(ended_at)).year(), known("sector", Sector::find(&sector))?);
            *counts.entry(id(&specialist)?).or_default().entry(key).or_default() += 1;
        }
        let told = |counts: BTreeMap<(i32, Sector), u32>| {
            counts.into_iter().rev().map(|((year, sector), count)| TrackCount { year, sector, count })
        };
        Ok(counts.into_iter().map(|(specialist, counts)| (specialist, told(counts).collect())).collect())
    }

    /// What a specialist has closed with confirmed hours, by year and for whom, the newest first. Nobody can type these.
    pub fn track_record(&mut self, specialist: SpecialistId) -> Result<Vec<TrackCount>, StoreError> {
        Ok(self.track_records(&[specialist])?.remove(&specialist).unwrap_or_default())
    }
}
