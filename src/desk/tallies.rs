//! Counting without watching (docs/decisions/0091-counting-without-watching.md): searches that found nobody, and how often somebody was shown. Looking
//! changes nothing (invariant 5), so it is counted in memory, by the day and with nothing of who looked, and written down now and then. What a process
//! has counted when it dies is lost; no act depends on it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::NaiveDate;

use crate::desk::{Desk, Refusal, SearchView};
use crate::ids::SpecialistId;
use crate::store::Shown;

/// Who looks, as far as it matters: what is counted of it is only whether it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Onlooker {
    Somebody,
    /// Whoever is shown to themselves is shown to nobody.
    Specialist(SpecialistId),
    /// A program that says so.
    Robot,
}

/// What was counted of searches, by code: how many found nobody, by the one filter that emptied them, or `by-several`.
pub const EMPTY: &str = "empty";
const BY_SEVERAL: &str = "by-several";

/// What has been counted and is not yet written down. Clones share it.
#[derive(Clone, Debug, Default)]
pub struct Tallies(Arc<Mutex<Counted>>);

#[derive(Debug, Default)]
struct Counted {
    searches: HashMap<(NaiveDate, String), i64>,
    people: HashMap<(SpecialistId, NaiveDate), Shown>,
}

impl Counted {
    fn add(&mut self, other: Counted) {
        for (key, times) in other.searches {
            *self.searches.entry(key).or_default() += times;
        }
        for (key, more) in other.people {
            let shown = self.people.entry(key).or_default();
            *shown = Shown { listed: shown.listed + more.listed, viewed: shown.viewed + more.viewed };
        }
    }
}

impl Tallies {
    // A panic while holding the lock could at worst leave one count out.
    fn with<T>(&self, change: impl FnOnce(&mut Counted) -> T) -> T {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn show(&self, day: NaiveDate, onlooker: Onlooker, people: impl Iterator<Item = SpecialistId>, one: Shown) {
        let counts = people.filter(|person| onlooker != Onlooker::Robot && onlooker != Onlooker::Specialist(*person));
        let mut more = Counted::default();
        for person in counts {
            more.people.insert((person, day), one);
        }
        self.with(|counted| counted.add(more));
    }
}

/// Notes what a search has shown, or which filter emptied it. Leafing on is no new search.
pub fn note_search(desk: &Desk, found: &SearchView, is_first_page: bool, onlooker: Onlooker) {
    let day = desk.clock.today();
    desk.tallies.show(day, onlooker, found.hits.iter().map(|hit| hit.specialist), Shown { listed: 1, viewed: 0 });
    if found.total > 0 || !is_first_page || onlooker == Onlooker::Robot {
        return;
    }
    let cause = found.emptied_by.first().map_or(BY_SEVERAL.to_owned(), |emptied| format!("by-{}", emptied.filter.code()));
    let searches = [EMPTY.to_owned(), cause].map(|code| ((day, code), 1)).into();
    desk.tallies.with(|counted| counted.add(Counted { searches, ..Counted::default() }));
}

/// Notes that somebody had these people before them on a page.
pub fn note_views(desk: &Desk, people: impl Iterator<Item = SpecialistId>, onlooker: Onlooker) {
    desk.tallies.show(desk.clock.today(), onlooker, people, Shown { listed: 0, viewed: 1 });
}

/// Writes down what was counted; what could not be written is kept for the next time. Says how many figures.
pub async fn keep_tallies(desk: &Desk) -> Result<usize, Refusal> {
    let counted = desk.tallies.with(std::mem::take);
    let count = counted.searches.len() + counted.people.len();
    if count == 0 {
        return Ok(0);
    }
    let counted = Arc::new(counted);
    let own = Arc::clone(&counted);
    let written = desk
        .store
        .write(move |tx| {
            for ((day, code), times) in &own.searches {
                tx.add_search_figure(*day, code, *times)?;
            }
            // In one order everywhere, so that two processes cannot block each other.
            let mut people: Vec<_> = own.people.iter().map(|((person, day), shown)| (*person, *day, *shown)).collect();
            people.sort_unstable_by_key(|(person, day, _)| (*person, *day));
            for (person, day, shown) in people {
                tx.add_appearances(person, day, shown)?;
            }
            Ok::<_, Refusal>(())
        })
        .await;
    if let Err(refusal) = written {
        let back =
            Arc::try_unwrap(counted).unwrap_or_else(|shared| Counted { searches: shared.searches.clone(), people: shared.people.clone() });
        desk.tallies.with(|kept| kept.add(back));
        return Err(refusal);
    }
    Ok(count)
}
