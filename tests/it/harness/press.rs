//! Presses of buttons by people who have just opened the page.

use nakodo::desk::{self, Acceptance, Choice, Confirmation, Declination, Desk, NoThankYou, Refusal, Withdrawing};
use nakodo::engagement::WithdrawForm;
use nakodo::ids::{OfferId, Token};
use nakodo::offers::{DeclineForm, TermsForm};
use nakodo::seals::Action;

pub async fn accept_offer(desk: &Desk, token: Token) -> Result<Acceptance, Refusal> {
    desk::accept_offer(desk, desk.press(Action::Accept, token)).await
}

pub async fn decline_offer(desk: &Desk, token: Token, form: DeclineForm) -> Result<Declination, Refusal> {
    desk::decline_offer(desk, desk.press(Action::Decline, token), form).await
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
    desk::propose_terms(desk, desk.press(Action::Propose, token), form).await
}

pub async fn choose_offer(desk: &Desk, token: Token, offer: OfferId) -> Result<Choice, Refusal> {
    desk::choose_offer(desk, desk.press(Action::Choose, token), offer).await
}

pub async fn refuse_willing(desk: &Desk, token: Token, only: Option<OfferId>) -> Result<NoThankYou, Refusal> {
    desk::refuse_willing(desk, desk.press(Action::Refuse, token), only).await
}
