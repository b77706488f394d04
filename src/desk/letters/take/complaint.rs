//! Letters about complaints. What has been overtaken by a further step is not told any more.

use crate::complaints::Stage;
use crate::correspondence::{ComplaintFacts, ComplaintReader, ComplaintWord, Content, LetterKind, Party};
use crate::desk::complaints::{reader_of, told_of};
use crate::desk::letters::take::Filling;
use crate::store::{Purpose, QueuedLetter};

pub(in crate::desk::letters) fn tells_of_one(kind: LetterKind) -> bool {
    use LetterKind::{ComplaintHearing, ComplaintNews, ComplaintReceived, ComplaintWaiting};
    matches!(kind, ComplaintReceived | ComplaintWaiting | ComplaintHearing | ComplaintNews)
}

impl Filling<'_> {
    pub(super) fn complaint(&mut self, queued: &QueuedLetter) -> Option<Content> {
        let stored = self.shelf.complaint(queued.id)?;
        let (_, word) = told_of(&queued.cause)?;
        let (complaint, reader, rules) = (&stored.complaint, reader_of(stored, queued.party), self.desk.catalogue.complaints());
        let still = match queued.kind {
            LetterKind::ComplaintWaiting => complaint.stage.waits_for_operator(),
            LetterKind::ComplaintHearing => complaint.stage == Stage::Hearing,
            _ => true,
        };
        if !still {
            return None;
        }
        let until = match word {
            ComplaintWord::Hearing => complaint.hearing.as_ref().map(|hearing| hearing.until),
            ComplaintWord::Decided => complaint.appeal_until(rules),
            _ => None,
        };
        let expires_at = self.now + self.desk.periods.follow_for;
        let page = match reader {
            ComplaintReader::Complainant => Some(self.link(Purpose::FollowComplaint, stored.id.to_string(), expires_at)),
            ComplaintReader::Other => Some(self.link(Purpose::AnswerComplaint, stored.id.to_string(), expires_at)),
            ComplaintReader::Operator => None,
        };
        let verdict = complaint.decision().map(|decision| &decision.verdict);
        let facts = ComplaintFacts {
            id: stored.id,
            reader,
            word,
            category: complaint.category.clone(),
            due_on: complaint.due_on,
            until,
            outcome: verdict.map(|verdict| verdict.outcome),
            effect: verdict.map(|verdict| verdict.effect).filter(|_| reader == ComplaintReader::Other),
            to_organisation: matches!(queued.party, Party::Operator | Party::SupportOrg(_)),
            page,
        };
        Some(Content::Complaint(Box::new(facts)))
    }
}
