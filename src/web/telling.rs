//! Matching in a reader's words: rules, values, changes, reasons.

use std::collections::BTreeMap;

use crate::catalogue::{Catalogue, Named, ReviewQuestion};
use crate::clock::spoken_date;
use crate::desk::EndorsedBy;
use crate::engagement::{AnswerCounts, TrackCount};
use crate::language::Language;
use crate::matching::{Change, Explanation, Relaxation, Rule, Side};
use crate::wording::{endorsement_reason_name, endorser_kind_name, field_name, menu_name, prefecture_name, say, say_with, slots, yen};

/// What somebody has closed with confirmed hours: the same words wherever it is told, and a plain sentence where there is nothing yet.
pub fn track_words(language: Language, track: &[TrackCount]) -> String {
    let line = |one: &TrackCount| {
        let sector = say(language, &format!("track-sector-{}", one.sector.code()));
        say_with(language, "me-track-line", &[("year", &one.year.to_string()), ("sector", &sector), ("number", &one.count.to_string())])
    };
    match track {
        [] => say(language, "track-none"),
        track => track.iter().map(line).collect::<Vec<_>>().join(&say(language, "letter-joiner")),
    }
}

fn word_of(language: Language, named: &dyn Named) -> String {
    if language.is_japanese() { named.ja().to_owned() } else { named.en().to_owned() }
}

/// Each question with its answer, in the order in which it is asked. Where question or answer is not asked any more, its code stands there.
pub fn answer_words(language: Language, asked: &[ReviewQuestion], answers: &BTreeMap<String, String>) -> Vec<(String, String)> {
    let line = |question: &ReviewQuestion| {
        let answer = answers.get(&question.code)?;
        let chosen = question.answer(answer).map_or_else(|| answer.clone(), |one| word_of(language, one));
        Some((word_of(language, question), chosen))
    };
    let others = answers.iter().filter(|(code, _)| asked.iter().all(|question| question.code != **code));
    asked.iter().filter_map(line).chain(others.map(|(code, answer)| (code.clone(), answer.clone()))).collect()
}

/// Each question, and how often each answer was given; nothing where nothing is told.
pub fn together_words(language: Language, asked: &[ReviewQuestion], together: Option<&[AnswerCounts]>) -> Vec<(String, String)> {
    let line = |one: &AnswerCounts| {
        let found = asked.iter().find(|question| question.code == one.question)?;
        let counts = one.counts.iter().filter_map(|(answer, count)| {
            let answer = word_of(language, found.answer(answer)?);
            Some(say_with(language, "review-count", &[("answer", &answer), ("count", &count.to_string())]))
        });
        Some((word_of(language, found), counts.collect::<Vec<_>>().join(&say(language, "letter-joiner"))))
    };
    together.into_iter().flatten().filter_map(line).collect()
}

/// Who recommends somebody, each in one sentence with the reason and the last day.
pub fn endorsed_words(language: Language, catalogue: &Catalogue, endorsed_by: &[EndorsedBy]) -> Vec<String> {
    let line = |one: &EndorsedBy| {
        let (kind, until) = (endorser_kind_name(language, catalogue, &one.kind), spoken_date(one.until, language));
        let reason = endorsement_reason_name(language, catalogue, &one.reason);
        let with = [("org", one.organisation.as_str()), ("kind", kind.as_str()), ("reason", reason.as_str()), ("until", until.as_str())];
        say_with(language, "endorsed-line", &with)
    };
    endorsed_by.iter().map(line).collect()
}

/// Puts matching into words.
#[derive(Clone, Copy)]
pub struct Teller<'a> {
    pub language: Language,
    pub catalogue: &'a Catalogue,
}

