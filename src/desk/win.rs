//! Winning: what an acceptance brings about, and a choice of the company too. Whoever calls this has just moved the help request from open to
//! matched, and so holds its row.

use crate::clock::Moment;
use crate::correspondence::{LetterKind, Party};
use crate::desk::choose::pass_over;
use crate::desk::letters::{queue_letter, queue_offer_letter};
use crate::desk::{Desk, Refusal};
use crate::events::{Event, Withdrawal};
use crate::offers::Ended;
use crate::store::{LetterToQueue, StoreError, StoredOffer, Tx};
use crate::values::Line;

/// Whether the person of an offer has room for one more engagement.
pub(super) fn has_room(tx: &mut Tx<'_>, offer: &StoredOffer, now: Moment) -> Result<bool, StoreError> {
    // Locked, so that two acceptances of one person for different help requests count one another.
    let locked = tx.lock_specialists(&[offer.specialist])?;
    let running = tx.records_of(&[offer.specialist], now)?.get(&offer.specialist).map_or(0, |record| record.engagements);
    Ok(locked.first().is_some_and(|stored| running < u16::from(stored.specialist.max_engagements)))
}

/// Opens the engagement of an offer that has just been marked as accepted by `acting`, where several people share the mailbox, and ends all other
/// offers of its help request: those whose readers were willing as `others`.
pub(super) fn win(
    desk: &Desk,
    tx: &mut Tx<'_>,
    now: Moment,
    offer: &StoredOffer,
    acting: Option<&Line>,
    others: Ended,
) -> Result<(), Refusal> {
    let (ids, help_request, specialist) = (&desk.ids, offer.help_request, offer.specialist);
    let engagement = ids.fresh(now);
    tx.add_engagement(engagement, offer, acting, now)?;
    tx.record(ids.fresh(now), &Event::OfferAccepted { help_request, offer: offer.id, specialist }, now)?;
    tx.record(ids.fresh(now), &Event::EngagementOpened { help_request, engagement, specialist }, now)?;
    let stored = tx.find_help_request(help_request)?.ok_or(Refusal::NotFound)?;
    let letters = [
        Some((LetterKind::MatchForCompany, Party::Company(help_request))),
        Some((LetterKind::MatchForSpecialist, Party::Specialist(specialist))),
        stored.support_org.map(|org| (LetterKind::MatchForBroker, Party::SupportOrg(org))),
    ];
    for (kind, party) in letters.into_iter().flatten() {
        let letter = LetterToQueue { id: ids.fresh(now), kind, party, cause: offer.id.to_string(), help_request, offer: Some(offer.id) };
        queue_letter(tx, ids, now, letter)?;
    }
    let tell_others = desk.policy_of(&stored).is_none_or(|policy| policy.tell_others);
    for other in tx.list_offers(help_request)? {
        if other.id == offer.id || pass_over(desk, tx, now, &other, others)? {
            continue;
        }
        if tx.mark_offer_filled(other.id)? {
            let (offer, specialist) = (other.id, other.specialist);
            let event = Event::OfferWithdrawn { help_request, offer, specialist, why: Withdrawal::FilledByOther };
            tx.record(ids.fresh(now), &event, now)?;
            if tell_others {
                queue_offer_letter(tx, ids, now, LetterKind::OfferFilled, &other)?;
            }
        }
    }
    Ok(())
}
