//! The index of all cards as one process keeps it: filled from the store at start, then following the journal. It is a cache
//! (invariant 10), but an up-to-date one: who asks it first reads what the journal has got since ([`follow_journal`]), so a specialist who
//! was enrolled before a help request was submitted is found by it.

mod position;

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use chrono::NaiveDate;
use tokio::sync::Mutex;

use crate::clock::{Moment, in_japan};
use crate::desk::search_active_list::{commit_search, put_in_search};
use crate::desk::{Desk, Refusal};
use crate::events::Envelope;
use crate::ids::SpecialistId;
use crate::matching::{Card, Index, Record};
use crate::store::StoredSpecialist;

use position::Position;

/// Profiles or events per statement.
const PAGE: i64 = 1000;
/// How many gaps are asked for in one look; the rest at the next.
const GAPS: usize = 1000;
/// How many numbers before the end of the journal the reader begins: an act that was under way during the filling may commit below the end.
const MARGIN: i64 = 1000;
/// How long after a filling the next one may be made because of a gap.
const REFILL_PAUSE: chrono::Duration = chrono::Duration::minutes(5);

/// Clones share the index.
#[derive(Clone, Default)]
pub struct CardIndex(Arc<Inner>);

#[derive(Default)]
struct Inner {
    cards: RwLock<Index>,
    /// Held while the journal is read, so that events are applied in order and only once.
    position: Mutex<Reading>,
}

/// Where the reading of the journal is, and the day as of which records were counted.
#[derive(Default)]
struct Reading {
    position: Position,
    as_of: NaiveDate,
    filled_at: Moment,
}

impl CardIndex {
    // A panic while holding the lock could at worst leave one card out of step, and cards are checked against the store.
    pub fn read(&self) -> RwLockReadGuard<'_, Index> {
        self.0.cards.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Index> {
        self.0.cards.write().unwrap_or_else(PoisonError::into_inner)
    }
}

fn cards(desk: &Desk, people: Vec<StoredSpecialist>, records: &HashMap<SpecialistId, Record>) -> Vec<Card> {
    let card = |person: StoredSpecialist| {
        let record = person.with(records.get(&person.id).copied().unwrap_or_default());
        Card::new(&desk.catalogue, person.id, &person.specialist, person.consented, record).with_pauses(&desk.catalogue, &person.pauses)
    };
    people.into_iter().map(card).collect()
}

/// Fills the index with everybody in the store. The old index answers until the new one takes its place.
pub async fn fill_index(desk: &Desk) -> Result<usize, Refusal> {
    let mut reading = desk.index.0.position.lock().await;
    fill(desk, &mut reading).await
}

async fn fill(desk: &Desk, reading: &mut Reading) -> Result<usize, Refusal> {
    let now = desk.clock.now();
    let (last, records) = desk.store.read(move |tx| Ok::<_, Refusal>((tx.last_event()?, tx.all_records(now)?))).await?;
    let mut all = Vec::new();
    let mut after: Option<SpecialistId> = None;
    loop {
        let page = desk.store.read(move |tx| Ok::<_, Refusal>(tx.list_specialists(after, PAGE)?)).await?;
        after = page.last().map(|stored| stored.id).or(after);
        let full = page.len() as i64 == PAGE;
        put_in_search(desk, &page);
        all.extend(cards(desk, page, &records));
        if !full {
            break;
        }
    }
    let count = all.len();
    *desk.index.write() = Index::build(all);
    commit_search(desk).await;
    let position = Position::behind((last - MARGIN).max(0));
    *reading = Reading { position, as_of: in_japan(now).date_naive(), filled_at: now };
    Ok(count)
}

/// Brings the cards of everybody whom new events touch up to date; says how many events were new.
pub async fn follow_journal(desk: &Desk) -> Result<usize, Refusal> {
    let mut reading = desk.index.0.position.lock().await;
    reread_records(desk, &mut reading.as_of).await?;
    let mut new = 0;
    let mut gave_up = false;
    let mut gaps = reading.position.gaps(GAPS);
    loop {
        let position = &mut reading.position;
        let (late, after) = (std::mem::take(&mut gaps), position.highest());
        let look = desk.store.read(move |tx| Ok::<_, Refusal>((tx.list_events_at(&late)?, tx.list_events(after, PAGE)?)));
        let (filled, page) = look.await?;
        let is_last = (page.len() as i64) < PAGE;
        let events: Vec<Envelope> = filled.into_iter().chain(page).collect();
        let touched: BTreeSet<SpecialistId> = events
            .iter()
            .filter(|envelope| position.is_new(envelope.seq))
            .inspect(|_| new += 1)
            .filter_map(|envelope| envelope.event.touched_specialist())
            .collect();
        refresh(desk, touched.into_iter().collect()).await?;
        // Noted only now: had the refresh failed, the events would be new again at the next look.
        for envelope in &events {
            position.note(envelope.seq, envelope.at);
        }
        gave_up |= position.settle(desk.clock.now());
        if is_last {
            break;
        }
    }
    // Most gaps are transactions that were undone. In case one was not, the tables are read again, at most now and then.
    if gave_up && desk.clock.now() - reading.filled_at > REFILL_PAUSE {
        fill(desk, &mut reading).await?;
    }
    Ok(new)
}

/// What somebody has done "within the last 30 days" changes at midnight without any event.
async fn reread_records(desk: &Desk, as_of: &mut NaiveDate) -> Result<(), Refusal> {
    let now = desk.clock.now();
    let today = in_japan(now).date_naive();
    if *as_of != today {
        let people = desk.store.read(move |tx| Ok::<_, Refusal>(tx.list_asked_lately(now)?)).await?;
        refresh(desk, people).await?;
        *as_of = today;
    }
    Ok(())
}

async fn refresh(desk: &Desk, ids: Vec<SpecialistId>) -> Result<(), Refusal> {
    if ids.is_empty() {
        return Ok(());
    }
    let now = desk.clock.now();
    let look = desk.store.read(move |tx| Ok::<_, Refusal>((tx.records_of(&ids, now)?, tx.list_specialists_by_id(&ids)?)));
    let (records, people) = look.await?;
    put_in_search(desk, &people);
    commit_search(desk).await;
    // All of them under one lock: a reader sees every change of this look, or none.
    let changed = cards(desk, people, &records);
    let mut index = desk.index.write();
    changed.into_iter().for_each(|card| index.put(card));
    Ok(())
}
