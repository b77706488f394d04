//! The letter about a webhook that is switched off.

use crate::clock::Moment;
use crate::post::letters::{Body, Writer};
use crate::values::Line;

pub(super) fn off(writer: &Writer<'_>, label: &Line, host: &str, gone: bool, since: Moment) -> Body {
    let since = writer.moment(since);
    let lead = if gone { "letter-webhook-gone-lead" } else { "letter-webhook-failed-lead" };
    Body::new(writer.with("letter-webhook-subject", &[("label", label.as_str())]))
        .for_organisation()
        .paragraph(writer.with(lead, &[("label", label.as_str()), ("since", &since)]))
        .facts(vec![(writer.say("letter-webhook-label"), label.as_str().to_owned()), (writer.say("letter-webhook-host"), host.to_owned())])
        .paragraph(writer.say("letter-webhook-ask"))
        .note(writer.say("letter-webhook-note"))
}
