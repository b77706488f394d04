//! Letters about a yes on which the company decides.

use crate::catalogue::AcceptMode;
use crate::clock::Moment;
use crate::correspondence::{CompanyFacts, WillingFacts};
use crate::ids::Token;
use crate::intake::AnonymousNeed;
use crate::offers::{Ended, Terms};
use crate::post::letters::facts::Facts;
use crate::post::letters::{Body, Writer};
use crate::values::Line;
use crate::wording::{slots, yen};

/// More than this nobody reads of one person.
const MOST_REASONS: usize = 3;

pub(super) fn noted(
    writer: &Writer<'_>,
    need: &AnonymousNeed,
    (terms, acting_person): (Option<&Terms>, Option<&Line>),
    mode: AcceptMode,
    answer_by: Option<Moment>,
    offer: &Token,
) -> Body {
    let next = match answer_by {
        Some(answer_by) => writer.with("letter-willing-next-by", &[("until", &writer.moment(answer_by))]),
        None => writer.say("letter-willing-next-choose"),
    };
    let mut body = Body::new(writer.say("letter-willing-subject"))
        .paragraph(writer.with("letter-willing-lead", &[("place", &writer.place(&need.prefecture))]));
    if let Some(person) = acting_person {
        body = body.paragraph(writer.with("letter-willing-acting-person", &[("name", person.as_str())]));
    }
    let body = body
        .facts(writer.topic_facts(need))
        .terms(writer, terms)
        .paragraph(next)
        .button(writer.say("letter-willing-button"), writer.link("offers", offer));
    let body = if mode == AcceptMode::First { body.note(writer.say("letter-willing-note-first")) } else { body };
    body.note(writer.say("letter-willing-note-told")).note(writer.say("letter-willing-note-back"))
}

pub(super) fn to_make(
    writer: &Writer<'_>,
    need: &AnonymousNeed,
    people: &[WillingFacts],
    mode: AcceptMode,
    (answer_by, is_reminder): (Moment, bool),
    status: &Token,
) -> Body {
    let (until, count) = (writer.moment(answer_by), people.len().to_string());
    let (subject, lead) = match (is_reminder, mode) {
        (true, _) => ("letter-choice-subject-reminder", "letter-choice-lead-reminder"),
        (false, AcceptMode::First) => ("letter-choice-subject-terms", "letter-choice-lead-terms"),
        (false, AcceptMode::Choose) => ("letter-choice-subject", "letter-choice-lead"),
    };
    let mut body = Body::new(writer.with(subject, &[("until", &until)]))
        .paragraph(writer.with(lead, &[("count", &count)]))
        .paragraph(writer.with("letter-choice-until", &[("until", &until)]))
        .button(writer.say("letter-choice-button"), writer.status_link(status));
    for person in people {
        body = body.heading(writer.with("letter-choice-person", &[("name", person.display_name.as_str())]));
        body = body.facts(writer.willing_facts(need, person));
        if let Some(text) = person.terms.as_ref().map(|terms| terms.text.as_str()).filter(|text| !text.is_empty()) {
            body = body.paragraph(text.to_owned());
        }
    }
    let body = if mode == AcceptMode::First { body.note(writer.say("letter-choice-note-first")) } else { body };
    body.note(writer.say("letter-choice-note-name")).note(writer.say("letter-choice-note-none"))
}

pub(super) fn to_make_for_broker(writer: &Writer<'_>, company: &CompanyFacts, willing: u32, answer_by: Moment) -> Body {
    let (name, count, until) = (company.company.name.as_str(), willing.to_string(), writer.moment(answer_by));
    Body::new(writer.with("letter-choice-broker-subject", &[("name", name), ("until", &until)]))
        .for_organisation()
        .paragraph(writer.with("letter-choice-broker-lead", &[("name", name), ("count", &count), ("until", &until)]))
        .heading(writer.say("letter-match-broker-company-heading"))
        .facts(writer.company_facts(company))
        .note(writer.say("letter-choice-broker-note"))
}

