//! Letters about the work after a match: what the other side did, and what the reader can do next. Each has one button, to the page of the engagement.

use crate::calendar::Entry;
use crate::correspondence::{CourseFacts, DisputeFacts, LetterKind};
use crate::engagement::{Ending, Session, SessionState, Sheet, Side, Stage, Version};
use crate::ids::EngagementId;
use crate::post::letters::{Body, Writer};
use crate::wording::{spent, yen};

pub(super) fn told(writer: &Writer<'_>, facts: &CourseFacts) -> Body {
    // A person is addressed as one; a company's name stands as it is, as in the letter about the match.
    let name = match facts.reader {
        Side::Company => writer.with("letter-course-name", &[("name", facts.other.as_str())]),
        Side::Specialist => facts.other.as_str().to_owned(),
    };
    let until = facts.ends_at.map(|at| writer.moment(at)).unwrap_or_default();
    let with = [("name", name.as_str()), ("until", until.as_str())];
    let body = match writer.letter.kind {
        LetterKind::TermsProposed => {
            let body = Body::new(writer.with("letter-terms-proposed-subject", &with))
                .paragraph(writer.with("letter-terms-proposed-lead", &with))
                .paragraph(writer.say("letter-terms-proposed-next"));
            sheet(body, writer, facts.course.proposed())
        }
        LetterKind::TermsAgreed => {
            let next = match facts.reader {
                Side::Specialist => "letter-terms-agreed-next-specialist",
                Side::Company => "letter-terms-agreed-next-company",
            };
            let body = Body::new(writer.with("letter-terms-agreed-subject", &with))
                .paragraph(writer.with("letter-terms-agreed-lead", &with))
                .paragraph(writer.say(next));
            sheet(body, writer, facts.course.agreed())
        }
        LetterKind::SessionSet => session(writer, facts, &with),
        LetterKind::ReportToConfirm => {
            let report = facts.course.report.as_ref();
            let spent = writer.spent(report.map_or(0, |report| report.minutes));
            let mut body = Body::new(writer.with("letter-report-subject", &with))
                .paragraph(writer.with("letter-report-lead", &with))
                .facts(vec![(writer.say("letter-report-hours"), spent)]);
            let (met, held) = facts.course.met_of_held();
            if met > 0 {
                body = body.paragraph(writer.with("letter-report-met", &[("met", &met.to_string()), ("held", &held.to_string())]));
            }
            if let Some(words) = report.map(|report| report.words.as_str()).filter(|words| !words.is_empty()) {
                body = body.heading(writer.say("letter-report-words")).paragraph(words.to_owned());
            }
            let is_first = report.is_none_or(|report| report.rounds == 0);
            let body = if is_first { dropped(body, writer, facts, &with) } else { body };
            body.paragraph(writer.with("letter-report-next", &with)).note(writer.with("letter-report-silence", &with))
        }
        LetterKind::HoursDisputed => disputed(writer, facts, &with),
        LetterKind::DisputePutBefore => put_before(writer, facts, &with),
        LetterKind::EngagementEnded => {
            let body = ended(writer, facts, &with);
            // The company was asked about the report, and the specialist about other hours: whoever had such a letter has read it there.
            let is_first = facts.reader == Side::Specialist && facts.course.report.as_ref().is_some_and(|report| report.dispute.is_none());
            if is_first { dropped(body, writer, facts, &with) } else { body }
        }
        _ => {
            let lead = match facts.course.stage {
                Stage::Confirming => "letter-course-reminder-confirming",
                Stage::Disputed => "letter-course-reminder-disputed",
                Stage::Working if facts.course.proposed().is_none() => "letter-course-reminder-working",
                _ => "letter-course-reminder-terms",
            };
            Body::new(writer.with("letter-course-reminder-subject", &with))
                .paragraph(writer.with(lead, &with))
                .note(writer.with("letter-course-reminder-until", &with))
        }
    };
    let label = match writer.letter.kind {
        LetterKind::ReportToConfirm => "letter-report-button",
        _ => "letter-course-button",
    };
    body.button(writer.say(label), writer.link("engagements", &facts.page))
}

