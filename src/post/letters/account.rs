//! Letters to those who sign in.

use crate::clock::Moment;
use crate::ids::Token;
use crate::post::letters::{Body, Writer};
use crate::seals::Code;

/// The code stands in the text and not in the subject, which shows on locked screens.
pub(super) fn sign_in(writer: &Writer<'_>, code: &Code, page: &Token, valid_until: Moment) -> Body {
    Body::new(writer.say("letter-sign-in-subject"))
        .paragraph(writer.say("letter-sign-in-lead"))
        .heading(writer.with("letter-sign-in-code", &[("code", &code.reveal())]))
        .paragraph(writer.say("letter-sign-in-link"))
        .button(writer.say("letter-sign-in-button"), writer.link("sign-in", page))
        .paragraph(writer.with("letter-sign-in-until", &[("until", &writer.moment(valid_until))]))
        .note(writer.say("letter-sign-in-note-stranger"))
}

/// Holds no secret: an invitation may lie in a mailbox for weeks.
pub(super) fn invitation(writer: &Writer<'_>, role: &str) -> Body {
    let role = writer.say(&format!("role-{role}"));
    Body::new(writer.say("letter-invitation-subject"))
        .paragraph(writer.with("letter-invitation-lead", &[("role", &role)]))
        .button(writer.say("letter-invitation-button"), format!("{}/sign-in", writer.desk.public_url))
        .note(writer.say("letter-invitation-note-stranger"))
}

/// The last letter: it leads nowhere, since nothing is left to be led to.
pub(super) fn erased(writer: &Writer<'_>, is_company: bool) -> Body {
    let what = if is_company { "letter-erased-company" } else { "letter-erased-specialist" };
    Body::new(writer.say("letter-erased-subject"))
        .paragraph(writer.say(what))
        .paragraph(writer.say("letter-erased-stays"))
        .note(writer.say("letter-erased-note-stranger"))
}
