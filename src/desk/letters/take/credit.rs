//! Letters about claims of credits. What was answered or taken back meanwhile asks nothing any more.

use crate::correspondence::{Content, CreditFacts, CreditWord, LetterKind};
use crate::credits::{ClaimState, Draw};
use crate::desk::letters::take::{Filling, Reader};
use crate::ids::ClaimId;
use crate::store::{Purpose, QueuedLetter, StoredClaim, StoredSpecialist};
use crate::values::Line;
use chrono::Duration;

impl Filling<'_> {
    pub(super) fn approver(&self, id: ClaimId) -> Option<Reader> {
        let approver = self.shelf.claim(id)?.claim.approver.clone()?;
        Some(Reader { name: approver.name, to: vec![approver.address?], language: approver.language })
    }

    pub(super) fn credit(&mut self, queued: &QueuedLetter, claim: &StoredClaim, person: &StoredSpecialist) -> Option<Content> {
        let facts = CreditFacts { activity: claim.claim.activity.clone() };
        let approver = claim.claim.approver.clone();
        match queued.kind {
            LetterKind::CreditAsked | LetterKind::CreditReminder => {
                let days = self.desk.catalogue.activities().approval.end_days;
                let ends_at = claim.made_at + Duration::days(i64::from(days));
                if claim.state != ClaimState::Waiting || self.now >= ends_at {
                    return None;
                }
                // The link outlives its use, so that whoever comes too late is told so.
                let page = self.link(Purpose::ApproveCredit, claim.id.to_string(), ends_at + self.desk.periods.show_outcome_for);
                Some(Content::CreditAsked { specialist: person.shown().name.clone(), facts, role: approver?.role, ends_at, page })
            }
            LetterKind::CreditDecided => {
                let is_told = matches!(claim.state, ClaimState::Entered | ClaimState::Declined | ClaimState::Lapsed);
                let reason = claim.claim.reason.clone();
                is_told.then_some(Content::CreditDecided { facts, approver: approver?.name, state: claim.state, reason })
            }
            _ => {
                let reason = claim.question.as_ref().and_then(|text| Line::parse(text, usize::MAX).ok())?;
                let word = match (claim.state, claim.draw) {
                    (ClaimState::Struck, _) => CreditWord::Struck,
                    (ClaimState::Entered, Some(Draw::Questioned)) => CreditWord::Questioned,
                    _ => return None,
                };
                Some(Content::CreditQuestioned { facts, word, reason })
            }
        }
    }
}
