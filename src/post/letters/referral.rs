//! Letters about passing a help request on to another support organisation: the question to the company, and word to both organisations.

use crate::brokering::ReferralState;
use crate::clock::Moment;
use crate::correspondence::CompanyFacts;
use crate::ids::Token;
use crate::intake::AnonymousNeed;
use crate::post::letters::{Body, Writer};
use crate::values::Line;

/// What the other organisation would see comes before the button.
pub(super) fn asked(
    writer: &Writer<'_>,
    need: &AnonymousNeed,
    (from, to, reason): (&Line, &Line, &Line),
    runs_out_at: Moment,
    page: &Token,
) -> Body {
    let until = writer.moment(runs_out_at);
    let facts = [("from", from.as_str()), ("to", to.as_str()), ("reason", reason.as_str()), ("until", until.as_str())];
    Body::new(writer.with("letter-referral-subject", &facts))
        .paragraph(writer.with("letter-referral-lead", &facts))
        .paragraph(writer.with("letter-referral-reason", &facts))
        .list(vec![
            writer.with("letter-referral-sees", &facts),
            writer.with("letter-referral-leaves", &facts),
            writer.say("letter-referral-stays"),
        ])
        .button(writer.say("letter-referral-button"), writer.link("referral", page))
        .note(writer.with("letter-referral-silence", &facts))
        .heading(writer.say("letter-referral-need-heading"))
        .facts(writer.plain_facts(need))
}

pub(super) fn ended(writer: &Writer<'_>, company: &Line, to: &Line, state: ReferralState) -> Body {
    let facts = [("company", company.as_str()), ("to", to.as_str())];
    let (subject, lead) = match state {
        ReferralState::Agreed => ("letter-referral-agreed-subject", "letter-referral-agreed-lead"),
        ReferralState::Refused => ("letter-referral-refused-subject", "letter-referral-refused-lead"),
        ReferralState::RunOut | ReferralState::TakenBack | ReferralState::Open => {
            ("letter-referral-run-out-subject", "letter-referral-run-out-lead")
        }
    };
    Body::new(writer.with(subject, &facts)).for_organisation().paragraph(writer.with(lead, &facts))
}

pub(super) fn received(writer: &Writer<'_>, company: &CompanyFacts, from: &Line, reason: &Line) -> Body {
    let facts = [("company", company.company.name.as_str()), ("from", from.as_str()), ("reason", reason.as_str())];
    Body::new(writer.with("letter-referral-received-subject", &facts))
        .for_organisation()
        .paragraph(writer.with("letter-referral-received-lead", &facts))
        .paragraph(writer.with("letter-referral-reason", &facts))
        .heading(writer.say("letter-referral-company-heading"))
        .facts(writer.company_facts(company))
        .heading(writer.say("letter-referral-need-heading"))
        .facts(writer.plain_facts(&company.need))
        .note(writer.say("letter-referral-received-note"))
}
