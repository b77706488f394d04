//! A help request is erased: cancelled first if it is open, and then nothing says any more which company it was.

use crate::clock::Moment;
use crate::correspondence::{LetterState, Party};
use crate::desk::cancel_help_request::cancel;
use crate::desk::erase::specialist::parties;
use crate::desk::erase::{EraseForm, Erased, drop_letters, say_farewell};
use crate::desk::forget::forget_help_request;
use crate::desk::look::{held, help_request_of_link, link_of};
use crate::desk::{Desk, Press, Refusal};
use crate::engagement::EngagementState;
use crate::identity::Role;
use crate::ids::HelpRequestId;
use crate::seals::Action;
use crate::store::{Farewell, Purpose, Tx};

/// Erases a help request over the API or at the terminal.
pub async fn erase_help_request(desk: &Desk, id: HelpRequestId, role: Role, form: EraseForm) -> Result<Erased, Refusal> {
    form.check(id)?;
    desk.must_say_why(role)?;
    let acting = desk.clone();
    let erase = move |tx: &mut Tx<'_>| {
        held(tx, id, role)?;
        erase(&acting, tx, acting.clock.now(), id)
    };
    let erased = desk.store.write(erase).await?;
    desk.empty_log().await?;
    Ok(erased)
}

/// The same for the company, through the link in its letters.
pub async fn erase_help_request_by_link(desk: &Desk, press: Press) -> Result<Erased, Refusal> {
    let acting = desk.clone();
    let erase = move |tx: &mut Tx<'_>| {
        let now = acting.clock.now();
        let link = link_of(tx, &press.token, Purpose::FollowHelpRequest, now)?;
        let id = help_request_of_link(tx, &link)?.id;
        let erased = erase(&acting, tx, now, id)?;
        // A second press finds it erased and needs nothing more.
        if !erased.before {
            acting.spend(tx, &press, Action::Erase, now)?;
        }
        Ok::<_, Refusal>(erased)
    };
    let erased = desk.store.write(erase).await?;
    desk.empty_log().await?;
    Ok(erased)
}

/// Whoever accepts at the same moment waits for the row that cancelling changes, or has been first: then a match runs, and nothing is erased.
pub(super) fn erase(desk: &Desk, tx: &mut Tx<'_>, now: Moment, id: HelpRequestId) -> Result<Erased, Refusal> {
    if tx.find_help_request_dates(id)?.ok_or(Refusal::NotFound)?.forgotten_at.is_some() {
        return Ok(Erased { before: true });
    }
    match cancel(tx, &desk.ids, now, id) {
        Ok(_) => {}
        Err(Refusal::HelpRequestEnded) if runs(tx, id)? => return Err(Refusal::EngagementRuns),
        // Nobody was found, or the work is done.
        Err(Refusal::HelpRequestEnded) => {}
        Err(refusal) => return Err(refusal),
    }
    let stored = tx.find_help_request(id)?.ok_or(Refusal::NotFound)?;
    let contact = &stored.help_request.company.contact;
    let farewell = Farewell { to: vec![contact.address.clone()], language: contact.language };
    let readers = parties(tx, Party::Company(id), Role::Company(id))?;
    let mut waiting = tx.list_waiting_letters(&readers)?;
    // Letters to its support organisation and to the operator name the company; those to specialists never did.
    let named = tx.list_letters(id)?.into_iter().filter(|letter| letter.state == LetterState::Queued);
    waiting.extend(named.filter(|letter| !matches!(letter.party, Party::Specialist(_))).map(|letter| letter.id));
    drop_letters(desk, tx, now, waiting)?;
    if !forget_help_request(tx, &desk.ids, &stored, now, now)? {
        return Err(Refusal::ChangedMeanwhile);
    }
    say_farewell(desk, tx, now, Party::Company(id), &farewell)?;
    tx.note_act("help_request_erased", "help_request", id);
    Ok(Erased { before: false })
}

/// Whether its match goes on.
pub(super) fn runs(tx: &mut Tx<'_>, id: HelpRequestId) -> Result<bool, Refusal> {
    Ok(tx.find_holding_engagement(id)?.is_some_and(|engagement| engagement.state == EngagementState::Running))
}
