//! Letters and answers to them by mail.

use crate::correspondence::{ByReply, Content, LetterKind, Party, ReplyOutcome};
use crate::desk::letters::take::Filling;
use crate::intake::AnonymousNeed;
use crate::store::{QueuedLetter, StoredHelpRequest};

impl Filling<'_> {
    /// What became of an answer by mail, by the letter's cause. Where an answer was still possible then and is not now, another letter has said why.
    pub(super) fn reply_result(&mut self, queued: &QueuedLetter, need: AnonymousNeed) -> Option<Content> {
        let outcome = queued.cause.rsplit('/').next().and_then(ReplyOutcome::find)?;
        if !outcome.is_open() {
            return Some(Content::ReplyResult { need, outcome, offer: None });
        }
        let offer = self.open_offer(queued)?;
        Some(Content::ReplyResult { need, outcome, offer: Some(self.offer_link(offer)) })
    }

    /// What the reader can say by simply replying. A yes has to be certain to come from one person: it is where nothing more is asked for, or where a
    /// mail server vouches for the writer.
    pub(super) fn by_reply(&self, queued: &QueuedLetter, help_request: Option<&StoredHelpRequest>) -> ByReply {
        let carries = matches!(queued.kind, LetterKind::Offer | LetterKind::OfferReminder | LetterKind::ReplyResult);
        let Some((replies, stored)) = self.desk.replies.filter(|_| carries).zip(help_request) else { return ByReply::Nothing };
        let shared = match queued.party {
            Party::Specialist(id) => self.shelf.person(id).is_none_or(|person| person.specialist.shares_mailbox()),
            _ => true,
        };
        let asks_for_code = self.desk.policy_of(stored).is_none_or(|policy| policy.code_for_forwarded);
        if shared || (asks_for_code && !replies.are_vouched) { ByReply::Declining } else { ByReply::Both }
    }
}
