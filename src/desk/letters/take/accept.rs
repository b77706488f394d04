//! What letters about a match say, those about its end, and the one with the code that an acceptance may need.

use crate::correspondence::{Content, LetterKind, WithdrawalFacts};
use crate::desk::letters::take::{Filling, company_facts, specialist_facts};
use crate::desk::mailbox_code::CODE_HOLDS;
use crate::engagement::{Course, Side};
use crate::intake::AnonymousNeed;
use crate::store::{Purpose, QueuedLetter, StoredHelpRequest};
use crate::values::Prose;

impl Filling<'_> {
    /// A code that is too old by now is not sent any more.
    pub(super) fn code(&mut self, queued: &QueuedLetter, need: AnonymousNeed) -> Option<Content> {
        let valid_until = queued.queued_at + CODE_HOLDS;
        let offer = self.open_offer(queued).filter(|_| self.now < valid_until)?;
        let id = queued.cause.parse().ok()?;
        // Behind this link, what had been typed when the code was sent is there again.
        let shown_until = offer.expires_at + self.desk.periods.show_outcome_for;
        let link = self.link(Purpose::AnswerOffer, format!("{}/{id}", offer.id), shown_until);
        let (code, terms) = (self.desk.secret.code(id), self.shelf.draft(id).and_then(|draft| draft.terms.clone()));
        Some(Content::AcceptanceCode { need, code, terms, offer: link, valid_until })
    }

    /// A match that was withdrawn before its letter left is told by the letters about that.
    pub(super) fn matched(&mut self, queued: &QueuedLetter, stored: &StoredHelpRequest) -> Option<Content> {
        let engagement = self.shelf.holding_engagement(queued.offer)?;
        let (mut company, terms) = (company_facts(stored), engagement.terms.clone());
        if let Some(terms) = &terms {
            company.need = terms.applied_to(&company.need);
        }
        if queued.kind == LetterKind::MatchForSpecialist {
            let until = self.now + self.desk.periods.follow_for;
            let leave = self.link(Purpose::LeaveEngagement, engagement.id.to_string(), until);
            let acting_person = engagement.acting_person.clone();
            return Some(Content::MatchForSpecialist { company, terms, acting_person, leave });
        }
        let specialist = specialist_facts(self.shelf.person(engagement.specialist)?, engagement.acting_person.as_ref());
        Some(match queued.kind {
            LetterKind::MatchForCompany => {
                Content::MatchForCompany { specialist, need: company.need, terms, status: self.status_link(stored.id) }
            }
            _ => Content::MatchForBroker { company, specialist, terms },
        })
    }

    pub(super) fn withdrawn(&mut self, queued: &QueuedLetter, stored: &StoredHelpRequest) -> Option<Content> {
        let engagement = self.shelf.engagement(queued.cause.parse().ok()?)?;
        let person = self.shelf.person(engagement.specialist)?;
        let company = company_facts(stored);
        let withdrawal = WithdrawalFacts {
            company: company.company.name.clone(),
            specialist: person.shown().name.clone(),
            by: if engagement.state == Side::Company.ends_as() { Side::Company } else { Side::Specialist },
            // It was checked when it was typed.
            reason: Prose::parse(engagement.ended_reason.as_deref().unwrap_or_default(), usize::MAX).unwrap_or_default(),
            engagement: engagement.id,
            off: engagement.course.as_ref().map(Course::off_with_it).unwrap_or_default(),
        };
        let need = AnonymousNeed::from(&stored.help_request);
        Some(match queued.kind {
            LetterKind::WithdrawnForCompany => Content::WithdrawnForCompany { need, withdrawal, status: self.status_link(stored.id) },
            LetterKind::WithdrawnForSpecialist => Content::WithdrawnForSpecialist { need, withdrawal },
            _ => Content::WithdrawnForBroker { company, withdrawal },
        })
    }
}
