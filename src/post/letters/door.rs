//! Letters about who presses: the code for a browser that nobody knows, the pause of offers,
//! and the same help request again.

use chrono::NaiveDate;

use crate::clock::Moment;
use crate::correspondence::EarlierRequest;
use crate::ids::Token;
use crate::intake::AnonymousNeed;
use crate::offers::Terms;
use crate::post::letters::{Body, Writer};
use crate::seals::Code;

/// The code stands in the text and not in the subject, which shows on locked screens.
pub(super) fn code(
    writer: &Writer<'_>,
    need: &AnonymousNeed,
    (code, terms): (&Code, Option<&Terms>),
    offer: &Token,
    valid_until: Moment,
) -> Body {
    Body::new(writer.say("letter-code-subject"))
        .paragraph(writer.with("letter-code-lead", &[("place", &writer.place(&need.prefecture))]))
        .heading(writer.with("letter-code-code", &[("code", &code.reveal())]))
        .paragraph(writer.with("letter-code-until", &[("until", &writer.moment(valid_until))]))
        .button(writer.say("letter-code-button"), writer.link("offers", offer))
        .terms(writer, terms)
        .facts(writer.topic_facts(need))
        .note(writer.say("letter-code-note-stranger"))
}

/// Sent to everybody who pauses by a link, so that nobody is silenced by somebody who got the letter forwarded.
pub(super) fn paused(writer: &Writer<'_>, again_on: NaiveDate, page: &Token) -> Body {
    let day = writer.date(again_on);
    Body::new(writer.with("letter-paused-subject", &[("date", &day)]))
        .paragraph(writer.with("letter-paused-lead", &[("date", &day)]))
        .button(writer.say("letter-paused-button"), writer.link("pauses", page))
        .note(writer.say("letter-paused-note-open"))
        .note(writer.say("letter-paused-note-stranger"))
}

/// The same help request came twice from one address. Which of them counts is asked here and not on the page, where a stranger could learn that there
/// is one already.
pub(super) fn same(writer: &Writer<'_>, need: &AnonymousNeed, earlier: &EarlierRequest, confirm: &Token, valid_until: Moment) -> Body {
    let (button, path) = match earlier.confirmed {
        true => ("letter-same-button-follow", "help-requests/status"),
        false => ("letter-same-button-confirm", "help-requests/confirm"),
    };
    Body::new(writer.say("letter-same-subject"))
        .paragraph(writer.with("letter-same-lead", &[("sent", &writer.moment(earlier.sent_at))]))
        .button(writer.say(button), writer.link(path, &earlier.page))
        .paragraph(writer.with("letter-same-anyway", &[("until", &writer.moment(valid_until))]))
        .button(writer.say("letter-same-button-anyway"), writer.link("help-requests/confirm", confirm))
        .facts(writer.plain_facts(need))
        .note(writer.say("letter-confirm-note-stranger"))
}