pub(super) fn not_chosen(writer: &Writer<'_>, need: &AnonymousNeed, why: Ended) -> Body {
    let lead = match why {
        Ended::FilledByOther => "letter-not-chosen-filled",
        Ended::OtherChosen => "letter-not-chosen-other",
        Ended::Refused => "letter-not-chosen-refused",
        Ended::Unanswered => "letter-not-chosen-unanswered",
    };
    Body::new(writer.say("letter-not-chosen-subject"))
        .paragraph(writer.with(lead, &[("place", &writer.place(&need.prefecture))]))
        .facts(writer.topic_facts(need))
        .paragraph(writer.say("letter-not-chosen-end"))
}

pub(super) fn lapsed(writer: &Writer<'_>, need: &AnonymousNeed, ended: bool, status: &Token) -> Body {
    let body = Body::new(writer.say("letter-choice-lapsed-subject"))
        .paragraph(writer.say("letter-choice-lapsed-lead"))
        .paragraph(writer.say(if ended { "letter-choice-lapsed-ended" } else { "letter-choice-lapsed-goes-on" }))
        .facts(writer.topic_facts(need));
    let body = if ended { body.button(writer.say("letter-choice-lapsed-button-new"), writer.new_request_link()) } else { body };
    body.button(writer.say("letter-withdrawn-button"), writer.status_link(status))
}

pub(super) fn lapsed_for_broker(writer: &Writer<'_>, company: &CompanyFacts, ended: bool) -> Body {
    let name = company.company.name.as_str();
    let next = if ended { "letter-choice-lapsed-broker-ended" } else { "letter-choice-lapsed-broker-goes-on" };
    Body::new(writer.with("letter-choice-lapsed-broker-subject", &[("name", name)]))
        .for_organisation()
        .paragraph(writer.with("letter-choice-lapsed-broker-lead", &[("name", name)]))
        .paragraph(writer.say(next))
        .heading(writer.say("letter-match-broker-company-heading"))
        .facts(writer.company_facts(company))
}

impl Writer<'_> {
    /// Changed terms, each with its label.
    pub(super) fn terms_facts(&self, terms: &Terms) -> Facts {
        let label = |name: &str| self.say(&format!("letter-fact-{name}"));
        let mut facts = Facts::new();
        facts.extend(terms.start_on.map(|day| (label("start"), self.with("letter-start", &[("date", &self.date(day))]))));
        facts.extend(terms.slots.map(|free| (label("slots"), slots(self.language, free))));
        let fee = |amount| self.with("letter-budget", &[("yen", &yen(self.language, u64::from(amount)))]);
        facts.extend(terms.fee_yen.map(|amount| (label("fee"), fee(amount))));
        facts.extend(terms.remote.then(|| (label("mode"), self.say("mode-remote"))));
        facts
    }

    /// Why somebody fits, and under which terms.
    fn willing_facts(&self, need: &AnonymousNeed, person: &WillingFacts) -> Facts {
        let reasons = person.explanation.reasons(MOST_REASONS).into_iter().map(|term| self.say(&format!("term-{}", term.code())));
        let reasons = self.joined(reasons);
        let mut facts = Facts::new();
        if !reasons.is_empty() {
            facts.push((self.say("letter-fact-reasons"), reasons));
        }
        let changed = person.terms.as_ref().map(|terms| self.terms_facts(terms)).unwrap_or_default();
        if changed.is_empty() {
            facts.push((self.say("letter-fact-terms"), self.say("letter-choice-as-asked")));
        }
        facts.extend(changed);
        if person.terms.as_ref().is_none_or(|terms| terms.fee_yen.is_none()) {
            let fee = self.with("letter-budget", &[("yen", &yen(self.language, u64::from(need.budget_yen)))]);
            facts.push((self.say("letter-fact-budget"), fee));
        }
        facts
    }
}

impl Body {
    /// What was agreed on, or would be, otherwise than was asked.
    pub(super) fn terms(self, writer: &Writer<'_>, terms: Option<&Terms>) -> Self {
        let Some(terms) = terms else { return self };
        let body = self.heading(writer.say("letter-terms-heading")).facts(writer.terms_facts(terms));
        let text = terms.text.as_str();
        if text.is_empty() { body } else { body.paragraph(text.to_owned()) }
    }
}
