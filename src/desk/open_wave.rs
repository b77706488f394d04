//! Opening the next wave of offers, when there is a reason to: the help request has just been opened, or the last open offer has ended
//! without an acceptance. Where those who would fit have their hands full it waits (see [`wait`](mod@crate::desk::wait)).

use std::collections::{HashMap, HashSet};

use crate::active_list::Specialist;
use crate::catalogue::WavePolicy;
use crate::clock::{Moment, in_japan};
use crate::correspondence::{LetterKind, Party};
use crate::desk::letters::{queue_letter, queue_offer_letter_for};
use crate::desk::wait::wait_or_give_up;
use crate::desk::{Desk, Refusal, follow_journal};
use crate::events::{Event, Group};
use crate::ids::{HelpRequestId, SpecialistId};
use crate::intake::{HelpRequestState, Urgency};
use crate::matching::{Candidate, Card, Question, RuleTally, failing};
use crate::offers::{Filling, WavePlan, begins_at, expires_at, plan_wave, reminders};
use crate::store::{LetterToQueue, OfferToMake, StoredHelpRequest, StoredSpecialist, Tx};

/// How many candidates are checked in the store for each offer of the wave: some will have taken on something else meanwhile.
const CANDIDATES_PER_OFFER: usize = 4;

/// What a try to open a wave came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaveOutcome {
    /// So many people are asked.
    Opened { wave: u16, offers: usize },
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

/// Opens the next wave of `help_request` as the handling of the matcher's delivery `seq`, which is finished in the same transaction. Those of
/// `share` are asked first, as far as they still fit (see the module `share_out`). `freed` is the specialist whose answer or
/// silence is the reason, and who may now have room for what waits.
pub async fn open_wave(
    desk: &Desk,
    seq: i64,
    help_request: HelpRequestId,
    share: Vec<SpecialistId>,
    freed: Option<SpecialistId>,
) -> Result<Tried, Refusal> {
    // The card of somebody who was enrolled before this help request must be there.
    follow_journal(desk).await?;
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            let now = acting.clock.now();
            if !tx.finish_delivery(Group::Matcher, seq, now)? {
                return Ok(WaveOutcome::NothingToDo.into());
            }
            let tried = next_wave(&acting, tx, now, help_request, &share)?;
            if let Some(specialist) = freed
                && tx.somebody_waits()?
            {
                tx.record(acting.ids.fresh(now), &Event::RoomMade { specialist }, now)?;
            }
            Ok(tried)
        })
        .await
}

