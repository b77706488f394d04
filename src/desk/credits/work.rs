//! Work through nakodo that stands by somebody else's word: hours that a company confirmed or its support organisation decided (docs/decisions/0117), and visits of
//! a pool in a month that its organisation has confirmed (docs/decisions/0126-months-of-a-pool.md).

use chrono::NaiveDate;

use crate::clock::in_japan;
use crate::credits::{Activity, ApproverRole, Claim, ForWhom, WorkKey};
use crate::desk::Refusal;
use crate::engagement::SessionState;
use crate::identity::Role;
use crate::ids::SpecialistId;
use crate::pools::MonthWork;
use crate::store::{ConfirmedWork, StoredPool, Tx};
use crate::values::Prose;

/// All of it as claims that are approved already, engagements first. The row says whose word the hours were, for ever: nothing in a ledger can be mended later.
pub(super) fn work_of(tx: &mut Tx<'_>, specialist: SpecialistId) -> Result<Vec<(WorkKey, Claim)>, Refusal> {
    let engagements = tx.list_confirmed_work(specialist)?;
    let mut work: Vec<(WorkKey, Claim)> =
        engagements.iter().map(|work| (WorkKey::Engagement(work.engagement), claim(activity_of(work), work.decided))).collect();
    for StoredPool { id, org, pool, .. } in tx.list_pools_of(specialist)? {
        if !pool.confirmed.is_empty() && !is_clerk(tx, specialist, org)? {
            let months = pool.confirmed_work(specialist);
            work.extend(months.iter().map(|one| (WorkKey::PoolMonth(id, one.month), claim(activity_in(one), true))));
        }
    }
    Ok(work)
}

/// Whether the specialist acts for the organisation, whose word would be their own.
fn is_clerk(tx: &mut Tx<'_>, specialist: SpecialistId, org: crate::ids::SupportOrgId) -> Result<bool, Refusal> {
    for account in tx.list_accounts_of_specialist(specialist)? {
        if tx.list_roles(account.id)?.iter().any(|role| matches!(role, Role::Broker(of, _) if *of == org)) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn claim(activity: Activity, by_broker: bool) -> Claim {
    let hours_by = by_broker.then_some(ApproverRole::Broker);
    Claim { activity, words: Prose::default(), link: None, approver: None, hours_by, reason: None }
}

fn activity_in(month: &MonthWork) -> Activity {
    Activity {
        from: month.first,
        until: month.last,
        minutes: month.minutes,
        is_related: true,
        is_paid: month.fee_yen > 0,
        for_whom: ForWhom::Others,
        ..Activity::on("engagement", month.last)
    }
}

/// Confirmed hours of an engagement.
fn activity_of(work: &ConfirmedWork) -> Activity {
    let ended = in_japan(work.ended_at).date_naive();
    let held = work.course.iter().flat_map(|course| &course.sessions).filter(|session| matches!(session.state, SessionState::Held { .. }));
    let day = |at| in_japan(at).date_naive();
    // Whoever came along for a part of the work was at the sessions of that part.
    let was_there = |on: &NaiveDate| work.joined_at.is_none_or(|at| day(at) <= *on) && work.left_at.is_none_or(|at| *on <= day(at));
    let days: Vec<NaiveDate> = held.map(|session| day(session.begins)).filter(was_there).collect();
    let sheet = work.course.as_ref().and_then(|course| course.agreed()).map(|version| &version.sheet);
    // Who works under the contract of an employer works for the employer's customer.
    let by_employer = sheet.is_some_and(|sheet| sheet.frame == "employer" || sheet.frame == "dispatch");
    Activity {
        from: days.iter().min().copied().unwrap_or(ended),
        until: days.iter().max().copied().unwrap_or(ended),
        minutes: work.minutes,
        is_related: true,
        // Who came along for no part of the fee gave the time away, whoever else was paid. Where nothing says what was agreed on any more, nothing is taken
        // for a gift.
        is_paid: work.fee_percent != Some(0) && sheet.is_none_or(|sheet| sheet.fee_yen > 0),
        for_whom: if by_employer { ForWhom::Customer } else { ForWhom::Others },
        ..Activity::on("engagement", ended)
    }
}
