//! Letters about what both sides of a match say about each other. None holds a word of it: that stands on the page, where its reader is who may read it.

use crate::correspondence::{ReviewFacts, ReviewWord};
use crate::engagement::Side;
use crate::post::letters::{Body, Writer};

pub(super) fn told(writer: &Writer<'_>, facts: &ReviewFacts) -> Body {
    let name = match facts.reader {
        Side::Company => writer.with("letter-course-name", &[("name", facts.other.as_str())]),
        Side::Specialist => facts.other.as_str().to_owned(),
    };
    let name = [("name", name.as_str())];
    match &facts.word {
        ReviewWord::Waits { shown_at } => {
            let until = writer.moment(*shown_at);
            let next = [("until", until.as_str()), name[0]];
            Body::new(writer.with("letter-review-waits-subject", &name))
                .paragraph(writer.with("letter-review-waits-lead", &name))
                .paragraph(writer.with("letter-review-waits-next", &next))
                .button(writer.say("letter-review-waits-button"), page(writer, facts))
                .note(writer.say("letter-review-waits-note"))
        }
        ReviewWord::Shown { reply_until } => Body::new(writer.with("letter-review-shown-subject", &name))
            .paragraph(writer.with("letter-review-shown-lead", &name))
            .button(writer.say("letter-review-shown-button"), page(writer, facts))
            .note(writer.with("letter-review-shown-note", &[("until", &writer.moment(*reply_until))])),
        ReviewWord::Replied => Body::new(writer.with("letter-review-replied-subject", &name))
            .paragraph(writer.with("letter-review-replied-lead", &name))
            .button(writer.say("letter-review-shown-button"), page(writer, facts)),
        ReviewWord::Judged { is_own, taken_out, reason } => {
            let lead = match (is_own, taken_out) {
                (true, true) => "letter-review-judged-own-out",
                (true, false) => "letter-review-judged-own-kept",
                (false, true) => "letter-review-judged-other-out",
                (false, false) => "letter-review-judged-other-kept",
            };
            Body::new(writer.with("letter-review-judged-subject", &name))
                .paragraph(writer.with(lead, &name))
                .heading(writer.say("letter-review-judged-why"))
                .paragraph(reason.as_str().to_owned())
                .button(writer.say("letter-review-shown-button"), page(writer, facts))
                .note(writer.say("letter-review-judged-note"))
        }
    }
}

fn page(writer: &Writer<'_>, facts: &ReviewFacts) -> String {
    format!("{}/review", writer.link("engagements", &facts.page))
}
