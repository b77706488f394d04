//! Letters about a team: the question to whoever may come along, and what became of somebody's place in it. Each has one button.

use crate::clock::Moment;
use crate::correspondence::{TeamFacts, TeamReader};
use crate::engagement::TeamState;
use crate::ids::Token;
use crate::intake::AnonymousNeed;
use crate::post::letters::{Body, Writer};
use crate::values::Line;
use crate::wording::team_role_name;

pub(super) fn asked(
    writer: &Writer<'_>,
    need: &AnonymousNeed,
    lead: &Line,
    (role, hours_percent): (&str, u8),
    ends_at: Moment,
    page: &Token,
) -> Body {
    let role = team_role_name(writer.language, writer.desk.catalogue, role);
    let (until, part) = (writer.moment(ends_at), hours_percent.to_string());
    let with = [("lead", lead.as_str()), ("role", role.as_str()), ("until", until.as_str()), ("part", part.as_str())];
    Body::new(writer.with("letter-team-asked-subject", &with))
        .paragraph(writer.with("letter-team-asked-lead", &with))
        .facts(vec![
            (writer.say("letter-team-role"), role.clone()),
            (writer.say("letter-team-part"), writer.with("letter-team-part-of", &with)),
        ])
        .heading(writer.say("letter-team-asked-need"))
        .facts(writer.plain_facts(need))
        .paragraph(writer.say("letter-team-asked-next"))
        .button(writer.say("letter-team-asked-button"), writer.link("team", page))
        .note(writer.with("letter-team-asked-silence", &with))
}

pub(super) fn told(writer: &Writer<'_>, facts: &TeamFacts) -> Body {
    let role = team_role_name(writer.language, writer.desk.catalogue, &facts.role);
    let company = facts.company.as_ref().map_or("", Line::as_str);
    let member = match &facts.member {
        Some(name) => writer.with("letter-course-name", &[("name", name.as_str())]),
        None if facts.is_guest => writer.say("letter-team-nobody-outside"),
        None => writer.say("letter-team-nobody"),
    };
    let with = [("member", member.as_str()), ("lead", facts.lead.as_str()), ("company", company), ("role", role.as_str())];
    let [subject, lead] = sentences(facts);
    let mut body = Body::new(writer.with(subject, &with)).paragraph(writer.with(lead, &with));
    if facts.state == TeamState::Finished && facts.minutes > 0 {
        body = body.facts(vec![(writer.say("letter-team-hours"), writer.spent(facts.minutes))]);
        if !facts.is_guest {
            body = body.note(writer.say("letter-team-credits"));
        }
    }
    if let Some(parting) = &facts.parting {
        body = body.heading(writer.say("letter-team-why")).paragraph(parting.as_str().to_owned());
    }
    if matches!(facts.state, TeamState::Declined | TeamState::Unreachable) && facts.is_guest {
        body = body.facts(vec![(writer.say("letter-team-role"), role.clone())]);
    }
    if facts.state == TeamState::Willing {
        body = body.note(writer.with("letter-team-willing-next", &with));
    }
    let page = if facts.reader == TeamReader::Member { "team" } else { "engagements" };
    body.button(writer.say("letter-team-button"), writer.link(page, &facts.page))
}

/// Subject, and what is said first.
fn sentences(facts: &TeamFacts) -> [&'static str; 2] {
    use TeamReader::{Company, Lead, Member};
    match (facts.state, facts.reader) {
        (TeamState::Willing, _) => ["letter-team-willing-subject", "letter-team-willing-lead"],
        (TeamState::Declined, _) => ["letter-team-declined-subject", "letter-team-declined-lead"],
        (TeamState::Joined, Member) => ["letter-team-joined-subject-member", "letter-team-joined-member"],
        (TeamState::Joined, _) => ["letter-team-joined-subject", "letter-team-joined-lead"],
        (TeamState::Left, _) => ["letter-team-left-subject", "letter-team-left-lead"],
        (TeamState::TakenOut, Member) => ["letter-team-out-subject-member", "letter-team-out-member"],
        (TeamState::TakenOut, _) => ["letter-team-out-subject", "letter-team-out-lead"],
        (TeamState::Finished, _) if facts.minutes > 0 => ["letter-team-finished-subject", "letter-team-finished-hours"],
        (TeamState::Finished, _) => ["letter-team-finished-subject", "letter-team-finished-none"],
        (TeamState::Unreachable, _) => ["letter-team-unreachable-subject", "letter-team-unreachable-lead"],
        (TeamState::Lapsed | TeamState::Invited, Member) => ["letter-team-lapsed-subject-member", "letter-team-lapsed-member"],
        (TeamState::Lapsed | TeamState::Invited, Lead | Company) => ["letter-team-lapsed-subject", "letter-team-lapsed-lead"],
    }
}
