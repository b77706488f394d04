//! Opening the next wave of offers, when there is a reason to: a help request has just been opened, its last open offer has ended without an
//! acceptance, or its policy says that the next wave opens beside one that has been open for some hours. Where those who would fit have their hands full it waits (see [`wait`](mod@crate::desk::wait)).
//!
//! Help requests that come together are served together: people are shared out among them, and the store is asked once for all of them.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::catalogue::WavePolicy;
use crate::clock::Moment;
use crate::correspondence::{LetterKind, Party, Silence};
use crate::desk::letters::{digest_cause, offer_letter, queue_letters, queue_notice};
use crate::desk::propose::ask_company;
use crate::desk::share_out::share_out;
use crate::desk::wait::wait_or_give_up;
use crate::desk::wave::{Choice, LockedPeople, Standing, Wave};
use crate::desk::{Desk, Refusal, follow_journal};
use crate::events::{Event, Group};
use crate::ids::{HelpRequestId, OfferId, SpecialistId};
use crate::intake::HelpRequestState;
use crate::matching::{Candidate, RuleTally};
use crate::offers::choice_times;
use crate::store::{LetterToQueue, NoticeToQueue, StoredHelpRequest, TimedOffer, Tx};
use crate::traces::TraceId;

/// What a try to open a wave came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaveOutcome {
    /// So many people are asked.
    Opened { wave: u16, offers: usize },
    /// All who were asked have answered, and the company chooses among so many.
    ChoiceOpened { willing: u16 },
    /// Those who would fit have their hands full; the help request waits for one of them.
    Waits,
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

/// A call for the next wave of a help request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WaveCall {
    /// The matcher's delivery that this handles.
    pub seq: i64,
    pub help_request: HelpRequestId,
    /// The specialist whose answer or silence is the reason, and who may now have room for what waits.
    pub freed: Option<SpecialistId>,
    /// The request from which the call comes.
    pub trace: Option<TraceId>,
}

/// Opens the next waves that are called for, each as the handling of its delivery; says what came of each, in the same order. All of them in one
/// transaction, or none.
pub async fn open_waves(desk: &Desk, calls: Vec<WaveCall>) -> Result<Vec<Tried>, Refusal> {
    // The card of somebody who was enrolled before these help requests must be there.
    follow_journal(desk).await?;
    let acting = desk.clone();
    desk.store.write(move |tx| open(&acting, tx, &calls)).await
}

fn open(desk: &Desk, tx: &mut Tx<'_>, calls: &[WaveCall]) -> Result<Vec<Tried>, Refusal> {
    let now = desk.clock.now();
    let numbers: Vec<i64> = calls.iter().map(|call| call.seq).collect();
    let fresh = tx.finish_deliveries(Group::Matcher, &numbers, now)?;
    let fresh: Vec<&WaveCall> = calls.iter().filter(|call| fresh.contains(&call.seq)).collect();
    for call in &fresh {
        tx.comes_from(call.help_request, call.trace);
    }
    let called: Vec<HelpRequestId> = fresh.iter().map(|call| call.help_request).collect();
    let mut tried = next_waves(desk, tx, now, &called)?;
    for specialist in fresh.iter().filter_map(|call| call.freed) {
        tx.record(desk.ids.fresh(now), &Event::RoomMade { specialist }, now)?;
    }
    Ok(calls.iter().map(|call| tried.remove(&call.help_request).unwrap_or(WaveOutcome::NothingToDo.into())).collect())
}

/// Opens the next waves of those help requests of which it is the turn; those of which it is not are absent.
fn next_waves(desk: &Desk, tx: &mut Tx<'_>, now: Moment, called: &[HelpRequestId]) -> Result<HashMap<HelpRequestId, Tried>, Refusal> {
    let mut tried = HashMap::new();
    let turns = planned(desk, tx, now, called, &mut tried)?;
    let shares = share_out(&desk.index.read(), &turns.waves);
    serve(desk, tx, turns, &shares, &mut tried)?;
    Ok(tried)
}

