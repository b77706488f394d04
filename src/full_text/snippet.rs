//! The sentence of a profile that shows why somebody was found: what the person did counts more than a label.

use std::ops::Range;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::active_list::Specialist;
use crate::full_text::tokens::{Run, Term, list_runs, list_terms};
use crate::full_text::vocabulary::Vocabulary;
use crate::values::Folded;

/// Letters that are shown at most, and how many of them stand before the first match.
const LONGEST: usize = 120;
const BEFORE: usize = 30;

/// A piece of a shown text. Pieces and not numbers, because programs count letters differently.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Part {
    pub text: String,
    /// Whether it is what was looked for.
    pub matched: bool,
}

/// What is marked in the texts of whoever a query finds: for each of its terms the term itself, then other words for the services that it
/// names. Made once for a query, because it looks through all words of the catalogue.
pub struct Needles(Vec<Vec<Term>>);

impl Needles {
    pub(super) fn new(vocabulary: &Vocabulary, words: &str) -> Self {
        let with_synonyms = |term: Term| {
            let synonyms = vocabulary.synonyms(&term);
            [vec![term], synonyms].concat()
        };
        Self(list_terms(words).into_iter().map(with_synonyms).collect())
    }

    /// A piece of what the person wrote, with the found words marked: the text in which most of the terms stand, cut around the first of
    /// them; the beginning of the first narrative if none stands anywhere (the person was found by a menu, say). Empty if the person wrote
    /// nothing.
    pub fn snippet(&self, specialist: &Specialist) -> Vec<Part> {
        let narratives = specialist.experiences.iter().map(|experience| experience.text.as_str());
        let roles = specialist.experiences.iter().map(|experience| experience.role.as_str());
        let qualifications = specialist.qualifications.iter().map(|line| line.as_str());
        let mut best: Option<(usize, &str, Vec<Range<usize>>)> = None;
        for text in narratives.chain(qualifications).chain(roles).filter(|text| !text.is_empty()) {
            let (count, marks) = if self.0.is_empty() { (0, Vec::new()) } else { marked(text, &self.0) };
            if best.as_ref().is_none_or(|(most, ..)| count > *most) {
                best = Some((count, text, marks));
            }
        }
        best.map(|(_, text, marks)| cut(text, &marks)).unwrap_or_default()
    }
}

/// In how many of the needles' groups something was found, and all places in order.
fn marked(text: &str, needles: &[Vec<Term>]) -> (usize, Vec<Range<usize>>) {
    let folded = Folded::of(text);
    let haystack = list_runs(folded.as_str());
    let mut marks = Vec::new();
    let mut groups = 0;
    for group in needles {
        // The word as typed counts before its synonyms.
        let found = group.iter().map(|term| places(&haystack, folded.as_str(), term)).find(|places| !places.is_empty()).unwrap_or_default();
        groups += usize::from(!found.is_empty());
        marks.extend(found.into_iter().filter_map(|range| folded.origin_of(range.start, range.end)));
    }
    marks.sort_unstable_by_key(|range| (range.start, range.end));
    (groups, joined(marks))
}

/// Where the runs of `term` stand in folded text; empty unless all of them do.
fn places(haystack: &[(usize, usize, Run)], text: &str, term: &Term) -> Vec<Range<usize>> {
    let mut all = Vec::new();
    for run in &term.runs {
        let before = all.len();
        for (from, to, other) in haystack {
            match (run, other) {
                (Run::Word(one), Run::Word(other)) if one == other => all.push(*from..*to),
                (Run::Letters(part), Run::Letters(_)) => {
                    let found = text.get(*from..*to).into_iter().flat_map(|whole| whole.match_indices(part.as_str()));
                    all.extend(found.map(|(at, part)| from + at..from + at + part.len()));
                }
                _ => {}
            }
        }
        if all.len() == before {
            return Vec::new();
        }
    }
    all
}

/// Ranges that touch become one.
fn joined(marks: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut joined: Vec<Range<usize>> = Vec::new();
    for mark in marks {
        match joined.last_mut() {
            Some(last) if mark.start <= last.end => last.end = last.end.max(mark.end),
            _ => joined.push(mark),
        }
    }
    joined
}

fn cut(text: &str, marks: &[Range<usize>]) -> Vec<Part> {
    let letters: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let count = letters.len().saturating_sub(1);
    let first = marks.first().map_or(0, |mark| letters.partition_point(|at| *at < mark.start));
    // Near the end the window moves back, so that it is as full as it can be.
    let from = first.saturating_sub(BEFORE).min(count.saturating_sub(LONGEST));
    let to = (from + LONGEST).min(count);
    let byte = |letter: usize| letters.get(letter).copied().unwrap_or(text.len());
    let (from_byte, to_byte) = (byte(from), byte(to));
    let mut parts = Vec::new();
    let mut push = |text: &str, matched: bool| {
        if !text.is_empty() {
            // A snippet is one line.
            parts.push(Part { text: text.replace(['\n', '\t'], " "), matched });
        }
    };
    if from > 0 {
        push("…", false);
    }
    let mut at = from_byte;
    for mark in marks.iter().filter(|mark| mark.start >= from_byte && mark.start < to_byte) {
        let end = mark.end.min(to_byte);
        push(text.get(at..mark.start).unwrap_or_default(), false);
        push(text.get(mark.start..end).unwrap_or_default(), true);
        at = end;
    }
    push(text.get(at..to_byte).unwrap_or_default(), false);
    if to < count {
        push("…", false);
    }
    parts
}
