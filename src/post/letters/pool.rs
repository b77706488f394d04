//! Letters about a specialist whom several companies share over a year.

use chrono::NaiveDate;

use crate::calendar::{Entry, Revision};
use crate::clock::{Moment, in_japan};
use crate::correspondence::{LetterKind, PoolEntry, PoolFacts, PoolVisit};
use crate::pools::MonthWork;
use crate::post::letters::{Body, Writer};
use crate::wording::yen;

pub(super) fn told(writer: &Writer<'_>, facts: &PoolFacts) -> Body {
    let (first, last) = (writer.date(facts.first), writer.date(facts.last));
    let members = facts.members.to_string();
    let with = [("org", facts.org.as_str()), ("pool", facts.name.as_str()), ("from", &first), ("until", &last), ("count", &members)];
    match writer.letter.kind {
        LetterKind::PoolInvited => invited(writer, facts, &with),
        LetterKind::PoolConfirmed => confirmed(writer, facts, &with),
        _ => slots(writer, facts, &with),
    }
}

/// Who the companies are is told after a yes.
fn invited(writer: &Writer<'_>, facts: &PoolFacts, with: &[(&str, &str)]) -> Body {
    let pattern = &facts.pattern;
    let (week, weekday) = (pattern.day.week.to_string(), pattern.day.weekday.to_string().to_lowercase());
    let weekday = writer.say(&format!("weekday-{weekday}"));
    let day = writer.with("pool-pattern-day", &[("week", &week), ("weekday", &weekday)]);
    let slots = pattern.slots.to_string();
    let begins = pattern.begins.format("%H:%M").to_string();
    let length = writer.spent(pattern.slot_minutes);
    let visits = writer.with("pool-pattern-visits", &[("begins", &begins), ("count", &slots), ("length", &length)]);
    let told = vec![
        (writer.say("letter-pool-period"), writer.with("letter-pool-days", with)),
        (writer.say("letter-pool-day"), day),
        (writer.say("letter-pool-visits"), visits),
        (writer.say("letter-pool-fee"), yen(writer.language, pattern.fee_yen)),
        (writer.say("letter-pool-companies"), writer.with("letter-pool-count", with)),
    ];
    Body::new(writer.with("letter-pool-invited-subject", with))
        .paragraph(writer.with("letter-pool-invited-lead", with))
        .facts(told)
        .paragraph(writer.say("letter-pool-invited-next"))
        .button(writer.say("letter-pool-invited-button"), writer.link("pool", &facts.page))
        .note(writer.say("letter-pool-invited-note"))
}

/// The organisation has said that visits took place: what they come to, and where they are entered.
fn confirmed(writer: &Writer<'_>, facts: &PoolFacts, with: &[(&str, &str)]) -> Body {
    let Some(MonthWork { month: (year, month), visits, minutes, .. }) = facts.work else { return slots(writer, facts, with) };
    let month = writer.with("pool-month", &[("year", &year.to_string()), ("month", &month.to_string())]);
    let (visits, hours) = (visits.to_string(), writer.spent(minutes));
    let of_month: Vec<(&str, &str)> = with.iter().copied().chain([("month", month.as_str())]).collect();
    let told = vec![
        (writer.say("letter-pool-confirmed-visits"), writer.with("letter-pool-confirmed-count", &[("count", &visits)])),
        (writer.say("letter-pool-confirmed-hours"), hours),
    ];
    Body::new(writer.with("letter-pool-confirmed-subject", &of_month))
        .paragraph(writer.with("letter-pool-confirmed-lead", &of_month))
        .facts(told)
        .paragraph(writer.say("letter-pool-confirmed-next"))
        .button(writer.say("letter-pool-slots-button"), writer.link("pool", &facts.page))
}

fn slots(writer: &Writer<'_>, facts: &PoolFacts, with: &[(&str, &str)]) -> Body {
    let lead = if facts.for_specialist { "letter-pool-slots-lead-specialist" } else { "letter-pool-slots-lead-member" };
    let mut body = Body::new(writer.with("letter-pool-slots-subject", with)).paragraph(writer.with(lead, with));
    if !facts.lost.is_empty() {
        let lost = facts.lost.iter().map(|moment| writer.moment(*moment)).collect();
        body = body.heading(writer.say("letter-pool-lost")).list(lost);
    }
    body = off(body, writer, facts, with);
    if facts.visits.is_empty() {
        body = body.paragraph(writer.say("letter-pool-none"));
    } else {
        let lines = if facts.for_specialist { days(writer, &facts.visits) } else { visits(writer, &facts.visits) };
        body = body.heading(writer.say("letter-pool-to-come")).list(lines);
    }
    body.button(writer.say("letter-pool-slots-button"), writer.link("pool", &facts.page)).note(writer.say("letter-pool-slots-note"))
}

/// More than these are taken out by the file of the page: nobody opens thirty of them.
const MOST_ENTRIES: usize = 6;

/// Visits that are the reader's no more, as entries that take them out of a calendar.
fn off(body: Body, writer: &Writer<'_>, facts: &PoolFacts, with: &[(&str, &str)]) -> Body {
    if facts.off.is_empty() {
        return body;
    }
    if facts.off.len() > MOST_ENTRIES {
        return body.paragraph(writer.say("letter-pool-off-many"));
    }
    let entry = |one: &PoolEntry| {
        let with: Vec<(&str, &str)> = with.iter().copied().chain([("name", one.visit.with.as_str())]).collect();
        let revision = Revision::of_visit(facts.pool, one.number, one.changed, true);
        let summary = writer.with("pool-entry-summary", &with);
        Entry::visit(revision, one.visit.begins, one.visit.minutes, summary, writer.say("pool-entry-off"))
    };
    body.paragraph(writer.say("letter-session-cancelled-calendar")).entries(facts.off.iter().map(entry))
}

fn visits(writer: &Writer<'_>, visits: &[PoolVisit]) -> Vec<String> {
    let line = |visit: &PoolVisit| {
        let (moment, length) = (writer.moment(visit.begins), writer.spent(visit.minutes));
        writer.with("letter-pool-visit", &[("moment", &moment), ("length", &length), ("name", &visit.with)])
    };
    visits.iter().map(line).collect()
}

/// One line for each day: a year has many visits, and who is visited stands on the page.
fn days(writer: &Writer<'_>, visits: &[PoolVisit]) -> Vec<String> {
    let mut days: Vec<(NaiveDate, Moment, usize)> = Vec::new();
    for visit in visits {
        let day = in_japan(visit.begins).date_naive();
        match days.last_mut().filter(|last| last.0 == day) {
            Some(last) => last.2 += 1,
            None => days.push((day, visit.begins, 1)),
        }
    }
    let line = |(_, begins, count): (NaiveDate, Moment, usize)| {
        writer.with("letter-pool-one-day", &[("moment", &writer.moment(begins)), ("count", &count.to_string())])
    };
    days.into_iter().map(line).collect()
}
