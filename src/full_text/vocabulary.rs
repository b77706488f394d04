//! The words of the catalogue. Names and synonyms are the same for everybody who offers a menu, so they are not written into the index once for
//! each person: a term is looked up here, and whoever has one of the codes that it names has been found. A new synonym is in force with the
//! new edition, without touching the index.

use crate::catalogue::{Catalogue, Named};
use crate::full_text::query::Dimension;
use crate::full_text::tokens::{Run, Term, runs_of};

struct Phrase {
    runs: Vec<Run>,
    dimension: Dimension,
    bit: u64,
}

/// All names and synonyms.
pub(super) struct Vocabulary(Vec<Phrase>);

/// Bits of each dimension that a term names.
pub(super) type Meaning = [u64; Dimension::ALL.len()];

impl Vocabulary {
    pub(super) fn new(catalogue: &Catalogue) -> Self {
        let mut phrases = Vec::new();
        let mut add = |dimension, at: usize, text: &str| {
            if let Some(bit) = u32::try_from(at).ok().and_then(|at| 1_u64.checked_shl(at)) {
                phrases.push(Phrase { runs: runs_of(text), dimension, bit });
            }
        };
        fn names<T: Named>(list: &[T]) -> impl Iterator<Item = (usize, &str)> {
            list.iter().enumerate().flat_map(|(at, it)| [(at, it.ja()), (at, it.en())])
        }
        names(catalogue.prefectures()).for_each(|(at, name)| add(Dimension::Prefecture, at, name));
        names(catalogue.menus()).for_each(|(at, name)| add(Dimension::Menu, at, name));
        names(catalogue.fields()).for_each(|(at, name)| add(Dimension::Field, at, name));
        names(catalogue.service_categories()).for_each(|(at, name)| add(Dimension::Category, at, name));
        names(catalogue.industries()).for_each(|(at, name)| add(Dimension::Industry, at, name));
        for (at, service) in catalogue.services().iter().enumerate() {
            service.words().for_each(|word| add(Dimension::Service, at, word));
        }
        Self(phrases)
    }

    /// All words for the services that `term` names.
    pub(super) fn synonyms(&self, term: &Term) -> Vec<Term> {
        let services = self.meaning(term).get(Dimension::Service as usize).copied().unwrap_or(0);
        let words = self.0.iter().filter(|phrase| phrase.dimension == Dimension::Service && phrase.bit & services != 0);
        words.map(|phrase| Term { runs: phrase.runs.clone() }).filter(|term| !term.runs.is_empty()).collect()
    }

    /// What `term` names: all that has all of its runs in one name or synonym.
    pub(super) fn meaning(&self, term: &Term) -> Meaning {
        let mut meaning = Meaning::default();
        for phrase in self.0.iter().filter(|phrase| term.runs.iter().all(|run| run.is_in(&phrase.runs))) {
            if let Some(bits) = meaning.get_mut(phrase.dimension as usize) {
                *bits |= phrase.bit;
            }
        }
        meaning
    }
}
