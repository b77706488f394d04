//! Letters to the support organisation that made a help request for its member, or to the operator where there is none. They name the
//! company in the subject: such a reader has many in hand.

use crate::correspondence::{CompanyFacts, SpecialistFacts};
use crate::offers::Terms;
use crate::post::letters::{Body, Writer};

pub(super) fn matched(writer: &Writer<'_>, company: &CompanyFacts, specialist: &SpecialistFacts, terms: Option<&Terms>) -> Body {
    let name = company.company.name.as_str();
    Body::new(writer.with("letter-match-broker-subject", &[("name", name)]))
        .for_organisation()
        .paragraph(writer.with("letter-match-broker-lead", &[("name", name)]))
        .heading(writer.say("letter-match-broker-company-heading"))
        .facts(writer.company_facts(company))
        .heading(writer.say("letter-match-broker-specialist-heading"))
        .facts(writer.specialist_facts(specialist))
        .terms(writer, terms)
        .heading(writer.say("letter-match-broker-need-heading"))
        .facts(writer.plain_facts(&company.need))
        .note(writer.say("letter-contract"))
        .note(writer.say("letter-match-broker-note"))
}

pub(super) fn nobody_found(writer: &Writer<'_>, company: &CompanyFacts, asked: u32, reference: &str) -> Body {
    let name = company.company.name.as_str();
    let lead = match asked {
        0 => writer.with("letter-nobody-broker-lead-none", &[("name", name)]),
        asked => writer.with("letter-nobody-broker-lead-asked", &[("name", name), ("count", &asked.to_string())]),
    };
    Body::new(writer.with("letter-nobody-broker-subject", &[("name", name)]))
        .for_organisation()
        .paragraph(lead)
        .paragraph(writer.say("letter-nobody-broker-ask"))
        .facts(writer.nobody_found_facts(asked, reference))
        .heading(writer.say("letter-nobody-broker-company-heading"))
        .facts(writer.company_facts(company))
        .heading(writer.say("letter-nobody-broker-need-heading"))
        .facts(writer.plain_facts(&company.need))
}
