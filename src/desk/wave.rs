//! A wave in the making: who is to be asked about one help request, whose row is held.

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};

use crate::active_list::Specialist;
use crate::catalogue::{Holidays, WavePolicy};
use crate::clock::{Moment, in_japan};
use crate::correspondence::{LetterKind, Party};
use crate::desk::Desk;
use crate::ids::{HelpRequestId, OfferId, SpecialistId};
use crate::intake::Urgency;
use crate::matching::{Candidate, Card, Explanation, Index, Question, Record, failing};
use crate::offers::{
    Ended, Filling, OfferState, WavePlan, begins_at, expires_at, gathered_at, next_wave_at, plan_wave, plan_wave_beside, reminders,
};
use crate::store::{Asked, LetterToQueue, OfferToMake, StoredHelpRequest, StoredSpecialist, TimedOffer};

/// How many candidates are checked in the store for each offer of the wave: some will have taken on something else meanwhile.
const CHECKED_PER_OFFER: usize = 4;
/// How many are read from the index: where help requests share people out, some of the best go elsewhere.
const READ_PER_OFFER: usize = 8;

pub(super) struct Wave<'a> {
    pub desk: &'a Desk,
    pub now: Moment,
    pub stored: StoredHelpRequest,
    pub policy: WavePolicy,
    pub plan: WavePlan,
    /// Whether others are still thinking.
    pub beside: bool,
    pub question: Question,
    /// Everybody who has been asked about it before and must not be asked again.
    pub asked: HashSet<SpecialistId>,
    /// Offers of those who were only too late when somebody won who has left again.
    pub spared: HashMap<SpecialistId, OfferId>,
    /// The best people by the index, best first.
    pub best: Vec<Candidate>,
}

/// How a help request stands with those who have been asked about it.
#[derive(Default)]
pub(super) struct Standing {
    /// Everybody who must not be asked again.
    asked: HashSet<SpecialistId>,
    spared: HashMap<SpecialistId, OfferId>,
    /// How many answers are still waited for.
    pub open: usize,
    /// The newest wave, and from when the hours of the first of its offers count.
    newest: (u16, Option<Moment>),
    /// Those who are willing, and whether the company may choose among them.
    pub willing: u16,
    pub may_choose: bool,
    /// Matches that were withdrawn.
    pub withdrawn: u16,
}

impl Standing {
    /// `one` was asked about an open help request.
    pub(super) fn add(&mut self, one: &Asked) {
        if one.ended_why.is_some_and(|why| Ended::SPARED.contains(&why)) {
            self.spared.insert(one.specialist, one.offer);
        } else {
            self.asked.insert(one.specialist);
        }
        self.open += usize::from(one.state.is_open());
        let begins_at = match one.wave.cmp(&self.newest.0) {
            Ordering::Greater => one.begins_at,
            Ordering::Equal => self.newest.1.into_iter().chain(one.begins_at).min(),
            Ordering::Less => self.newest.1,
        };
        self.newest = (one.wave.max(self.newest.0), begins_at);
        self.willing += u16::from(one.state == OfferState::Willing);
        self.may_choose |= one.may_be_chosen;
        // It would be matched if that still held.
        self.withdrawn += u16::from(one.state == OfferState::Accepted);
    }

    /// The next wave by this policy, if it is its turn.
    pub(super) fn plan(&self, policy: &WavePolicy, holidays: &Holidays, waves_so_far: u16, now: Moment) -> Option<WavePlan> {
        if self.open == 0 {
            return plan_wave(policy, waves_so_far);
        }
        let at = self.newest.1.and_then(|begins_at| next_wave_at(policy, holidays, begins_at));
        // Whoever is willing is waited for by the company's answer, not by more letters.
        let is_due = self.willing == 0 && at.is_some_and(|at| at <= now);
        plan_wave_beside(policy, waves_so_far, self.open).filter(|_| is_due)
    }
}

/// People as the store knows them now, under a lock that keeps it so (invariant 10).
#[derive(Default)]
pub(super) struct LockedPeople {
    pub people: HashMap<SpecialistId, StoredSpecialist>,
    pub records: HashMap<SpecialistId, Record>,
    /// Those who want offers gathered, unless they are urgent.
    pub gathering: HashSet<SpecialistId>,
}

/// Somebody who is asked, and from when the hours to answer count.
pub(super) struct Chosen {
    specialist: SpecialistId,
    explanation: Explanation,
    begins_at: Moment,
    /// The offer leaves with the others of that morning.
    pub gathered: bool,
}

/// Whom a wave asks.
pub(super) struct Choice {
    pub chosen: Vec<Chosen>,
    /// Whether nobody more is wanted.
    pub is_full: bool,
    /// Whether there was somebody whom only what they have on their hands keeps out.
    pub is_somebody_busy: bool,
}

impl<'a> Wave<'a> {
    pub(super) fn new(
        desk: &'a Desk,
        now: Moment,
        stored: StoredHelpRequest,
        standing: Standing,
        plan: WavePlan,
        policy: WavePolicy,
    ) -> Self {
        let Standing { asked, spared, open, .. } = standing;
        let question = Question::new(&desk.catalogue, stored.id, &stored.help_request, in_japan(now).date_naive());
        let best = desk.index.read().candidates(&question, plan.largest * READ_PER_OFFER, &asked);
        Self { desk, now, stored, policy, plan, beside: open > 0, question, asked, spared, best }
    }

    /// How many candidates were looked for.
    pub(super) fn read(&self) -> usize {
        self.plan.largest * READ_PER_OFFER
    }

