//! Letters some time after the work: whether the company has acted on it, and that it wanted to look again. Short, and with one button.

use crate::correspondence::{LetterKind, OutcomeFacts};
use crate::post::letters::{Body, Writer};
use crate::wording::menu_name;

pub(super) fn told(writer: &Writer<'_>, facts: &OutcomeFacts) -> Body {
    let (date, joiner) = (writer.date(facts.ended_on), writer.say("letter-joiner"));
    let menus: Vec<String> = facts.menus.iter().map(|code| menu_name(writer.language, writer.desk.catalogue, code)).collect();
    let menus = menus.join(&joiner);
    let with = [("name", facts.specialist.as_str()), ("date", date.as_str()), ("menus", menus.as_str())];
    if writer.letter.kind == LetterKind::CheckAgain {
        return Body::new(writer.with("letter-check-again-subject", &with))
            .paragraph(writer.with("letter-check-again-lead", &with))
            .paragraph(writer.say("letter-check-again-next"))
            .button(writer.say("letter-check-again-button"), outcome_link(writer, facts))
            .note(writer.say("letter-check-again-note"));
    }
    let (subject, note) = match facts.is_reminder {
        false => ("letter-outcome-subject", "letter-outcome-note"),
        true => ("letter-outcome-subject-again", "letter-outcome-note-again"),
    };
    Body::new(writer.with(subject, &with))
        .paragraph(writer.with("letter-outcome-lead", &with))
        .paragraph(writer.say("letter-outcome-next"))
        .button(writer.say("letter-outcome-button"), outcome_link(writer, facts))
        .note(writer.say(note))
        .note(writer.say("letter-outcome-who-sees"))
}

fn outcome_link(writer: &Writer<'_>, facts: &OutcomeFacts) -> String {
    format!("{}/outcome", writer.link("engagements", &facts.page))
}
