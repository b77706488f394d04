//! Opening the next wave of offers, when there is a reason to: the help request has just been opened, or the last open offer has ended
//! without an acceptance.

use std::collections::HashMap;

use crate::clock::{Moment, in_japan};
use crate::correspondence::{LetterKind, Party};
use crate::desk::letters::{queue_letter, queue_offer_letter};
use crate::desk::{Desk, Refusal, follow_journal};
use crate::events::{Event, Group};
use crate::ids::{HelpRequestId, SpecialistId};
use crate::intake::HelpRequestState;
use crate::matching::{Candidate, Card, Question, RuleTally, failing};
use crate::offers::{WavePlan, plan_wave};
use crate::store::{LetterToQueue, OfferToMake, StoredHelpRequest, StoredSpecialist, Tx};

/// How many candidates are checked in the store for each offer of the wave: some will have taken on something else meanwhile.
const CANDIDATES_PER_OFFER: usize = 4;

/// What a try to open a wave came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaveOutcome {
    /// So many people are asked.
    Opened { wave: u16, offers: usize },
    /// Nobody is left to be asked; the company and its broker are told.
    NobodyLeft,
    /// Somebody is still thinking, the help request has ended, or this was done before.
    NothingToDo,
}

/// What came of a try, and, if fewer people fitted than were wanted, how many each rule kept out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tried {
    pub outcome: WaveOutcome,
    pub short: Option<RuleTally>,
}

impl From<WaveOutcome> for Tried {
    fn from(outcome: WaveOutcome) -> Self {
        Self { outcome, short: None }
    }
}

/// Opens the next wave of `help_request` as the handling of the matcher's delivery `seq`, which is finished in the same transaction. Those of
/// `share` are asked first, as far as they still fit (see [`share_out`](mod@crate::desk::share_out)).
pub async fn open_wave(desk: &Desk, seq: i64, help_request: HelpRequestId, share: Vec<SpecialistId>) -> Result<Tried, Refusal> {
    // The card of somebody who was enrolled before this help request must be there.
    follow_journal(desk).await?;
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            let now = acting.clock.now();
            if !tx.finish_delivery(Group::Matcher, seq, now)? {
                return Ok(WaveOutcome::NothingToDo.into());
            }
            next_wave(&acting, tx, now, help_request, &share)
        })
        .await
}

fn next_wave(desk: &Desk, tx: &mut Tx<'_>, now: Moment, id: HelpRequestId, share: &[SpecialistId]) -> Result<Tried, Refusal> {
    let Some(stored) = tx.find_help_request(id)? else { return Ok(WaveOutcome::NothingToDo.into()) };
    // Held from here: acceptances, cancellations and other waves of this help request wait for us.
    if stored.state != HelpRequestState::Open || !tx.hold_open_help_request(id, stored.waves, now)? {
        return Ok(WaveOutcome::NothingToDo.into());
    }
    if tx.list_offers(id)?.iter().any(|offer| offer.state.is_open()) {
        return Ok(WaveOutcome::NothingToDo.into());
    }
    let policy = desk.catalogue.wave_policy(stored.help_request.need.urgency.code());
    let Some(plan) = policy.and_then(|policy| plan_wave(policy, stored.waves, now)) else {
        return Ok(nobody_left(desk, tx, now, &stored)?.into());
    };
    let question = Question::new(&desk.catalogue, id, &stored.help_request, in_japan(now).date_naive());
    let chosen = choose(desk, tx, now, &question, &stored, plan, share)?;
    let short = (chosen.len() < plan.size).then(|| desk.index.read().tally(&question));
    if chosen.is_empty() {
        return Ok(Tried { outcome: nobody_left(desk, tx, now, &stored)?, short });
    }
    let offers = chosen.len();
    tx.set_waves(id, plan.number)?;
    for candidate in chosen {
        make_offer(desk, tx, now, &stored, plan, candidate)?;
    }
    let counted = u16::try_from(offers).unwrap_or(u16::MAX);
    tx.record(desk.ids.fresh(now), &Event::WaveOpened { help_request: id, wave: plan.number, offers: counted }, now)?;
    let letter = LetterToQueue {
        id: desk.ids.fresh(now),
        kind: LetterKind::PeopleAsked,
        party: Party::Company(id),
        cause: format!("{id}/wave-{}", plan.number),
        help_request: id,
        offer: None,
    };
    queue_letter(tx, &desk.ids, now, letter)?;
    Ok(Tried { outcome: WaveOutcome::Opened { wave: plan.number, offers }, short })
}

