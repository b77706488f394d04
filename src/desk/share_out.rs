//! Who is asked about what, when several help requests wait at the same time: chosen together, so that none of them takes a specialist on
//! whom another one depends while it has others itself.
//!
//! This only proposes. [`open_wave`](mod@crate::desk::open_wave) checks everybody in the store and takes others where a proposal no longer
//! holds.

use std::collections::HashMap;

use crate::desk::wave::Wave;
use crate::ids::SpecialistId;
use crate::matching::{Candidate, Index, Question, Wish, assign};

/// How many times as many candidates as at first are looked at next, and how often: the proof says whether more are needed.
const MORE: usize = 8;
const ROUNDS: usize = 2;
/// The chance of acceptance of a certain yes, in thousandths.
const CERTAIN: i64 = 1000;

/// Whom each of these waves should ask, best first; those that stand first go first among equals. Nobody where each may take whom it likes best.
pub(super) fn share_out(index: &Index, waves: &[Wave<'_>]) -> Vec<Vec<SpecialistId>> {
    if waves.len() < 2 || nobody_is_wanted_too_often(index, waves) {
        return Vec::new();
    }
    choose(index, waves)
}

/// Whether each wave can have its own best, which is then the best for all of them together.
fn nobody_is_wanted_too_often(index: &Index, waves: &[Wave<'_>]) -> bool {
    // How often somebody is wanted, and for how many there is room: the help request with the most hours a week decides.
    let mut wanted: HashMap<SpecialistId, (u32, u32)> = HashMap::new();
    for wave in waves {
        for candidate in wave.best.iter().take(size(index, wave, &wave.best)) {
            let left = index.offers_left(candidate.specialist, &wave.question);
            let (times, room) = wanted.entry(candidate.specialist).or_insert((0, left));
            (*times, *room) = (*times + 1, left.min(*room));
        }
    }
    wanted.values().all(|(times, room)| times <= room)
}

/// As many as its own best would be; those whom it gets may make it one more or fewer.
fn size(index: &Index, wave: &Wave<'_>, found: &[Candidate]) -> usize {
    wave.plan.size(found.iter().map(|candidate| index.chance(candidate.specialist)))
}

fn choose(index: &Index, waves: &[Wave<'_>]) -> Vec<Vec<SpecialistId>> {
    let mut found: Vec<Vec<Candidate>> = waves.iter().map(|wave| wave.best.clone()).collect();
    let mut limits: Vec<usize> = waves.iter().map(Wave::read).collect();
    let mut round = 0;
    loop {
        let (places, wishes) = wishes(index, waves, &found, &limits);
        let assignment = assign(&wishes, &places.capacity);
        // Proved, over everybody in the list and not only over those who were looked at; or good enough.
        if assignment.open.is_empty() || round == ROUNDS {
            let named = |list: &Vec<u32>| list.iter().filter_map(|place| places.who.get(*place as usize).copied()).collect();
            return assignment.chosen.iter().map(named).collect();
        }
        for open in assignment.open {
            limits[open] *= MORE;
            found[open] = index.candidates(&waves[open].question, limits[open], &waves[open].asked);
        }
        round += 1;
    }
}

fn wishes(index: &Index, waves: &[Wave<'_>], found: &[Vec<Candidate>], limits: &[usize]) -> (Places, Vec<Wish>) {
    let mut places = Places::default();
    let mut wishes = Vec::with_capacity(waves.len());
    // They stand in the order in which they go first.
    for (rank, ((wave, found), limit)) in (0..).zip(waves.iter().zip(found).zip(limits)) {
        // Nobody who was left out has a better score than the last one, and none more than a certain yes.
        let left_out = if found.len() == *limit { found.last().map_or(0, |last| last.millionths() * CERTAIN) } else { 0 };
        let wanted = u32::try_from(size(index, wave, found)).unwrap_or(u32::MAX);
        let pairs = found.iter().map(|candidate| places.pair(index, &wave.question, candidate)).collect();
        wishes.push(Wish { wanted, rank, pairs, left_out });
    }
    (places, wishes)
}

/// Specialists of the batch by their place.
#[derive(Default)]
struct Places {
    of: HashMap<SpecialistId, u32>,
    who: Vec<SpecialistId>,
    /// Offers that each may still get.
    capacity: Vec<u32>,
}

impl Places {
    fn pair(&mut self, index: &Index, question: &Question, candidate: &Candidate) -> (u32, i64) {
        let place = *self.of.entry(candidate.specialist).or_insert_with(|| {
            self.who.push(candidate.specialist);
            self.capacity.push(u32::MAX);
            (self.who.len() - 1) as u32
        });
        // The help request with the most hours a week decides for how many there is room.
        let room = index.offers_left(candidate.specialist, question);
        if let Some(capacity) = self.capacity.get_mut(place as usize) {
            *capacity = (*capacity).min(room);
        }
        (place, worth(index, candidate))
    }
}

/// The score times the chance of acceptance: what an offer can be expected to bring.
fn worth(index: &Index, candidate: &Candidate) -> i64 {
    candidate.millionths() * i64::from(index.chance(candidate.specialist))
}
