//! The letter about an entry that operators have hidden, or show again.

use crate::post::letters::{Body, Writer};
use crate::values::Line;

pub(super) fn reviewed(writer: &Writer<'_>, reason: Option<&Line>) -> Body {
    let place = format!("{}/me", writer.desk.public_url);
    match reason {
        Some(reason) => Body::new(writer.say("letter-hidden-subject"))
            .paragraph(writer.say("letter-hidden-lead"))
            .heading(writer.say("letter-hidden-reason"))
            .paragraph(reason.as_str().to_owned())
            .heading(writer.say("letter-hidden-then"))
            .list(writer.say_all(&["letter-hidden-offers", "letter-hidden-match", "letter-hidden-change"]))
            .button(writer.say("letter-hidden-button"), place),
        None => Body::new(writer.say("letter-shown-subject"))
            .paragraph(writer.say("letter-shown-lead"))
            .button(writer.say("letter-hidden-button"), place),
    }
}
