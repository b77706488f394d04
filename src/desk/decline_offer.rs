//! A specialist declines an offer. Declining has no disadvantage; when nobody else is left to answer, the next wave goes out at once.

use crate::clock::Moment;
use crate::desk::accept_offer::offer_of;
use crate::desk::{Desk, Press, Refusal};
use crate::events::Event;
use crate::offers::{Decline, DeclineForm, OfferState};
use crate::seals::Action;
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

pub async fn decline_offer(desk: &Desk, press: Press, form: DeclineForm) -> Result<Declination, Refusal> {
    let decline = form.check(&desk.catalogue)?;
    let acting = desk.clone();
    desk.store.write(move |tx| do_decline(&acting, tx, acting.clock.now(), &press, &decline)).await
}

fn do_decline(desk: &Desk, tx: &mut Tx<'_>, now: Moment, press: &Press, decline: &Decline) -> Result<Declination, Refusal> {
    let ids = &desk.ids;
    let offer = offer_of(tx, &press.token, now)?;
    // The offer first: whether a press that was no use anyway came with a value matters to nobody.
    if tx.mark_offer_declined(offer.id, decline, now)? {
        desk.spend(tx, press, Action::Decline, now)?;
        let (help_request, specialist, reason) = (offer.help_request, offer.specialist, decline.reason.clone());
        tx.record(ids.fresh(now), &Event::OfferDeclined { help_request, offer: offer.id, specialist, reason }, now)?;
        return Ok(Declination::Declined);
    }
    let state = tx.find_offer(offer.id)?.map(|offer| offer.state);
    Ok(if state == Some(OfferState::Accepted) { Declination::AcceptedBefore } else { Declination::OverAlready })
}
