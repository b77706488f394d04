//! Forgetting: after the months of the rule in force (`config/retention`) nothing says any more who it was. Each thing is a transaction of its own, and
//! the journal has an event of it. What anybody may have to prove later stays: what was asked for, when and where, what came of it, and the audit log.

use chrono::Months;

use crate::catalogue::{Forgettable, RetentionRule};
use crate::clock::Moment;
use crate::correspondence::Party;
use crate::desk::letters::mailbox_key;
use crate::desk::{Desk, Refusal};
use crate::events::Event;
use crate::identity::{Actor, Role, Who};
use crate::ids::Ids;
use crate::intake::HelpRequestState;
use crate::store::{StoredHelpRequest, StoredSpecialist, Tx};

/// How many things of each rule one round forgets.
const ROUND: i64 = 100;
/// How many a dry run counts.
const DRY_ROUND: i64 = 1_000_000;

/// A rule with how many things it reaches now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reached {
    pub rule: RetentionRule,
    pub count: usize,
}

/// Before when something must have changed last to be forgotten by this rule.
fn before(rule: RetentionRule, now: Moment) -> Moment {
    now.checked_sub_months(Months::new(rule.months)).unwrap_or(Moment::MIN_UTC)
}

/// What the rules reach now; forgets nothing.
pub async fn what_would_be_forgotten(desk: &Desk) -> Result<Vec<Reached>, Refusal> {
    let (now, rules) = (desk.clock.now(), desk.catalogue.retention().to_vec());
    let count = move |tx: &mut Tx<'_>| {
        let count = |rule: RetentionRule, tx: &mut Tx<'_>| {
            let before = before(rule, now);
            Ok::<_, Refusal>(match state(rule.what) {
                Some(state) => tx.list_help_requests_to_forget(state, before, DRY_ROUND)?.len(),
                None => tx.list_specialists_to_forget(before, DRY_ROUND)?.len(),
            })
        };
        rules.into_iter().map(|rule| Ok(Reached { rule, count: count(rule, tx)? })).collect::<Result<Vec<Reached>, Refusal>>()
    };
    desk.store.read(count).await
}

/// The state of a help request that a rule is about; none if it is about something else.
fn state(what: Forgettable) -> Option<HelpRequestState> {
    match what {
        Forgettable::Cancelled => Some(HelpRequestState::Cancelled),
        Forgettable::Unmatched => Some(HelpRequestState::Unmatched),
        Forgettable::Matched => Some(HelpRequestState::Matched),
        Forgettable::Withdrawn => None,
    }
}

/// Forgets what the rules reach, a round of each; says how many things.
pub async fn forget_what_is_old(desk: &Desk) -> Result<usize, Refusal> {
    let (desk, now) = (&by_rule(desk), desk.clock.now());
    let mut forgotten = 0;
    for rule in desk.catalogue.retention() {
        let before = before(*rule, now);
        forgotten += match state(rule.what) {
            Some(state) => forget_help_requests(desk, state, before, now).await?,
            None => forget_specialists(desk, before, now).await?,
        };
    }
    if forgotten > 0 {
        desk.empty_log().await?;
    }
    Ok(forgotten)
}

/// Nobody can ask later who it was that is forgotten, so each time stands in the audit log, also where no person did it.
fn by_rule(desk: &Desk) -> Desk {
    let machine = || Actor {
        who: Who::Machine,
        role: None,
        source: String::new(),
        request: String::new(),
        reason: Some("config/retention".to_owned()),
    };
    desk.store.actor().map_or_else(|| desk.acting(machine()), |_| desk.clone())
}

async fn forget_help_requests(desk: &Desk, state: HelpRequestState, before: Moment, now: Moment) -> Result<usize, Refusal> {
    let old = desk.store.read(move |tx| tx.list_help_requests_to_forget(state, before, ROUND)).await?;
    let mut forgotten = 0;
    for id in old {
        let ids = desk.ids.clone();
        let done = desk.store.write(move |tx| {
            let Some(stored) = tx.find_help_request(id)? else { return Ok(false) };
            forget_help_request(tx, &ids, &stored, before, now)
        });
        forgotten += usize::from(done.await?);
    }
    Ok(forgotten)
}

async fn forget_specialists(desk: &Desk, before: Moment, now: Moment) -> Result<usize, Refusal> {
    let old = desk.store.read(move |tx| tx.list_specialists_to_forget(before, ROUND)).await?;
    let mut forgotten = 0;
    for id in old {
        let ids = desk.ids.clone();
        let done = desk.store.write(move |tx| {
            let Some(stored) = tx.find_specialist(id)? else { return Ok(false) };
            forget_specialist(tx, &ids, &stored, before, now)
        });
        forgotten += usize::from(done.await?);
    }
    Ok(forgotten)
}

/// Puts nobody into the place of the company, with the accounts that were only for this; false if the help request has changed since `before`.
pub(super) fn forget_help_request(
    tx: &mut Tx<'_>,
    ids: &Ids,
    stored: &StoredHelpRequest,
    before: Moment,
    now: Moment,
) -> Result<bool, Refusal> {
    let id = stored.id;
    let done = tx.forget_help_request(id, &stored.help_request.of_nobody(), before, now)?;
    if done {
        forget_accounts(tx, Role::Company(id), now)?;
        tx.hide_suppressed(&[mailbox_key(&stored.help_request.company.contact.address)], &Party::Company(id).key())?;
        tx.record(ids.fresh(now), &Event::HelpRequestForgotten { help_request: id }, now)?;
    }
    Ok(done)
}

/// Puts nobody into the place of a specialist, with their keys and the accounts that were only theirs; false if the profile has changed since `before`.
pub(super) fn forget_specialist(
    tx: &mut Tx<'_>,
    ids: &Ids,
    stored: &StoredSpecialist,
    before: Moment,
    now: Moment,
) -> Result<bool, Refusal> {
    let id = stored.id;
    let done = tx.forget_specialist(id, &stored.specialist.of_nobody(id), before, now)?;
    if done {
        forget_accounts(tx, Role::Specialist(id), now)?;
        tx.forget_api_keys_of(id, now)?;
        let mailboxes: Vec<String> = stored.specialist.contacts.iter().map(|contact| mailbox_key(&contact.address)).collect();
        tx.hide_suppressed(&mailboxes, &Party::Specialist(id).key())?;
        tx.record(ids.fresh(now), &Event::SpecialistForgotten { specialist: id }, now)?;
    }
    Ok(done)
}

/// Accounts lose the role, and those without another go too.
fn forget_accounts(tx: &mut Tx<'_>, role: Role, now: Moment) -> Result<(), Refusal> {
    for account in tx.list_accounts_in(role)? {
        tx.withdraw_role(account.id, role)?;
        if tx.list_roles(account.id)?.is_empty() {
            tx.forget_account(account.id, now)?;
        }
    }
    Ok(())
}
