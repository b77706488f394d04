//! Letters about a match that does not hold.

use crate::correspondence::{CompanyFacts, WithdrawalFacts};
use crate::engagement::Side;
use crate::ids::Token;
use crate::intake::AnonymousNeed;
use crate::post::letters::course::called_off;
use crate::post::letters::{Body, Writer};

pub(super) fn withdrawn_for_company(writer: &Writer<'_>, need: &AnonymousNeed, facts: &WithdrawalFacts, status: &Token) -> Body {
    let name = facts.specialist.as_str();
    let lead = match facts.by {
        Side::Specialist => writer.with("letter-withdrawn-company-lead", &[("name", name)]),
        Side::Company => writer.with("letter-withdrawn-company-lead-own", &[("name", name)]),
    };
    let body = Body::new(writer.say("letter-withdrawn-company-subject"))
        .paragraph(lead)
        .paragraph(writer.say("letter-withdrawn-company-next"))
        .reason(writer, facts);
    // A person is addressed as one, as in the letters about the work.
    sessions_off(body, writer, facts, &writer.with("letter-course-name", &[("name", name)]))
        .facts(writer.topic_facts(need))
        .button(writer.say("letter-withdrawn-button"), writer.status_link(status))
        .note(writer.say("letter-withdrawn-company-note"))
}

pub(super) fn withdrawn_for_specialist(writer: &Writer<'_>, need: &AnonymousNeed, facts: &WithdrawalFacts) -> Body {
    let name = facts.company.as_str();
    let lead = match facts.by {
        Side::Specialist => writer.with("letter-withdrawn-specialist-lead-own", &[("name", name)]),
        Side::Company => writer.with("letter-withdrawn-specialist-lead", &[("name", name)]),
    };
    let body = Body::new(writer.say("letter-withdrawn-specialist-subject")).paragraph(lead).reason(writer, facts);
    sessions_off(body, writer, facts, name)
        .facts(writer.topic_facts(need))
        .paragraph(writer.say("letter-withdrawn-specialist-end"))
        .note(writer.say("letter-withdrawn-specialist-note"))
}

pub(super) fn withdrawn_for_broker(writer: &Writer<'_>, company: &CompanyFacts, facts: &WithdrawalFacts) -> Body {
    let (name, other) = (facts.company.as_str(), facts.specialist.as_str());
    let lead = match facts.by {
        Side::Specialist => "letter-withdrawn-broker-lead",
        Side::Company => "letter-withdrawn-broker-lead-company",
    };
    Body::new(writer.with("letter-withdrawn-broker-subject", &[("name", name)]))
        .for_organisation()
        .paragraph(writer.with(lead, &[("name", name), ("other", other)]))
        .reason(writer, facts)
        .heading(writer.say("letter-match-broker-company-heading"))
        .facts(writer.company_facts(company))
        .note(writer.say("letter-withdrawn-broker-note"))
}

fn sessions_off(body: Body, writer: &Writer<'_>, facts: &WithdrawalFacts, name: &str) -> Body {
    called_off(body, writer, (facts.engagement, facts.off.iter()), &[("name", name)], "letter-session-off-calendar")
}

impl Body {
    /// Why, in the words of who withdrew.
    fn reason(self, writer: &Writer<'_>, facts: &WithdrawalFacts) -> Self {
        self.heading(writer.say("letter-withdrawn-reason-heading")).paragraph(facts.reason.as_str().to_owned())
    }
}