/// Opens the next wave of a help request if it is its turn, in which `first` is asked before others.
pub(super) fn next_wave(desk: &Desk, tx: &mut Tx<'_>, now: Moment, id: HelpRequestId, first: SpecialistId) -> Result<Tried, Refusal> {
    let mut tried = HashMap::new();
    let turns = planned(desk, tx, now, &[id], &mut tried)?;
    serve(desk, tx, turns, &[vec![first]], &mut tried)?;
    Ok(tried.remove(&id).unwrap_or(WaveOutcome::NothingToDo.into()))
}

/// Help requests of which it is the turn.
#[derive(Default)]
struct Turns<'a> {
    /// Who goes first stands first.
    waves: Vec<Wave<'a>>,
    /// Those of which everybody has answered and somebody is willing, with how many are.
    choices: Vec<(StoredHelpRequest, u16)>,
}

/// Of which help requests it is the turn. Their rows are held from here: acceptances, cancellations and other waves of them wait for us. Those that
/// have had all their waves are ended.
fn planned<'a>(
    desk: &'a Desk,
    tx: &mut Tx<'_>,
    now: Moment,
    called: &[HelpRequestId],
    tried: &mut HashMap<HelpRequestId, Tried>,
) -> Result<Turns<'a>, Refusal> {
    let held: HashMap<HelpRequestId, StoredHelpRequest> = tx
        .hold_help_requests(called)?
        .into_iter()
        .filter(|stored| stored.state == HelpRequestState::Open)
        .map(|one| (one.id, one))
        .collect();
    let mut standings: HashMap<HelpRequestId, Standing> = HashMap::new();
    for one in tx.list_asked(&held.keys().copied().collect::<Vec<_>>())? {
        standings.entry(one.help_request).or_default().add(&one);
    }
    let mut turns = Turns::default();
    for stored in held.into_values() {
        let standing = standings.remove(&stored.id).unwrap_or_default();
        if standing.willing > 0 && standing.open == 0 {
            if !standing.may_choose {
                turns.choices.push((stored, standing.willing));
            }
            continue;
        }
        // Who withdraws after a match takes away a wave that had done its work.
        let more_waves = |policy: WavePolicy| WavePolicy { max_waves: policy.max_waves.saturating_add(standing.withdrawn), ..policy };
        let plan = |policy: WavePolicy| Some((standing.plan(&policy, desk.catalogue.holidays(), stored.waves, now)?, policy));
        if let Some((plan, policy)) = desk.policy_of(&stored).map(more_waves).and_then(plan) {
            turns.waves.push(Wave::new(desk, now, stored, standing, plan, policy));
        } else if standing.open == 0 {
            tried.insert(stored.id, nobody_left(desk, tx, now, &stored)?.into());
        }
    }
    turns.waves.sort_unstable_by_key(Wave::rank);
    Ok(turns)
}

/// From now on the company may choose among the willing. Only for who holds the offers.
fn open_choice(desk: &Desk, tx: &mut Tx<'_>, now: Moment, stored: &StoredHelpRequest, willing: u16) -> Result<WaveOutcome, Refusal> {
    let Some(policy) = desk.policy_of(stored) else { return Ok(WaveOutcome::NothingToDo) };
    tx.open_choice(stored.id, choice_times(&policy, desk.catalogue.holidays(), now))?;
    tx.record(desk.ids.fresh(now), &Event::ChoiceOpened { help_request: stored.id, willing }, now)?;
    ask_company(desk, tx, now, stored, &format!("{}/wave-{}", stored.id, stored.waves))?;
    Ok(WaveOutcome::ChoiceOpened { willing })
}

