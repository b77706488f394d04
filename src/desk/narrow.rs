//! A wider circle is taken back by its company, as long as nobody was asked since: whoever was asked is held to what was asked.

use crate::clock::Moment;
use crate::desk::look::held_by_link;
use crate::desk::{Desk, Press, Refusal};
use crate::events::Event;
use crate::intake::{HelpRequest, HelpRequestState};
use crate::seals::Action;
use crate::store::{Narrower, StoredHelpRequest, Tx};

/// Whether the last change of a help request can be taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WayBack {
    Open,
    /// Somebody was asked what is asked for now.
    AskedSince,
}

/// What became of a press that takes it back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TakenBack {
    Done,
    AskedSince,
    /// Nothing was changed, or it was taken back before.
    Nothing,
}

/// None where nothing was changed, or where the help request has ended.
pub(super) fn way_back(tx: &mut Tx<'_>, stored: &StoredHelpRequest) -> Result<Option<WayBack>, Refusal> {
    let goes_on = matches!(stored.state, HelpRequestState::Open | HelpRequestState::Unmatched);
    let Some(narrower) = stored.narrower.as_ref().filter(|_| goes_on) else { return Ok(None) };
    let asked = tx.list_asked(&[stored.id])?.len();
    Ok(Some(if asked > narrower.asked { WayBack::AskedSince } else { WayBack::Open }))
}

/// One press behind the link of the company's letters.
pub async fn narrow_by_link(desk: &Desk, press: Press) -> Result<TakenBack, Refusal> {
    let acting = desk.clone();
    desk.store
        .write(move |tx| {
            let now = acting.clock.now();
            let stored = held_by_link(tx, &press.token, now)?;
            let id = stored.id;
            match (way_back(tx, &stored)?, stored.narrower.clone()) {
                (Some(WayBack::Open), Some(narrower)) => {
                    acting.spend(tx, &press, Action::Widen, now)?;
                    narrow(&acting, tx, now, stored, *narrower)?;
                    tx.note_act("narrowed", "help_request", id);
                    Ok(TakenBack::Done)
                }
                (Some(WayBack::AskedSince), _) => Ok(TakenBack::AskedSince),
                _ => Ok(TakenBack::Nothing),
            }
        })
        .await
}

/// Only for who holds the help request's row. It stands again where it stood: ended without anybody, or open, and then the matcher looks anew.
fn narrow(desk: &Desk, tx: &mut Tx<'_>, now: Moment, stored: StoredHelpRequest, narrower: Narrower) -> Result<(), Refusal> {
    let (id, company) = (stored.id, stored.help_request.company);
    let Narrower { need, policy, unmatched, .. } = narrower;
    tx.change_help_request(id, &HelpRequest { company, need }, None)?;
    if let Some(policy) = policy {
        tx.set_policy(id, &policy)?;
    }
    tx.stop_waiting(id)?;
    let (before, event) = match unmatched {
        true => (HelpRequestState::Unmatched, Event::HelpRequestUnmatched { help_request: id }),
        false => (HelpRequestState::Open, Event::HelpRequestCalledAgain { help_request: id }),
    };
    if stored.state != before {
        tx.move_help_request(id, stored.state, before, now)?;
    } else if unmatched {
        return Ok(());
    }
    tx.record(desk.ids.fresh(now), &event, now)?;
    Ok(())
}
