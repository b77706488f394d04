//! Withdrawing after a match: the specialist cannot after all, or the company calls it off. The help request is open again, and the matcher,
//! told by the event, asks others: never who has left, nor who had said no, but also those who were only too late the first time
//! (docs/decisions/0023-withdrawing-after-a-match.md).

use crate::clock::Moment;
use crate::correspondence::{LetterKind, Party};
use crate::desk::letters::queue_letter;
use crate::desk::look::{help_request_of_link, link_of};
use crate::desk::{Desk, Press, Refusal};
use crate::engagement::{EngagementState, Side, WithdrawForm};
use crate::events::Event;
use crate::ids::{Ids, Token};
use crate::intake::AnonymousNeed;
use crate::language::Language;
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
}

/// What the page behind the specialist's link shows.
#[derive(Clone, Debug)]
pub struct EngagementPage {
    pub need: AnonymousNeed,
    /// Whether it can still be withdrawn.
    pub running: bool,
    /// The reader's own language.
    pub language: Language,
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

/// What the link in the letter about a match leads to.
pub async fn look_at_engagement(desk: &Desk, token: Token) -> Result<EngagementPage, Refusal> {
    let now = desk.clock.now();
    desk.store
        .read(move |tx| {
            let engagement = engagement_of(tx, &token, now)?;
            let stored = tx.find_help_request(engagement.help_request)?.ok_or(Refusal::NotFound)?;
            let person = tx.find_specialist(engagement.specialist)?.ok_or(Refusal::NotFound)?;
            let running = engagement.state == EngagementState::Running;
            Ok(EngagementPage { need: AnonymousNeed::from(&stored.help_request), running, language: person.specialist.language() })
        })
        .await
}

/// Withdraws as the specialist, through the link in the letter about the match.
pub async fn withdraw_as_specialist(desk: &Desk, press: Press, form: WithdrawForm) -> Result<Withdrawing, Refusal> {
    let (acting, reason) = (desk.clone(), form.check()?);
    let done = desk.store.write(move |tx| {
        let now = acting.clock.now();
        let engagement = engagement_of(tx, &press.token, now)?;
        withdraw(tx, &acting.ids, now, &engagement, Side::Specialist, &reason)?;
        Ok(acting.spend(tx, &press, Action::Withdraw, now)?)
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
        withdraw(tx, &acting.ids, now, &engagement, Side::Company, &reason)?;
        Ok(acting.spend(tx, &press, Action::Withdraw, now)?)
    });
    told(done.await)
}

fn told(done: Result<(), Stop>) -> Result<Withdrawing, Refusal> {
    match done {
        Ok(()) => Ok(Withdrawing::Withdrawn),
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
fn withdraw(tx: &mut Tx<'_>, ids: &Ids, now: Moment, engagement: &StoredEngagement, by: Side, reason: &Prose) -> Result<(), Stop> {
    let StoredEngagement { id, help_request, offer, specialist, .. } = *engagement;
    if !tx.reopen_help_request(help_request, now)? || !tx.end_engagement(id, by.ends_as(), reason.as_str(), now)? {
        return Err(Stop::Before);
    }
    tx.record(ids.fresh(now), &Event::EngagementWithdrawn { help_request, engagement: id, specialist, by }, now)?;
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
    Ok(())
}
