//! A specialist declines an offer. Declining has no disadvantage; when nobody else is left to answer, the next wave goes out at once.

use crate::clock::Moment;
use crate::desk::accept_offer::offer_of;
use crate::desk::pause_offers::rest_after_declining;
use crate::desk::{Desk, NotBefore, NotBeforeForm, Press, Refusal};
use crate::events::Event;
use crate::offers::{Decline, DeclineForm, OfferState};
use crate::seals::Action;
use crate::store::{StoredOffer, Tx};

/// What became of a refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Declination {
    Declined,
    /// The offer had been declined, had lapsed or had been withdrawn: nothing more to do.
    OverAlready,
    /// The person had accepted; declining by this page is not possible any more.
    AcceptedBefore,
}

/// `not_before` is what the person says about the time to come, if anything.
pub async fn decline_offer(desk: &Desk, press: Press, form: DeclineForm, not_before: NotBeforeForm) -> Result<Declination, Refusal> {
    let (decline, not_before) = match (form.check(&desk.catalogue), not_before.check(desk.clock.today())) {
        (Ok(decline), Ok(not_before)) => (decline, not_before),
        (decline, not_before) => {
            let errors = [decline.err(), not_before.err()].into_iter().flatten().flatten();
            return Err(Refusal::Fields(errors.collect()));
        }
    };
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            let now = acting.clock.now();
            let offer = offer_of(tx, &press.token, now)?;
            let declination = self::decline(&acting, tx, now, &offer, &decline, not_before.as_ref())?;
            // Whether a press that was no use anyway came with a value matters to nobody.
            if declination == Declination::Declined {
                acting.spend(tx, &press, Action::Decline, now)?;
            }
            Ok(declination)
        })
        .await
}

/// Declines an offer in the name of its reader, by whatever way that was said.
pub(super) fn decline(
    desk: &Desk,
    tx: &mut Tx<'_>,
    now: Moment,
    offer: &StoredOffer,
    decline: &Decline,
    not_before: Option<&NotBefore>,
) -> Result<Declination, Refusal> {
    let ids = &desk.ids;
    let rests = not_before.is_some() || desk.catalogue.decline_reason(&decline.reason).is_some_and(|reason| reason.park_days.is_some());
    if rests {
        // The person before the offer, as everywhere.
        tx.lock_specialists(&[offer.specialist])?;
    }
    if tx.mark_offer_declined(offer.id, decline, now)? {
        let (help_request, specialist, reason) = (offer.help_request, offer.specialist, decline.reason.clone());
        tx.record(ids.fresh(now), &Event::OfferDeclined { help_request, offer: offer.id, specialist, reason }, now)?;
        if rests {
            rest_after_declining(desk, tx, now, offer, &decline.reason, not_before)?;
        }
        return Ok(Declination::Declined);
    }
    let accepted = tx.find_offer(offer.id)?.is_some_and(|offer| offer.state == OfferState::Accepted);
    let holds = accepted && tx.find_holding_engagement(offer.help_request)?.is_some_and(|engagement| engagement.offer == offer.id);
    Ok(if holds { Declination::AcceptedBefore } else { Declination::OverAlready })
}