/// Makes the offers of these waves and opens these choices. `shares` are those whom each wave should ask first, by place.
fn serve(
    desk: &Desk,
    tx: &mut Tx<'_>,
    turns: Turns<'_>,
    shares: &[Vec<SpecialistId>],
    tried: &mut HashMap<HelpRequestId, Tried>,
) -> Result<(), Refusal> {
    let Turns { waves, choices } = turns;
    let nobody = Vec::new();
    let candidates: Vec<Vec<Candidate>> = {
        let index = desk.index.read();
        waves.iter().enumerate().map(|(place, wave)| wave.candidates(&index, shares.get(place).unwrap_or(&nobody))).collect()
    };
    let mut locked = lock(tx, waves.first().map(|wave| wave.now), &candidates)?;
    let mut opened = Opened::default();
    for (wave, candidates) in waves.into_iter().zip(candidates) {
        let id = wave.stored.id;
        let Choice { chosen, is_full, is_somebody_busy } = wave.choose(candidates, &mut locked);
        let tally = || desk.index.read().tally(&wave.question);
        if chosen.is_empty() && wave.beside {
            // It goes on when those who are still thinking have answered.
            continue;
        }
        if chosen.is_empty() {
            let outcome = wait_or_give_up(&wave, tx, is_somebody_busy)?;
            // Who waits already has been counted when the waiting began.
            let short = wave.stored.waiting_since.is_none().then(tally);
            tried.insert(id, Tried { outcome, short });
            continue;
        }
        let outcome = WaveOutcome::Opened { wave: wave.plan.number, offers: chosen.len() };
        tried.insert(id, Tried { outcome, short: (!is_full).then(tally) });
        for chosen in chosen {
            let gathered = chosen.gathered;
            let timed = wave.offer_to(chosen);
            opened.gathered.extend(gathered.then_some(timed.offer.id));
            opened.offers.push(timed);
        }
        opened.waves.push(wave);
    }
    // Offers come after people, all at once (docs/decisions/0033-many-in-one-transaction.md).
    let changed: Vec<HelpRequestId> = choices.iter().map(|(stored, _)| stored.id).chain(opened.asked_again()).collect();
    if !changed.is_empty() {
        tx.hold_offers(&changed)?;
    }
    for (stored, willing) in choices {
        let outcome = open_choice(desk, tx, desk.clock.now(), &stored, willing)?;
        tried.insert(stored.id, outcome.into());
    }
    opened.write(desk, tx)
}

/// Locks all candidates at once, in one order, so that two matchers cannot block each other.
pub(super) fn lock(tx: &mut Tx<'_>, now: Option<Moment>, candidates: &[Vec<Candidate>]) -> Result<LockedPeople, Refusal> {
    let ids: HashSet<SpecialistId> = candidates.iter().flatten().map(|candidate| candidate.specialist).collect();
    let ids: Vec<SpecialistId> = ids.into_iter().collect();
    let (Some(now), false) = (now, ids.is_empty()) else {
        return Ok(LockedPeople::default());
    };
    let people = tx.lock_specialists(&ids)?.into_iter().map(|person| (person.id, person)).collect();
    Ok(LockedPeople { people, records: tx.records_of(&ids, now)?, gathering: who_gathers(tx, &ids)? })
}

/// Those who want offers gathered.
fn who_gathers(tx: &mut Tx<'_>, ids: &[SpecialistId]) -> Result<HashSet<SpecialistId>, Refusal> {
    let keys: Vec<String> = ids.iter().map(|id| Party::Specialist(*id).key()).collect();
    let gathering = tx.list_suppressed(&keys)?.into_iter().filter(|one| one.why == Silence::Gathered);
    let parties = gathering.filter_map(|one| match Party::find(&one.subject) {
        Some(Party::Specialist(id)) => Some(id),
        _ => None,
    });
    Ok(parties.collect())
}

/// Waves with people in them, and the offers of all of them.
#[derive(Default)]
struct Opened<'a> {
    waves: Vec<Wave<'a>>,
    offers: Vec<TimedOffer>,
    /// Those of the offers that leave with the others of a morning.
    gathered: HashSet<OfferId>,
}

