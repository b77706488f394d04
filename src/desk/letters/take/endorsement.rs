//! Letters about recommendations. What has been overtaken by a further step is not told any more.

use crate::brokering::EndorsementState;
use crate::clock::in_japan;
use crate::correspondence::{Content, EndorsementFacts, LetterKind, Party};
use crate::desk::endorsements::{can_be_seen, told_of};
use crate::desk::letters::notices::Endorsed;
use crate::desk::letters::take::Filling;
use crate::store::{Purpose, QueuedLetter};

impl Filling<'_> {
    pub(super) fn endorsement(&mut self, queued: &QueuedLetter, endorsed: &Endorsed) -> Option<Content> {
        let Endorsed { stored, person, org } = endorsed;
        let endorsement = &stored.endorsement;
        let (told, ends_soon) = told_of(&queued.cause)?;
        if told != endorsement.state.code() {
            return None;
        }
        let is_own = matches!(queued.party, Party::Specialist(_));
        // An organisation gets no word of somebody whom it cannot see any more; that one is forgotten is said without a name.
        let is_gone = endorsement.state == EndorsementState::Gone;
        if !is_own && !is_gone && !can_be_seen(person, in_japan(self.now).date_naive()) {
            return None;
        }
        let asks = queued.kind == LetterKind::EndorsementAsked;
        let answer_by = asks.then(|| endorsement.answer_by(self.desk.catalogue.endorsements()));
        if answer_by.is_some_and(|at| at <= self.now) {
            return None;
        }
        let until = self.now + self.desk.periods.follow_for;
        let page = is_own.then(|| self.link(Purpose::AnswerEndorsement, stored.id.to_string(), until));
        Some(Content::Endorsement(Box::new(EndorsementFacts {
            org: org.name.clone(),
            specialist: person.shown().display_name.clone(),
            asked_at: endorsement.asked_at,
            terms: endorsement.terms.clone(),
            state: endorsement.state,
            answer_by,
            ends_soon,
            page,
        })))
    }
}
