//! Letters to specialists. Before the match they speak of an [`AnonymousNeed`] only, which has no field that could name the company.

use crate::calendar::Entry;
use crate::catalogue::AcceptMode;
use crate::clock::Moment;
use crate::correspondence::CompanyFacts;
use crate::ids::Token;
use crate::intake::{AnonymousNeed, Urgency};
use crate::matching::Explanation;
use crate::offers::Terms;
use crate::post::letters::{Body, Writer};
use crate::values::Line;

/// More reasons than this nobody reads.
const MOST_REASONS: usize = 4;

pub(super) fn offer(
    writer: &Writer<'_>,
    need: &AnonymousNeed,
    explanation: &Explanation,
    offer: &Token,
    expires_at: Moment,
    mode: AcceptMode,
) -> Body {
    let until = writer.moment(expires_at);
    let subject = if need.urgency == Urgency::Incident { "letter-offer-subject-incident" } else { "letter-offer-subject" };
    Body::new(writer.with(subject, &[("place", &writer.place(&need.prefecture)), ("until", &until)]))
        .paragraph(writer.say("letter-offer-lead"))
        .button(writer.say("letter-offer-button"), writer.link("offers", offer))
        .paragraph(writer.with("letter-offer-until", &[("until", &until)]))
        .heading(writer.say("letter-offer-need-heading"))
        .facts(writer.offer_facts(need, explanation))
        .heading(writer.say("letter-offer-why-heading"))
        .list(reasons(writer, explanation))
        .note(writer.say("letter-offer-note-opening"))
        .by_reply(writer)
        .note(writer.say("letter-offer-note-decline"))
        .note(writer.say("letter-offer-note-name"))
        .note(writer.say(if mode == AcceptMode::First { "letter-offer-note-first" } else { "letter-offer-note-choose" }))
        .note(writer.say("letter-offer-note-terms"))
        .note(writer.say("letter-offer-note-stop"))
        .entries([deadline(writer, need, expires_at)])
}

/// For the reader's calendar. Whoever sees that learns no more of the company than the prefecture.
fn deadline(writer: &Writer<'_>, need: &AnonymousNeed, expires_at: Moment) -> Entry {
    let summary = writer.with("letter-deadline-summary", &[("place", &writer.place(&need.prefecture))]);
    Entry::deadline(expires_at, summary, writer.say("letter-deadline-description"))
}

/// Why this person was asked: the terms that counted most for them, the weightiest first.
fn reasons(writer: &Writer<'_>, explanation: &Explanation) -> Vec<String> {
    let terms = explanation.reasons(MOST_REASONS).into_iter();
    let spoken: Vec<String> = terms.map(|term| writer.say(&format!("reason-{}", term.code()))).collect();
    // The hard rules hold for everybody who is asked, so this is true of them all.
    if spoken.is_empty() { vec![writer.say("letter-offer-why-plain")] } else { spoken }
}

pub(super) fn matched(
    writer: &Writer<'_>,
    facts: &CompanyFacts,
    terms: Option<&Terms>,
    acting_person: Option<&Line>,
    leave: &Token,
) -> Body {
    let contact = &facts.company.contact;
    let (name, phone) = (contact.name.as_str(), contact.phone.as_ref().map(|phone| phone.as_str()));
    let first = match (phone.is_some(), writer.letter.untitled) {
        (true, false) => "letter-match-specialist-first",
        (false, false) => "letter-match-specialist-first-mail",
        (true, true) => "letter-match-specialist-first-untitled",
        (false, true) => "letter-match-specialist-first-mail-untitled",
    };
    let with = format!("{} {name}", facts.company.name.as_str());
    let own = writer.reached_by(writer.letter.to_name.as_str(), &writer.letter.to, None);
    let other = writer.reached_by(&with, std::slice::from_ref(&contact.address), phone);
    let mut body = Body::new(writer.say("letter-match-specialist-subject")).paragraph(writer.say("letter-match-specialist-lead"));
    if let Some(person) = acting_person {
        body = body.paragraph(writer.with("letter-match-specialist-acting-person", &[("name", person.as_str())]));
    }
    body = body
        .facts(writer.company_facts(facts))
        .terms(writer, terms)
        .heading(writer.say("letter-match-specialist-first-heading"))
        .paragraph(writer.with(first, &[("name", name)]))
        .talk(writer, writer.first_talk(&facts.need, &with, &[other, own]))
        .heading(writer.say("letter-agree-heading"))
        .list(writer.agree_on())
        .heading(writer.say("letter-match-specialist-need-heading"))
        .facts(writer.work_facts(&facts.need));
    // What the company wrote stands behind the pledge, on the page.
    if !facts.need.narrative.as_str().is_empty() {
        body = body
            .heading(writer.say("letter-match-specialist-narrative-heading"))
            .paragraph(writer.say("letter-match-specialist-narrative"));
    }
    body.button(writer.say("letter-match-specialist-course"), writer.link("engagements", leave))
        .note(writer.say("letter-match-specialist-note-leave"))
        .note(writer.say("letter-contract"))
        .note(writer.say("letter-match-specialist-note-privacy"))
}

pub(super) fn filled(writer: &Writer<'_>, need: &AnonymousNeed) -> Body {
    Body::new(writer.say("letter-filled-subject"))
        .paragraph(writer.with("letter-filled-lead", &[("place", &writer.place(&need.prefecture))]))
        .facts(writer.topic_facts(need))
        .paragraph(writer.say("letter-filled-end"))
}

pub(super) fn cancelled(writer: &Writer<'_>, need: &AnonymousNeed) -> Body {
    Body::new(writer.say("letter-offer-cancelled-subject"))
        .paragraph(writer.with("letter-offer-cancelled-lead", &[("place", &writer.place(&need.prefecture))]))
        .facts(writer.topic_facts(need))
        .paragraph(writer.say("letter-offer-cancelled-end"))
}