impl Opened<'_> {
    /// Of which help requests somebody is asked by an offer that was made before.
    fn asked_again(&self) -> impl Iterator<Item = HelpRequestId> {
        self.offers.iter().filter(|timed| timed.again).map(|timed| timed.offer.help_request)
    }

    /// Notes when those are to be called that have a wave beside this one.
    fn call_next(&self, tx: &mut Tx<'_>) -> Result<(), Refusal> {
        let mut calls: BTreeMap<Moment, Vec<HelpRequestId>> = BTreeMap::new();
        for wave in self.waves.iter().filter(|wave| wave.policy.interval_hours.is_some()) {
            let begins_at =
                self.offers.iter().filter(|timed| timed.offer.help_request == wave.stored.id).map(|timed| timed.begins_at).min();
            if let Some(at) = begins_at.and_then(|begins_at| wave.next_at(begins_at)) {
                calls.entry(at).or_default().push(wave.stored.id);
            }
        }
        calls.into_iter().try_for_each(|(at, ids)| Ok(tx.call_at(&ids, at)?))
    }

    fn write(self, desk: &Desk, tx: &mut Tx<'_>) -> Result<(), Refusal> {
        let Some(now) = self.waves.first().map(|wave| wave.now) else { return Ok(()) };
        let ids = &desk.ids;
        tx.count_waves(&self.waves.iter().map(|wave| wave.stored.id).collect::<Vec<_>>(), now)?;
        self.call_next(tx)?;
        let mut letters = make_offers(desk, tx, now, &self.offers, &self.gathered)?;
        for wave in &self.waves {
            let help_request = wave.stored.id;
            let offers = self.offers.iter().filter(|timed| timed.offer.help_request == help_request).count();
            let offers = u16::try_from(offers).unwrap_or(u16::MAX);
            tx.record(ids.fresh(now), &Event::WaveOpened { help_request, wave: wave.plan.number, offers }, now)?;
            letters.push((wave.letter_to_company(), now));
        }
        queue_letters(tx, ids, now, letters)
    }
}

/// Writes offers with their events. Gives the letters about them, each with when it may leave; those that leave with the others of a morning are queued.
pub(super) fn make_offers(
    desk: &Desk,
    tx: &mut Tx<'_>,
    now: Moment,
    offers: &[TimedOffer],
    gathered: &HashSet<OfferId>,
) -> Result<Vec<(LetterToQueue, Moment)>, Refusal> {
    let ids = &desk.ids;
    tx.add_offers(offers)?;
    let mut letters = Vec::with_capacity(offers.len() + 1);
    for TimedOffer { offer, begins_at, .. } in offers {
        let made = Event::OfferMade { help_request: offer.help_request, offer: offer.id, specialist: offer.specialist };
        tx.record(ids.fresh(now), &made, now)?;
        if gathered.contains(&offer.id) {
            let (party, cause) = (Party::Specialist(offer.specialist), digest_cause(offer.specialist, *begins_at));
            let notice = NoticeToQueue { id: ids.fresh(now), kind: LetterKind::OfferDigest, party, cause };
            queue_notice(tx, ids, now, notice, *begins_at)?;
        } else {
            letters.push((offer_letter(ids, now, LetterKind::Offer, offer), *begins_at));
        }
    }
    Ok(letters)
}

/// Ends a help request for which nobody is left; its company and its broker are told.
pub(super) fn nobody_left(desk: &Desk, tx: &mut Tx<'_>, now: Moment, stored: &StoredHelpRequest) -> Result<WaveOutcome, Refusal> {
    let id = stored.id;
    if !tx.move_help_request(id, HelpRequestState::Open, HelpRequestState::Unmatched, now)? {
        return Ok(WaveOutcome::NothingToDo);
    }
    tx.record(desk.ids.fresh(now), &Event::HelpRequestUnmatched { help_request: id }, now)?;
    let broker = stored.support_org.map_or(Party::Operator, Party::SupportOrg);
    let letters = [(LetterKind::NobodyFound, Party::Company(id)), (LetterKind::NobodyFoundForBroker, broker)];
    // It may open again and end once more: a letter for each time, which differ by how many were asked until then.
    let cause = format!("{id}/after-{}", tx.list_asked(&[id])?.len());
    let letter =
        |(kind, party)| (LetterToQueue { id: desk.ids.fresh(now), kind, party, cause: cause.clone(), help_request: id, offer: None }, now);
    queue_letters(tx, &desk.ids, now, letters.into_iter().map(letter).collect())?;
    Ok(WaveOutcome::NobodyLeft)
}
