//! Presses of buttons by people who have just opened the page.

use nakodo::desk::{self, Acceptance, Confirmation, Declination, Desk, Refusal};
use nakodo::ids::Token;
use nakodo::offers::DeclineForm;
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
