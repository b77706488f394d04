//! Withdrawing after a match: the specialist cannot after all, or the company calls it off. The help request is open again, and the matcher,
//! told by the event, asks others: never who has left, nor who had said no, but also those who were only too late the first time
//! (docs/decisions/0023-withdrawing-after-a-match.md).

use crate::clock::Moment;
use crate::correspondence::{LetterKind, Party};
use crate::desk::course::stop_instead;
use crate::desk::letters::queue_letter;
use crate::desk::look::{help_request_of_link, link_of};
use crate::desk::team::break_up;
use crate::desk::{Desk, Press, Refusal};
use crate::engagement::{Side, WithdrawForm};
use crate::events::Event;
use crate::ids::Token;
use crate::seals::Action;
use crate::store::{LetterToQueue, Purpose, StoreError, StoredEngagement, Tx};
use crate::values::Prose;

/// How a withdrawal went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Withdrawing {
    /// This press did it.
    Withdrawn,
    /// There is no match any more.
    WithdrawnBefore,
    /// Work had been done: it stops, and the company is asked to confirm the hours.
    Stopped,
}

/// Leaves the transaction undone, with the reason.
enum Stop {
    /// Somebody has withdrawn it meanwhile.
    Before,
    Refused(Refusal),
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        Self::Refused(error.into())
    }
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// Withdraws as the specialist, through the link in the letter about the match.
pub async fn withdraw_as_specialist(desk: &Desk, press: Press, form: WithdrawForm) -> Result<Withdrawing, Refusal> {
    let (acting, reason) = (desk.clone(), form.check()?);
    let done = desk.store.write(move |tx| {
        let now = acting.clock.now();
        let engagement = engagement_of(tx, &press.token, now)?;
        let came_to = withdraw(&acting, tx, now, &engagement, Side::Specialist, &reason)?;
        acting.spend(tx, &press, Action::Withdraw, now)?;
        Ok(came_to)
    });
    told(done.await)
}

/// Withdraws as the company, through the link in its letters.
pub async fn withdraw_as_company(desk: &Desk, press: Press, form: WithdrawForm) -> Result<Withdrawing, Refusal> {
    let (acting, reason) = (desk.clone(), form.check()?);
    let done = desk.store.write(move |tx| {
        let now = acting.clock.now();
        let link = link_of(tx, &press.token, Purpose::FollowHelpRequest, now)?;
        let stored = help_request_of_link(tx, &link)?;
        let engagement = tx.find_holding_engagement(stored.id)?.ok_or(Stop::Before)?;
        let came_to = withdraw(&acting, tx, now, &engagement, Side::Company, &reason)?;
        acting.spend(tx, &press, Action::Withdraw, now)?;
        Ok(came_to)
    });
    told(done.await)
}

fn told(done: Result<Withdrawing, Stop>) -> Result<Withdrawing, Refusal> {
    match done {
        Ok(came_to) => Ok(came_to),
        Err(Stop::Before) => Ok(Withdrawing::WithdrawnBefore),
        Err(Stop::Refused(refusal)) => Err(refusal),
    }
}

fn engagement_of(tx: &mut Tx<'_>, token: &Token, now: Moment) -> Result<StoredEngagement, Refusal> {
    let link = link_of(tx, token, Purpose::LeaveEngagement, now)?;
    let id = link.subject.parse().map_err(|_| Refusal::NotFound)?;
    tx.find_engagement(id)?.ok_or(Refusal::NotFound)
}

/// The help request's row is changed first, as everywhere; that the engagement still runs is asked behind that lock.
/// Where work has been done, it stops instead.
fn withdraw(
    desk: &Desk,
    tx: &mut Tx<'_>,
    now: Moment,
    engagement: &StoredEngagement,
    by: Side,
    reason: &Prose,
) -> Result<Withdrawing, Stop> {
    if stop_instead(desk, tx, now, engagement, reason)? {
        return Ok(Withdrawing::Stopped);
    }
    let ids = &desk.ids;
    let StoredEngagement { id, help_request, offer, specialist, .. } = *engagement;
    if !tx.reopen_help_request(help_request, now)? || !tx.end_engagement(id, by.ends_as(), reason.as_str(), now)? {
        return Err(Stop::Before);
    }
    tx.record(ids.fresh(now), &Event::EngagementWithdrawn { help_request, engagement: id, specialist, by }, now)?;
    break_up(desk, tx, now, engagement)?;
    let broker = tx.find_help_request(help_request)?.and_then(|stored| stored.support_org);
    let letters = [
        (LetterKind::WithdrawnForCompany, Party::Company(help_request)),
        (LetterKind::WithdrawnForSpecialist, Party::Specialist(specialist)),
        (LetterKind::WithdrawnForBroker, broker.map_or(Party::Operator, Party::SupportOrg)),
    ];
    for (kind, party) in letters {
        let letter = LetterToQueue { id: ids.fresh(now), kind, party, cause: id.to_string(), help_request, offer: Some(offer) };
        queue_letter(tx, ids, now, letter)?;
    }
    Ok(Withdrawing::Withdrawn)
}
