//! Who is asked about what, when several help requests wait at the same time: chosen together, so that none of them takes a specialist on
//! whom another one depends while it has others itself.
//!
//! This only proposes. [`open_wave`](mod@crate::desk::open_wave) checks everybody in the store and takes others where a proposal no longer holds.

use std::collections::{HashMap, HashSet};

use crate::desk::{Desk, Refusal, follow_journal};
use crate::ids::{HelpRequestId, SpecialistId};
use crate::intake::{HelpRequestState, Urgency};
use crate::matching::{Candidate, Index, Question, Wish, assign};
use crate::offers::{WavePlan, plan_wave};
use crate::store::{StoredHelpRequest, Tx};

/// Whom each help request should ask, best first.
pub type Shares = HashMap<HelpRequestId, Vec<SpecialistId>>;

/// Candidates that are looked at first for each person who may be asked; the proof says whether more are needed.
const CANDIDATES_PER_PLACE: usize = 8;
/// How many times as many are looked at next, and how often.
const MORE: usize = 8;
const ROUNDS: usize = 2;
/// The chance of acceptance of a certain yes, in thousandths.
const CERTAIN: i64 = 1000;

/// A help request that is about to get a wave.
struct Waiting {
    id: HelpRequestId,
    question: Question,
    asked: HashSet<SpecialistId>,
    plan: WavePlan,
    /// Urgent ones first, then older ones.
    rank: (u8, chrono::DateTime<chrono::Utc>),
}

/// Shares people out among `help_requests`. A single one gets nothing here: it may take whom it likes best.
pub async fn share_out(desk: &Desk, help_requests: Vec<HelpRequestId>) -> Result<Shares, Refusal> {
    let several: HashSet<HelpRequestId> = help_requests.into_iter().collect();
    if several.len() < 2 {
        return Ok(Shares::new());
    }
    follow_journal(desk).await?;
    let acting = desk.clone();
    let look = move |tx: &mut Tx<'_>| {
        let waiting: Result<Vec<Option<Waiting>>, Refusal> = several.into_iter().map(|id| waiting(&acting, tx, id)).collect();
        let mut waiting: Vec<Waiting> = waiting?.into_iter().flatten().collect();
        waiting.sort_by_key(|one| (one.rank, one.id));
        Ok(choose(&acting.index.read(), &waiting))
    };
    desk.store.read(look).await
}

fn waiting(desk: &Desk, tx: &mut Tx<'_>, id: HelpRequestId) -> Result<Option<Waiting>, Refusal> {
    let Some(stored) = tx.find_help_request(id)?.filter(|stored| stored.state == HelpRequestState::Open) else { return Ok(None) };
    let Some(plan) = desk.policy_of(&stored).and_then(|policy| plan_wave(&policy, stored.waves)) else { return Ok(None) };
    let question = Question::new(&desk.catalogue, id, &stored.help_request, desk.clock.today());
    let asked = tx.not_to_ask_about(id)?;
    Ok(Some(Waiting { id, question, asked, plan, rank: rank(&stored) }))
}

fn rank(stored: &StoredHelpRequest) -> (u8, chrono::DateTime<chrono::Utc>) {
    let urgency = match stored.help_request.need.urgency {
        Urgency::Incident => 0,
        Urgency::Soon => 1,
        Urgency::Normal => 2,
    };
    (urgency, stored.created_at)
}

fn choose(index: &Index, waiting: &[Waiting]) -> Shares {
    let mut limits: Vec<usize> = waiting.iter().map(|one| one.plan.largest * CANDIDATES_PER_PLACE).collect();
    let mut round = 0;
    loop {
        let (places, wishes) = wishes(index, waiting, &limits);
        let assignment = assign(&wishes, &places.capacity);
        // Proved, over everybody in the list and not only over those who were looked at; or good enough.
        if assignment.open.is_empty() || round == ROUNDS {
            let named = |list: &Vec<u32>| list.iter().filter_map(|place| places.who.get(*place as usize).copied()).collect();
            return waiting.iter().map(|one| one.id).zip(assignment.chosen.iter().map(named)).collect();
        }
        for open in assignment.open {
            limits[open] *= MORE;
        }
        round += 1;
    }
}

fn wishes(index: &Index, waiting: &[Waiting], limits: &[usize]) -> (Places, Vec<Wish>) {
    let mut places = Places::default();
    let mut wishes = Vec::with_capacity(waiting.len());
    for (rank, (one, limit)) in (0..).zip(waiting.iter().zip(limits)) {
        let found = index.candidates(&one.question, *limit, &one.asked);
        // Nobody who was left out has a better score than the last one, and none more than a certain yes.
        let left_out = if found.len() == *limit { found.last().map_or(0, |last| last.millionths() * CERTAIN) } else { 0 };
        // As many as its own best would be; those whom it gets may make it one more or fewer.
        let size = one.plan.size(found.iter().map(|candidate| index.chance(candidate.specialist)));
        let pairs = found.iter().map(|candidate| places.pair(index, &one.question, candidate)).collect();
        wishes.push(Wish { wanted: u32::try_from(size).unwrap_or(u32::MAX), rank, pairs, left_out });
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
