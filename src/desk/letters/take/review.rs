//! Letters about what both sides of a match say about each other. What has been overtaken by a further word is not told any more.

use chrono::Duration;

use crate::correspondence::{Content, Party, ReviewFacts, ReviewWord};
use crate::desk::course::told_of;
use crate::desk::letters::take::Filling;
use crate::desk::match_reviews::ReviewStep;
use crate::engagement::{Reviews, Side};
use crate::store::{Purpose, QueuedLetter, StoredHelpRequest};

impl Filling<'_> {
    pub(super) fn review(&mut self, queued: &QueuedLetter, stored: &StoredHelpRequest) -> Option<Content> {
        let (id, step) = told_of(&queued.cause)?;
        let engagement = self.shelf.engagement(id).filter(|engagement| engagement.state.holds())?;
        let reader = if matches!(queued.party, Party::Company(_)) { Side::Company } else { Side::Specialist };
        let word = self.review_word(self.shelf.reviews(id)?, reader, step)?;
        let other = match reader {
            Side::Company => self.shelf.person(engagement.specialist)?.shown().name.clone(),
            Side::Specialist => stored.help_request.company.name.clone(),
        };
        let page = match reader {
            Side::Company => self.status_link(stored.id),
            Side::Specialist => self.link(Purpose::LeaveEngagement, id.to_string(), self.now + self.desk.periods.follow_for),
        };
        Some(Content::Review(Box::new(ReviewFacts { reader, other, word, page })))
    }

    fn review_word(&self, reviews: &Reviews, reader: Side, step: &str) -> Option<ReviewWord> {
        let rules = self.desk.catalogue.reviews();
        let shown_at = reviews.shown_at(rules)?;
        match step.parse().ok()? {
            ReviewStep::Waits => {
                let still = reviews.by(reader).is_none() && self.now < shown_at;
                still.then_some(ReviewWord::Waits { shown_at })
            }
            ReviewStep::Shown => {
                reviews.seen_by(reader, rules, self.now)?;
                Some(ReviewWord::Shown { reply_until: shown_at + Duration::days(i64::from(rules.reply_days)) })
            }
            ReviewStep::Replied => reviews.by(reader)?.reply.as_ref().map(|_| ReviewWord::Replied),
            ReviewStep::Judged { author, .. } => {
                let objection = reviews.judged(author)?;
                let (taken_out, reason) = (objection.taken_out, objection.reason.clone());
                Some(ReviewWord::Judged { is_own: author == reader, taken_out, reason })
            }
        }
    }
}
