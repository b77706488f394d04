//! Letters about mailboxes that do not exist, to whoever can do something about it.

use crate::correspondence::{CompanyFacts, SpecialistFacts};
use crate::post::letters::{Body, Writer};
use crate::values::{Line, MailAddress};

pub(super) fn company_unreachable(writer: &Writer<'_>, company: &CompanyFacts, reference: &str) -> Body {
    let name = company.company.name.as_str();
    Body::new(writer.with("letter-company-unreachable-subject", &[("name", name)]))
        .for_organisation()
        .paragraph(writer.with("letter-company-unreachable-lead", &[("name", name)]))
        .paragraph(writer.say("letter-company-unreachable-ask"))
        .facts(vec![(writer.say("letter-fact-reference"), reference.to_owned())])
        .facts(writer.company_facts(company))
        .note(writer.say("letter-company-unreachable-note"))
}

pub(super) fn specialist_unreachable(writer: &Writer<'_>, specialist: &SpecialistFacts) -> Body {
    let mut facts = writer.specialist_facts(specialist);
    if !specialist.verified {
        // By it the operator finds the profile.
        facts.push((writer.say("letter-fact-number-given"), specialist.registration_number.clone()));
    }
    Body::new(writer.say("letter-specialist-unreachable-subject"))
        .for_organisation()
        .paragraph(writer.say("letter-specialist-unreachable-lead"))
        .facts(facts)
        .paragraph(writer.say("letter-specialist-unreachable-ask"))
}

pub(super) fn support_org_unreachable(writer: &Writer<'_>, name: &Line, address: &MailAddress) -> Body {
    Body::new(writer.with("letter-org-unreachable-subject", &[("name", name.as_str())]))
        .for_organisation()
        .paragraph(writer.say("letter-org-unreachable-lead"))
        .facts(vec![
            (writer.say("letter-fact-support-org"), name.as_str().to_owned()),
            (writer.say("letter-fact-mail"), address.as_str().to_owned()),
        ])
        .paragraph(writer.say("letter-org-unreachable-ask"))
        .list(writer.say_all(&["letter-org-unreachable-lift", "letter-org-unreachable-move", "letter-org-unreachable-resend"]))
}
