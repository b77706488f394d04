//! All cards in memory, and the best of them for a question.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, HashSet};

use crate::ids::SpecialistId;
use crate::matching::rules::{Rule, failing, may_be_asked};
use crate::matching::score::{Explanation, explain, score};
use crate::matching::{Card, Load, Question};

/// Somebody who may be asked, with the reasons.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    pub specialist: SpecialistId,
    pub explanation: Explanation,
}

/// How many people each rule keeps out (one person may be kept out by several).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleTally {
    pub people: usize,
    pub kept_out: Vec<(Rule, usize)>,
}

/// Every card by specialist.
#[derive(Debug, Default)]
pub struct Index {
    cards: Vec<Card>,
    places: HashMap<SpecialistId, usize>,
}

impl Index {
    /// Adds a card, or puts it in the place of the one with the same id.
    pub fn put(&mut self, card: Card) {
        match self.places.get(&card.id) {
            Some(place) => self.cards[*place] = card,
            None => {
                self.places.insert(card.id, self.cards.len());
                self.cards.push(card);
            }
        }
    }

    /// Changes what a specialist has on their hands; an unknown one is left to the event that will bring the card.
    pub fn set_load(&mut self, id: SpecialistId, load: Load) {
        if let Some(place) = self.places.get(&id) {
            self.cards[*place].load = load;
        }
    }

    pub fn len(&self) -> usize {
        self.cards.len()
    }

    pub fn is_empty(&self) -> bool {
        self.cards.is_empty()
    }

    pub fn card(&self, id: SpecialistId) -> Option<&Card> {
        self.places.get(&id).map(|place| &self.cards[*place])
    }

    /// The best `limit` people for `question` without those in `except`, best first. Equal scores are ordered by a hash of the pair, so
    /// that no node and no order of arrival favours anybody.
    pub fn candidates(&self, question: &Question, limit: usize, except: &HashSet<SpecialistId>) -> Vec<Candidate> {
        let mut best: BinaryHeap<Reverse<(u64, u64, usize)>> = BinaryHeap::with_capacity(limit.saturating_add(1).min(4096));
        for (place, card) in self.cards.iter().enumerate() {
            if may_be_asked(card, question) && !except.contains(&card.id) {
                // Scores are not negative, so their bits order as they do.
                best.push(Reverse((score(card, question).to_bits(), tie(card, question), place)));
                if best.len() > limit {
                    best.pop();
                }
            }
        }
        let ordered = best.into_sorted_vec();
        let explained = ordered.into_iter().map(|Reverse((_, _, place))| &self.cards[place]);
        explained.map(|card| Candidate { specialist: card.id, explanation: explain(card, question) }).collect()
    }

    /// How many people each rule keeps out.
    pub fn tally(&self, question: &Question) -> RuleTally {
        let mut kept_out: Vec<(Rule, usize)> = Rule::ALL.into_iter().map(|rule| (rule, 0)).collect();
        for rule in self.cards.iter().flat_map(|card| failing(card, question)) {
            if let Some((_, count)) = kept_out.iter_mut().find(|(one, _)| *one == rule) {
                *count += 1;
            }
        }
        RuleTally { people: self.cards.len(), kept_out }
    }
}

/// SplitMix64's finaliser over the pair of ids: even, and the same everywhere.
fn tie(card: &Card, question: &Question) -> u64 {
    let pair = card.id.uuid().as_u128() ^ question.salt.rotate_left(64);
    let mut mixed = (pair >> 64) as u64 ^ pair as u64;
    mixed = (mixed ^ mixed >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ mixed >> 31
}