/// What terms come to; the whole of them stands on the page.
fn sheet(body: Body, writer: &Writer<'_>, version: Option<&Version>) -> Body {
    let Some(Version { sheet, .. }) = version else { return body };
    let Sheet { scope, starts_on, ends_on, .. } = sheet;
    let period = writer.with("letter-terms-period", &[("from", &writer.date(*starts_on)), ("until", &writer.date(*ends_on))]);
    let facts = [
        ("letter-terms-scope", scope.as_str().to_owned()),
        ("letter-terms-total", yen(writer.language, sheet.total_yen())),
        ("letter-terms-days", period),
    ];
    let team = sheet.team.len().to_string();
    let team = (!sheet.team.is_empty()).then(|| ("letter-terms-team", writer.with("letter-terms-team-count", &[("count", &team)])));
    body.facts(facts.into_iter().chain(team).map(|(label, value)| (writer.say(label), value)).collect())
}

fn session(writer: &Writer<'_>, facts: &CourseFacts, with: &[(&str, &str)]) -> Body {
    let Some(session) = &facts.session else { return Body::new(writer.with("letter-session-subject", with)) };
    let Session { begins, planned_minutes, state, .. } = session;
    let when = vec![
        (writer.say("letter-session-when"), writer.moment(*begins)),
        (writer.say("letter-session-length"), writer.spent(*planned_minutes)),
    ];
    let summary = writer.with("letter-session-summary", with);
    let entry = Entry::session(facts.engagement, session, summary, writer.say("letter-session-description"));
    match state {
        SessionState::Planned => {
            let lead = if session.moved == 0 { "letter-session-lead" } else { "letter-session-lead-moved" };
            Body::new(writer.with("letter-session-subject", with))
                .paragraph(writer.with(lead, with))
                .facts(when)
                .note(writer.say("letter-session-note"))
                .entries(entry)
        }
        SessionState::NoShow { .. } => {
            // Hours are recorded by the specialist alone.
            let note = match facts.reader {
                Side::Specialist => "letter-session-missed-note-specialist",
                Side::Company => "letter-session-missed-note-company",
            };
            Body::new(writer.with("letter-session-missed-subject", with))
                .paragraph(writer.with("letter-session-missed-lead", with))
                .facts(when)
                .note(writer.with(note, with))
        }
        SessionState::Cancelled | SessionState::Held { .. } => Body::new(writer.with("letter-session-cancelled-subject", with))
            .paragraph(writer.with("letter-session-cancelled-lead", with))
            .facts(when)
            .paragraph(writer.say("letter-session-cancelled-calendar"))
            .note(writer.say("letter-session-cancelled-note"))
            .entries(entry),
    }
}

/// What was planned still when the work was reported.
fn dropped(body: Body, writer: &Writer<'_>, facts: &CourseFacts, with: &[(&str, &str)]) -> Body {
    called_off(body, writer, (facts.engagement, facts.course.dropped()), with, "letter-session-dropped-calendar")
}

/// Sessions that are off with the work itself, each as an entry that takes it out of the reader's calendar; `why` says why they are.
pub(super) fn called_off<'s>(
    body: Body,
    writer: &Writer<'_>,
    (engagement, sessions): (EngagementId, impl Iterator<Item = &'s Session>),
    with: &[(&str, &str)],
    why: &'static str,
) -> Body {
    let entry = |session| {
        let summary = writer.with("letter-session-summary", with);
        Entry::session(engagement, session, summary, writer.say("letter-session-dropped-description"))
    };
    let entries: Vec<Entry> = sessions.filter_map(entry).collect();
    if entries.is_empty() {
        return body;
    }
    body.heading(writer.say("letter-session-dropped"))
        .list(entries.iter().map(|entry| writer.moment(entry.begins)).collect())
        .paragraph(writer.say(why))
        .entries(entries)
}

fn disputed(writer: &Writer<'_>, facts: &CourseFacts, with: &[(&str, &str)]) -> Body {
    let body = Body::new(writer.with("letter-disputed-subject", with)).paragraph(writer.with("letter-disputed-lead", with));
    let report = facts.course.report.as_ref();
    let Some((report, dispute)) = report.and_then(|report| Some((report, report.dispute.as_ref()?))) else { return body };
    let body = body
        .facts(vec![
            (writer.say("letter-disputed-reported"), writer.spent(report.minutes)),
            (writer.say("letter-disputed-said"), writer.spent(dispute.minutes)),
        ])
        .heading(writer.say("letter-disputed-why"))
        .paragraph(dispute.words.as_str().to_owned());
    // Who has answered once has had this letter before.
    let body = if report.rounds == 0 { dropped(body, writer, facts, with) } else { body };
    body.paragraph(writer.say("letter-disputed-next")).note(writer.with("letter-disputed-silence", with))
}

