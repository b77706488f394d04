//! Letters about a registration: what the official register says, what follows of it, and what can be done. None of them names the title.

use chrono::NaiveDate;

use crate::correspondence::CompanyFacts;
use crate::ids::Token;
use crate::intake::AnonymousNeed;
use crate::post::letters::{Body, Writer};
use crate::registry::RegisterFinding;
use crate::values::Line;

pub(super) fn suspended(writer: &Writer<'_>, finding: RegisterFinding, as_of: NaiveDate) -> Body {
    let why = match finding {
        RegisterFinding::Lapsed => "letter-suspended-lead-lapsed",
        RegisterFinding::Revoked => "letter-suspended-lead-revoked",
        _ => "letter-suspended-lead-unclear",
    };
    Body::new(writer.say("letter-suspended-subject"))
        .paragraph(writer.with(why, &[("date", &writer.date(as_of))]))
        .heading(writer.say("letter-suspended-now-heading"))
        .list(writer.say_all(&["letter-suspended-now-offers", "letter-suspended-now-match", "letter-suspended-now-title"]))
        .heading(writer.say("letter-suspended-then-heading"))
        .list(writer.say_all(&["letter-suspended-then-renewed", "letter-suspended-then-mistaken"]))
}

pub(super) fn restored(writer: &Writer<'_>, as_of: NaiveDate) -> Body {
    Body::new(writer.say("letter-restored-subject"))
        .paragraph(writer.with("letter-restored-lead", &[("date", &writer.date(as_of))]))
        .paragraph(writer.say("letter-restored-end"))
}

pub(super) fn lost_for_company(writer: &Writer<'_>, need: &AnonymousNeed, (specialist, as_of): (&Line, NaiveDate), status: &Token) -> Body {
    let args = [("name", specialist.as_str()), ("date", &writer.date(as_of))];
    Body::new(writer.say("letter-lost-company-subject"))
        .paragraph(writer.with("letter-lost-company-lead", &args))
        .paragraph(writer.with("letter-lost-company-goes-on", &args))
        .facts(writer.topic_facts(need))
        .button(writer.say("letter-withdrawn-button"), writer.status_link(status))
        .note(writer.say("letter-lost-company-note"))
}

pub(super) fn lost_for_broker(writer: &Writer<'_>, company: &CompanyFacts, specialist: &Line, as_of: NaiveDate) -> Body {
    let name = company.company.name.as_str();
    let args = [("company", name), ("name", specialist.as_str()), ("date", &writer.date(as_of))];
    Body::new(writer.with("letter-lost-broker-subject", &[("name", name)]))
        .for_organisation()
        .paragraph(writer.with("letter-lost-broker-lead", &args))
        .paragraph(writer.say("letter-lost-broker-ask"))
        .heading(writer.say("letter-match-broker-company-heading"))
        .facts(writer.company_facts(company))
}
