//! Presses of buttons by people who have just opened the page, in a browser that is known to be theirs.

use nakodo::desk::{self, AcceptForm, Acceptance, Confirmation, Declination, Desk, NotBeforeForm, Press, Refusal};
use nakodo::ids::{SpecialistId, Token};
use nakodo::offers::DeclineForm;
use nakodo::seals::Action;
use nakodo::store::StoreError;

/// The browser in which everybody of the tests has accepted something before.
pub fn browser() -> Token {
    Token::find(&"A".repeat(43)).expect("a token")
}

pub async fn accept_offer(desk: &Desk, token: Token) -> Result<Acceptance, Refusal> {
    if let Some(specialist) = asked(desk, &token).await {
        desk::introduce_browser(desk, browser(), specialist).await?;
    }
    let press = Press { browser: Some(browser()), ..desk.press(Action::Accept, token) };
    // Used where several people share the mailbox.
    let form = AcceptForm { acting_person: "受付 係".to_owned(), ..AcceptForm::default() };
    desk::accept_offer(desk, press, form).await
}

/// Whom the link of an offer was sent to.
async fn asked(desk: &Desk, token: &Token) -> Option<SpecialistId> {
    let hash = token.hash();
    let read = desk.store.read(move |tx| {
        let Some(link) = tx.find_link(&hash)? else { return Ok(None) };
        let offer = link.subject.parse().ok().map(|id| tx.find_offer(id)).transpose()?.flatten();
        Ok::<_, StoreError>(offer.map(|offer| offer.specialist))
    });
    read.await.expect("the store answers")
}

pub async fn decline_offer(desk: &Desk, token: Token, form: DeclineForm) -> Result<Declination, Refusal> {
    desk::decline_offer(desk, desk.press(Action::Decline, token), form, NotBeforeForm::default()).await
}

pub async fn confirm_help_request(desk: &Desk, token: Token) -> Result<Confirmation, Refusal> {
    desk::confirm_help_request(desk, desk.press(Action::Confirm, token)).await
}

pub async fn cancel_help_request_by_link(desk: &Desk, token: Token) -> Result<(), Refusal> {
    desk::cancel_help_request_by_link(desk, desk.press(Action::Cancel, token)).await
}
