//! Letters to the company, in words that need no knowledge of the trade.

use crate::catalogue::AcceptMode;
use crate::clock::Moment;
use crate::correspondence::SpecialistFacts;
use crate::ids::Token;
use crate::intake::{AnonymousNeed, Mode, Need, Urgency};
use crate::offers::Terms;
use crate::post::letters::{Body, Writer};
use crate::values::WeeklySlots;

/// Is this help request yours? Somebody may have typed another one's address, so nothing of the company is repeated here.
pub(super) fn confirm(writer: &Writer<'_>, need: &AnonymousNeed, confirm: &Token, valid_until: Moment) -> Body {
    Body::new(writer.say("letter-confirm-subject"))
        .paragraph(writer.say("letter-confirm-lead"))
        .button(writer.say("letter-confirm-button"), writer.link("help-requests/confirm", confirm))
        .paragraph(writer.with("letter-confirm-until", &[("until", &writer.moment(valid_until))]))
        .telephone(writer, need.urgency == Urgency::Incident)
        .facts(writer.plain_facts(need))
        .note(writer.say("letter-confirm-note-opening"))
        .note(writer.say("letter-confirm-note-privacy"))
        .note(writer.say("letter-confirm-note-stranger"))
}

pub(super) fn asked(
    writer: &Writer<'_>,
    asked: u32,
    (wave, beside): (u16, bool),
    mode: AcceptMode,
    answer_by: Moment,
    incident: bool,
    status: &Token,
) -> Body {
    let count = asked.to_string();
    let next = match mode {
        AcceptMode::First => "letter-asked-next-match",
        AcceptMode::Choose => "letter-asked-next-choose",
    };
    let lead = match (wave, beside) {
        (..=1, _) => "letter-asked-lead-first",
        (_, true) => "letter-asked-lead-beside",
        (_, false) => "letter-asked-lead-again",
    };
    Body::new(writer.with("letter-asked-subject", &[("count", &count)]))
        .paragraph(writer.with(lead, &[("count", &count)]))
        .paragraph(writer.with("letter-asked-until", &[("until", &writer.moment(answer_by))]))
        .telephone(writer, incident)
        .heading(writer.say("letter-asked-next-heading"))
        .list(writer.say_all(&[next, "letter-asked-next-nobody", "letter-asked-next-nothing"]))
        .button(writer.say("letter-asked-button"), writer.status_link(status))
        .note(writer.say("letter-asked-note-privacy"))
        .note(writer.say("letter-asked-note-cancel"))
}

pub(super) fn matched(writer: &Writer<'_>, specialist: &SpecialistFacts, need: &Need, terms: Option<&Terms>, status: &Token) -> Body {
    let name = specialist.name.as_str();
    let own = writer.reached_by(writer.letter.to_name.as_str(), &writer.letter.to, None);
    let other = writer.reached_by(name, &specialist.addresses, None);
    Body::new(writer.say("letter-match-company-subject"))
        .paragraph(writer.say("letter-match-company-lead"))
        .facts(writer.specialist_facts(specialist))
        .terms(writer, terms)
        .heading(writer.say("letter-match-company-first-heading"))
        .paragraph(writer.with("letter-match-company-first", &[("name", name)]))
        .talk(writer, writer.first_talk(need, name, &[own, other]))
        .heading(writer.say("letter-agree-heading"))
        .list(writer.agree_on())
        .heading(writer.say("letter-match-company-need-heading"))
        .facts(writer.plain_facts(need))
        .button(writer.say("letter-match-company-button"), writer.status_link(status))
        .note(writer.say("letter-contract"))
}

pub(super) fn nobody_found(writer: &Writer<'_>, asked: u32, need: &AnonymousNeed, status: &Token) -> Body {
    let lead = match asked {
        0 => writer.say("letter-nobody-lead-none"),
        asked => writer.with("letter-nobody-lead-asked", &[("count", &asked.to_string())]),
    };
    Body::new(writer.say("letter-nobody-subject"))
        .paragraph(lead)
        .facts(writer.plain_facts(need))
        .heading(writer.say("letter-nobody-next-heading"))
        .list(writer.say_all(&ways_on(need)))
        .paragraph(writer.say("letter-nobody-again"))
        .button(writer.say("letter-nobody-button-new"), writer.new_request_link())
        .button(writer.say("letter-nobody-button"), writer.status_link(status))
}

/// Only what could help with this need: nobody is advised to allow what is allowed already, or to wait while something is on fire.
fn ways_on(need: &AnonymousNeed) -> Vec<&'static str> {
    let incident = need.urgency == Urgency::Incident;
    let ways = [
        (incident, "letter-nobody-tip-incident"),
        (need.mode == Mode::Onsite, "letter-nobody-tip-remote"),
        (need.slots != WeeklySlots::FULL, "letter-nobody-tip-slots"),
        (true, "letter-nobody-tip-budget"),
        (!incident, "letter-nobody-tip-wait"),
        (true, "letter-nobody-tip-chamber"),
        (true, "letter-nobody-tip-ipa"),
    ];
    ways.into_iter().filter_map(|(helps, key)| helps.then_some(key)).collect()
}

pub(super) fn cancelled(writer: &Writer<'_>, need: &AnonymousNeed) -> Body {
    Body::new(writer.say("letter-request-cancelled-subject"))
        .paragraph(writer.say("letter-request-cancelled-lead"))
        .facts(writer.plain_facts(need))
        .paragraph(writer.say("letter-request-cancelled-again"))
        .button(writer.say("letter-request-cancelled-button"), writer.new_request_link())
        .note(writer.say("letter-request-cancelled-note"))
}