/// For the side that did not put it there.
fn put_before(writer: &Writer<'_>, facts: &CourseFacts, with: &[(&str, &str)]) -> Body {
    let report = facts.course.report.as_ref();
    let said = report.and_then(|report| report.dispute.as_ref()).map_or(0, |dispute| dispute.minutes);
    Body::new(writer.with("letter-put-before-subject", with))
        .paragraph(writer.with("letter-put-before-lead", with))
        .facts(hours(writer, report.map_or(0, |report| report.minutes), said))
        .paragraph(writer.say("letter-put-before-next"))
        .note(writer.with("letter-to-decide-silence", with))
}

/// For the support organisation.
pub(super) fn to_decide(writer: &Writer<'_>, facts: &DisputeFacts) -> Body {
    let until = facts.ends_at.map(|at| writer.moment(at)).unwrap_or_default();
    let with = [("company", facts.company.as_str()), ("specialist", facts.specialist.as_str()), ("until", until.as_str())];
    if let Some(minutes) = facts.settled {
        return Body::new(writer.with("letter-not-to-decide-subject", &with))
            .for_organisation()
            .paragraph(writer.with("letter-not-to-decide-lead", &with))
            .facts(vec![(writer.say("letter-ended-hours"), writer.spent(minutes))])
            .paragraph(writer.say("letter-not-to-decide-next"));
    }
    let lead = if facts.is_reminder { "letter-to-decide-lead-again" } else { "letter-to-decide-lead" };
    Body::new(writer.with("letter-to-decide-subject", &with))
        .for_organisation()
        .paragraph(writer.with(lead, &with))
        .facts(hours(writer, facts.reported, facts.said))
        .paragraph(writer.say("letter-to-decide-next"))
        .button(writer.say("letter-to-decide-button"), format!("{}/disputes/{}", writer.desk.public_url, facts.engagement))
        .note(writer.with("letter-to-decide-silence", &with))
}

fn hours(writer: &Writer<'_>, reported: u32, said: u32) -> Vec<(String, String)> {
    vec![(writer.say("letter-disputed-reported"), writer.spent(reported)), (writer.say("letter-disputed-said"), writer.spent(said))]
}

fn ended(writer: &Writer<'_>, facts: &CourseFacts, with: &[(&str, &str)]) -> Body {
    let hours = vec![(writer.say("letter-ended-hours"), writer.spent(facts.course.confirmed_minutes()))];
    let subject = writer.with("letter-ended-subject", with);
    let decided = matches!(facts.course.ending, Some(Ending::Decided { .. }));
    let judging = facts.course.report.as_ref().and_then(|report| report.judging.as_ref()).filter(|_| decided);
    if let Some(reason) = judging.and_then(|judging| judging.reason.as_ref()) {
        return Body::new(subject)
            .paragraph(writer.with("letter-ended-decided", with))
            .facts(hours)
            .heading(writer.say("letter-ended-decided-why"))
            .paragraph(reason.as_str().to_owned());
    }
    match (facts.course.stage, facts.reader) {
        (Stage::Lapsed, _) => Body::new(subject).paragraph(writer.with("letter-ended-lapsed", with)).note(writer.say("letter-ended-note")),
        (Stage::Unconfirmed, Side::Specialist) => Body::new(subject).paragraph(writer.with("letter-ended-unconfirmed-specialist", with)),
        (Stage::Unconfirmed, Side::Company) => Body::new(subject).paragraph(writer.with("letter-ended-unconfirmed-company", with)),
        (_, Side::Specialist) => {
            let mut body = Body::new(subject).paragraph(writer.with("letter-ended-closed-specialist", with)).facts(hours);
            // Whoever was asked about other hours may be about to answer.
            let asked = facts.course.report.as_ref().is_some_and(|report| report.dispute.is_some());
            if asked && matches!(facts.course.ending, Some(Ending::Confirmed { .. })) {
                body = body.paragraph(writer.with("letter-ended-after-all", with));
            }
            body.paragraph(review(writer)).note(writer.say("letter-ended-room"))
        }
        (_, Side::Company) => {
            Body::new(subject).paragraph(writer.with("letter-ended-closed-company", with)).facts(hours).paragraph(review(writer))
        }
    }
}

/// That both sides can say how it was.
fn review(writer: &Writer<'_>) -> String {
    writer.with("letter-ended-review", &[("days", &writer.desk.catalogue.reviews().open_days.to_string())])
}

impl Writer<'_> {
    /// Hours and minutes, in words.
    pub(super) fn spent(&self, minutes: u32) -> String {
        spent(self.language, minutes)
    }
}
