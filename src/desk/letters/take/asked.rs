//! What a company is told when people have been asked: those of a wave, or one by name.

use crate::correspondence::Content;
use crate::desk::letters::take::Filling;
use crate::ids::OfferId;
use crate::intake::Urgency;
use crate::store::{QueuedLetter, StoredHelpRequest};

impl Filling<'_> {
    pub(super) fn people_asked(&mut self, queued: &QueuedLetter, stored: &StoredHelpRequest) -> Option<Content> {
        if let Some((_, offer)) = queued.cause.rsplit_once("by-name-") {
            let offer = offer.parse().ok()?;
            return self.asked_by_name(offer, stored);
        }
        let wave = queued.cause.rsplit_once("wave-").and_then(|(_, number)| number.parse().ok()).unwrap_or(stored.waves);
        let of_wave = || self.shelf.offers(stored.id).iter().filter(|offer| offer.wave == wave);
        let answer_by = of_wave().map(|offer| offer.expires_at).max()?;
        let asked = u32::try_from(of_wave().count()).unwrap_or(u32::MAX);
        let incident = stored.help_request.need.urgency == Urgency::Incident;
        let beside = self.shelf.offers(stored.id).iter().any(|offer| offer.wave < wave && offer.state.is_open());
        let mode = self.mode(stored);
        Some(Content::PeopleAsked { asked, wave, beside, mode, answer_by, incident, status: self.status_link(stored.id) })
    }

    /// One person was asked besides the waves.
    fn asked_by_name(&mut self, id: OfferId, stored: &StoredHelpRequest) -> Option<Content> {
        let offers = self.shelf.offers(stored.id);
        let answer_by = offers.iter().find(|offer| offer.id == id)?.expires_at;
        let beside = offers.iter().any(|offer| offer.id != id && offer.state.is_open());
        // Read as "one more" where others were asked before.
        let wave = if offers.len() > 1 { 2 } else { 1 };
        let incident = stored.help_request.need.urgency == Urgency::Incident;
        let mode = self.mode(stored);
        Some(Content::PeopleAsked { asked: 1, wave, beside, mode, answer_by, incident, status: self.status_link(stored.id) })
    }
}
