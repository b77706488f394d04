//! What letters about a match say, and those about its end.

use crate::correspondence::{Content, LetterKind, SpecialistFacts, WithdrawalFacts};
use crate::desk::Refusal;
use crate::desk::letters::take::{Filling, company_facts};
use crate::engagement::{EngagementState, Side};
use crate::ids::SpecialistId;
use crate::intake::AnonymousNeed;
use crate::store::{Purpose, QueuedLetter, StoreError, StoredHelpRequest};
use crate::values::Prose;

impl Filling<'_, '_> {
    /// A match that was withdrawn before its letter left is told by the letters about that.
    pub(super) fn matched(&mut self, queued: &QueuedLetter, stored: &StoredHelpRequest) -> Result<Option<Content>, Refusal> {
        let holding = self.tx.find_holding_engagement(stored.id)?;
        let Some(engagement) = holding.filter(|engagement| queued.offer == Some(engagement.offer)) else { return Ok(None) };
        let (mut company, terms) = (company_facts(stored), engagement.terms);
        if let Some(terms) = &terms {
            company.need = terms.applied_to(&company.need);
        }
        if queued.kind == LetterKind::MatchForSpecialist {
            let until = self.now + self.desk.periods.follow_for;
            let leave = self.link(Purpose::LeaveEngagement, engagement.id.to_string(), until)?;
            return Ok(Some(Content::MatchForSpecialist { company, terms, leave }));
        }
        let Some(specialist) = self.specialist_facts(engagement.specialist)? else { return Ok(None) };
        Ok(Some(match queued.kind {
            LetterKind::MatchForCompany => {
                Content::MatchForCompany { specialist, need: company.need, terms, status: self.status_link(stored.id)? }
            }
            _ => Content::MatchForBroker { company, specialist, terms },
        }))
    }

    pub(super) fn withdrawn(&mut self, queued: &QueuedLetter, stored: &StoredHelpRequest) -> Result<Option<Content>, Refusal> {
        let Ok(id) = queued.cause.parse() else { return Ok(None) };
        let Some(engagement) = self.tx.find_engagement(id)? else { return Ok(None) };
        let Some(person) = self.tx.find_specialist(engagement.specialist)? else { return Ok(None) };
        let company = company_facts(stored);
        let withdrawal = WithdrawalFacts {
            company: company.company.name.clone(),
            specialist: person.specialist.name,
            by: if engagement.state == EngagementState::NoShow { Side::Company } else { Side::Specialist },
            // It was checked when it was typed.
            reason: Prose::parse(&engagement.ended_reason.unwrap_or_default(), usize::MAX).unwrap_or_default(),
        };
        let need = AnonymousNeed::from(&stored.help_request);
        Ok(Some(match queued.kind {
            LetterKind::WithdrawnForCompany => Content::WithdrawnForCompany { need, withdrawal, status: self.status_link(stored.id)? },
            LetterKind::WithdrawnForSpecialist => Content::WithdrawnForSpecialist { need, withdrawal },
            _ => Content::WithdrawnForBroker { company, withdrawal },
        }))
    }

    fn specialist_facts(&mut self, id: SpecialistId) -> Result<Option<SpecialistFacts>, StoreError> {
        Ok(self.tx.find_specialist(id)?.map(|stored| {
            let person = stored.specialist;
            SpecialistFacts {
                name: person.name,
                registration_number: person.registration.number.as_str().to_owned(),
                valid_until: person.registration.valid_until,
                addresses: person.contacts.into_iter().map(|contact| contact.address).collect(),
                prefecture: person.base.prefecture,
                municipality: person.base.municipality,
                qualifications: person.qualifications,
            }
        }))
    }
}
