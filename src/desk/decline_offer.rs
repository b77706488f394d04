//! A specialist declines an offer. Declining has no disadvantage; when nobody else is left to answer, the next wave goes out at once.

use crate::clock::Moment;
use crate::desk::accept_offer::offer_of;
use crate::desk::{Desk, Refusal};
use crate::events::Event;
use crate::ids::{Ids, Token};
use crate::offers::{Decline, DeclineForm, OfferState};
use crate::store::Tx;

/// What became of a refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Declination {
    Declined,
    /// The offer had been declined, had lapsed or had been withdrawn: nothing more to do.
    OverAlready,
    /// The person had accepted; declining by this page is not possible any more.
    AcceptedBefore,
}

pub async fn decline_offer(desk: &Desk, token: Token, form: DeclineForm) -> Result<Declination, Refusal> {
    let now = desk.clock.now();
    let decline = form.check(&desk.catalogue)?;
    let ids = desk.ids.clone();
    desk.store.write(move |tx| do_decline(tx, &ids, now, &token, &decline)).await
}

fn do_decline(tx: &mut Tx<'_>, ids: &Ids, now: Moment, token: &Token, decline: &Decline) -> Result<Declination, Refusal> {
    let offer = offer_of(tx, token, now)?;
    if tx.mark_offer_declined(offer.id, decline, now)? {
        let (help_request, specialist, reason) = (offer.help_request, offer.specialist, decline.reason.clone());
        tx.record(ids.fresh(now), &Event::OfferDeclined { help_request, offer: offer.id, specialist, reason }, now)?;
        return Ok(Declination::Declined);
    }
    let state = tx.find_offer(offer.id)?.map(|offer| offer.state);
    Ok(if state == Some(OfferState::Accepted) { Declination::AcceptedBefore } else { Declination::OverAlready })
}
