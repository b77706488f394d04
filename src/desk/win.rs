//! Winning: what an acceptance brings about, and a choice of the company too. Whoever calls this has just moved the help request from open to
//! matched, and so holds its row.

use std::collections::HashSet;

use crate::clock::Moment;
use crate::correspondence::{LetterKind, Party};
use crate::desk::brokering::in_charge;
use crate::desk::choose::pass_over;
use crate::desk::letters::{offer_letter, queue_letters};
use crate::desk::{Desk, Refusal};
use crate::engagement::Course;
use crate::events::{Event, Withdrawal};
use crate::offers::{Ended, OfferState};
use crate::store::{LetterToQueue, StoreError, StoredHelpRequest, StoredOffer, Tx};
use crate::values::Line;

/// Whether the person of an offer has room for one more engagement.
pub(super) fn has_room(tx: &mut Tx<'_>, offer: &StoredOffer, now: Moment) -> Result<bool, StoreError> {
    // Locked, so that two acceptances of one person for different help requests count one another.
    let locked = tx.lock_specialists(&[offer.specialist])?;
    let running = tx.records_of(&[offer.specialist], now)?.get(&offer.specialist).map_or(0, |record| record.engagements);
    Ok(locked.first().is_some_and(|stored| running < u16::from(stored.specialist.max_engagements)))
}

/// Who wins what.
pub(super) struct Win<'a> {
    pub stored: &'a StoredHelpRequest,
    /// It has just been marked as accepted.
    pub offer: &'a StoredOffer,
    /// Who acts for the winner, where several people share the mailbox.
    pub acting: Option<&'a Line>,
    /// All offers of the help request, as they were when they were held.
    pub all: &'a [StoredOffer],
    /// How the offers of those end who were willing too.
    pub others: Ended,
}

/// Opens the engagement of the winner, and ends all other offers of the help request.
pub(super) fn win(desk: &Desk, tx: &mut Tx<'_>, now: Moment, won: &Win<'_>) -> Result<(), Refusal> {
    let Win { stored, offer, acting, all, others } = *won;
    let (ids, help_request, specialist) = (&desk.ids, offer.help_request, offer.specialist);
    let engagement = ids.fresh(now);
    let wakes_at = Course::begin(now).wakes_at(desk.catalogue.engagement()).unwrap_or(now);
    tx.add_engagement(engagement, offer, acting, wakes_at, now)?;
    tx.record(ids.fresh(now), &Event::OfferAccepted { help_request, offer: offer.id, specialist }, now)?;
    tx.record(ids.fresh(now), &Event::EngagementOpened { help_request, engagement, specialist }, now)?;
    let broker = in_charge(tx, stored)?;
    let parties = [
        Some((LetterKind::MatchForCompany, Party::Company(help_request))),
        Some((LetterKind::MatchForSpecialist, Party::Specialist(specialist))),
        broker.map(|org| (LetterKind::MatchForBroker, Party::SupportOrg(org))),
    ];
    let letter = |(kind, party)| {
        let letter = LetterToQueue { id: ids.fresh(now), kind, party, cause: offer.id.to_string(), help_request, offer: Some(offer.id) };
        (letter, now)
    };
    let mut letters: Vec<(LetterToQueue, Moment)> = parties.into_iter().flatten().map(letter).collect();
    for other in all.iter().filter(|other| other.id != offer.id && other.state == OfferState::Willing) {
        pass_over(desk, tx, now, other, others)?;
    }
    let open: Vec<&StoredOffer> = all.iter().filter(|other| other.id != offer.id && other.state.is_open()).collect();
    let filled =
        if open.is_empty() { HashSet::new() } else { tx.mark_offers_filled(&open.iter().map(|other| other.id).collect::<Vec<_>>())? };
    let tell_others = desk.policy_of(stored).is_none_or(|policy| policy.tell_others);
    for other in open.into_iter().filter(|other| filled.contains(&other.id)) {
        let (offer, specialist) = (other.id, other.specialist);
        let event = Event::OfferWithdrawn { help_request, offer, specialist, why: Withdrawal::FilledByOther };
        tx.record(ids.fresh(now), &event, now)?;
        if tell_others {
            letters.push((offer_letter(ids, now, LetterKind::OfferFilled, other), now));
        }
    }
    queue_letters(tx, ids, now, letters)
}
