//! What letters about a choice of the company say: as things stand when they leave.

use crate::catalogue::AcceptMode;
use crate::correspondence::{Content, LetterKind, WillingFacts};
use crate::desk::Refusal;
use crate::desk::choose::may_be_chosen;
use crate::desk::letters::take::{Filling, company_facts};
use crate::ids::SpecialistId;
use crate::intake::{AnonymousNeed, HelpRequestState};
use crate::offers::OfferState;
use crate::store::{Purpose, QueuedLetter, StoredHelpRequest, StoredOffer};

impl Filling<'_, '_> {
    pub(super) fn mode(&self, stored: &StoredHelpRequest) -> AcceptMode {
        self.desk.policy_of(stored).map_or(AcceptMode::First, |policy| policy.mode)
    }

    pub(super) fn choice(&mut self, queued: &QueuedLetter, stored: &StoredHelpRequest) -> Result<Option<Content>, Refusal> {
        let need = AnonymousNeed::from(&stored.help_request);
        let offer = queued.offer.map(|id| self.tx.find_offer(id)).transpose()?.flatten();
        let ended = stored.state == HelpRequestState::Unmatched;
        Ok(match queued.kind {
            LetterKind::WillingNoted => match offer.filter(|offer| offer.state == OfferState::Willing) {
                Some(StoredOffer { id, terms, choose_by, expires_at, .. }) => {
                    let shown_until = choose_by.unwrap_or(expires_at).max(expires_at) + self.desk.periods.show_outcome_for;
                    let offer = self.link(Purpose::AnswerOffer, id.to_string(), shown_until)?;
                    Some(Content::WillingNoted { need, terms, mode: self.mode(stored), answer_by: choose_by, offer })
                }
                None => None,
            },
            LetterKind::OfferNotChosen => offer.and_then(|offer| offer.ended_why).map(|why| Content::OfferNotChosen { need, why }),
            LetterKind::ChoiceLapsed => Some(Content::ChoiceLapsed { need, ended, status: self.status_link(stored.id)? }),
            LetterKind::ChoiceLapsedForBroker => Some(Content::ChoiceLapsedForBroker { company: company_facts(stored), ended }),
            _ => self.choice_to_make(queued, stored, need)?,
        })
    }

    /// Nothing is said where nobody is left to choose.
    fn choice_to_make(
        &mut self,
        queued: &QueuedLetter,
        stored: &StoredHelpRequest,
        need: AnonymousNeed,
    ) -> Result<Option<Content>, Refusal> {
        let now = self.now;
        let willing: Vec<StoredOffer> = self.tx.list_offers(stored.id)?.into_iter().filter(|offer| may_be_chosen(offer, now)).collect();
        let Some(answer_by) = willing.iter().filter_map(|offer| offer.choose_by).min() else { return Ok(None) };
        if queued.kind == LetterKind::ChoiceForBroker {
            let count = u32::try_from(willing.len()).unwrap_or(u32::MAX);
            return Ok(Some(Content::ChoiceForBroker { company: company_facts(stored), willing: count, answer_by }));
        }
        let ids: Vec<SpecialistId> = willing.iter().map(|offer| offer.specialist).collect();
        let people = self.tx.list_specialists_by_id(&ids)?;
        let facts = willing.into_iter().filter_map(|offer| {
            let person = people.iter().find(|person| person.id == offer.specialist)?;
            Some(WillingFacts { display_name: person.specialist.display_name.clone(), explanation: offer.explanation, terms: offer.terms })
        });
        let is_reminder = queued.kind == LetterKind::ChoiceReminder;
        let (people, mode) = (facts.collect(), self.mode(stored));
        Ok(Some(Content::ChoiceForCompany { need, people, mode, answer_by, is_reminder, status: self.status_link(stored.id)? }))
    }
}
