//! Letters to companies about their support organisation asking for them.

use chrono::NaiveDate;

use crate::ids::Token;
use crate::post::letters::{Body, Writer};
use crate::values::Line;

pub(super) fn asked(writer: &Writer<'_>, org: &Line, company: &Line, page: &Token) -> Body {
    let names = [("org", org.as_str()), ("company", company.as_str())];
    Body::new(writer.with("letter-member-subject", &names))
        .paragraph(writer.with("letter-member-lead", &names))
        .list(writer.say_all(&["letter-member-what", "letter-member-when", "letter-member-back"]))
        .button(writer.say("letter-member-button"), writer.link("consents", page))
        .note(writer.with("letter-member-silence", &names))
}

/// The company may know nothing of the paper: how to object comes first.
pub(super) fn noted(writer: &Writer<'_>, org: &Line, company: &Line, paper: (&str, NaiveDate), page: &Token) -> Body {
    let day = writer.date(paper.1);
    let facts = [("org", org.as_str()), ("company", company.as_str()), ("clerk", paper.0), ("day", day.as_str())];
    Body::new(writer.with("letter-member-noted-subject", &facts))
        .paragraph(writer.with("letter-member-noted-lead", &facts))
        .paragraph(writer.say("letter-member-noted-object"))
        .button(writer.say("letter-member-noted-button"), writer.link("consents", page))
        .note(writer.say("letter-member-back"))
}
