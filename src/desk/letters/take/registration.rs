//! Letters about a registration that does not hold, or holds again, and which letters may name the title at all.

use crate::correspondence::{Content, LetterKind, Party};
use crate::desk::letters::notices::Notice;
use crate::desk::letters::shelf::{tells_of_a_choice, tells_of_a_match};
use crate::desk::letters::take::{Filling, company_facts};
use crate::ids::SpecialistId;
use crate::intake::AnonymousNeed;
use crate::offers::OfferState;
use crate::store::{QueuedLetter, StoredHelpRequest, StoredSpecialist};

impl Filling<'_> {
    /// Whoever stands otherwise by now hears of that instead.
    pub(super) fn standing(&self, kind: LetterKind, person: &StoredSpecialist) -> Option<Content> {
        let standing = &person.standing;
        let (finding, as_of) = standing.finding.zip(standing.as_of)?;
        match kind {
            LetterKind::RegistrationSuspended => standing.suspended.then_some(Content::RegistrationSuspended { finding, as_of }),
            _ => standing.is_verified().then_some(Content::RegistrationRestored { as_of }),
        }
    }

    /// A match that was withdrawn meanwhile, or a registration that holds again, needs no such letter.
    pub(super) fn registration_lost(&mut self, queued: &QueuedLetter, stored: &StoredHelpRequest) -> Option<Content> {
        let engagement = self.shelf.holding_engagement(queued.offer)?;
        let person = self.shelf.person(engagement.specialist).filter(|person| person.standing.suspended)?;
        let (specialist, as_of) = (person.shown().name.clone(), person.standing.as_of?);
        Some(match queued.kind {
            LetterKind::RegistrationLostForCompany => {
                let need = AnonymousNeed::from(&stored.help_request);
                Content::RegistrationLostForCompany { need, specialist, as_of, status: self.status_link(stored.id) }
            }
            _ => Content::RegistrationLostForBroker { company: company_facts(stored), specialist, as_of },
        })
    }

    /// Whether a letter is to, or about, somebody who may not carry the title.
    pub(super) fn is_untitled(&self, queued: &QueuedLetter) -> bool {
        let reader = match queued.party {
            Party::Specialist(id) => Some(id),
            _ => None,
        };
        let offers = queued.help_request.map_or(&[][..], |id| self.shelf.offers(id));
        let willing = offers.iter().filter(|offer| tells_of_a_choice(queued.kind) && offer.state == OfferState::Willing);
        let matched = self.shelf.engagements_of(queued.help_request).filter(|_| tells_of_a_match(queued.kind));
        let about = willing.map(|offer| offer.specialist).chain(matched.map(|engagement| engagement.specialist));
        let unverified = |person: &StoredSpecialist| !person.standing.is_verified();
        let mut named = reader.into_iter().chain(about).filter_map(|id: SpecialistId| self.shelf.person(id));
        let unreachable = match self.shelf.notice(queued.id) {
            Some(Notice::Unreachable(person) | Notice::Credit(_, person)) => unverified(person),
            _ => false,
        };
        // Whether the holder of an account is a specialist is not asked: such letters need no title.
        let holder = matches!(queued.party, Party::Account(_));
        holder || unreachable || named.any(unverified)
    }
}