impl Teller<'_> {
    pub fn rule(&self, rule: Rule) -> String {
        say(self.language, &format!("rule-{}", rule.code()))
    }

    pub fn side(&self, side: &Side) -> String {
        let language = self.language;
        match side {
            Side::Yes => say(language, "side-yes"),
            Side::No => say(language, "side-no"),
            Side::Unknown => say(language, "side-unknown"),
            Side::Private => say(language, "side-private"),
            Side::Day(day) => spoken_date(*day, language),
            Side::Days(from, to) => {
                say_with(language, "side-days", &[("from", &spoken_date(*from, language)), ("to", &spoken_date(*to, language))])
            }
            Side::Yen(amount) => yen(language, *amount),
            Side::Weekly(minutes) => {
                let hours = say_with(language, "hours-count", &[("count", &tenths(*minutes))]);
                say_with(language, "side-weekly", &[("hours", &hours)])
            }
            Side::Count(number) => say_with(language, "side-count", &[("count", &number.to_string())]),
            Side::Slots(free) => slots(language, *free),
            Side::Menus(codes) => self.listed(codes, |code| menu_name(language, self.catalogue, code)),
            Side::Fields(codes) => self.listed(codes, |code| field_name(language, self.catalogue, code)),
            Side::Prefectures(codes) => self.listed(codes, |code| prefecture_name(language, self.catalogue, code)),
            Side::Mode(mode) => say(language, &format!("mode-{}", mode.code())),
            Side::Sensitivity(sensitivity) => say(language, &format!("sensitivity-{}", sensitivity.code())),
            Side::Languages(tags) => self.listed(tags, |tag| say(language, &format!("tongue-{tag}"))),
        }
    }

    fn listed<C: AsRef<str>>(&self, codes: &[C], name: impl Fn(&str) -> String) -> String {
        if codes.is_empty() {
            return say(self.language, "side-no");
        }
        let joiner = if self.language.is_japanese() { "、" } else { ", " };
        codes.iter().map(|code| name(code.as_ref())).collect::<Vec<_>>().join(joiner)
    }

    /// The key of the relaxation, its changes in words, and how many people it would bring.
    pub fn relaxation(&self, relaxation: &Relaxation) -> (String, Vec<String>, usize) {
        (relaxation.key(), self.changes(relaxation), relaxation.people)
    }

    pub fn changes(&self, relaxation: &Relaxation) -> Vec<String> {
        relaxation.changes.iter().map(|change| self.change(change)).collect()
    }

    fn change(&self, change: &Change) -> String {
        let figure = match change {
            Change::SpreadOver { weeks } => Some(("weeks", say_with(self.language, "weeks-count", &[("count", &weeks.to_string())]))),
            Change::MoveStart { to } => Some(("date", spoken_date(*to, self.language))),
            Change::RaiseBudget { to_yen } => Some(("yen", yen(self.language, u64::from(*to_yen)))),
            Change::WorkFromAfar | Change::AnyTime | Change::WidenRegion | Change::AcceptSellers => None,
        };
        let args: Vec<(&str, &str)> = figure.iter().map(|(name, value)| (*name, value.as_str())).collect();
        say_with(self.language, &format!("change-{}", change.code()), &args)
    }
}

/// Hours with at most one digit after the point.
fn tenths(minutes: u16) -> String {
    let tenths = u32::from(minutes) * 10 / 60;
    if tenths % 10 == 0 { (tenths / 10).to_string() } else { format!("{}.{}", tenths / 10, tenths % 10) }
}

/// What each term adds to a score, the most first; what is not known is said to be so.
pub fn because(language: Language, explanation: &Explanation) -> Vec<String> {
    let mut terms: Vec<_> = explanation.terms.iter().filter(|term| term.weight > 0.0).collect();
    let adds = |weight: f32, value: Option<f32>| weight * value.unwrap_or(-1.0);
    terms.sort_by(|one, other| adds(other.weight, other.value).total_cmp(&adds(one.weight, one.value)));
    let percent = |share: f32| format!("{:.0}", share * 100.0);
    let told = terms.into_iter().map(|term| {
        let name = say(language, &format!("term-{}", term.term.code()));
        match term.value {
            Some(value) => say_with(language, "because", &[("term", &name), ("value", &percent(value)), ("weight", &percent(term.weight))]),
            None => say_with(language, "because-unknown", &[("term", &name)]),
        }
    });
    told.collect()
}

/// The three terms that speak most for somebody, by name.
pub fn strongest(language: Language, explanation: &Explanation) -> String {
    let joiner = if language.is_japanese() { "、" } else { ", " };
    let terms = explanation.reasons(3).into_iter();
    terms.map(|term| say(language, &format!("term-{}", term.code()))).collect::<Vec<_>>().join(joiner)
}
