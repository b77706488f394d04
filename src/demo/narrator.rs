//! The words of the story, from what the acts and the index answer.

use std::path::PathBuf;

use super::companies::{Tale, Through};
use super::telling::{Teller, Words, grouped};
use crate::active_list::Specialist;
use crate::catalogue::{Catalogue, Named};
use crate::clock::{Clock, spoken_moment};
use crate::desk::OfferView;
use crate::intake::HelpRequest;
use crate::language::Language;
use crate::matching::RuleTally;
use crate::wording::{industry_name, menu_name, prefecture_name, say, say_with, slots, yen};

/// So many of the weightiest reasons are told.
const REASONS: usize = 3;

#[derive(Clone, Copy)]
pub(super) struct Narrator<'a> {
    teller: Teller,
    catalogue: &'a Catalogue,
    clock: &'a Clock,
}

impl<'a> Narrator<'a> {
    pub(super) fn new(teller: Teller, catalogue: &'a Catalogue, clock: &'a Clock) -> Self {
        Self { teller, catalogue, clock }
    }

    /// Who asks for what.
    pub(super) fn company(&self, number: usize, of: usize, tale: &Tale, help_request: &HelpRequest) {
        let HelpRequest { company, need } = help_request;
        let now = self.clock.now();
        self.teller.line("");
        self.teller.tell("demo-company", |language| {
            vec![
                ("number", number.to_string()),
                ("of", of.to_string()),
                ("name", tale.name.to_owned()),
                ("place", prefecture_name(language, self.catalogue, &company.prefecture)),
                ("industry", industry_name(language, self.catalogue, &company.industry)),
                ("staff", company.employees.to_string()),
                ("now", spoken_moment(now, language)),
            ]
        });
        self.teller.tell(tale.trouble, |_| Words::new());
        self.teller.tell("demo-wish", |language| {
            let menus: Vec<String> = need.menus.iter().map(|code| menu_name(language, self.catalogue, code)).collect();
            vec![
                ("menus", listed(language, &menus)),
                ("mode", say(language, &format!("mode-{}", need.mode.code()))),
                ("slots", slots(language, need.slots)),
                ("hours", need.hours.to_string()),
                ("budget", yen(language, u64::from(need.budget_yen))),
            ]
        });
        if let Through::SupportOrg(organisation, _) = tale.through {
            self.teller.tell("demo-through", |_| vec![("organisation", organisation.to_owned())]);
        }
    }

    pub(super) fn confirmed(&self, letters: &[PathBuf]) {
        self.teller.tell("demo-confirmed", |_| Words::new());
        self.letters(letters);
    }

    /// How many come into question, and which rule keeps how many out.
    pub(super) fn survey(&self, fits: usize, tally: &RuleTally) {
        self.teller.tell("demo-survey", |_| vec![("people", grouped(tally.people)), ("fits", grouped(fits))]);
        self.teller.tell("demo-kept-out", |language| {
            let rules = tally.kept_out.iter().filter(|(_, people)| *people > 0).map(|(rule, people)| {
                let rule = say(language, &format!("rule-{}", rule.code()));
                say_with(language, "demo-kept-out-rule", &[("rule", &rule), ("people", &grouped(*people))])
            });
            vec![("rules", listed(language, &rules.collect::<Vec<_>>()))]
        });
    }

    /// Who is asked, and why.
    pub(super) fn wave(&self, offers: &[OfferView]) {
        let Some(first) = offers.first() else { return };
        self.teller.tell("demo-wave", |language| {
            vec![
                ("wave", first.wave.to_string()),
                ("count", offers.len().to_string()),
                ("until", spoken_moment(first.expires_at, language)),
            ]
        });
        for offer in offers {
            self.teller.tell("demo-asked", |language| {
                let terms = offer.explanation.reasons(REASONS).into_iter().map(|term| say(language, &format!("term-{}", term.code())));
                vec![
                    ("name", offer.display_name.clone()),
                    ("score", format!("{:.2}", offer.explanation.score)),
                    ("reasons", listed(language, &terms.collect::<Vec<_>>())),
                    ("fee", yen(language, offer.explanation.estimated_fee_yen.unwrap_or_default())),
                ]
            });
        }
    }

    pub(super) fn left_open(&self) {
        self.teller.tell("demo-left-open", |_| Words::new());
    }

    pub(super) fn accepted(&self, offer: &OfferView) {
        self.teller.tell("demo-accepted", |_| vec![("name", offer.display_name.clone())]);
    }

    pub(super) fn declined(&self, offer: &OfferView, reason: &str) {
        self.teller.tell("demo-declined", |language| {
            let reason = self.catalogue.decline_reason(reason);
            let reason = reason.map(|reason| if language.is_japanese() { reason.ja() } else { reason.en() }).unwrap_or_default();
            vec![("name", offer.display_name.clone()), ("reason", reason.to_owned())]
        });
    }

    pub(super) fn silent(&self, offer: &OfferView) {
        self.teller.tell("demo-silent", |_| vec![("name", offer.display_name.clone())]);
    }

    pub(super) fn waited(&self, hours: i64) {
        self.teller.tell("demo-waited", |_| vec![("hours", hours.to_string())]);
    }

    pub(super) fn matched(&self, tale: &Tale, winner: &Specialist, letters: &[PathBuf]) {
        self.teller.tell("demo-matched", |language| {
            vec![
                ("company", tale.name.to_owned()),
                ("person", winner.name.as_str().to_owned()),
                ("number", winner.registration.number.as_str().to_owned()),
                ("place", prefecture_name(language, self.catalogue, &winner.base.prefecture)),
            ]
        });
        self.letters(letters);
    }

    pub(super) fn unmatched(&self, tale: &Tale, letters: &[PathBuf]) {
        match tale.through {
            Through::SupportOrg(organisation, _) => {
                self.teller.tell("demo-unmatched", |_| vec![("organisation", organisation.to_owned())]);
            }
            Through::Itself => self.teller.tell("demo-unmatched-operator", |_| Words::new()),
        }
        self.letters(letters);
    }

    /// What comes after a match begins.
    pub(super) fn begin(&self) {
        self.teller.line("");
    }

    pub(super) fn after(&self, key: &str, words: impl Fn(Language) -> Words) {
        self.teller.tell(key, words);
    }

    fn letters(&self, letters: &[PathBuf]) {
        let names = letters.iter().filter_map(|path| path.file_name()).map(|name| format!("mail/{}", name.to_string_lossy()));
        let names: Vec<String> = names.collect();
        self.teller.tell("demo-letters", |language| vec![("letters", listed(language, &names))]);
    }
}

fn listed(language: Language, parts: &[String]) -> String {
    parts.join(if language.is_japanese() { "、" } else { ", " })
}
