//! The offers of a specialist, for the own page: what waits for an answer first, by its deadline, then what was matched, then all else from the newest on.

use crate::clock::Moment;
use crate::correspondence::{LetterKind, Party};
use crate::desk::{Desk, Refusal};
use crate::engagement::EngagementState;
use crate::ids::{LetterId, OfferId, SpecialistId};
use crate::intake::{AnonymousNeed, Company, HelpRequestState, Need};
use crate::offers::OfferState;
use crate::store::{StoredOffer, TimedEngagement, Tx};

/// One offer as its reader may know it.
#[derive(Clone, Debug)]
pub struct OwnOffer {
    pub id: OfferId,
    pub need: AnonymousNeed,
    pub state: OfferState,
    pub made_at: Moment,
    pub expires_at: Moment,
    /// Whether an answer can still be given.
    pub open: bool,
    /// The company, once the reader was matched with it and as long as that holds.
    pub company: Option<Box<Matched>>,
    /// Whether the reader was matched with a company that is still on record, so that there is somebody to complain about.
    pub can_complain: bool,
}

/// A company that the reader was matched with.
#[derive(Clone, Debug)]
pub struct Matched {
    pub company: Company,
    pub need: Need,
    pub at: Moment,
    /// The letter about the match: an entry in a calendar that comes from here and from there is one entry.
    pub letter: Option<LetterId>,
}

/// What came of offers, in figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OwnFigures {
    pub offers: usize,
    pub open: usize,
    pub answered: usize,
    pub won: usize,
}

pub async fn list_own_offers(desk: &Desk, id: SpecialistId) -> Result<Vec<OwnOffer>, Refusal> {
    let now = desk.clock.now();
    desk.store
        .read(move |tx| {
            let (mut told, engagements) = (Vec::new(), tx.list_engagements_of(id)?);
            for (offer, _) in tx.list_offers_to(id)? {
                told.push(one(tx, offer, &engagements, now)?);
            }
            told.sort_by_key(|offer| match (offer.open, &offer.company) {
                (true, _) => (0, offer.expires_at.timestamp()),
                (false, Some(matched)) => (1, -matched.at.timestamp()),
                (false, None) => (2, -offer.made_at.timestamp()),
            });
            Ok(told)
        })
        .await
}

/// One of them; another's is none.
pub async fn look_at_own_offer(desk: &Desk, id: SpecialistId, offer: OfferId) -> Result<OwnOffer, Refusal> {
    let now = desk.clock.now();
    desk.store
        .read(move |tx| {
            let found = tx.find_offer(offer)?.filter(|offer| offer.specialist == id).ok_or(Refusal::NotFound)?;
            let engagements = tx.list_engagements_of(id)?;
            one(tx, found, &engagements, now)
        })
        .await
}

fn one(tx: &mut Tx<'_>, offer: StoredOffer, engagements: &[TimedEngagement], now: Moment) -> Result<OwnOffer, Refusal> {
    let stored = tx.find_help_request(offer.help_request)?.ok_or(Refusal::NotFound)?;
    let holds = tx.find_holding_engagement(offer.help_request)?.is_some_and(|held| held.offer == offer.id);
    let engaged = engagements.iter().find(|one| one.engagement.offer == offer.id);
    let can_complain = engaged.is_some() && !stored.help_request.company.is_of_nobody();
    let company = match holds {
        true => {
            let party = Party::Specialist(offer.specialist);
            let letter = tx.find_letter_about(LetterKind::MatchForSpecialist, party, &offer.id.to_string())?;
            let opened = engaged.map(|one| one.opened_at);
            let (company, need) = (stored.help_request.company.clone(), stored.help_request.need.clone());
            Some(Box::new(Matched { company, need, at: opened.unwrap_or(offer.made_at), letter: letter.map(|letter| letter.id) }))
        }
        false => None,
    };
    Ok(OwnOffer {
        id: offer.id,
        need: AnonymousNeed::from(&stored.help_request),
        open: offer.state.is_open() && now < offer.expires_at && stored.state == HelpRequestState::Open,
        state: offer.state,
        made_at: offer.made_at,
        expires_at: offer.expires_at,
        company,
        can_complain,
    })
}

pub(super) fn figures(tx: &mut Tx<'_>, id: SpecialistId) -> Result<OwnFigures, Refusal> {
    let offers = tx.list_offers_to(id)?;
    let count = |is: fn(OfferState) -> bool| offers.iter().filter(|(offer, _)| is(offer.state)).count();
    let engagements = tx.list_engagements_of(id)?;
    Ok(OwnFigures {
        offers: offers.len(),
        open: count(OfferState::is_open),
        answered: offers.iter().filter(|(offer, _)| offer.answered_at.is_some()).count(),
        won: engagements.iter().filter(|one| one.engagement.state == EngagementState::Running).count(),
    })
}
