//! A specialist gives or withdraws one word of consent on the own page. What follows is the same as everywhere: the person is out of the index and of the
//! public search at once, and open offers end.

use crate::active_list::{ConsentForm, ConsentRecord, LISTING};
use crate::desk::change_specialist::replace;
use crate::desk::{Desk, Refusal};
use crate::engagement::EngagementState;
use crate::ids::SpecialistId;

/// How the person stands with each scope, and what a withdrawal would end.
#[derive(Clone, Debug)]
pub struct OwnConsents {
    /// Every word, oldest first.
    pub words: Vec<ConsentRecord>,
    /// Offers that would be withdrawn with the consent to be listed.
    pub open_offers: usize,
    /// Matches, which go on in any case.
    pub running: usize,
}

impl OwnConsents {
    /// The latest word of a scope.
    pub fn latest(&self, scope: &str) -> Option<&ConsentRecord> {
        self.words.iter().rev().find(|word| word.scope == scope)
    }

    /// Offers that end when `scope` is withdrawn.
    pub fn ends(&self, scope: &str) -> usize {
        if scope == LISTING { self.open_offers } else { 0 }
    }
}

pub async fn look_at_consents(desk: &Desk, id: SpecialistId) -> Result<OwnConsents, Refusal> {
    desk.store
        .read(move |tx| {
            let engagements = tx.list_engagements_of(id)?;
            let running = engagements.iter().filter(|one| one.engagement.state == EngagementState::Running).count();
            Ok(OwnConsents { words: tx.list_consents(id)?, open_offers: tx.list_open_offers_to(id)?.len(), running })
        })
        .await
}

/// Says yes or no to `scope`, in the edition of its words that is in force. The same word again changes nothing; false then.
pub async fn say_consent(desk: &Desk, id: SpecialistId, scope: String, given: bool) -> Result<bool, Refusal> {
    if desk.catalogue.consent_scope(&scope).is_none() {
        return Err(Refusal::NotFound);
    }
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            let version = acting.catalogue.edition("consents").to_owned();
            // Whoever accepts at the same moment waits for the lock of the person, or has been first: then there is a match, which goes on.
            let before = tx.lock_specialists(&[id])?.pop().ok_or(Refusal::NotFound)?;
            let words = tx.list_consents(id)?;
            let last = words.iter().rev().find(|word| word.scope == scope);
            if last.map_or(!given, |word| word.given == given) {
                return Ok(false);
            }
            let word = ConsentForm { scope, version, given };
            replace(&acting, tx, acting.clock.now(), &before, before.specialist.clone(), &[word])?;
            Ok(true)
        })
        .await
}