    /// What decides who goes first: urgent ones, then older ones.
    pub(super) fn rank(&self) -> (u8, Moment, HelpRequestId) {
        let urgency = match self.stored.help_request.need.urgency {
            Urgency::Incident => 0,
            Urgency::Soon => 1,
            Urgency::Normal => 2,
        };
        (urgency, self.stored.created_at, self.stored.id)
    }

    /// Whom to check in the store: those of the share, then the best others, a few more than a full wave needs.
    pub(super) fn candidates(&self, index: &Index, share: &[SpecialistId]) -> Vec<Candidate> {
        let known = |id: &SpecialistId| self.best.iter().find(|candidate| candidate.specialist == *id).cloned();
        let shared = share.iter().filter_map(|id| known(id).or_else(|| index.candidate(*id, &self.question)));
        let others = self.best.iter().filter(|candidate| !share.contains(&candidate.specialist)).cloned();
        let mut candidates: Vec<Candidate> = shared.chain(others.take(self.plan.largest * CHECKED_PER_OFFER)).collect();
        if !self.is_incident() {
            let size = self.plan.size(candidates.iter().map(|candidate| index.chance(candidate.specialist)));
            candidates.truncate(size * CHECKED_PER_OFFER);
        }
        candidates
    }

    /// Those of `candidates` who also pass every rule by what the store says now, as many as the wave wants. What is offered to them is added to their records, for other waves of the same transaction.
    pub(super) fn choose(&self, mut candidates: Vec<Candidate>, locked: &mut LockedPeople) -> Choice {
        let LockedPeople { people, records, gathering } = locked;
        let begins = |candidate: &Candidate| people.get(&candidate.specialist).map(|person| self.begins_for(&person.specialist));
        if self.is_incident() {
            // A deadline of a few hours that begins only in the morning helps nobody now: first those who may be written to at once.
            candidates.sort_by_key(|candidate| begins(candidate).is_none_or(|begins| begins > self.now));
        }
        let mut filling = Filling::new(self.plan);
        let (mut chosen, mut is_somebody_busy) = (Vec::new(), false);
        for candidate in candidates {
            let Some(person) = people.get(&candidate.specialist).filter(|person| !self.asked.contains(&person.id)) else { continue };
            let record = records.get(&person.id).copied().unwrap_or_default();
            let catalogue = &self.desk.catalogue;
            let card = |record| {
                let record = person.with(record);
                Card::new(catalogue, person.id, &person.specialist, person.consented, record).with_pauses(catalogue, &person.pauses)
            };
            let (now, with_empty_hands) = (card(record), || card(Record::default()));
            if !failing(&now, &self.question).is_empty() {
                is_somebody_busy = is_somebody_busy || failing(&with_empty_hands(), &self.question).is_empty();
            } else if filling.take(now.chance()) {
                records.insert(person.id, record.with_offer(self.weekly_hours()));
                let gathered = self.stored.help_request.need.urgency == Urgency::Normal && gathering.contains(&person.id);
                let begins_at = if gathered { self.morning_for(&person.specialist) } else { self.begins_for(&person.specialist) };
                chosen.push(Chosen { specialist: person.id, explanation: candidate.explanation, begins_at, gathered });
            }
        }
        Choice { chosen, is_full: filling.is_full(), is_somebody_busy }
    }

    fn is_incident(&self) -> bool {
        self.stored.help_request.need.urgency == Urgency::Incident
    }

    fn weekly_hours(&self) -> u16 {
        self.stored.help_request.need.weekly_hours()
    }

    fn begins_for(&self, person: &Specialist) -> Moment {
        begins_at(self.now, self.stored.help_request.need.urgency, &person.conditions)
    }

    fn morning_for(&self, person: &Specialist) -> Moment {
        gathered_at(self.now, self.desk.catalogue.holidays(), &person.conditions)
    }

    pub(super) fn offer_to(&self, Chosen { specialist, explanation, begins_at, .. }: Chosen) -> TimedOffer {
        let holidays = self.desk.catalogue.holidays();
        // Whoever was only too late the first time has an offer, and is asked by it once more.
        let spared = self.spared.get(&specialist).copied();
        let offer = OfferToMake {
            id: spared.unwrap_or_else(|| self.desk.ids.fresh(self.now)),
            help_request: self.stored.id,
            specialist,
            wave: self.plan.number,
            explanation,
            weekly_hours: self.weekly_hours(),
            made_at: self.now,
            expires_at: expires_at(&self.policy, holidays, begins_at),
        };
        let remind_at = reminders(&self.policy, holidays, begins_at).next().map(|(_, at)| at);
        TimedOffer { offer, begins_at, remind_at, again: spared.is_some() }
    }

    /// When the wave after this one is to open beside it, of whose offers the first begins to count at `begins_at`.
    pub(super) fn next_at(&self, begins_at: Moment) -> Option<Moment> {
        plan_wave(&self.policy, self.plan.number).and_then(|_| next_wave_at(&self.policy, self.desk.catalogue.holidays(), begins_at))
    }

    /// Tells the company how many are asked, and until when.
    pub(super) fn letter_to_company(&self) -> LetterToQueue {
        let id = self.stored.id;
        let cause = format!("{id}/wave-{}", self.plan.number);
        let (kind, party) = (LetterKind::PeopleAsked, Party::Company(id));
        LetterToQueue { id: self.desk.ids.fresh(self.now), kind, party, cause, help_request: id, offer: None }
    }
}
