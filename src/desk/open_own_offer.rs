//! Whoever is signed in opens one of their offers: a link is made as a letter has one, good as long, and the browser counts as one whose reader reads the
//! mailbox, since signing in has shown just that (docs/decisions/0076-offers-opened-by-who-is-signed-in.md).

use crate::desk::letters::mailbox_key;
use crate::desk::{Desk, Refusal, Signed};
use crate::ids::{OfferId, SpecialistId, Token};
use crate::store::{Link, Purpose};

/// The token of the link. `browser` is the browser's secret, as it is to be known from now on.
pub async fn open_own_offer(desk: &Desk, signed: Signed, id: SpecialistId, offer: OfferId, browser: Token) -> Result<Token, Refusal> {
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            let now = acting.clock.now();
            let found = tx.find_offer(offer)?.filter(|offer| offer.specialist == id).ok_or(Refusal::NotFound)?;
            let person = tx.find_specialist(id)?.ok_or(Refusal::NotFound)?;
            let own = mailbox_key(&signed.account.address);
            // An account that the operator gave to another mailbox shows to read that one only.
            if person.specialist.contacts.iter().any(|contact| mailbox_key(&contact.address) == own) {
                tx.know_browser(&browser.hash(), id, None, now)?;
            }
            let token = acting.ids.secret();
            let expires_at = found.expires_at + acting.periods.show_outcome_for;
            if expires_at <= now {
                return Err(Refusal::NotFound);
            }
            tx.add_link(&token.hash(), &Link { purpose: Purpose::AnswerOffer, subject: offer.to_string(), expires_at }, now)?;
            tx.note_act("offer_opened", "offer", offer);
            Ok(token)
        })
        .await
}
