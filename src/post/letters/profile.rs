//! "Is your profile still right?", and what follows when nobody answers.

use chrono::NaiveDate;

use crate::active_list::CheckStep;
use crate::ids::Token;
use crate::post::letters::{Body, Writer};

pub(super) fn check(writer: &Writer<'_>, step: CheckStep, last_confirmed: NaiveDate, confirm: &Token) -> Body {
    let (subject, lead) = match step {
        CheckStep::Confirmed | CheckStep::Asked => ("letter-profile-subject-asked", "letter-profile-lead-asked"),
        CheckStep::Stale => ("letter-profile-subject-stale", "letter-profile-lead-stale"),
        CheckStep::Hidden => ("letter-profile-subject-hidden", "letter-profile-lead-hidden"),
    };
    Body::new(writer.say(subject))
        .paragraph(writer.with(lead, &[("date", &writer.date(last_confirmed))]))
        .button(writer.say("letter-profile-button"), writer.link("profile", confirm))
        .note(writer.say("profile-check-change"))
        .note(writer.say("profile-check-pause"))
}
