//! Letters and answers to them by mail.

use crate::correspondence::{ByReply, ReplyOutcome};
use crate::ids::Token;
use crate::intake::AnonymousNeed;
use crate::post::letters::{Body, Writer};

impl Body {
    /// How the letter can be answered by a mail, if it can.
    pub(super) fn by_reply(self, writer: &Writer<'_>) -> Self {
        match writer.letter.by_reply {
            ByReply::Nothing => self,
            ByReply::Declining => self.note(writer.say("letter-note-reply-declining")),
            ByReply::Both => self.note(writer.say("letter-note-reply")),
        }
    }
}

/// What became of an answer by mail, in the words of the page.
pub(super) fn result(writer: &Writer<'_>, need: &AnonymousNeed, outcome: ReplyOutcome, offer: Option<&Token>) -> Body {
    let title = writer.say(&format!("outcome-{}", outcome.code()));
    let mut body = Body::new(writer.with("letter-reply-subject", &[("outcome", &title)]))
        .paragraph(writer.with("letter-reply-lead", &[("place", &writer.place(&need.prefecture))]))
        .paragraph(writer.say(&format!("outcome-{}-text", outcome.code())));
    if let Some(offer) = offer {
        body = body.button(writer.say("letter-offer-button"), writer.link("offers", offer));
    }
    body = body.facts(writer.topic_facts(need));
    // Whoever was not understood may write better; a yes that was not enough is not enough the next time.
    if outcome == ReplyOutcome::NotUnderstood { body.by_reply(writer) } else { body }
}
