//! What letters about a choice of the company say: as things stand when they leave.

use crate::catalogue::AcceptMode;
use crate::correspondence::{Content, LetterKind, WillingFacts};
use crate::desk::choose::may_be_chosen;
use crate::desk::letters::take::{Filling, company_facts};
use crate::intake::{AnonymousNeed, HelpRequestState};
use crate::offers::OfferState;
use crate::store::{Purpose, QueuedLetter, StoredHelpRequest, StoredOffer};

impl Filling<'_> {
    pub(super) fn mode(&self, stored: &StoredHelpRequest) -> AcceptMode {
        self.desk.policy_of(stored).map_or(AcceptMode::First, |policy| policy.mode)
    }

    pub(super) fn choice(&mut self, queued: &QueuedLetter, stored: &StoredHelpRequest) -> Option<Content> {
        let need = AnonymousNeed::from(&stored.help_request);
        let ended = stored.state == HelpRequestState::Unmatched;
        match queued.kind {
            LetterKind::WillingNoted => {
                let offer = self.shelf.offer(queued).filter(|offer| offer.state == OfferState::Willing)?;
                let answer_by = offer.choose_by;
                let shown_until = answer_by.unwrap_or(offer.expires_at).max(offer.expires_at) + self.desk.periods.show_outcome_for;
                let (id, terms, mode) = (offer.id.to_string(), offer.terms.clone(), self.mode(stored));
                let (acting_person, offer) = (offer.acting_person.clone(), self.link(Purpose::AnswerOffer, id, shown_until));
                Some(Content::WillingNoted { need, terms, acting_person, mode, answer_by, offer })
            }
            LetterKind::OfferNotChosen => Some(Content::OfferNotChosen { need, why: self.shelf.offer(queued)?.ended_why? }),
            LetterKind::ChoiceLapsed => Some(Content::ChoiceLapsed { need, ended, status: self.status_link(stored.id) }),
            LetterKind::ChoiceLapsedForBroker => Some(Content::ChoiceLapsedForBroker { company: company_facts(stored), ended }),
            _ => self.choice_to_make(queued, stored, need),
        }
    }

    /// Nothing is said where nobody is left to choose.
    fn choice_to_make(&mut self, queued: &QueuedLetter, stored: &StoredHelpRequest, need: AnonymousNeed) -> Option<Content> {
        let shelf = self.shelf;
        let willing: Vec<&StoredOffer> = shelf.offers(stored.id).iter().filter(|offer| may_be_chosen(offer, self.now)).collect();
        let answer_by = willing.iter().filter_map(|offer| offer.choose_by).min()?;
        if queued.kind == LetterKind::ChoiceForBroker {
            let count = u32::try_from(willing.len()).unwrap_or(u32::MAX);
            return Some(Content::ChoiceForBroker { company: company_facts(stored), willing: count, answer_by });
        }
        let facts = willing.into_iter().filter_map(|offer| {
            let display_name = shelf.person(offer.specialist)?.shown().display_name.clone();
            Some(WillingFacts { display_name, explanation: offer.explanation.clone(), terms: offer.terms.clone() })
        });
        let is_reminder = queued.kind == LetterKind::ChoiceReminder;
        let (people, mode) = (facts.collect(), self.mode(stored));
        Some(Content::ChoiceForCompany { need, people, mode, answer_by, is_reminder, status: self.status_link(stored.id) })
    }
}