/// Opens the next wave of a help request if it is its turn.
pub(super) fn next_wave(desk: &Desk, tx: &mut Tx<'_>, now: Moment, id: HelpRequestId, share: &[SpecialistId]) -> Result<Tried, Refusal> {
    let Some(stored) = tx.find_help_request(id)? else { return Ok(WaveOutcome::NothingToDo.into()) };
    // Held from here: acceptances, cancellations and other waves of this help request wait for us.
    if stored.state != HelpRequestState::Open || !tx.hold_open_help_request(id, stored.waves, now)? {
        return Ok(WaveOutcome::NothingToDo.into());
    }
    if tx.list_offers(id)?.iter().any(|offer| offer.state.is_open()) {
        return Ok(WaveOutcome::NothingToDo.into());
    }
    let planned = desk.policy_of(&stored).and_then(|policy| Some((plan_wave(&policy, stored.waves)?, policy)));
    let Some((plan, policy)) = planned else { return Ok(nobody_left(desk, tx, now, &stored)?.into()) };
    let wave = Wave { desk, now, stored: &stored, policy: &policy, plan };
    let question = Question::new(&desk.catalogue, id, &stored.help_request, in_japan(now).date_naive());
    let asked = tx.asked_about(id)?;
    let (chosen, is_full) = wave.choose(tx, &question, &asked, share)?;
    if chosen.is_empty() {
        let outcome = wait_or_give_up(&wave, tx, &question, &asked)?;
        // Who waits already has been counted when the waiting began.
        let short = stored.waiting_since.is_none().then(|| desk.index.read().tally(&question));
        return Ok(Tried { outcome, short });
    }
    let short = (!is_full).then(|| desk.index.read().tally(&question));
    let offers = chosen.len();
    tx.set_waves(id, plan.number)?;
    for chosen in chosen {
        wave.make_offer(tx, chosen)?;
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

/// A wave in the making: of a help request whose row is held.
pub(super) struct Wave<'a> {
    pub desk: &'a Desk,
    pub now: Moment,
    pub stored: &'a StoredHelpRequest,
    pub policy: &'a WavePolicy,
    pub plan: WavePlan,
}

/// Somebody who is asked, and from when the hours to answer count.
struct Chosen {
    candidate: Candidate,
    begins_at: Moment,
}

impl Wave<'_> {
    /// The best people by the index who also pass every rule by what the store says now, under a lock that keeps it so (invariant 10); and
    /// whether the wave is full with them.
    fn choose(
        &self,
        tx: &mut Tx<'_>,
        question: &Question,
        asked: &HashSet<SpecialistId>,
        share: &[SpecialistId],
    ) -> Result<(Vec<Chosen>, bool), Refusal> {
        let mut candidates = self.candidates(question, asked, share);
        let ids: Vec<SpecialistId> = candidates.iter().map(|candidate| candidate.specialist).collect();
        let people: HashMap<SpecialistId, StoredSpecialist> =
            tx.lock_specialists(&ids)?.into_iter().map(|person| (person.id, person)).collect();
        let records = tx.records_of(&ids, self.now)?;
        let begins = |candidate: &Candidate| people.get(&candidate.specialist).map(|person| self.begins_for(&person.specialist));
        if self.is_incident() {
            // A deadline of a few hours that begins only in the morning helps nobody now: first those who may be written to at once.
            candidates.sort_by_key(|candidate| begins(candidate).is_none_or(|begins| begins > self.now));
        }
        let mut filling = Filling::new(self.plan);
        let mut chosen = Vec::new();
        for candidate in candidates {
            let Some(person) = people.get(&candidate.specialist).filter(|person| !asked.contains(&person.id)) else { continue };
            let record = records.get(&person.id).copied().unwrap_or_default();
            let card = Card::new(&self.desk.catalogue, person.id, &person.specialist, person.consented, record);
            let card = card.with_pauses(&self.desk.catalogue, &person.pauses);
            if failing(&card, question).is_empty() && filling.take(card.chance()) {
                chosen.push(Chosen { begins_at: self.begins_for(&person.specialist), candidate });
            }
        }
        Ok((chosen, filling.is_full()))
    }

    /// Whom to check in the store: those of the share, then the best others, a few more than a full wave needs.
    fn candidates(&self, question: &Question, asked: &HashSet<SpecialistId>, share: &[SpecialistId]) -> Vec<Candidate> {
        let index = self.desk.index.read();
        let mut candidates: Vec<Candidate> = share.iter().filter_map(|id| index.candidate(*id, question)).collect();
        let others = index.candidates(question, self.plan.largest * CANDIDATES_PER_OFFER, asked);
        candidates.extend(others.into_iter().filter(|candidate| !share.contains(&candidate.specialist)));
        if !self.is_incident() {
            let size = self.plan.size(candidates.iter().map(|candidate| index.chance(candidate.specialist)));
            candidates.truncate(size * CANDIDATES_PER_OFFER);
        }
        candidates
    }

    fn is_incident(&self) -> bool {
        self.stored.help_request.need.urgency == Urgency::Incident
    }

    fn begins_for(&self, person: &Specialist) -> Moment {
        begins_at(self.now, self.stored.help_request.need.urgency, &person.conditions)
    }

    fn make_offer(&self, tx: &mut Tx<'_>, Chosen { candidate, begins_at }: Chosen) -> Result<(), Refusal> {
        let Self { desk, now, stored, policy, plan } = *self;
        let holidays = desk.catalogue.holidays();
        let offer = OfferToMake {
            id: desk.ids.fresh(now),
            help_request: stored.id,
            specialist: candidate.specialist,
            wave: plan.number,
            explanation: candidate.explanation,
            weekly_hours: stored.help_request.need.weekly_hours(),
            made_at: now,
            expires_at: expires_at(policy, holidays, begins_at),
        };
        let remind_at = reminders(policy, holidays, begins_at).next().map(|(_, at)| at);
        tx.add_offer_from(&offer, begins_at, remind_at)?;
        let made = Event::OfferMade { help_request: stored.id, offer: offer.id, specialist: offer.specialist };
        tx.record(desk.ids.fresh(now), &made, now)?;
        queue_offer_letter_for(tx, &desk.ids, now, LetterKind::Offer, &offer, begins_at)
    }
}

/// Ends a help request for which nobody is left; its company and its broker are told.
pub(super) fn nobody_left(desk: &Desk, tx: &mut Tx<'_>, now: Moment, stored: &StoredHelpRequest) -> Result<WaveOutcome, Refusal> {
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