/// The best people by the index who also pass every rule by what the store says now, under a lock that keeps it so (invariant 10).
fn choose(
    desk: &Desk,
    tx: &mut Tx<'_>,
    now: Moment,
    question: &Question,
    stored: &StoredHelpRequest,
    plan: WavePlan,
    share: &[SpecialistId],
) -> Result<Vec<Candidate>, Refusal> {
    let asked = tx.asked_about(stored.id)?;
    let candidates = {
        let index = desk.index.read();
        let mut candidates: Vec<Candidate> = share.iter().filter_map(|id| index.candidate(*id, question)).collect();
        let others = index.candidates(question, plan.size * CANDIDATES_PER_OFFER, &asked);
        candidates.extend(others.into_iter().filter(|candidate| !share.contains(&candidate.specialist)));
        candidates
    };
    let ids: Vec<SpecialistId> = candidates.iter().map(|candidate| candidate.specialist).collect();
    let people: HashMap<SpecialistId, StoredSpecialist> =
        tx.lock_specialists(&ids)?.into_iter().map(|person| (person.id, person)).collect();
    let records = tx.records_of(&ids, now)?;
    let still_fits = |candidate: &Candidate| {
        people.get(&candidate.specialist).is_some_and(|person| {
            let record = records.get(&person.id).copied().unwrap_or_default();
            let card = Card::new(&desk.catalogue, person.id, &person.specialist, person.consented, record);
            failing(&card, question).is_empty() && !asked.contains(&person.id)
        })
    };
    Ok(candidates.into_iter().filter(still_fits).take(plan.size).collect())
}

fn make_offer(
    desk: &Desk,
    tx: &mut Tx<'_>,
    now: Moment,
    stored: &StoredHelpRequest,
    plan: WavePlan,
    candidate: Candidate,
) -> Result<(), Refusal> {
    let id = stored.id;
    let offer = OfferToMake {
        id: desk.ids.fresh(now),
        help_request: id,
        specialist: candidate.specialist,
        wave: plan.number,
        explanation: candidate.explanation,
        weekly_hours: stored.help_request.need.weekly_hours(),
        made_at: now,
        expires_at: plan.expires_at,
    };
    tx.add_offer(&offer)?;
    let made = Event::OfferMade { help_request: id, offer: offer.id, specialist: offer.specialist };
    tx.record(desk.ids.fresh(now), &made, now)?;
    queue_offer_letter(tx, &desk.ids, now, LetterKind::Offer, &offer)
}

fn nobody_left(desk: &Desk, tx: &mut Tx<'_>, now: Moment, stored: &StoredHelpRequest) -> Result<WaveOutcome, Refusal> {
    let id = stored.id;
    if !tx.move_help_request(id, HelpRequestState::Open, HelpRequestState::Unmatched, now)? {
        return Ok(WaveOutcome::NothingToDo);
    }
    tx.record(desk.ids.fresh(now), &Event::HelpRequestUnmatched { help_request: id }, now)?;
    let broker = stored.support_org.map_or(Party::Operator, Party::SupportOrg);
    for (kind, party) in [(LetterKind::NobodyFound, Party::Company(id)), (LetterKind::NobodyFoundForBroker, broker)] {
        let letter = LetterToQueue { id: desk.ids.fresh(now), kind, party, cause: id.to_string(), help_request: id, offer: None };
        queue_letter(tx, &desk.ids, now, letter)?;
    }
    Ok(WaveOutcome::NobodyLeft)
}
