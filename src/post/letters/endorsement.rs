//! Letters about recommendations: the question to the specialist, and what became of one. Each has one button.

use crate::brokering::EndorsementState;
use crate::clock::in_japan;
use crate::correspondence::EndorsementFacts;
use crate::post::letters::{Body, Writer};
use crate::wording::{endorsement_reason_name, endorser_kind_name};

pub(super) fn told(writer: &Writer<'_>, facts: &EndorsementFacts) -> Body {
    let (until, answer_by) = (writer.date(facts.terms.until), facts.answer_by.map(|at| writer.moment(at)).unwrap_or_default());
    let asked = writer.date(in_japan(facts.asked_at).date_naive());
    let with = [
        ("org", facts.org.as_str()),
        ("person", facts.specialist.as_str()),
        ("asked", asked.as_str()),
        ("until", until.as_str()),
        ("by", answer_by.as_str()),
    ];
    let (subject, lead) = keys(facts);
    let (language, catalogue) = (writer.language, writer.desk.catalogue);
    let told = vec![
        (writer.say("endorsement-organisation"), facts.org.as_str().to_owned()),
        (writer.say("endorsement-kind"), endorser_kind_name(language, catalogue, &facts.terms.kind)),
        (writer.say("endorsement-reason"), endorsement_reason_name(language, catalogue, &facts.terms.reason)),
        (writer.say("endorsement-until"), until.clone()),
    ];
    let body = Body::new(writer.with(subject, &with)).paragraph(writer.with(lead, &with)).facts(told);
    let is_asked = facts.answer_by.is_some();
    let body = if is_asked { body.paragraph(writer.say("letter-endorsement-asked-shown")) } else { body };
    match &facts.page {
        Some(page) => {
            let button = if is_asked { "letter-endorsement-answer" } else { "letter-endorsement-see" };
            let body = body.button(writer.say(button), writer.link("endorsement", page));
            if is_asked { body.note(writer.with("letter-endorsement-asked-silence", &with)) } else { body }
        }
        None => {
            let place = format!("{}/endorsements", writer.desk.public_url);
            body.button(writer.say("letter-endorsement-list"), place).for_organisation()
        }
    }
}

/// Subject and first sentence.
fn keys(facts: &EndorsementFacts) -> (&'static str, &'static str) {
    let is_own = facts.page.is_some();
    match facts.state {
        EndorsementState::Asked => ("letter-endorsement-asked-subject", "letter-endorsement-asked-lead"),
        EndorsementState::Holds if facts.ends_soon && is_own => ("letter-endorsement-soon-subject-own", "letter-endorsement-soon-own"),
        EndorsementState::Holds if facts.ends_soon => ("letter-endorsement-soon-subject", "letter-endorsement-soon-lead"),
        EndorsementState::Holds => ("letter-endorsement-holds-subject", "letter-endorsement-holds-lead"),
        EndorsementState::Declined => ("letter-endorsement-declined-subject", "letter-endorsement-declined-lead"),
        EndorsementState::Lapsed => ("letter-endorsement-lapsed-subject", "letter-endorsement-lapsed-lead"),
        EndorsementState::Gone => ("letter-endorsement-gone-subject", "letter-endorsement-gone-lead"),
        _ if is_own => ("letter-endorsement-ended-subject-own", "letter-endorsement-ended-own"),
        _ => ("letter-endorsement-ended-subject", "letter-endorsement-ended-lead"),
    }
}
