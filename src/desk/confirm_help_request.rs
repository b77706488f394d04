//! A company confirms that a help request is its own, through the button behind the link in its letter.

use crate::clock::Moment;
use crate::desk::look::{help_request_of_link, link_of};
use crate::desk::{Desk, Press, Refusal};
use crate::events::Event;
use crate::ids::HelpRequestId;
use crate::intake::HelpRequestState;
use crate::seals::Action;
use crate::store::Purpose;

/// How a confirmation went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confirmation {
    /// People are asked from now on.
    Opened(HelpRequestId),
    /// It had been confirmed before.
    OpenAlready(HelpRequestId),
    /// It was cancelled or not confirmed in time.
    TooLate,
}

/// Opens the help request; pressing twice does no harm.
pub async fn confirm_help_request(desk: &Desk, press: Press) -> Result<Confirmation, Refusal> {
    let now = desk.clock.now();
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            let link = link_of(tx, &press.token, Purpose::ConfirmHelpRequest, now)?;
            let stored = help_request_of_link(tx, &link)?;
            let id = stored.id;
            if in_time(stored.confirm_by, now)
                && tx.move_help_request(id, HelpRequestState::AwaitingConfirmation, HelpRequestState::Open, now)?
            {
                acting.spend(tx, &press, Action::Confirm, now)?;
                if let Some(policy) = acting.policy_in_force(&stored.help_request.need) {
                    tx.set_policy(id, &policy)?;
                }
                tx.record(acting.ids.fresh(now), &Event::HelpRequestOpened { help_request: id }, now)?;
                return Ok(Confirmation::Opened(id));
            }
            // Read again: somebody may have pressed at the same time.
            let state = tx.find_help_request(id)?.ok_or(Refusal::NotFound)?.state;
            Ok(match state {
                HelpRequestState::AwaitingConfirmation | HelpRequestState::Cancelled => Confirmation::TooLate,
                HelpRequestState::Open | HelpRequestState::Matched | HelpRequestState::Unmatched => Confirmation::OpenAlready(id),
            })
        })
        .await
}

fn in_time(confirm_by: Option<Moment>, now: Moment) -> bool {
    confirm_by.is_some_and(|last| now < last)
}
