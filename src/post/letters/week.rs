//! A support organisation's week: what became of its help requests, and how the others stand.

use chrono::{Days, NaiveDate};

use crate::correspondence::{WeekLine, WeekStanding};
use crate::post::letters::{Body, Writer};

/// How many help requests of a kind are named; of more than these only the number is told.
const NAMED: usize = 50;

pub(super) fn told(writer: &Writer<'_>, monday: NaiveDate, lines: &[WeekLine]) -> Body {
    let (from, until) = (writer.date(monday), writer.date(monday + Days::new(6)));
    let dates = [("from", from.as_str()), ("until", until.as_str())];
    let body = Body::new(writer.with("letter-week-subject", &dates)).for_organisation().paragraph(writer.with("letter-week-lead", &dates));
    let is_matched = |line: &WeekLine| matches!(line.standing, WeekStanding::Matched { .. });
    let is_unmatched = |line: &WeekLine| matches!(line.standing, WeekStanding::Unmatched);
    let unmatched: Vec<&WeekLine> = lines.iter().filter(|line| is_unmatched(line)).collect();
    let advice = (!unmatched.is_empty()).then(|| writer.say("letter-week-unmatched-advice"));
    let body = section(writer, body, "letter-week-matched", lines.iter().filter(|line| is_matched(line)).collect());
    let mut body = section(writer, body, "letter-week-unmatched", unmatched);
    if let Some(advice) = advice {
        body = body.paragraph(advice);
    }
    let others = lines.iter().filter(|line| !is_matched(line) && !is_unmatched(line)).collect();
    section(writer, body, "letter-week-open", others).note(writer.say("letter-week-note"))
}

fn section(writer: &Writer<'_>, body: Body, heading: &str, lines: Vec<&WeekLine>) -> Body {
    if lines.is_empty() {
        return body;
    }
    let mut items: Vec<String> = lines.iter().take(NAMED).map(|line| item(writer, line)).collect();
    if lines.len() > NAMED {
        items.push(writer.with("letter-week-more", &[("count", &(lines.len() - NAMED).to_string())]));
    }
    body.heading(writer.with(heading, &[("count", &lines.len().to_string())])).list(items)
}

fn item(writer: &Writer<'_>, line: &WeekLine) -> String {
    let (company, topic) = (line.company.company.name.as_str(), writer.topic_of(&line.company.need));
    let (key, name) = match &line.standing {
        WeekStanding::Matched { specialist } => ("letter-week-line-matched", specialist.as_str()),
        WeekStanding::Unmatched => ("letter-week-line-unmatched", ""),
        WeekStanding::Asking => ("letter-week-line-asking", ""),
        WeekStanding::WaitsForRoom => ("letter-week-line-waits", ""),
        WeekStanding::CompanyChooses => ("letter-week-line-chooses", ""),
    };
    writer.with(key, &[("company", company), ("topic", &topic), ("name", name)])
}
