//! Holding a snapshot of the official register against everybody on the list.
//!
//! A snapshot that is in doubt changes nothing. One that is taken is held against people page by page, each page in its own transaction, so that nobody
//! waits for the whole list. Read again, it goes on where it ended, and whoever has come meanwhile is held against it too.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::clock::Moment;
use crate::desk::registry::suspend::settle;
use crate::desk::{Desk, Refusal};
use crate::ids::{SnapshotId, SpecialistId, fingerprint};
use crate::registry::{Snapshot, Step, compare, step};
use crate::report::FieldError;
use crate::store::{StoredSnapshot, StoredSpecialist, Tx};

/// People who are held against a snapshot in one transaction: the one writer of SQLite must not be held up for long.
const PAGE: i64 = 200;

/// What a snapshot brought, or would bring.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RegisterReport {
    /// Rows of the snapshot.
    #[schema(example = 24_531)]
    pub rows: usize,
    /// People on the list who were held against it.
    pub people: usize,
    /// Of how many of them it says what, by the code of the finding.
    #[schema(example = json!({ "verified": 118, "lapsed": 2 }))]
    pub findings: BTreeMap<String, usize>,
    /// People to whom offers are stopped by it.
    #[schema(example = 2)]
    pub suspended: usize,
    /// People to whom offers come again.
    #[schema(example = 0)]
    pub reinstated: usize,
    /// People of whom operators have to decide something new.
    #[schema(example = 1)]
    pub cases: usize,
}

/// Holds a snapshot of `as_of` against everybody. A dry run changes nothing and says what would come. `progress` is told how many people were done.
pub async fn read_register(
    desk: &Desk,
    snapshot: Snapshot,
    as_of: NaiveDate,
    is_dry: bool,
    progress: impl Fn(usize),
) -> Result<RegisterReport, Refusal> {
    let now = desk.clock.now();
    if as_of > desk.clock.today() {
        return Err(Refusal::Fields(vec![FieldError::new("/as_of", "day-to-come")]));
    }
    let id = take_in(desk, now, &snapshot, as_of, is_dry).await?;
    let snapshot = Arc::new(snapshot);
    let (mut report, mut after) = (RegisterReport { rows: snapshot.count(), ..RegisterReport::default() }, None);
    loop {
        let page = Page { snapshot: snapshot.clone(), id, as_of, is_dry };
        let acting = desk.clone();
        let work = move |tx: &mut Tx<'_>| page.hold_against(&acting, tx, now, after, report);
        let (told, last) = if is_dry { desk.store.read(work).await? } else { desk.store.write(work).await? };
        report = told;
        progress(report.people);
        match last {
            Some(last) => after = Some(last),
            None => break,
        }
    }
    if !is_dry {
        desk.store.write(move |tx| Ok::<_, Refusal>(tx.finish_snapshot(id, now)?)).await?;
    }
    Ok(report)
}

/// Takes a snapshot in, unless it is older or much smaller than the last one. The same once more is the same snapshot.
async fn take_in(desk: &Desk, now: Moment, snapshot: &Snapshot, as_of: NaiveDate, is_dry: bool) -> Result<SnapshotId, Refusal> {
    let mapping = desk.catalogue.register();
    let new = StoredSnapshot {
        id: desk.ids.beside(now),
        as_of,
        digest: snapshot.digest.clone(),
        rows: snapshot.count(),
        mapping: mapping.name.clone(),
        taken_at: now,
        finished_at: None,
    };
    let least_percent = u64::from(mapping.least_percent);
    let work = move |tx: &mut Tx<'_>| {
        let last = tx.last_snapshot()?;
        if let Some(last) = &last {
            doubt(last, &new, least_percent)?;
        }
        let id = last.filter(|last| (last.as_of, &last.digest) == (new.as_of, &new.digest)).map_or(new.id, |last| last.id);
        if !is_dry {
            if id == new.id {
                tx.add_snapshot(&new)?;
            }
            tx.note_act("register_read", "register_snapshot", id);
        }
        Ok(id)
    };
    if is_dry { desk.store.read(work).await } else { desk.store.write(work).await }
}

fn doubt(last: &StoredSnapshot, new: &StoredSnapshot, least_percent: u64) -> Result<(), Refusal> {
    let rows = |snapshot: &StoredSnapshot| u64::try_from(snapshot.rows).unwrap_or(u64::MAX);
    let error = if new.as_of < last.as_of {
        FieldError::new("/as_of", "snapshot-older").with("last", last.as_of)
    } else if rows(new).saturating_mul(100) < rows(last).saturating_mul(least_percent) {
        FieldError::new("/rows", "snapshot-smaller").with("rows", new.rows).with("last", last.rows).with("percent", least_percent)
    } else {
        return Ok(());
    };
    Err(Refusal::Fields(vec![error]))
}

/// What is done in one transaction.
struct Page {
    snapshot: Arc<Snapshot>,
    id: SnapshotId,
    as_of: NaiveDate,
    is_dry: bool,
}

impl Page {
    /// Goes on behind `after`; gives the last person of the page, if another page may follow.
    fn hold_against(
        &self,
        desk: &Desk,
        tx: &mut Tx<'_>,
        now: Moment,
        after: Option<SpecialistId>,
        mut report: RegisterReport,
    ) -> Result<(RegisterReport, Option<SpecialistId>), Refusal> {
        let found = tx.list_specialists(after, PAGE)?;
        let ids: Vec<SpecialistId> = found.iter().map(|person| person.id).collect();
        let people = if self.is_dry || ids.is_empty() { found } else { tx.lock_specialists(&ids)? };
        for person in people.iter().filter(|person| !person.specialist.registration.number.is_of_nobody()) {
            self.one(desk, tx, now, person, &mut report)?;
        }
        if !self.is_dry && !people.is_empty() {
            tx.note_act("register_compared", "register_snapshot", self.id);
        }
        Ok((report, ids.last().copied()))
    }

    fn one(
        &self,
        desk: &Desk,
        tx: &mut Tx<'_>,
        now: Moment,
        person: &StoredSpecialist,
        report: &mut RegisterReport,
    ) -> Result<(), Refusal> {
        // A newer snapshot that is read at the same time knows better.
        if person.standing.as_of.is_some_and(|known| known > self.as_of) {
            return Ok(());
        }
        let compared = compare(&self.snapshot, &person.specialist, self.as_of);
        let grounds = fingerprint(tx.keyed("register", &compared.grounds).as_bytes());
        let Step { standing, is_news, needs_decision } = step(&person.standing, compared.finding, grounds, self.as_of);
        report.people += 1;
        *report.findings.entry(standing.finding.map_or("", |finding| finding.code()).to_owned()).or_default() += 1;
        report.suspended += usize::from(!person.standing.suspended && standing.suspended);
        report.reinstated += usize::from(person.standing.suspended && !standing.suspended);
        report.cases += usize::from(needs_decision);
        if self.is_dry {
            return Ok(());
        }
        if !is_news {
            return Ok(tx.set_register_standing(person.id, &standing, None, now)?);
        }
        settle(desk, tx, now, person, &standing)?;
        match needs_decision {
            true => tx.open_case(desk.ids.fresh(now), person.id, &standing, now)?,
            false => tx.settle_case(person.id, now)?,
        }
        Ok(())
    }
}
