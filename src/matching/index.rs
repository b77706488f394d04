//! All cards in memory, and the best of them for a question.

use std::collections::{HashMap, HashSet};

use crate::ids::SpecialistId;
use crate::matching::card::Cold;
use crate::matching::columns::Columns;
use crate::matching::people::{Asking, MARKS, People, marks_of};
use crate::matching::rules::{Rule, failing};
use crate::matching::score::{Explanation, ONE, explain};
use crate::matching::{Card, Question};

/// Somebody who may be asked, with the reasons.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    pub specialist: SpecialistId,
    pub explanation: Explanation,
}

impl Candidate {
    /// The score in millionths.
    pub fn millionths(&self) -> i64 {
        (self.explanation.score * ONE).round() as i64
    }
}

/// How many people each rule keeps out (one person may be kept out by several).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleTally {
    pub people: usize,
    pub kept_out: Vec<(Rule, usize)>,
}

/// Every card by specialist. What is scanned lies in columns, what is looked at last beside them.
#[derive(Debug)]
pub struct Index {
    columns: Columns<People>,
    /// By place.
    cold: Vec<Cold>,
    /// By place; a vacant place keeps the id of who was there last.
    ids: Vec<SpecialistId>,
    places: HashMap<SpecialistId, u32>,
    version: u64,
}

impl Default for Index {
    fn default() -> Self {
        Self { columns: Columns::new(MARKS), cold: Vec::new(), ids: Vec::new(), places: HashMap::new(), version: 0 }
    }
}

impl Index {
    /// An index of `cards`, each of another specialist. Much faster than putting them one by one.
    pub fn build(cards: Vec<Card>) -> Self {
        let rows: Vec<_> = cards.iter().map(|card| (card.row, marks_of(card))).collect();
        let (columns, at) = Columns::build(MARKS, &rows);
        drop(rows);
        let mut index = Self { columns, places: HashMap::with_capacity(cards.len()), ..Self::default() };
        index.make_room();
        for (card, place) in cards.into_iter().zip(at) {
            index.settle(card, place);
        }
        index
    }

    fn make_room(&mut self) {
        self.cold.resize_with(self.columns.places(), Cold::default);
        self.ids.resize(self.columns.places(), uuid::Uuid::nil().into());
    }

    fn settle(&mut self, Card { id, cold, .. }: Card, place: u32) {
        self.cold[place as usize] = cold;
        self.ids[place as usize] = id;
        self.places.insert(id, place);
    }

    /// Adds a card, or puts it in the place of the one with the same id.
    pub fn put(&mut self, card: Card) {
        self.version += 1;
        let marks = marks_of(&card);
        let before = self.places.get(&card.id).copied();
        let before = before.and_then(|place| Some((place, self.card(card.id)?)));
        let place = match before {
            Some((place, old)) if old.row.base() == card.row.base() => {
                self.columns.replace(place, card.row, &marks_of(&old), &marks);
                place
            }
            Some((place, old)) => {
                self.columns.remove(place, &marks_of(&old));
                self.columns.insert(card.row, &marks)
            }
            None => self.columns.insert(card.row, &marks),
        };
        self.make_room();
        self.settle(card, place);
    }

    pub fn len(&self) -> usize {
        self.places.len()
    }

    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Grows with every change.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// Bytes of the columns that are scanned, for each card. Ids, fees, days away and conflicts lie elsewhere.
    pub fn scanned_bytes_per_card(&self) -> f64 {
        self.columns.bytes() as f64 / self.places.len().max(1) as f64
    }

    pub fn card(&self, id: SpecialistId) -> Option<Card> {
        self.places.get(&id).map(|place| self.at(id, *place))
    }

    fn at(&self, id: SpecialistId, place: u32) -> Card {
        Card { id, row: *self.columns.row(place), cold: self.cold[place as usize].clone() }
    }

    /// Every card, in no order that means anything.
    pub fn cards(&self) -> impl Iterator<Item = Card> {
        self.places.iter().map(|(id, place)| self.at(*id, *place))
    }

    /// The best `limit` people for `question` without those in `except`, best first. Equal scores are ordered by a hash of the pair, so
    /// that no node and no order of arrival favours anybody.
    pub fn candidates(&self, question: &Question, limit: usize, except: &HashSet<SpecialistId>) -> Vec<Candidate> {
        let asking = Asking::new(question, &self.columns, &self.cold, &self.ids, except);
        let found = self.columns.best(&asking, limit);
        let candidate = |place: u32| {
            let specialist = self.ids[place as usize];
            Candidate { specialist, explanation: explain(self.columns.row(place), &self.cold[place as usize], question) }
        };
        found.into_iter().map(|(_, place)| candidate(place)).collect()
    }

    /// Somebody as a candidate; none if a rule keeps the person out.
    pub fn candidate(&self, id: SpecialistId, question: &Question) -> Option<Candidate> {
        let card = self.card(id).filter(|card| failing(card, question).is_empty())?;
        Some(Candidate { specialist: id, explanation: explain(&card.row, &card.cold, question) })
    }

    /// The chance that somebody accepts an offer, in thousandths; 0 for somebody unknown.
    pub fn chance(&self, id: SpecialistId) -> u16 {
        self.places.get(&id).map_or(0, |place| self.columns.row(*place).standing.chance)
    }

    /// How many more offers like `question` somebody may get: within the limit of open offers, and the hours that are left.
    pub fn offers_left(&self, id: SpecialistId, question: &Question) -> u32 {
        let Some(place) = self.places.get(&id) else { return 0 };
        let row = self.columns.row(*place);
        let by_hours = row.free_minutes / question.weekly_minutes.max(1);
        u32::from(question.max_open_offers.saturating_sub(row.open_offers)).min(u32::from(by_hours))
    }

    /// Everybody whom nothing keeps out but what they have on their hands, without those in `except`, by id.
    pub fn full_hands(&self, question: &Question, except: &HashSet<SpecialistId>) -> Vec<SpecialistId> {
        let only_full = |card: &Card| {
            let failing = failing(card, question);
            !failing.is_empty() && failing.into_iter().all(Rule::is_about_room)
        };
        let full = self.cards().filter(|card| !except.contains(&card.id) && only_full(card)).map(|card| card.id);
        let mut full: Vec<SpecialistId> = full.collect();
        full.sort_unstable();
        full
    }

    /// How many people each rule keeps out.
    pub fn tally(&self, question: &Question) -> RuleTally {
        tally(self.cards(), question)
    }

    /// The same for who does not see everybody: who did not consent, or hides, is in no figure.
    pub fn tally_of_seen(&self, question: &Question) -> RuleTally {
        let is_seen = |card: &Card| Rule::Consent.holds(card, question) && Rule::NotHidden.holds(card, question);
        tally(self.cards().filter(is_seen), question)
    }
}

fn tally(cards: impl Iterator<Item = Card>, question: &Question) -> RuleTally {
    let mut kept_out: Vec<(Rule, usize)> = Rule::ALL.into_iter().map(|rule| (rule, 0)).collect();
    let mut people = 0;
    for card in cards {
        people += 1;
        for rule in failing(&card, question) {
            if let Some((_, count)) = kept_out.iter_mut().find(|(one, _)| *one == rule) {
                *count += 1;
            }
        }
    }
    RuleTally { people, kept_out }
}
