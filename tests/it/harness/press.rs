//! Presses of buttons by people who have just opened the page, in a browser that is known to be theirs.

use nakodo::desk::{
    self, AcceptForm, Acceptance, Choice, Confirmation, Declination, Desk, NoThankYou, NotBeforeForm, Press, Refusal, Withdrawing,
};
use nakodo::engagement::WithdrawForm;
use nakodo::ids::{OfferId, SpecialistId, Token};
use nakodo::offers::{DeclineForm, TermsForm};
use nakodo::seals::Action;
use nakodo::store::StoreError;

/// The browser in which everybody of the tests has accepted something before.
pub fn browser() -> Token {
    Token::find(&"A".repeat(43)).expect("a token")
}

pub async fn accept_offer(desk: &Desk, token: Token) -> Result<Acceptance, Refusal> {
    let press = at_home(desk, Action::Accept, token).await?;
    desk::accept_offer(desk, press, by_name()).await
}

/// A press in the browser that is known to be the reader's.
async fn at_home(desk: &Desk, action: Action, token: Token) -> Result<Press, Refusal> {
    if let Some(specialist) = asked(desk, &token).await {
        desk::introduce_browser(desk, browser(), specialist).await?;
    }
    Ok(Press { browser: Some(browser()), ..desk.press(action, token) })
}

/// Used where several people share the mailbox.
fn by_name() -> AcceptForm {
    AcceptForm { acting_person: "受付 係".to_owned(), ..AcceptForm::default() }
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

pub async fn withdraw_as_specialist(desk: &Desk, token: Token, form: WithdrawForm) -> Result<Withdrawing, Refusal> {
    desk::withdraw_as_specialist(desk, desk.press(Action::Withdraw, token), form).await
}

pub async fn withdraw_as_company(desk: &Desk, token: Token, form: WithdrawForm) -> Result<Withdrawing, Refusal> {
    desk::withdraw_as_company(desk, desk.press(Action::Withdraw, token), form).await
}

pub async fn propose_terms(desk: &Desk, token: Token, form: TermsForm) -> Result<Acceptance, Refusal> {
    let press = at_home(desk, Action::Propose, token).await?;
    desk::propose_terms(desk, press, form, by_name()).await
}

pub async fn choose_offer(desk: &Desk, token: Token, offer: OfferId) -> Result<Choice, Refusal> {
    desk::choose_offer(desk, desk.press(Action::Choose, token), offer).await
}

pub async fn refuse_willing(desk: &Desk, token: Token, only: Option<OfferId>) -> Result<NoThankYou, Refusal> {
    desk::refuse_willing(desk, desk.press(Action::Refuse, token), only).await
}
