//! The letter about a wider circle: which changes would bring more people, or which were made because the company said so.

use crate::clock::spoken_date;
use crate::ids::Token;
use crate::intake::AnonymousNeed;
use crate::matching::Change;
use crate::post::letters::{Body, Writer};
use crate::wording::yen;

pub(super) fn wider(writer: &Writer<'_>, need: &AnonymousNeed, changes: &[Change], noted: bool, status: &Token) -> Body {
    let told = changes.iter().map(|change| sentence(writer, change)).collect();
    let [subject, lead, then, button, note] = if noted {
        [
            "letter-circle-noted-subject",
            "letter-circle-noted-lead",
            "letter-circle-noted-then",
            "letter-circle-noted-button",
            "letter-circle-noted-note",
        ]
    } else {
        [
            "letter-circle-asked-subject",
            "letter-circle-asked-lead",
            "letter-circle-asked-then",
            "letter-circle-asked-button",
            "letter-circle-asked-note",
        ]
    };
    Body::new(writer.say(subject))
        .paragraph(writer.say(lead))
        .list(told)
        .paragraph(writer.say(then))
        .button(writer.say(button), writer.status_link(status))
        .note(writer.say(note))
        .facts(writer.topic_facts(need))
}

fn sentence(writer: &Writer<'_>, change: &Change) -> String {
    let figure = match change {
        Change::SpreadOver { weeks } => Some(("weeks", writer.with("weeks-count", &[("count", &weeks.to_string())]))),
        Change::MoveStart { to } => Some(("date", spoken_date(*to, writer.language))),
        Change::RaiseBudget { to_yen } => Some(("yen", yen(writer.language, u64::from(*to_yen)))),
        Change::WorkFromAfar | Change::AnyTime | Change::WidenRegion | Change::AcceptSellers => None,
    };
    let args: Vec<(&str, &str)> = figure.iter().map(|(name, value)| (*name, value.as_str())).collect();
    writer.with(&format!("change-{}", change.code()), &args)
}
